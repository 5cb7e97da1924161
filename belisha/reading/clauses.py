"""Propose clauses from the passages of a document."""

import re
from dataclasses import replace

from belisha.reading.actors import actors_of, speaker_of, unit_people, we_are
from belisha.reading.context import Context, context_of, post_of
from belisha.reading.language.force import SentenceForce, folded, force_of, kind_of
from belisha.reading.language.lexicon import lexicon, pattern
from belisha.reading.language.people import (
    is_body,
    knowing,
    named,
    of_consequence,
    of_heading,
    others,
    subject_of,
)
from belisha.reading.language.sentences import Part, sentences
from belisha.reading.making import clause_of, document_clause
from belisha.reading.norms import norms_of
from belisha.reading.own_people import own_people
from belisha.reading.pieces import pieces_of
from belisha.reading.structure import Passage, arrange
from belisha.reading.tables import row_clauses
from belisha.reading.values import (
    BlockKind,
    Document,
    DocumentBlock,
    ProposedClause,
    Tell,
    tell_nobody,
)

FIRST_LINES = 10
TITLES, LONGEST_TITLE = 3, 90


def propose(document: Document, tell: Tell = tell_nobody) -> tuple[ProposedClause, ...]:
    """Return the clauses that a document proposes, in its order, each said once."""
    with knowing(own_people(document.blocks)):
        return tuple(_once(_found(document, tell)))


def _found(document: Document, tell: Tell) -> list[ProposedClause]:
    units = arrange(document.blocks)
    first = [block.text for block in document.blocks[:FIRST_LINES]]
    context = context_of(units, _title(document.blocks), post_of(first))
    found = _dated(document.blocks)
    for place, unit in enumerate(units, 1):
        found.extend(unit_clauses(unit, context))
        tell("passages", place, len(units), len(found))
    return found


def _title(blocks: tuple[DocumentBlock, ...]) -> str:
    """Return the first of the lines with which a document begins that says whom it is for, or nothing."""
    first = (block.text for block in blocks[:TITLES] if len(block.text) < LONGEST_TITLE)
    return next((text for text in first if force_of(text) is None and of_heading(text)), "")


def _dated(blocks: tuple[DocumentBlock, ...]) -> list[ProposedClause]:
    """Return the date that stands alone among the first lines, as document control."""
    for block in blocks[:FIRST_LINES]:
        if pattern("lone-date").fullmatch(folded(block.text).strip(" .*")):
            return [document_clause(Passage(block, ()), Part(block.text, 0))]
    return []


def unit_clauses(unit: Passage, context: Context) -> list[ProposedClause]:
    """Return the clauses of one passage."""
    block, heading = unit.block, unit.headings[-1] if unit.headings else ""
    if block.kind is BlockKind.ROW:
        return row_clauses(unit, context.body, context.staff)
    if pattern("document-control").search(folded(heading)) and force_of(block.text) is None:
        return _once_under(unit, heading, context)
    if block.kind is BlockKind.CONTROL:
        is_front = block.line > 0  # headers and footers have no line
        return [document_clause(unit, Part(block.text, 0))] if is_front and _is_control(block.text) else []
    if any(lexicon().lists["no-clauses"].search(each) for each in unit.headings[-1:]):
        return _only_strong(unit, context)
    if lexicon().lists["related"].search(heading) and force_of(block.text) is None:
        return _related(unit, heading, context)
    context.before = ()
    context.speaker = speaker_of(unit, context)
    context.we = we_are(block.text) or (we_are(unit.lead.text) if unit.lead else ())
    found: list[ProposedClause] = []
    parts = sentences(block.text)
    for index, part in enumerate(parts):
        is_lead = unit.leads is not None and index == len(parts) - 1
        found.extend(_sentence_clauses(unit, part, context, is_lead=is_lead, is_first=index == 0))
    return found


def _related(unit: Passage, heading: str, context: Context) -> list[ProposedClause]:
    """Return one clause for a list of linked policies: the first names the heading."""
    if context.related == heading or unit.leads is not None or kind_of(unit.block.text):
        return [document_clause(unit, Part(unit.block.text, 0))] if kind_of(unit.block.text) else []
    context.related = heading
    return [document_clause(unit, Part(f"{heading}: {unit.block.text}", 0))]


def _once_under(unit: Passage, heading: str, context: Context) -> list[ProposedClause]:
    """Return one clause for a section of document control: its first passage that gives a date."""
    if context.related == heading or not _is_control(unit.block.text):
        return []
    context.related = heading
    return [document_clause(unit, Part(unit.block.text, 0))]


def _is_control(text: str) -> bool:
    return bool(
        re.search(r"\b(date|review|adopted|approved|ratified|version)", folded(text).replace("_", " "))
    ) and bool(re.search(r"\d", text))


