"""What is to be mended in a draft, each with its clause and the way to mend it."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from belisha.rules.contradictions import contradictions_of
from belisha.rules.coverage import coverage, stated_clauses
from belisha.rules.editing.insertion import loose_steps
from belisha.rules.editing.stale_statements import still_to_check
from belisha.rules.editing.word_drift import words_gained
from belisha.rules.examining.redundant_rules import redundant_rules
from belisha.rules.judging.compiled_policy import CompiledPolicy
from belisha.rules.language.clauses import Clause, Definition, Note, NoteKind, Rule
from belisha.rules.language.policy import Policy
from belisha.rules.lint import lint
from belisha.rules.linting.findings import Severity
from belisha.rules.vocabulary.words import Vocabulary

# What a draft cannot have yet: governors, the website and the signatures come after it.
LATER = {"never-ratified", "approver", "signatures", "website"}
# Told here by other means, with the clauses.
TOLD_HERE = {"contradictions"}
ASKS = re.compile(
    r"\b(?:must|should|shall|never|may not|must not|cannot|is to|are to|(?:not|is|are) (?:allowed|permitted|"
    r"expected|required|forbidden|prohibited)|need to|needs to|has to|have to|do not|does not)\b",
    re.IGNORECASE,
)
TELLS = (NoteKind.GUIDANCE, NoteKind.FACT)
_WHERE = re.compile(r"\bclauses? `([a-z0-9-]+)`")
# What a revision is asked to look at, and nothing more.
OF_THE_VERSION_BEFORE = "of-the-version-before"
# What an adopted text says of the school or the document that it comes from: nobody publishes that unawares.
OF_ANOTHER = frozenset({"of-the-model", "names-another-school"})
ORDER = list(Severity)


@dataclass(frozen=True, slots=True)
class DraftIssue:
    """One thing to mend: the check that found it, how grave it is, what is wrong, and what to do.

    `clause` is the clause to open, or one of the model that was taken out; empty where it is in document
    control or in no one clause.
    """

    check: str
    severity: Severity
    sentence: str
    do: str
    clause: str = ""


def to_mend(
    policy: Policy,
    vocabulary: Vocabulary,
    *,
    on: date,
    model: Policy | None = None,
    before: Policy | None = None,
) -> tuple[DraftIssue, ...]:
    """Return everything to mend in a draft on a day, gravest first.

    `model` is what it was adopted from, `before` the policy in force that it revises.

    A contradiction keeps the policy from being put in force, a lost step from being read; nothing else does.
    """
    compiled = CompiledPolicy(policy, vocabulary, policy.clauses)
    found = [
        *_loose(policy),
        *_contradicting(compiled),
        *_without_rules(policy),
        *_lost_places(policy, model),
        *_without_places(policy, model),
        *_about_another_document(policy, model),
        *_of_the_version_before(policy, model, before),
        *_words_left_behind(policy, model),
        *_words_drifting(policy, before or model),
        *_idle(compiled),
        *_rotten(policy, vocabulary, on),
    ]
    return tuple(sorted(dict.fromkeys(found), key=lambda each: ORDER.index(each.severity)))


def _loose(policy: Policy) -> Iterator[DraftIssue]:
    for procedure, step in loose_steps(policy):
        sentence = f"“{procedure.title}” goes by a step `{step}` that is no clause of this policy."
        yield DraftIssue(
            "loose-step", Severity.ERROR, sentence, "Take the step out, or put the rule back.", procedure.id
        )


def _contradicting(compiled: CompiledPolicy) -> Iterator[DraftIssue]:
    do = (
        "Change one of them: narrow whom or what it speaks of, or give it the exception that the other makes."
    )
    for each in contradictions_of(compiled):
        yield DraftIssue("contradiction", Severity.ERROR, each.sentence, do, each.clauses[0].id)


def _without_rules(policy: Policy) -> Iterator[DraftIssue]:
    """Yield clauses that ask something in words, and of which no rule is made (RU8)."""
    ruled = {cite for rule in policy.rules for cite in rule.cites}
    for clause in policy.clauses:
        asks = ASKS.search(clause.text)
        if _only_tells(clause) and asks and ruled.isdisjoint(clause.cites):
            sentence = (
                f"“{clause.title}” says “{asks[0].lower()}”, and no rule is made of it: it decides nothing."
            )
            do = "Make it a rule: say who, and what they must or must not do. Leave it if it only informs."
            yield DraftIssue("statement-only", Severity.WARNING, sentence, do, clause.id)


def _only_tells(clause: Clause) -> bool:
    if isinstance(clause, Note):
        return clause.kind in TELLS
    return isinstance(clause, Definition) and not (clause.means or clause.adds)


def _words_drifting(policy: Policy, before: Policy | None) -> Iterator[DraftIssue]:
    """Yield clauses whose words gained an exception or a limit that their rule does not have."""
    for clause in policy.clauses if before else ():
        was = before.by_id.get(clause.id) if before else None
        gained = words_gained(was, clause) if was else ()
        if gained:
            said = " and ".join(f"“{word}”" for word in gained)
            sentence = f"“{clause.title}” now says {said}, and its rule is read as before."
            do = "Give the rule the same exception or limit, or take it out of the words."
            yield DraftIssue("words-gained", Severity.WARNING, sentence, do, clause.id)


def _lost_places(policy: Policy, model: Policy | None) -> Iterator[DraftIssue]:
    """Yield what the model's document asks, its policy carried, and this one no longer does."""
    if model is None:
        return
    theirs = coverage(model)
    own = {cite for clause in policy.clauses for cite in clause.cites}
    for place, clauses in theirs.carried.items():
        if place not in own:
            stated = stated_clauses()[place]
            sentence = f"Nothing carries what the model asks at {place} any more: {stated.what}."
            do = f"Put “{model.by_id[clauses[0]].title}” back, or leave it if the school means to ask less."
            yield DraftIssue("clause-lost", Severity.NOTICE, sentence, do, clauses[0])


