"""Say whom a passage binds: its subject, or whoever is plainly meant."""

import re

from belisha.reading.context import Context, speakers_in
from belisha.reading.language.force import SentenceForce, folded, force_of, without_front
from belisha.reading.language.lexicon import lexicon, pattern
from belisha.reading.language.people import agent_of, is_body, joined_people, named, of_heading, subject_of
from belisha.reading.language.sentences import Part
from belisha.reading.structure import Passage, dos_and_donts

_NO_TITLE = frozenset(
    ["new", "other", "same", "only", "relevant", "appropriate", "senior", "of", "to", "or", "and", "first"]
)
_PRONOUNS = frozenset(
    ["i", "we", "you", "they", "he", "she", "it", "this", "these", "them", "us", "your", "my"]
)


def actors_of(unit: Passage, part: Part, force: SentenceForce, context: Context) -> tuple[str, ...]:
    """Return whom a passage binds, in the document's words."""
    low = folded(part.text)
    if people := part.doer or spoken_to(part.text) or _passive_agents(low, force, context):
        return people
    if pattern("does-not-allow").match(folded(without_front(part.text)[0])):
        return _of_audience(unit, part, context)
    if people := _begins_with_body(part.text, force, context):
        return people
    names = subject_of(part.text, force.start)
    if names == ("we",) and (people := _we_of_heading(unit, low)):
        return people
    if names and pattern("tells-you").search(low[: force.start]):
        return _grown_ups(unit) or (context.staff,)
    is_asked = pattern("asked-to").match(low[force.start :]) is not None
    if names and names[0] in ("these", "this", "it", "they") and _is_passive(part.text, force):
        names = names if is_asked and names[0] == "they" else ()
    if names and is_asked and not is_body(names[0]):
        return _whom(names, low, context)
    if names and _is_done_to(part.text, force):
        return _meant(unit, part, force, context)
    return (
        _whom(names, low, context) or _unknown_role(low, force, context) or _meant(unit, part, force, context)
    )


def _we_of_heading(unit: Passage, low: str) -> tuple[str, ...]:
    """Return the pupils or players over a passage in which they say "we", and nobody speaks to them."""
    people = of_heading(unit.headings[-1]) if unit.headings else ()
    is_young = any(pattern("young").search(name) for name in people)
    is_told = re.search(r"\b(you|your|them|their)\b", low) or any(name in low for name in people)
    return people if is_young and not is_told else ()


def _whom(names: tuple[str, ...], low: str, context: Context) -> tuple[str, ...]:
    """Return the people for whom the words of a subject stand."""
    found: list[str] = []
    for name in names:
        if name == "we" and context.we:
            found.extend(context.we)
        elif name in lexicon().members_of.get(context.body, ()):
            found.append(name)
        elif name in ("we", "us") or is_body(name):
            is_known = context.body in lexicon().bodies and context.body != "organisation"
            found.append(name if name in lexicon().sure_bodies and not is_known else context.body)
        elif name in ("i", "you", "my", "your"):
            found.extend(_called_themselves(low) or context.speaker)
        elif name in ("they", "he", "she", "these", "this", "it", "them", "neither"):
            found.extend(context.before)
        else:
            found.append(context.abbreviations.get(name, _full_title(name, low)))
            if name in ("person", "persons", "anyone", "individuals"):
                found.extend(context.speaker)
    return tuple(dict.fromkeys(found))


def _full_title(name: str, low: str) -> str:
    """Return a title with the words that belong to it: "the examinations officer" where it says so."""
    if name not in lexicon().titles:
        return name
    found = re.search(rf"\b(?:the|our|an?|each|every) ((?:[a-z-]+ ){{1,2}}){name}\b", low)
    if found is None or any(word in _NO_TITLE or word.endswith("ed") for word in found[1].split()):
        return name
    return f"{found[1]}{name}"


def _unknown_role(low: str, force: SentenceForce, context: Context) -> tuple[str, ...]:
    """Return a doer for whom the library has no word ("the bus steward must"), or a short form explained."""
    main, cut = without_front(low)
    before = main[: max(0, force.start - cut)]
    if not pattern("acts-after").match(low[force.start :]):
        return ()
    short = re.fullmatch(r"(?:the |our |a |an )?(\w{2,5})s? ", before)
    if short and short[1] in context.abbreviations:
        return (context.abbreviations[short[1]],)
    return _role_before(before)


def _role_before(before: str) -> tuple[str, ...]:
    """Return the doer that stands before a force, by the form of the word."""
    found = pattern("unknown-role").match(before)
    if (
        found is None
        or pattern("no-role").search(found[1])
        or re.search(r"\b(of|to|for|with|by|in|on|that)\b", found[1])
    ):
        return ()
    return (found[1],)