def _only_strong(unit: Passage, context: Context) -> list[ProposedClause]:
    """Return what binds even in a section of definitions or references."""
    found = []
    is_definitions = any(lexicon().lists["definitions"].search(each) for each in unit.headings[-1:])
    for index, part in enumerate(sentences(unit.block.text)):
        kind, force = kind_of(part.text), force_of(part.text)
        if kind == "definition" or (is_definitions and index == 0 and force is None and len(part.text) > 40):
            found.append(clause_of(unit, part, "definition", (), 0.7))
        elif (
            force is not None
            and force.modality.startswith(("must", "should"))
            and named(part.text[: force.start])
        ):
            found.append(clause_of(unit, part, force.modality, actors_of(unit, part, force, context), 0.5))
    return found


def _sentence_clauses(
    unit: Passage, part: Part, context: Context, *, is_lead: bool, is_first: bool
) -> list[ProposedClause]:
    text = part.text
    if _is_template(text) or text.endswith("?"):  # a question asks nothing; what answers it may
        return []
    if answered := _answer(unit, part, context):
        return answered
    lead = unit.lead
    kind = kind_of(text)
    if is_lead and unit.leads is not None:
        return _lead_clauses(unit, part, context, kind)
    if lead is not None and is_first and (lead.is_aims or lead.is_definitions):
        is_aims = lead.is_aims
        return [
            clause_of(unit, part, "document", (context.body,), 0.6)
            if is_aims
            else clause_of(unit, part, "definition", (), 0.7)
        ]
    if lead is not None and lead.is_enumeration and not _has_finite(text):
        return []
    if kind in ("document", "fact"):
        is_dated = bool(re.search(r"\d", text)) and len(text) < 80
        people = _addressed(text) or unit_people(unit) or (context.body,)
        return [clause_of(unit, part, kind, () if is_dated else people, 0.6)]
    is_cut = kind == "consequence" and len(pieces_of(part)) > 1
    if kind in ("definition", "consequence", "right") and not is_cut:
        return _kind_clauses(unit, part, kind, context)
    return norms_of(unit, part, context, is_first=is_first)


def _answer(unit: Passage, part: Part, context: Context) -> list[ProposedClause]:
    """Return what "Yes" or "No" says of the question that is the heading, where nothing else says it."""
    question = unit.headings[-1] if unit.headings else ""
    if not question.endswith("?"):
        return []
    low = folded(part.text)
    people = tuple(name for name, _ in named(question) if not is_body(name))[:1] or context.speaker
    if (yes := pattern("answers-yes").match(low)) and force_of(yes["rest"]) is None:
        if len(part.text) == len(unit.block.text) or yes["rest"]:
            return [replace(clause_of(unit, part, "may", people, 0.5), lead_in=question)]
    elif pattern("answers-no").match(low) and len(part.text) == len(unit.block.text):
        said = Part(f"{question} {part.text}", 0)
        return [clause_of(unit, said, "must not", people, 0.5)]
    return []


def _addressed(text: str) -> tuple[str, ...]:
    """Return the people to whom a sentence says that the policy applies."""
    found = re.search(r"\bappl(y|ies) to\b", folded(text))
    return tuple(name for name, _ in named(text[found.end() :]) if not is_body(name)) if found else ()


def _is_template(text: str) -> bool:
    found = lexicon().lists["template"].search(text)
    return found is not None and len(found[0]) > 0.6 * len(text)


def _has_finite(text: str) -> bool:
    force = force_of(text)
    return force is not None and bool(subject_of(text, force.start)) and force.modality != "may"


def _lead_clauses(unit: Passage, part: Part, context: Context, kind: str) -> list[ProposedClause]:
    """Return what a lead-in says itself: nothing where its items say it, all where they are mere things."""
    lead = unit.leads
    if lead is None:
        return []
    if kind == "definition":
        return [clause_of(unit, part, "definition", (), 0.6)]
    if lead.is_aims or lead.is_definitions or not part.text:
        return []
    if lead.is_enumeration or re.search(r"\b(for example|e\.g\.?)( by)?:?$", folded(part.text)):
        if kind:
            return [clause_of(unit, part, kind, (), 0.6)]
        return norms_of(unit, part, context, is_first=True)
    return []


def _kind_clauses(unit: Passage, part: Part, kind: str, context: Context) -> list[ProposedClause]:
    force = force_of(part.text)
    actors: tuple[str, ...] = ()
    if kind != "definition":
        actors = of_consequence(part.text) if kind == "consequence" else others(part.text)
        actors = actors or actors_of(
            unit, part, force or SentenceForce("must", min(60, len(part.text))), context
        )
    return [clause_of(unit, part, kind, actors, 0.65)]


def _once(found: list[ProposedClause]) -> list[ProposedClause]:
    """Return clauses without those that were said before in nearly the same words."""
    seen: set[str] = set()
    kept = []
    for each in found:
        key = " ".join(re.findall(r"[a-z0-9]+", folded(each.text)))
        if key in seen:
            continue
        seen.add(key)
        kept.append(each)
    return kept
