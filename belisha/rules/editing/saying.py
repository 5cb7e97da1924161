"""A clause read aloud: one or more sentences of plain English, made from its machine reading alone."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from belisha.rules.clauses import (
    Clause,
    Deed,
    Definition,
    Effect,
    Exemption,
    Force,
    Grant,
    Note,
    NoteKind,
    Office,
    PlatformFact,
    Procedure,
    Rule,
)
from belisha.rules.judging.describing import exception_words, line_words
from belisha.rules.phrasing import a, and_list, done_to, or_list, sentence, the
from belisha.rules.words import Vocabulary

# How each deed begins: without anybody to do it to, and towards whom the words lead.
DEEDS: Mapping[Deed, tuple[str, str]] = {
    Deed.REPORT: ("report it", "to"),
    Deed.RECORD: ("write it down", "for"),
    Deed.KEEP: ("keep it", "for"),
    Deed.REFER: ("refer it", "to"),
    Deed.WAIT: ("wait", "for"),
    Deed.ASK: ("ask", ""),
    Deed.TELL: ("tell them", ""),
    Deed.SHOW: ("show it", "to"),
}
NOTES: Mapping[NoteKind, str] = {
    NoteKind.GUIDANCE: "This guides {who}; it decides nothing by itself",
    NoteKind.CONSEQUENCE: "This says what may follow for {who}; it decides nothing by itself",
    NoteKind.RIGHT: "This tells {who} of a right; it decides nothing by itself",
    NoteKind.FACT: "This tells {who} a fact; it decides nothing by itself",
    NoteKind.CONTROL: "This tells {who} about the document; it decides nothing by itself",
}


def say_clause(clause: Clause, vocabulary: Vocabulary, titles: Mapping[str, str] | None = None) -> str:
    """What the site understands of a clause: `A teacher must not be friends …, unless …. Then report it …`.

    `titles` are the titles of the policy's clauses by id, for the steps of a procedure.
    """
    told = " ".join(sentence(part) for part in SAY[type(clause)](clause, vocabulary, titles or {}))
    return told + "".join(f" {sentence(part)}" for part in _dates(clause))


def _rule(rule: Rule, words: Vocabulary, _: Mapping[str, str]) -> Iterator[str]:
    bound = or_list(a(each, words) for each in rule.who)
    action = action_words(rule.action, words)
    if rule.towards:
        action = done_to(action, or_list(a(each, words) for each in rule.towards))
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
        yield f"then: {effect_said(effect, words)}"


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
    yield f"{the(clause.office, words)} answers for this: {action_words(clause.answers_for, words)}"
    if clause.in_absence:
        yield f"in their absence, {or_list(the(each, words) for each in clause.in_absence)} does"


def _procedure(clause: Procedure, words: Vocabulary, titles: Mapping[str, str]) -> Iterator[str]:
    steps = ", then ".join(f"“{titles.get(step, step)}”" for step in clause.steps)
    yield f"when this happens: {or_list(action_words(each, words) for each in clause.on)}; go by {steps}"


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


def effect_said(effect: Effect, words: Vocabulary) -> str:
    """What must happen next: `report it to the headteacher, at once`."""
    said, link = DEEDS[effect.deed]
    if effect.to:
        people = or_list(the(each, words) for each in effect.to)
        said = f"{said.removesuffix(' them')} {link} {people}".replace("  ", " ")
    if effect.register:
        register = words.registers.get(effect.register)
        said += f" in the {register.label if register else effect.register}"
    if effect.what:
        said += f": {effect.what}"
    return f"{said}, {effect.by}" if effect.by else said


def action_words(action: str, words: Vocabulary) -> str:
    """An action by its name, or its id in plain words where the vocabulary has none."""
    known = words.actions.get(action)
    return known.label if known else action.replace("-", " ")


def _dates(clause: Clause) -> Iterable[str]:
    if clause.since:
        yield f"it holds from {clause.since:%-d %B %Y}"
    if clause.until:
        yield f"it holds until {clause.until:%-d %B %Y}"


SAY: Mapping[type[Clause], Callable[[Any, Vocabulary, Mapping[str, str]], Iterator[str]]] = {
    Rule: _rule,
    Definition: _definition,
    Office: _office,
    Procedure: _procedure,
    PlatformFact: _platform,
    Note: _note,
}
