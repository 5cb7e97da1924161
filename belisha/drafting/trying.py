"""What is understood of a clause that is being written: its reading aloud, and what would be answered."""

from collections.abc import Mapping
from dataclasses import dataclass

from belisha.base.clock import today
from belisha.policies.verdict_words import words_for
from belisha.rules.clauses import Clause, Rule
from belisha.rules.edit import (
    EditRefusedError,
    add_clause,
    replace_clause,
    say_clause,
    sounds_otherwise,
    try_rule,
)
from belisha.rules.policy import Policy
from belisha.rules.vocabulary import load_vocabulary


@dataclass(frozen=True, slots=True)
class Answer:
    """A situation in words, and what the whole policy would answer; `verdict` is empty where it cannot.

    `by` are the titles of other clauses that decide it.
    """

    words: str
    verdict: str
    says: str
    way_out: str = ""
    by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """The clause read aloud, its text, answers in example situations, and the model's words beside it.

    `doubt` is where the clause's own words sound otherwise than its rule.
    """

    said: str
    text: str
    answers: tuple[Answer, ...]
    errors: tuple[str, ...]
    model: str = ""
    model_said: str = ""
    doubt: str = ""


def reading_of(
    policy: Policy, clause: Clause | None, errors: Mapping[str, str], text: str, model: Policy | None
) -> Reading:
    """What is understood so far. Without a clause, what is still missing."""
    if clause is None:
        return Reading("", text, (), tuple(errors.values()))
    words = load_vocabulary()
    titles = {each.id: each.title for each in policy.clauses}
    theirs = model.by_id.get(clause.id) if model else None
    try:
        whole = replace_clause(policy, clause) if clause.id in policy.by_id else add_clause(policy, clause)
    except EditRefusedError as error:
        return Reading(say_clause(clause, words, titles), text, (), (str(error),))
    return Reading(
        say_clause(clause, words, titles),
        text,
        _answers(whole, clause),
        (),
        theirs.text if theirs else "",
        say_clause(theirs, words, titles) if theirs else "",
        doubt_about(clause),
    )


def doubt_about(clause: Clause) -> str:
    """The question where a rule's own words say something else than how strongly it binds, or nothing."""
    against = sounds_otherwise(clause.text, clause.force) if isinstance(clause, Rule) else ""
    if not against or not isinstance(clause, Rule):
        return ""
    return f"Your words say “{against}”; the rule says “{clause.force.value}”. Which is meant?"


def _answers(policy: Policy, clause: Clause) -> tuple[Answer, ...]:
    if not isinstance(clause, Rule):
        return ()
    found = []
    for each in try_rule(policy, clause, load_vocabulary(), on=today()):
        if each.ruling is None:
            found.append(Answer(each.words, "", each.wrong))
        else:
            verdict = words_for(each.ruling.verdict)
            by = tuple(ground.title for ground in each.ruling.deciding if ground.clause != clause.id)
            found.append(Answer(each.words, each.ruling.verdict.value, verdict.word, each.ruling.way_out, by))
    return tuple(found)
