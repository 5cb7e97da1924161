"""Map proposed clauses to clauses of the language: rules where the vocabulary has words, else plain words."""

import re
from dataclasses import dataclass, replace

from belisha.drafting.imported.actions import (
    ActionChoice,
    ActionFinder,
    is_duty,
    is_ill,
    occasions,
    use_of,
)
from belisha.drafting.imported.definitions import definition_of
from belisha.drafting.imported.sureness import sureness_of_note, sureness_of_rule
from belisha.drafting.imported.words import (
    asks_permission,
    effects_in,
    exemptions_in,
    facts_in,
    roles_of,
    unknown_people,
)
from belisha.reading.values import ProposedClause
from belisha.rules.edit import id_for
from belisha.rules.language.clauses import Clause, Condition, Force, Note, NoteKind, Plain, Rule
from belisha.rules.vocabulary.words import Vocabulary

SURE = 0.53
SURE_OF_OCCASION = 0.5
NEAR_TOWARDS = 0.15
NEAR = 0.3
SHORT = 12
MANY = 3
SURE_OF_SECOND = 0.8
NEAR_SECOND = 0.12
LONGEST_TITLE = 70
_NOTES = {
    "document": NoteKind.CONTROL,
    "definition": NoteKind.FACT,
    "fact": NoteKind.FACT,
    "consequence": NoteKind.CONSEQUENCE,
    "right": NoteKind.RIGHT,
}
_ABOUT_DOCUMENT = ("read-policy",)


@dataclass(frozen=True, slots=True)
class MappedClause:
    """A proposed clause with what it becomes, the other actions it may be about, and how sure it is."""

    proposed: ProposedClause
    clause: Clause
    choice: ActionChoice
    confidence: float
    unknown: tuple[str, ...] = ()


def map_clause(
    proposed: ProposedClause,
    section: str,
    taken: set[str],
    vocabulary: Vocabulary,
    place: str,
    finder: ActionFinder,
) -> MappedClause:
    """Return the clause of the language that a proposed one becomes."""
    title = _title(proposed.text)
    name = id_for(title, taken)
    taken.add(name)
    choice = finder.choose(wording_of(proposed))
    common: dict[str, object] = {
        "id": name,
        "title": title,
        "text": _statement(proposed),
        "section": section,
        "cites": (place,),
    }
    unknown = unknown_people(proposed.actors, vocabulary)
    if proposed.modality in _NOTES:
        defined = definition_of(proposed, vocabulary, common)
        note = defined or _note(proposed, choice, vocabulary, common)
        return MappedClause(proposed, note, choice, sureness_of_note(proposed, choice))
    who = roles_of(proposed.actors, vocabulary)
    near = choice
    force, choice = _agreeing(proposed, Force(proposed.modality), choice, vocabulary)
    if choice.score < SURE or not who:
        said = ", ".join(proposed.actors) or "everyone"
        clause: Clause = Plain(**common, force=force, who=said)  # type: ignore[arg-type]
        return MappedClause(proposed, clause, choice, min(0.4, proposed.confidence), unknown)
    rule = _rule(proposed, force, who, choice, vocabulary, common)
    rule = replace(rule, on=_occasion(proposed, choice, finder))
    return MappedClause(proposed, rule, choice, sureness_of_rule(proposed, rule, near), unknown)


_DENIED = re.compile(
    r"\b(not|never|neither|nor|no|avoid\w*|refrain\w*|prevent\w*|without|fail\w*|private)\b", re.IGNORECASE
)
_ONLY = re.compile(r"\bonly\b", re.IGNORECASE)
_OPPOSITE = {
    Force.MUST: Force.MUST_NOT,
    Force.SHOULD: Force.SHOULD_NOT,
    Force.MUST_NOT: Force.MUST,
    Force.SHOULD_NOT: Force.SHOULD,
}


