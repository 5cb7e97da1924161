"""Propose clauses from tables: a row of duties, a level of sanctions, a right beside what it asks."""

import re
from dataclasses import replace

from belisha.reading.formats.text import cleaned
from belisha.reading.language.force import begins_with_verb, folded, force_of, kind_of
from belisha.reading.language.lexicon import lexicon, pattern
from belisha.reading.language.people import is_body, named, subject_of
from belisha.reading.language.sentences import sentences
from belisha.reading.norms import does
from belisha.reading.pieces import pieces_of
from belisha.reading.structure import Passage, dos_and_donts
from belisha.reading.values import ProposedClause

_EMPTY = re.compile(r"\b(signature|signed|name|date|print)\b", re.IGNORECASE)
_SANCTIONS = re.compile(
    r"\b(sanction|consequence|behaviour|stage|level|step|reward|action)s?\b", re.IGNORECASE
)
_LEVELS = re.compile(
    r"\b(levels?|stages?|steps?|sanctions?|consequences?|responses?|colours?)\b", re.IGNORECASE
)
_ROLES = re.compile(r"\b(role|duty|duties|responsib\w+|who|person|task|action|staff)\b", re.IGNORECASE)
LONGEST_ROLE, MOSTLY_PEOPLE = 5, 0.6


def row_clauses(unit: Passage, body: str, staff: str) -> list[ProposedClause]:
    """Return the clauses of a row, or none for forms, signatures and heads of tables.

    `staff` is what the document calls those whom a table binds that names nobody.
    """
    cells = [cleaned(cell) for cell in unit.block.cells]
    filled = [cell for cell in cells if cell]
    if ticked := _by_roles(unit, cells, body) or _ticked(unit, cells, staff):
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
    if is_for_people and (made := _duties(unit, filled, body)):
        return made
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


def _by_roles(unit: Passage, cells: list[str], body: str) -> list[ProposedClause]:
    """Return a row of a table of tasks under the people that do them, with a mark for each that does."""
    head, lists = [cleaned(each) for each in unit.block.head], lexicon().lists
    if len(head) != len(cells) or len(cells) < 3:
        return []
    is_of_tasks = lists["task-column"].search(head[0]) or not (_SANCTIONS.search(" ".join(head)))
    if not is_of_tasks or not (
        lists["task-column"].search(head[0])
        or all(_share_of_people(each) > MOSTLY_PEOPLE for each in head[1:])
    ):
        return []
    marks = [place for place, cell in enumerate(cells) if place and _is_mark(cell)]
    if not marks or _is_mark(cells[0]) or len(cells[0].split()) < 2 or force_of(cells[0]) is not None:
        return []
    if not all(_is_mark(cell) or len(cell) < 3 for cell in cells[1:]):
        return []
    if not any(_share_of_people(each) > MOSTLY_PEOPLE for each in head[1:]) or any(
        len(x.split()) > 5 for x in head
    ):
        return []
    return [_made(unit, cells[0], "must", _roles([head[place] for place in marks], body), 0.55)]


def _is_mark(cell: str) -> bool:
    return bool(lexicon().lists["tick"].match(cell) or lexicon().lists["duty-mark"].match(cell))


def _roles(texts: list[str], body: str) -> tuple[str, ...]:
    """Return the people that heads or cells name; words that the library lacks stand for themselves."""
    found: list[str] = []
    for text in texts:
        names = [name for name, _ in named(text)]
        found += [body if is_body(name) else name for name in names] or [folded(text)]
    return tuple(dict.fromkeys(found))


def _duties(unit: Passage, cells: list[str], body: str) -> list[ProposedClause]:
    """Return the duties that a row gives and whose they are, whichever stands first."""
    pairs = [(cells[-1], cells[:-1]), (cells[0], cells[1:])]
    is_role = lexicon().lists["role-column"].search(cleaned(unit.block.head[0])) is not None
    for who, rest in sorted(pairs, key=lambda pair: -_share_of_people(pair[0])):
        what = " | ".join(rest)
        people = tuple(dict.fromkeys(body if is_body(name) else name for name, _ in named(who)))
        if is_role and who is cells[0] and not people and len(who.split()) <= LONGEST_ROLE:
            people = (folded(who),)
        if people and len(who.split()) <= 14 and len(what.split()) >= 2:
            if who is cells[0] and (made := _under_forces(unit, cells, people)):
                return made
            if len(parts := _each_duty(max(rest, key=len))) > 1:
                return [_made(unit, text, modality, people, 0.55) for text, modality in parts]
            force = force_of(what)
            return [_made(unit, " | ".join(cells), force.modality if force else "must", people, 0.55)]
    return []