def _called_themselves(low: str) -> tuple[str, ...]:
    """Return as whom "you" are addressed: "you, as a parent"."""
    front = re.match(r"as (?:a |an )?([^,]{3,60}), (?:i|we|you)\b", low)
    if front is not None:
        return joined_people(front[1])
    return tuple(name for name, start in named(low) if pattern("as-a").search(low[:start]))


def _passive_agents(low: str, force: SentenceForce, context: Context) -> tuple[str, ...]:
    """Return by whom something is done: "it will be moderated by the clerk and the working group"."""
    if not pattern("agents").match(low[force.start :]):
        return ()
    names = tuple(name for name in agent_of(low[force.start :]) if name not in ("person", "adult"))
    if not names and (unknown := pattern("by-unknown").search(low[force.start :])):
        return (unknown[1],)
    return tuple(dict.fromkeys(context.body if is_body(name) else _full_title(name, low) for name in names))


def _of_audience(unit: Passage, part: Part, context: Context) -> tuple[str, ...]:
    """Return whom a body addresses that does not allow something: never the body itself."""
    return (
        unit_people(unit)
        or (of_heading(unit.lead.text) if unit.lead else ())
        or _outside(unit, part, context)
        or context.speaker
        or (context.staff,)
    )


def _outside(unit: Passage, part: Part, context: Context) -> tuple[str, ...]:
    """Return the people outside the body to whom it speaks: "please send your comments to us"."""
    lead = folded(unit.lead.text) if unit.lead else ""
    low = folded(part.text)
    asks = pattern("we-ask-you").search(lead) and pattern("public-place").search(lead)
    is_told = pattern("to-us").search(low) and re.search(
        r"\bplease (?!note|remember|be aware)|\byour?\b", low
    )
    is_kept_out = pattern("kept-from").search(low)
    return context.outsiders if asks or is_told or is_kept_out else ()


def _begins_with_body(text: str, force: SentenceForce, context: Context) -> tuple[str, ...]:
    """Return the body where its own name is the subject, or its people: "Elm Club coaches"."""
    main, cut = without_front(text)
    subject = folded(main)[: max(0, force.start - cut)] or folded(main)[:40]
    for name in context.names:
        if subject.startswith(name) or f" {name}" in subject[:60]:
            if named(subject[: subject.find(name)]):
                return ()
            after = subject[subject.find(name) + len(name) :]
            if after.startswith(("’s", "'s")):
                return (context.body,) if pattern("own-duty").match(after) else ()
            people = joined_people(after) if named(after.split(",")[0][:40]) else (context.body,)
            return tuple(context.body if is_body(each) else each for each in people)
    return ()


def _is_done_to(text: str, force: SentenceForce) -> bool:
    """Return whether the people named are those to whom something is done: "parents will be informed"."""
    low = folded(text)
    after = low[force.start : force.start + 60]
    found = pattern("is-done-to").match(after)
    if found is None or re.search(r"\bby (the|a|an|our|their)? ?\w+", after[found.end() : found.end() + 4]):
        return False
    if found[1] in ("expected", "required", "permitted", "allowed") or (
        " be " not in f" {found[0]} " and not found[0].startswith(("are", "is"))
    ):
        return False
    return found[1] in lexicon().done_to_people and not (
        force.modality.startswith("should") and found[0].startswith(("are", "is"))
    )


def _meant(unit: Passage, part: Part, force: SentenceForce, context: Context) -> tuple[str, ...]:
    """Return who is plainly meant where nobody is named."""
    low = folded(part.text)
    if people := agent_of(low[force.start :]):
        return tuple(context.body if is_body(name) else name for name in people)
    if part.follows and context.before:
        return context.before
    if people := _outside(unit, part, context) or _while_doing(low) or unit_people(unit):
        return people
    if pattern("tolerance").match(low[force.start :]) or pattern("tolerance").search(
        low[force.start : force.end]
    ):
        return context.speaker or (context.staff,)
    if force.modality in ("must", "may", "must not") and _is_passive(part.text, force):
        return tuple(dict.fromkeys((context.body, *context.people, context.staff)))
    return default_people(unit, context)


def _while_doing(low: str) -> tuple[str, ...]:
    """Return who is at work while something is or is not done: "while the employee is on duty"."""
    for name, start in named(low):
        if lexicon().lists["staff-like"].search(name) and pattern("while-doing").search(low[:start]):
            return (name,)
    return ()