def _agreeing(
    proposed: ProposedClause, force: Force, choice: ActionChoice, vocabulary: Vocabulary
) -> tuple[Force, ActionChoice]:
    """Return force and actions that go together: nobody is asked to do what is only ever forbidden.

    "Ensure that you do not post insults" asks for the opposite of an action, and forbids it.
    """
    if force is Force.MAY or not choice.found:
        return force, choice
    choice = _towards_somebody(proposed, choice, vocabulary)
    if not force.forbids and asks_permission(proposed.text):
        return _OPPOSITE[force], ActionChoice(tuple(each for each in choice.found if not is_duty(each[0])))
    contrary = is_duty if force.forbids else is_ill
    if not contrary(choice.best):
        return force, choice
    if force.forbids and _ONLY.search(proposed.text):
        return _OPPOSITE[force], choice
    if not force.forbids and _DENIED.search(proposed.text):
        return _OPPOSITE[force], choice
    fitting = tuple(each for each in choice.found if not contrary(each[0]) and each[1] > choice.score - NEAR)
    return force, ActionChoice(fitting)


def _towards_somebody(proposed: ProposedClause, choice: ActionChoice, vocabulary: Vocabulary) -> ActionChoice:
    """Return the actions with those first that are towards somebody, where the clause names somebody."""
    towards = roles_of(proposed.towards, vocabulary)

    def fits(action: str) -> bool:
        return any(_can_be_towards(role, use_of(action).towards, vocabulary) for role in towards)

    if not towards or fits(choice.best):
        return choice
    near = [each for each in choice.found if fits(each[0]) and each[1] > choice.score - NEAR_TOWARDS]
    rest = [each for each in choice.found if each not in near]
    return ActionChoice((*near, *rest), choice.elsewhere)


def wording_of(proposed: ProposedClause) -> str:
    """Return the words by which an action is looked for: what is to be done, with what it stands under."""
    lead = proposed.lead_in if len(proposed.text.split()) < 6 else ""
    words = proposed.action if len(proposed.action.split()) > 3 else proposed.text
    if proposed.unless:
        words = words.replace(proposed.unless, "")
    return f"{lead} {words}".strip()


def plain_clause(mapped: MappedClause) -> MappedClause:
    """Return a mapped clause as plain words that decide nothing."""
    rule = mapped.clause
    if not isinstance(rule, Rule):
        return mapped
    said = ", ".join(mapped.proposed.actors) or "everyone"
    plain = Plain(
        id=rule.id,
        title=rule.title,
        text=rule.text,
        section=rule.section,
        cites=rule.cites,
        force=rule.force,
        who=said,
    )
    return replace(mapped, clause=plain, confidence=min(0.3, mapped.confidence))


def _rule(
    proposed: ProposedClause,
    force: Force,
    who: tuple[str, ...],
    choice: ActionChoice,
    vocabulary: Vocabulary,
    common: dict[str, object],
) -> Rule:
    way_out = proposed.text if asks_permission(proposed.text) else proposed.unless
    unless = exemptions_in(way_out, vocabulary)
    use = use_of(choice.best)
    known = [fact for fact in facts_in(_without(proposed), vocabulary) if fact in use.facts]
    stated = facts_in(proposed.when, vocabulary) if len(proposed.when.split()) < SHORT else ()
    when = tuple((Condition(fact),) for fact in dict.fromkeys((*known, *stated)))
    is_unstated = "who" in proposed.doubts and force.forbids
    return Rule(
        **common,  # type: ignore[arg-type]
        who=("everyone",) if is_unstated else who,
        is_who_unstated=is_unstated,
        force=force,
        action=choice.best,
        towards=_towards(proposed, use.towards, vocabulary),
        when=when,
        unless=unless,
        then=effects_in(proposed.then, vocabulary),
    )


