"""Propose clauses from tables: a row of duties, a level of sanctions, a right beside what it asks."""

import re
from dataclasses import replace

from belisha.reading.formats.text import cleaned
from belisha.reading.language.force import begins_with_verb, folded, force_of, kind_of
from belisha.reading.language.lexicon import lexicon, pattern
from belisha.reading.language.people import is_body, named, subject_of
from belisha.reading.structure import Passage
from belisha.reading.values import ProposedClause

_EMPTY = re.compile(r"\b(signature|signed|name|date|print)\b", re.IGNORECASE)
_SANCTIONS = re.compile(
    r"\b(sanction|consequence|behaviour|stage|level|step|reward|action)s?\b", re.IGNORECASE
)
_LEVELS = re.compile(
    r"\b(levels?|stages?|steps?|sanctions?|consequences?|responses?|colours?)\b", re.IGNORECASE
)
_ROLES = re.compile(r"\b(role|duty|duties|responsib\w+|who|person|task|action|staff)\b", re.IGNORECASE)


def row_clauses(unit: Passage, body: str, staff: str) -> list[ProposedClause]:
    """Return the clauses of a row, or none for forms, signatures and heads of tables.

    `staff` is what the document calls those whom a table binds that names nobody.
    """
    cells = [cleaned(cell) for cell in unit.block.cells]
    filled = [cell for cell in cells if cell]
    if ticked := _ticked(unit, cells, staff):
        return ticked
    is_of_roles = _ROLES.search(" ".join(unit.block.head)) is not None
    is_head = cells == [cleaned(cell) for cell in unit.block.head]
    if not is_of_roles and (levels := _matrix(unit, filled, is_head=is_head)):
        return levels
    if is_head:
        return []
    if len(filled) < 2 or not unit.block.head:
        return _sentences(unit, cells, body)
    head = " ".join((*unit.block.head, *unit.headings[-1:]))
    if ":" in filled[0] and ":" in filled[-1]:
        return []  # a form
    is_for_people = is_of_roles or _names_people(filled[0]) or _names_people(filled[-1])
    if is_for_people and (made := _duty(unit, filled, body)) is not None:
        return [made]
    if _SANCTIONS.search(head) and not _EMPTY.search(head):
        return [_made(unit, " | ".join(filled), "consequence", ("pupils",), 0.5)]
    return _sentences(unit, cells, body)


def _matrix(unit: Passage, filled: list[str], *, is_head: bool) -> list[ProposedClause]:
    """Return a row that gives what follows on a behaviour, or what earns a reward."""
    said = " | ".join(filled)
    is_levels = not is_head and _LEVELS.search(" ".join(unit.block.head)) is not None
    if is_levels and len(filled) > 1 and force_of(filled[-1]) is None:
        return [_made(unit, said, "consequence", ("pupils",), 0.5)]
    if not said or force_of(said) is not None or _EMPTY.search(said):
        return []
    lists = lexicon().lists
    if lists["sanctions"].search(said):
        doers = tuple(name for name, _ in named(filled[0]) if lexicon().lists["staff-like"].search(name))
        return [_made(unit, said, "consequence", ("pupils", *dict.fromkeys(doers)), 0.5)]
    if lists["rewards"].search(said):
        return [_made(unit, said, "right", ("pupils",), 0.45)]
    return []


def _ticked(unit: Passage, cells: list[str], staff: str) -> list[ProposedClause]:
    """Return a row with ticks under its heads: what the heads say holds of what the row is about."""
    head, tick = unit.block.head, lexicon().lists["tick"]
    marks = [place for place, cell in enumerate(cells) if tick.match(cell)]
    about = next((cell for cell in cells if cell and not tick.match(cell)), "")
    if not marks or not about or len(head) != len(cells):
        return []
    found = [head[place] for place in marks if head[place]]
    if not found:
        return []
    forces = {force.modality for each in found if (force := force_of(f"it is {each}")) is not None}
    places = (*found, *unit.headings[-1:], *head)
    people = next((names for each in places if (names := tuple(name for name, _ in named(each)))), ())
    text = f"{about} | {' | '.join(found)}"
    asks = [each for each in found if pattern("ask-first").search(folded(each))]
    if asks and not forces and any(force_of(f"it is {each}") for each in head if each):
        said = tuple(name for each in places for name, _ in named(each)) or (staff,)
        return [replace(_made(unit, text, "must not", said[:1], 0.5), unless=asks[0])]
    if len(forces) == 1:
        return [_made(unit, text, forces.pop(), people or (staff,), 0.5)]
    return [_made(unit, text, "consequence", people or ("pupils",), 0.5)]


def _names_people(text: str) -> bool:
    return len(text.split()) <= 6 and any(not is_body(name) for name, _ in named(text))


def _duty(unit: Passage, cells: list[str], body: str) -> ProposedClause | None:
    """Return a row that gives a duty and whose it is, whichever stands first."""
    pairs = ((cells[-1], " | ".join(cells[:-1])), (cells[0], " | ".join(cells[1:])))
    for who, what in sorted(pairs, key=lambda pair: -_share_of_people(pair[0])):
        people = tuple(dict.fromkeys(body if is_body(name) else name for name, _ in named(who)))
        if people and len(who.split()) <= 14 and len(what.split()) >= 2:
            force = force_of(what)
            return _made(unit, " | ".join(cells), force.modality if force else "must", people, 0.55)
    return None


def _share_of_people(cell: str) -> float:
    """Return how much of a cell is the words for people, from 0 to 1."""
    return sum(len(name) for name, _ in named(cell)) / max(1, len(cell))


def _sentences(unit: Passage, cells: list[str], body: str) -> list[ProposedClause]:
    found = []
    for cell in cells:
        if len(cell.split()) < 5:
            continue
        force = force_of(cell)
        if kind_of(cell) or (force is None and not begins_with_verb(cell)[0]):
            continue
        people = subject_of(cell, force.start) if force is not None else ()
        names = tuple(
            body if is_body(name) else name for name in people if name not in ("i", "you", "they", "it")
        )
        found.append(_made(unit, cell, force.modality if force else "must", names, 0.45))
    return found


def _made(
    unit: Passage, text: str, modality: str, actors: tuple[str, ...], confidence: float
) -> ProposedClause:
    return ProposedClause(
        text=text,
        modality=modality,
        actors=actors,
        action=folded(text),
        confidence=confidence,
        page=unit.block.page,
        line=unit.block.line,
        number=unit.block.number,
        section=unit.headings[-1] if unit.headings else "",
    )
