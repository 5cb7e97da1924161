"""Find the rules in a sentence: by its words, its lead-in, or its form."""

import re
from dataclasses import replace

from belisha.reading.actors import actors_of, default_people, heading_role, lead_people
from belisha.reading.context import Context
from belisha.reading.language.force import (
    OPPOSITE,
    SentenceForce,
    begins_with_verb,
    folded,
    force_of,
    is_gerund,
    kind_of,
    prefix_length,
    without_front,
)
from belisha.reading.language.lexicon import lexicon, pattern
from belisha.reading.language.people import named, of_consequence
from belisha.reading.language.sentences import Part
from belisha.reading.making import clause_of
from belisha.reading.pieces import pieces_of
from belisha.reading.structure import Lead, Passage, dos_and_donts
from belisha.reading.values import BlockKind, ProposedClause

_SHORTEST = 2
_DENIES = re.compile(r"(not|never) (?!be )(to )?\w+")
_DEPENDS = re.compile(
    r"\b(who|which|that|whether|before|after|when|until|unless|if|once|where|while|because)\b[^,]*$"
)


def norms_of(unit: Passage, part: Part, context: Context, *, is_first: bool) -> list[ProposedClause]:
    """Return the rules in a sentence: one for each force in it."""
    found: list[ProposedClause] = []
    for piece in pieces_of(part):
        if piece is not part and kind_of(piece.text) == "consequence":
            people = of_consequence(piece.text) or default_people(unit, context)
            found.append(clause_of(unit, piece, "consequence", people, 0.6))
            continue
        made = _norm(unit, piece, context, is_first=is_first and piece.offset == part.offset)
        if found and piece.follows and _goes_on(piece.text):
            made = _same_force(found[-1], piece.text)
        if made is None:
            continue
        if found and found[-1].modality == "should" and folded(piece.text).startswith(("do not ", "don’t ")):
            made = replace(made, modality="should not")
        if found and _DENIES.match(folded(piece.text)) and found[-1].modality in OPPOSITE:
            made = replace(made, modality=OPPOSITE[found[-1].modality])
        found.append(made)
        context.before = made.actors or context.before
    return found


def _goes_on(text: str) -> bool:
    """Return whether a piece has its force from the one before: "nor post it", "and be polite"."""
    return is_gerund(text) or (force_of(text) is None and begins_with_verb(text)[0])


def _same_force(before: ProposedClause, text: str) -> ProposedClause:
    """Return a clause of the force and people of the one before; "and be" turns a ban into a duty."""
    modality = before.modality.removesuffix(" not") if text.startswith("be ") else before.modality
    return replace(before, text=text, action=text, modality=modality, when="", unless="", then="", cites=())


def _norm(unit: Passage, part: Part, context: Context, *, is_first: bool) -> ProposedClause | None:
    main, cut = without_front(part.text)
    force = force_of(main)
    if force is not None:
        force = replace(force, start=force.start + cut, end=force.end + cut)
    elif not pattern("inverted").match(folded(part.text)):
        force = force_of(part.text)
    if pattern("rationale").match(folded(main)):
        return None
    instruction, negative = begins_with_verb(main)
    instruction = instruction and not _begins_with_name(main, force) and not _begins_with_people(main)
    lead = unit.lead if is_first else None
    lead_force = _lead_force(lead)
    if (
        lead_force is not None
        and lead is not None
        and (force is None or (instruction and not re.match(r"(will|must|should|may|can)\b", folded(main))))
    ):
        return _inherited(unit, part, lead_force, context, negative=negative, instruction=instruction)
    if force is not None:
        if force.modality == "may" and not _grants(part, force):
            return None
        return clause_of(unit, part, force.modality, actors_of(unit, part, force, context), force.confidence)
    if (
        instruction
        and len(main.split()) >= _SHORTEST
        and (unit.block.kind is BlockKind.ITEM or _is_order(main, after_condition=main != part.text))
    ):
        return _instruction(unit, part, context, negative=negative)
    if does(main) and len(main.split()) > _SHORTEST and (people := heading_role(unit)):
        return clause_of(unit, part, "must", people, 0.5)  # "The clerk": "Keeps the list"
    return _indicative(unit, part, main, context)