def _without_places(policy: Policy, model: Policy | None) -> Iterator[DraftIssue]:
    """Rules that cite a place which the document they come from does not have (RU8)."""
    if model is None:
        return
    table = stated_clauses()
    letters = {place[0] for place in coverage(model).carried}
    pattern = re.compile(rf"(?:{'|'.join(letters)})\d+[a-z]?") if letters else None
    for rule in policy.rules:
        for cite in rule.cites:
            if pattern and pattern.fullmatch(cite) and cite not in table:
                sentence = f"“{rule.title}” cites {cite}, and the model’s document has no such place."
                do = "Correct the place, or give the clause a number of your own."
                yield DraftIssue("rule-without-clause", Severity.WARNING, sentence, do, rule.id)


def _about_another_document(policy: Policy, model: Policy | None) -> Iterator[DraftIssue]:
    """Yield what is true of the model's document alone: who approved it and when, and whose name it bears."""
    if model is None:
        return
    for clause in policy.clauses:
        is_control = isinstance(clause, Note) and clause.kind is NoteKind.CONTROL
        if is_control and model.by_id.get(clause.id) == clause:
            sentence = f"“{clause.title}” still tells of the model’s own document."
            do = "Say what holds of your document, or take it out."
            yield DraftIssue("of-the-model", Severity.WARNING, sentence, do, clause.id)
        elif name := _named(clause.text, policy, model):
            yield _of_another_school(f"“{clause.title}”", name, clause.id)
    if name := _named(policy.introduction, policy, model):
        yield _of_another_school("The introduction", name, "")


def _of_the_version_before(
    policy: Policy, model: Policy | None, before: Policy | None
) -> Iterator[DraftIssue]:
    """Yield what a revision still says of the document it revises, which may no longer be true."""
    for clause, words in still_to_check(policy, before):
        if not (model and model.by_id.get(clause.id) == clause):
            sentence = f"Check whether this still holds: “{clause.title}” says “{words}”."
            do = "Say what holds of the new version, or take it out. Leave it if it is still true."
            yield DraftIssue(OF_THE_VERSION_BEFORE, Severity.NOTICE, sentence, do, clause.id)


def _of_another_school(where: str, name: str, clause: str) -> DraftIssue:
    sentence = f"{where} still speaks of {name}, where the text comes from."
    return DraftIssue(
        "names-another-school", Severity.WARNING, sentence, "Say it of your own school.", clause
    )


def _named(words: str, policy: Policy, model: Policy) -> str:
    """Return the model's school as the words name it; empty where it is the policy's own, or not named."""
    names = {model.control.school, *model.control.schools} - {policy.control.school, *policy.control.schools}
    return next((name for name in sorted(names) if name in words), "")


def _words_left_behind(policy: Policy, model: Policy | None) -> Iterator[DraftIssue]:
    """Rules that decide otherwise than the model's under its very words: an answer then denies its clause."""
    theirs = model.by_id if model else {}
    for rule in policy.rules:
        before = theirs.get(rule.id)
        if isinstance(before, Rule) and before.text == rule.text and _decided(before) != _decided(rule):
            sentence = f"“{rule.title}” decides otherwise than the model’s, and still has the model’s words."
            do = "Say in plain words what it asks now, or set who, how strongly and what back."
            yield DraftIssue("words-left-behind", Severity.WARNING, sentence, do, rule.id)


def _decided(rule: Rule) -> tuple[object, ...]:
    return rule.who, rule.force, rule.action, rule.towards, rule.when, rule.unless


def _idle(compiled: CompiledPolicy) -> Iterator[DraftIssue]:
    do = "Take it out, or change whom or what it speaks of, so that it makes a difference."
    for each in redundant_rules(compiled):
        yield DraftIssue("never-decides", Severity.NOTICE, each.sentence, do, each.clause)


def _rotten(policy: Policy, vocabulary: Vocabulary, on: date) -> Iterable[DraftIssue]:
    for each in lint(policy, on, vocabulary=vocabulary, is_draft=True):
        if each.check not in LATER | TOLD_HERE:
            place = _WHERE.search(each.where)
            clause = place[1] if place and place[1] in policy.by_id else ""
            yield DraftIssue(each.check, each.severity, each.sentence, each.do, clause)
