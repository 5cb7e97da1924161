"""Preview a clause while it is written: its meaning in plain English, and what people would be answered."""

from collections.abc import Mapping
from dataclasses import dataclass

from belisha.base.clock import today
from belisha.policies.documents.clause_text import policy_words
from belisha.policies.documents.verdict_labels import label_for
from belisha.rules.edit import (
    EditRefusedError,
    add_clause,
    clause_in_words,
    replace_clause,
    sounds_otherwise,
    try_rule,
)
from belisha.rules.language.clauses import Clause, Rule
from belisha.rules.language.policy import Policy
from belisha.rules.vocabulary.loading import load_vocabulary


@dataclass(frozen=True, slots=True)
class PreviewAnswer:
    """An example situation, and the answer of the whole policy; `verdict` is empty if there is none.

    `by` are the titles of other clauses that decide it.
    """

    words: str
    verdict: str
    says: str
    way_out: str = ""
    by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ClausePreview:
    """The clause in plain English, its text, example answers, and the model's words.

    `doubt` is a question if the clause's own words disagree with its rule.
    """

    said: str
    text: str
    answers: tuple[PreviewAnswer, ...]
    errors: tuple[str, ...]
    model: str = ""
    model_said: str = ""
    doubt: str = ""


def preview_of(
    policy: Policy, clause: Clause | None, errors: Mapping[str, str], text: str, model: Policy | None
) -> ClausePreview:
    """Return the preview. Without a clause it lists what is missing."""
    if clause is None:
        return ClausePreview("", text, (), tuple(errors.values()))
    words = policy_words(policy)
    titles = {each.id: each.title for each in policy.clauses}
    theirs = model.by_id.get(clause.id) if model else None
    try:
        whole = replace_clause(policy, clause) if clause.id in policy.by_id else add_clause(policy, clause)
    except EditRefusedError as error:
        return ClausePreview(clause_in_words(clause, words, titles), text, (), (str(error),))
    return ClausePreview(
        clause_in_words(clause, words, titles),
        text,
        _answers(whole, clause),
        (),
        theirs.text if theirs else "",
        clause_in_words(theirs, words, titles) if theirs else "",
        wording_question(clause),
    )


def wording_question(clause: Clause) -> str:
    """Return a question if the rule's own words disagree with its force, else an empty text."""
    against = sounds_otherwise(clause.text, clause.force) if isinstance(clause, Rule) else ""
    if not against or not isinstance(clause, Rule):
        return ""
    return f"Your words say “{against}”; the rule says “{clause.force.value}”. Which is meant?"


def _answers(policy: Policy, clause: Clause) -> tuple[PreviewAnswer, ...]:
    if not isinstance(clause, Rule):
        return ()
    found = []
    for each in try_rule(policy, clause, load_vocabulary(), on=today()):
        if each.ruling is None:
            found.append(PreviewAnswer(each.words, "", each.wrong))
        else:
            verdict = label_for(each.ruling.verdict)
            by = tuple(ground.title for ground in each.ruling.deciding if ground.clause != clause.id)
            found.append(
                PreviewAnswer(each.words, each.ruling.verdict.value, verdict.word, each.ruling.way_out, by)
            )
    return tuple(found)