def _is_passive(text: str, force: SentenceForce) -> bool:
    low = folded(text)[force.start : force.start + 60]
    return bool(pattern("is-passive").search(low))


def lead_people(unit: Passage) -> tuple[str, ...]:
    """Return the people whom the lead-in of a list binds."""
    if unit.lead is None or unit.lead.block is unit.block:
        return ()
    force = force_of(unit.lead.text)
    if force is None:
        found = re.match(r"as (?:a |an )?([\w ]+?):?$", folded(unit.lead.text))
        if found:
            return tuple(name for name, _ in named(found[1]))
        said = unit.lead.text
        return _only_people(said) or we_are(said) or _for_whom(said) or _called_themselves(folded(said))
    found_people = tuple(
        name
        for name in subject_of(unit.lead.text, force.start)
        if name not in _PRONOUNS and not is_body(name)
    )
    low = folded(unit.lead.text)
    return (
        found_people
        or we_are(unit.lead.text)
        or _for_whom(unit.lead.text)
        or _called_themselves(low)
        or _role_before(low[: force.start])
    )


def _only_people(text: str) -> tuple[str, ...]:
    """Return the people of whom a lead-in is made up: "Practitioners:"."""
    found = joined_people(folded(text))
    rest = re.sub("|".join(map(re.escape, found)) or "$^", "", folded(text))
    return found if not re.sub(r"\b(and|or|all|our|the)\b|\W", "", rest) else ()


def we_are(text: str) -> tuple[str, ...]:
    """Return who "we" are in a passage that says it: "We, the pupils of Marsh Lane, promise that"."""
    found = re.search(r"\bwe,? (?:the |as )(?:\w+ )?", folded(text))
    return joined_people(folded(text)[found.start() + 3 :][:80]) if found else ()


def spoken_to(text: str) -> tuple[str, ...]:
    """Return the people to whom a passage speaks that begins with them: "Parents: please talk"."""
    found = pattern("speaks-to").match(folded(text))
    if signed := pattern("signed-by").match(folded(text)):
        return _only_people(signed["who"])
    return _only_people(found["who"]) if found else ()


def _for_whom(text: str) -> tuple[str, ...]:
    """Return the people for whom a lead-in says its rules are: "these rules are for volunteers"."""
    low = folded(text)
    found = re.search(r"\b(rules|guidelines|procedures|expectations|responsibilities)\b.*\bfor ", low)
    return joined_people(low[found.end() :]) if found else ()


def unit_people(unit: Passage) -> tuple[str, ...]:
    """Return the people of the lead-in or the nearest heading."""
    if names := lead_people(unit):
        return names[:3]
    headings = [each for each in unit.headings if not dos_and_donts(each)]
    return of_heading(headings[-1]) if headings else ()


def heading_role(unit: Passage) -> tuple[str, ...]:
    """Return whose duties a list gives: the people over it, or a role for which the library has no word."""
    headings = [each for each in unit.headings if not dos_and_donts(each)]
    return unit_people(unit) or (_role_before(f"{folded(headings[-1])} ") if headings else ())


def _grown_ups(unit: Passage) -> tuple[str, ...]:
    """Return the people of a passage whom a child may tell something: adults or staff, never pupils."""
    people = unit_people(unit)
    return people if any(lexicon().lists["staff-like"].search(name) for name in people) else ()


def default_people(unit: Passage, context: Context) -> tuple[str, ...]:
    """Return who is meant where a passage itself gives no sign."""
    if pattern("tells-you").search(folded(unit.block.text)):
        return _grown_ups(unit) or (context.staff,)
    return (
        spoken_to(unit.block.text)
        or _outside(unit, Part(unit.block.text, 0), context)
        or unit_people(unit)
        or context.before
        or context.speaker
        or context.people
    )


def speaker_of(unit: Passage, context: Context) -> tuple[str, ...]:
    """Return who "I" and "you" are: those of the lead-in, the heading, or most of the document."""
    if people := spoken_to(unit.block.text) or _outside(unit, Part(unit.block.text, 0), context):
        return people
    if names := lead_people(unit):
        return names
    for heading in reversed(unit.headings):
        if people := of_heading(heading):
            return people
    return _who_says_i(unit) or context.first or context.people


def _who_says_i(unit: Passage) -> tuple[str, ...]:
    """Return who says "I" in a passage, by whom its lead-in, its heading or it itself calls their own."""
    said = (unit.lead.text if unit.lead else "", *unit.headings[-1:], unit.block.text)
    return next((found for each in said if (found := speakers_in(folded(each)))), ())