def _begins_with_name(main: str, force: SentenceForce | None) -> bool:
    """Return whether a sentence begins with a name and not a verb: "Care Stream will"."""
    words = main.split()
    return force is not None and len(words) > 2 and words[1][:1].isupper() and words[0][:1].isupper()


def _begins_with_people(main: str) -> bool:
    """Return whether a sentence begins with people whose word looks like a verb: "Play leaders switch"."""
    first = next(iter(named(main[:60])), ("", -1))
    return first[1] == 0 and " " in first[0]


def _takes_over(lead: Lead, force: SentenceForce | None, main: str, *, instruction: bool) -> bool:
    """Return whether an item has its lead-in's force, and not one of its own."""
    if force is None:
        return True
    low = folded(main)
    has_modal = pattern("takes-over").search(low)
    if re.search(r"\b(that|ensure|sure|to|they)( they)?( will)?:?$", folded(lead.text).rstrip(" :")):
        return has_modal is None or instruction
    return instruction and not re.match(r"(will|must|should|may|can)\b", low)


def _lead_force(lead: Lead | None) -> SentenceForce | None:
    if lead is None or lead.is_enumeration:
        return None
    if said := dos_and_donts(lead.text):
        return SentenceForce(said, 0, 0, 0.7)
    if prefix_length(lead.text) >= len(lead.text.rstrip(" :")) - 1:
        return None
    found = force_of(lead.text)
    if found is None and lead.over is not None:
        return _lead_force(lead.over)
    if found is None:
        low = folded(lead.text)
        if re.search(r"\b(guidelines|advice|tips|expectations?)\b", low):
            return SentenceForce("should", 0, 0, 0.6)
        if pattern("lead-force").search(low):
            return SentenceForce("must", 0, 0, 0.6)
    return found


def _inherited(
    unit: Passage,
    part: Part,
    lead_force: SentenceForce,
    context: Context,
    *,
    negative: bool,
    instruction: bool,
) -> ProposedClause | None:
    """Return an item with the force of its lead-in."""
    if unit.lead is None:
        return None
    words = part.text.split()
    if not instruction and not is_gerund(part.text) and not _states(part.text) and len(words) < 4:
        return None
    modality = lead_force.modality
    if negative and modality in OPPOSITE:
        modality = OPPOSITE[modality]
    over = replace(unit, block=unit.lead.block)
    actors = lead_people(unit) or actors_of(over, Part(unit.lead.text, 0), lead_force, context)
    return clause_of(unit, part, modality, actors, min(0.8, lead_force.confidence))


def _states(text: str) -> bool:
    return bool(pattern("states").search(folded(text)))


def _grants(part: Part, force: SentenceForce) -> bool:
    """Return whether a "may" or "can" allows something, instead of saying what might happen."""
    low = folded(part.text)
    cut = prefix_length(part.text)
    if cut and not low.startswith("i ") and not named(low[cut : force.start]):
        return False  # a belief about what may be
    word = low[force.start : force.end]
    if word.startswith(("reserve", "retain", "has disc")):
        return True
    after = low[force.end : force.end + 50]
    if pattern("grants").match(after) and word in ("may", "can", "could", "might"):
        people = named(low[: force.start])
        passive = pattern("grants-2").match(after)
        if re.match(r" (wish|want|include)", after):
            return (after.startswith(" include") and bool(re.match(r"(this|these|it|they)\b", low))) or (
                " wish to" in after and bool(re.match(r"(on|we|the)\b", low))
            )
        return (passive is not None and word in ("may", "can")) or (
            bool(people) and re.match(r" (also )?(have to|need to)", after) is not None
        )
    return word not in ("could", "might") or bool(re.match(r"this could", low))


def _is_order(text: str, *, after_condition: bool) -> bool:
    """Return whether a sentence is an order; after a condition a short one is: "If you do, keep it kind"."""
    low = folded(text)
    return bool(pattern("is-order").match(low)) or (
        begins_with_verb(text)[0]
        and len(text.split()) > (2 if after_condition else 3)
        and not pattern("is-order-2").match(low)
    )


def _instruction(unit: Passage, part: Part, context: Context, *, negative: bool) -> ProposedClause:
    low = folded(part.text)
    hints = " ".join((*unit.headings[-1:], unit.lead.text if unit.lead else ""))
    is_advice = bool(pattern("instruction").search(folded(hints))) or low.startswith("please")
    modality = "should" if is_advice else "must"
    if negative:
        modality = OPPOSITE[modality]
    return clause_of(unit, part, modality, _told(unit, part, context), 0.55)