def _towards(proposed: ProposedClause, usual: set[str], vocabulary: Vocabulary) -> tuple[str, ...]:
    """Return those towards whom a rule holds; anybody, where some of those named do not fit the action."""
    named = roles_of(proposed.towards, vocabulary)
    fitting = tuple(role for role in named if _can_be_towards(role, usual, vocabulary))
    return fitting if len(fitting) == len(named) or not _is_list(proposed.towards) else ()


def _is_list(names: tuple[str, ...]) -> bool:
    """Return whether so many are named that everybody is meant."""
    return len(names) >= MANY


def second_clause(mapped: MappedClause, taken: set[str], vocabulary: Vocabulary) -> MappedClause | None:
    """Return the rule on a second action that a sentence surely speaks of too, or None."""
    rule = mapped.clause
    if not isinstance(rule, Rule) or len(mapped.choice.found) < 2:
        return None
    (_, first), (action, score) = mapped.choice.found[:2]
    contrary = is_duty if rule.force.forbids else is_ill
    if score < SURE_OF_SECOND or score < first - NEAR_SECOND or contrary(action) or rule.force is Force.MAY:
        return None
    name = id_for(f"{rule.title} 2", taken)
    taken.add(name)
    use = use_of(action)
    towards = tuple(role for role in rule.towards if _can_be_towards(role, use.towards, vocabulary))
    second = replace(
        rule, id=name, title=vocabulary.actions[action].label.capitalize(), action=action, towards=towards
    )
    return replace(mapped, clause=second, confidence=round(mapped.confidence * 0.8, 2))


def _can_be_towards(role: str, usual: set[str], vocabulary: Vocabulary) -> bool:
    """Return whether an action is towards such people: they, or who includes them, in rules that ship."""
    wider = {role, *vocabulary.roles[role].within}
    return not wider.isdisjoint(usual)


def occasion_of(proposed: ProposedClause) -> str:
    """Return the words of what may set a duty off, or nothing."""
    return "" if proposed.modality in (*_NOTES, "must not", "should not") else proposed.when


def _occasion(proposed: ProposedClause, choice: ActionChoice, finder: ActionFinder) -> tuple[str, ...]:
    """Return the action that sets a duty off: the one that a clause names, or that always sets it off."""
    words = occasion_of(proposed)
    usual = use_of(choice.best).occasions
    if words:
        found = finder.choose(words, among=usual or occasions())
        least = SURE_OF_OCCASION / 2 if usual else SURE_OF_OCCASION
        if found.score >= least and found.best != choice.best:
            return (found.best,)
    return use_of(choice.best).always_on


def _without(proposed: ProposedClause) -> str:
    """Return the words of a clause without its way out."""
    return proposed.text.replace(proposed.unless, "") if proposed.unless else proposed.text


def _note(
    proposed: ProposedClause, choice: ActionChoice, vocabulary: Vocabulary, common: dict[str, object]
) -> Note:
    kind = _NOTES[proposed.modality]
    audience = roles_of(proposed.actors, vocabulary) or ("everyone",)
    about = _ABOUT_DOCUMENT if kind is NoteKind.CONTROL or choice.score < SURE else (choice.best,)
    return Note(**common, kind=kind, audience=audience, about=about)  # type: ignore[arg-type]


def _title(text: str) -> str:
    """Return the beginning of a clause, cut at a word, as its heading."""
    words = re.sub(r"[{}#`]", "", " ".join(text.split()))
    if len(words) > LONGEST_TITLE:
        words = words[:LONGEST_TITLE].rsplit(" ", 1)[0]
    words = words.strip(" .,;:–-")
    return words[:1].upper() + words[1:] or "Clause"


def _statement(proposed: ProposedClause) -> str:
    """Return the words of the document, with the lead-in that an item needs to be understood."""
    text = " ".join(proposed.text.split())
    lead = " ".join(proposed.lead_in.split()).rstrip(":")
    if lead and len(lead) < 300 and text[:1].islower():
        return f"{lead}: {text}"
    return text
