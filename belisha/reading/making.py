"""Make a proposed clause of a passage."""

from belisha.reading.language.conditions import conditions_of
from belisha.reading.language.force import folded
from belisha.reading.language.sentences import Part
from belisha.reading.structure import Passage
from belisha.reading.values import DocumentBlock, ProposedClause


def clause_of(
    unit: Passage, part: Part, modality: str, actors: tuple[str, ...], confidence: float
) -> ProposedClause:
    """Return the clause that a part of a passage proposes."""
    block: DocumentBlock = unit.block
    said = conditions_of(part.text, modality)
    return ProposedClause(
        text=part.text,
        modality=modality,
        actors=actors,
        action=said.action,
        towards=said.towards,
        when=said.when,
        unless=said.unless,
        then=said.then,
        cites=said.cites,
        confidence=round(confidence, 2),
        page=block.page,
        line=block.line_at(part.offset),
        number=block.number,
        section=unit.headings[-1] if unit.headings else "",
        lead_in=unit.lead.text if unit.lead else "",
        doubts=() if _is_named(actors, unit, part) else ("who",),
    )


def _is_named(actors: tuple[str, ...], unit: Passage, part: Part) -> bool:
    """Return whether the passage, its lead-in or its heading names the people."""
    places = (part.text, unit.lead.text if unit.lead else "", unit.headings[-1] if unit.headings else "")
    words = folded(" ".join(places))
    return not actors or "we " in words or any(name in words for name in actors)


def document_clause(unit: Passage, part: Part) -> ProposedClause:
    """Return a clause of document control."""
    return clause_of(unit, part, "document", (), 0.6)