def _told(unit: Passage, part: Part, context: Context) -> tuple[str, ...]:
    """Return to whom an instruction speaks: never the one person of whom the sentence before told."""
    if context.speaker and re.match(r"(if|when|before|once|should|where) you\b", folded(part.text)):
        return context.speaker
    is_one = bool(context.before) and not any(
        name.endswith(("s", "staff", "one", "body")) for name in context.before
    )
    if not is_one:
        return default_people(unit, context)
    before, context.before = context.before, ()
    people = default_people(unit, context)
    context.before = before
    return people


def _indicative(unit: Passage, part: Part, main: str, context: Context) -> ProposedClause | None:
    """Return a rule said in the present tense ("Phones are kept in the office"), or None."""
    low = folded(main)
    words = re.findall(r"[a-z’-]+", low)
    if len(words) < 4:
        return None
    passive = _passive(low)
    if passive is not None:
        force = SentenceForce("must", part.text.lower().find(passive[0]), 0, 0.5)
        return clause_of(unit, part, "must", actors_of(unit, part, force, context), 0.5)
    if low.startswith(("what ", "how ", "why ")) and not pattern("thing-norm").match(low):
        return None
    if pattern("thing-norm").match(low):
        return clause_of(unit, part, "must", default_people(unit, context), 0.45)
    subject = pattern("indicative").match(low)
    people = named(low[:80])
    begins_we = low.startswith(("we ", "they "))
    if subject is None or not (begins_we or (people and people[0][1] < 30)):
        return None
    ends = [low.index(" ") + 1] if begins_we else _subject_ends(low, people)
    at = next((end for end in ends if _acts(low[end:])), None)
    if at is None:
        return None
    force = SentenceForce("must", part.text.lower().find(low) + at, 0, 0.5)
    return clause_of(unit, part, "must", actors_of(unit, part, force, context), 0.5)


def _subject_ends(low: str, people: tuple[tuple[str, int], ...]) -> list[int]:
    """Return where the names end that a verb may follow, the last first: not "until the teacher says"."""
    return [
        start + len(name) for name, start in reversed(people) if not pattern("no-subject").search(low[:start])
    ]


def _passive(low: str) -> re.Match[str] | None:
    """Return where a sentence says what is done, and not only in what depends on its main verb."""
    return next(
        (
            each
            for each in pattern("indicative-2").finditer(low[:140])
            if (each[3] in lexicon().acts or "kept " in each[0] or _is_done_by(low[each.end() :]))
            and not _depends(low[: each.start()])
        ),
        None,
    )


def _is_done_by(after: str) -> bool:
    """Return whether a passive says who does it: "is emptied by the office administrator"."""
    by = re.match(r"(?: [a-z-]+){0,3}? by (?!email|e-mail|phone|post|means|way|law|\d)", after)
    return by is not None and bool(named(after[:80]) or pattern("by-unknown").search(after[:80]))


def _depends(before: str) -> bool:
    """Return whether a verb belongs to a part that begins with "who" or "whether" and has none yet."""
    found = _DEPENDS.search(before)
    return found is not None and not pattern("finite").search(found[0])


def does(text: str) -> bool:
    """Return whether a text begins with what somebody does: "Reviews the list each term"."""
    if pattern("acts-on").match(folded(text)) and not named(text.split(maxsplit=1)[0]):
        return True
    words = [word for word in re.findall(r"[a-z-]+", folded(text))[:3] if word not in lexicon().adverbs]
    return bool(words) and words[0].endswith("s") and words[0] not in lexicon().verbs and _acts(folded(text))


def _acts(after: str) -> bool:
    """Return whether what follows a person begins with what they do."""
    verbs = [word for word in re.findall(r"[a-z-]+", after)[:3] if word not in lexicon().adverbs]
    if not verbs or verbs[0] in lexicon().beliefs or verbs[0] in lexicon().joints:
        return False
    stem = verbs[0].removesuffix("s")
    stems = {stem, verbs[0], stem.removesuffix("e"), verbs[0].removesuffix("es"), re.sub("ie$", "y", stem)}
    return bool(stems & lexicon().verbs) and verbs[0] not in ("not", "never")