def _under_forces(unit: Passage, cells: list[str], people: tuple[str, ...]) -> list[ProposedClause]:
    """Return what the cells of a role ask where the heads over them are forces: "Does", "Does not"."""
    heads = unit.block.head
    if len(heads) != len(cells):
        return []
    forces = [_head_force(head) for head in heads[1:]]
    if not any(forces) or not all(
        force or len(cell) < 2 for force, cell in zip(forces, cells[1:], strict=True)
    ):
        return []
    return [
        _made(unit, part.text, force, people, 0.55)
        for force, cell in zip(forces, cells[1:], strict=True)
        for part in sentences(cell)
        if force
    ]


def _head_force(head: str) -> str:
    """Return the force that the head of a column gives what stands under it, or nothing."""
    low = folded(cleaned(head)).strip(" :?.")
    if said := dos_and_donts(low) or {"does": "must", "does not": "must not", "doesn’t": "must not"}.get(
        low, ""
    ):
        return said
    force = force_of(f"they {low} do this") if len(low.split()) <= LONGEST_ROLE else None
    return (
        force.modality
        if force is not None
        and low.split()[0] in ("must", "may", "should", "can", "cannot", "will", "never", "always")
        else ""
    )


def _each_duty(text: str) -> list[tuple[str, str]]:
    """Return the duties of a cell, each with its force, or none if a part of it is no duty."""
    found = []
    for part in (piece for each in sentences(text) for piece in pieces_of(each)):
        force, (is_order, negative) = force_of(part.text), begins_with_verb(part.text)
        if force is None and not is_order and not does(part.text):
            return []
        found.append((part.text, force.modality if force else "must not" if negative else "must"))
    return found


def _share_of_people(cell: str) -> float:
    """Return how much of a cell is the words for people, from 0 to 1."""
    return sum(len(name) for name, _ in named(cell)) / max(1, len(cell))


def _sentences(unit: Passage, cells: list[str], body: str) -> list[ProposedClause]:
    """Return what the cells say that are sentences; "I" is whoever the head over it names."""
    found = []
    heads = unit.block.head if len(unit.block.head) == len(cells) else ("",) * len(cells)
    for head, cell in zip(heads, cells, strict=True):
        if len(cell.split()) < 5:
            continue
        if said := _own_words(head, cell):
            found.append(_made(unit, cell, said, _roles([_column_people(head)], body), 0.5))
            continue
        force = force_of(cell)
        if kind_of(cell) or (force is None and not begins_with_verb(cell)[0]):
            continue
        people = subject_of(cell, force.start) if force is not None else ()
        names = tuple(
            body if is_body(name) else name for name in people if name not in ("i", "you", "they", "it")
        )
        if ({"i", "we"} & {*people} or not names) and (who := _column_people(head)):
            names = _roles([who], body)
        found.append(_made(unit, cell, force.modality if force else "must", names, 0.45))
    return found


def _column_people(head: str) -> str:
    """Return the words for people of a head: "Pupil", "What the teacher does"; nothing if it has none."""
    found = pattern("column-people").match(folded(cleaned(head)).strip(" :?."))
    who = found["who"] if found else ""
    return who if who and _share_of_people(who) > MOSTLY_PEOPLE else ""


def _own_words(head: str, cell: str) -> str:
    """Return the force of what people say of themselves in the present: "We never film anyone"."""
    own = re.match(r"(?:i|we) (?:also |always )?(never |do not |don’t )?(?=([a-z’-]+))", folded(cell))
    if own is None or force_of(cell) is not None or not _column_people(head):
        return ""
    if own[2] in lexicon().beliefs or not (own[1] or own[2] in lexicon().verbs):
        return ""
    return "must not" if own[1] else "must"


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
