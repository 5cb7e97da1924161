"""A clause read aloud: one or more sentences of plain English, made from its machine reading alone."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from belisha.rules.language.clauses import (
    Acting,
    Clause,
    Definition,
    Exemption,
    Force,
    Grant,
    Note,
    NoteKind,
    Office,
    Plain,
    PlatformFact,
    Procedure,
    Rule,
)
from belisha.rules.vocabulary.words import Vocabulary
from belisha.rules.wording.conditions import exception_words, line_words
from belisha.rules.wording.effects import effect_words
from belisha.rules.wording.grammar import a, action_words, and_list, done_to, or_list, sentence, the

NOTES: Mapping[NoteKind, str] = {
    NoteKind.GUIDANCE: "This guides {who}; it decides nothing by itself",
    NoteKind.CONSEQUENCE: "This says what may follow for {who}; it decides nothing by itself",
    NoteKind.RIGHT: "This tells {who} of a right; it decides nothing by itself",
    NoteKind.FACT: "This tells {who} a fact; it decides nothing by itself",
    NoteKind.PROMISE: "This is what the school promises {who}",
    NoteKind.RESERVES: "This is what the school keeps the right to do; it concerns {who}",
    NoteKind.PURPOSE: "This tells {who} what the policy is for; it decides nothing by itself",
    NoteKind.ADOPTION: "This tells {who} how the policy was adopted; it decides nothing by itself",
    NoteKind.CONTROL: "This tells {who} about the document; it decides nothing by itself",
}


def clause_in_words(clause: Clause, vocabulary: Vocabulary, titles: Mapping[str, str] | None = None) -> str:
    """Return what the site understands of a clause: `A teacher must not be friends …. Then report it …`.

    `titles` are the titles of the policy's clauses by id, for the steps of a procedure.
    """
    told = " ".join(sentence(part) for part in SAY[type(clause)](clause, vocabulary, titles or {}))
    return told + "".join(f" {sentence(part)}" for part in _dates(clause))


def _rule(rule: Rule, words: Vocabulary, titles: Mapping[str, str]) -> Iterator[str]:
    bound = _bound(rule, words)
    action = action_words(rule.action, words)
    if rule.towards:
        action = done_to(action, or_list(a(each, words) for each in rule.towards))
    if rule.towards_except:
        action += f" but not towards {or_list(a(each, words) for each in rule.towards_except)}"
    said = f"{bound} {rule.force.value} {action}"
    if rule.every:
        said += f", every {rule.every}" if not rule.every.endswith("ly") else f", {rule.every}"
    if rule.by:
        said += f", {rule.by}"
    if rule.on:
        said += f", when this happens: {or_list(action_words(each, words) for each in rule.on)}"
    if rule.when:
        said += f", if {and_list(line_words(line, words) for line in rule.when)}"
    if rule.unless:
        lead = "unless" if rule.force is not Force.MAY else "but not if"
        said += f", {lead} {', or '.join(_way_out(each, words) for each in rule.unless)}"
    yield said
    for effect in rule.then:
        yield f"then: {effect_words(effect, words)}"
    if rule.only_with:
        yield f"only with {', or with '.join(exception_words(each, words) for each in rule.only_with)}"
    yield from _references(rule, titles)


def _references(rule: Rule, titles: Mapping[str, str]) -> Iterator[str]:
    """Yield what a rule says of other clauses, each by its title."""
    for lead, ids in (
        ("where it applies, this is set aside:", rule.overrides),
        ("its circumstances and consequences are also those of", rule.same_as),
    ):
        if ids:
            yield f"{lead} {and_list(f'“{titles.get(each, each)}”' for each in ids)}"


def _bound(rule: Rule, words: Vocabulary) -> str:
    """Return whom a rule binds: "staff but not a supply teacher", "the headteacher and the DSL together"."""
    if rule.is_who_unstated:
        return "anyone (the document does not say who)"
    people = [a(each, words) for each in rule.who]
    bound = or_list(people)
    if rule.acting is Acting.TOGETHER and len(people) > 1:
        bound = f"{and_list(people)} together"
    if rule.acting is Acting.ONE_OF and len(people) > 1:
        bound = f"one of {and_list(people)}"
    spared = or_list(a(each, words) for each in rule.who_except)
    return f"{bound}, but not {spared}," if spared else bound


def _way_out(exemption: Exemption, words: Vocabulary) -> str:
    is_grant = isinstance(exemption.parts[0], Grant)
    return f"{'there is ' if is_grant else ''}{exception_words(exemption, words)}"


def _definition(clause: Definition, words: Vocabulary, _: Mapping[str, str]) -> Iterator[str]:
    role = words.roles.get(clause.defines)
    term = role.label if role else clause.defines
    if clause.means:
        yield f"in this policy “{term}” means {and_list(a(each, words) for each in clause.means)}"
    elif clause.adds:
        yield f"in this policy “{term}” also counts {and_list(a(each, words) for each in clause.adds)}"
    else:
        yield f"this says what the policy means by “{term}”"


def _office(clause: Office, words: Vocabulary, _: Mapping[str, str]) -> Iterator[str]:
    holders = and_list(the(each, words) for each in clause.holders)
    answers = "answer together" if clause.jointly_with else "answers"
    yield f"{holders} {answers} for this: {action_words(clause.answers_for, words)}"
    if clause.is_duty:
        yield "it is their duty"
    if clause.in_absence:
        yield f"in their absence, {or_list(the(each, words) for each in clause.in_absence)} does"


def _procedure(clause: Procedure, words: Vocabulary, titles: Mapping[str, str]) -> Iterator[str]:
    steps = ", then ".join(f"“{titles.get(step, step)}”" for step in clause.steps)
    yield f"when this happens: {or_list(action_words(each, words) for each in clause.on)}; go by {steps}"
    if clause.options:
        yield f"then {decision_words(clause, words)}"


def decision_words(clause: Procedure, words: Vocabulary) -> str:
    """Return who decides on what: "the headteacher and the DSL decide together: tell the police, or wait"."""
    people = [the(each, words) for each in clause.decided_by]
    if clause.acting is Acting.TOGETHER and len(people) > 1:
        who = f"{and_list(people)} decide together"
    else:
        who = f"{or_list(people) or 'whoever is responsible'} decides"
    return f"{who}: {or_list(option.words for option in clause.options)}"


def _platform(clause: PlatformFact, words: Vocabulary, _: Mapping[str, str]) -> Iterator[str]:
    known = words.platforms
    named = and_list(known[each].label if each in known else f"any {each}" for each in clause.platforms)
    if clause.minimum_age is not None:
        yield f"{named}: only from the age of {clause.minimum_age}"
    if clause.blocked is not None:
        yield f"{named}: {'blocked' if clause.blocked else 'not blocked'} at school"
    if clause.minimum_age is None and clause.blocked is None:
        yield f"this is about {named}"


def _note(clause: Note, words: Vocabulary, _: Mapping[str, str]) -> Iterator[str]:
    yield NOTES[clause.kind].format(who=and_list(a(each, words) for each in clause.audience))
    if clause.when:
        yield f"it holds if {and_list(line_words(line, words) for line in clause.when)}"
    if clause.unless:
        yield f"it does not hold if {', or if '.join(exception_words(each, words) for each in clause.unless)}"
    if clause.ladder:
        yield f"step by step: {', then '.join(clause.ladder)}"


def _plain(clause: Plain, _: Vocabulary, __: Mapping[str, str]) -> Iterator[str]:
    yield f"this binds {clause.who} ({clause.force.value})"
    yield "it is kept in its own words, and decides nothing yet"


def _dates(clause: Clause) -> Iterable[str]:
    if clause.since:
        yield f"it holds from {clause.since:%-d %B %Y}"
    if clause.until:
        yield f"it holds until {clause.until:%-d %B %Y}"
    for doubt in clause.doubts:
        yield f"the document is unclear here: {doubt}"


SAY: Mapping[type[Clause], Callable[[Any, Vocabulary, Mapping[str, str]], Iterator[str]]] = {
    Rule: _rule,
    Definition: _definition,
    Office: _office,
    Procedure: _procedure,
    PlatformFact: _platform,
    Note: _note,
    Plain: _plain,
}
