"""Reads one block of the file as a clause of its kind."""

from collections.abc import Mapping
from typing import Any

from belisha.rules.clauses import Clause, Definition
from belisha.rules.fields import KINDS, FieldSpec, Kind, Shape
from belisha.rules.lines import WITH_ID, Block, Field
from belisha.rules.nearest import did_you_mean, quoted
from belisha.rules.reading_conditions import read_conditions, read_exemption
from belisha.rules.reading_effects import read_effect
from belisha.rules.reading_words import Reader, ReadValue

READ: Mapping[Shape, ReadValue] = {
    Shape.TEXT: lambda _, value, __: value,
    Shape.YES_NO: Reader.yes_no,
    Shape.DATE: Reader.date,
    Shape.AGE: Reader.number,
    Shape.ROLE: lambda reader, value, line: reader.word("roles", value, line),
    Shape.ROLES: lambda reader, value, line: reader.words("roles", value, line),
    Shape.ACTION: lambda reader, value, line: reader.word("actions", value, line),
    Shape.ACTIONS: lambda reader, value, line: reader.words("actions", value, line),
    Shape.PLATFORMS: lambda reader, value, line: reader.words("platforms", value, line, also=("other",)),
    Shape.IDS: Reader.pieces,
    Shape.CONDITIONS: read_conditions,
    Shape.EXEMPTION: read_exemption,
    Shape.EFFECT: read_effect,
}
SPECS = {kind.name: {name: spec for spec in kind.fields for name in spec.names} for kind in KINDS}
SHOWS = {name: kind for kind in KINDS for name in kind.shown_by}
ALL_NAMES = tuple(dict.fromkeys(name for specs in SPECS.values() for name in specs))


def read_clause(reader: Reader, block: Block, section: str) -> Clause | None:
    """The clause that a block states, or None where its kind cannot be told or a part is missing.

    Every mistake is noted, at the line of its field.
    """
    heading = _heading(reader, block)
    if not block.prose:
        reader.mistakes.add(block.line, f"the clause `{block.heading}` has no statement under its heading")
    kind = _kind(reader, block)
    if kind is None:
        return None
    values = _values(reader, kind, block)
    missing = [spec for spec in kind.fields if spec.required and spec.attribute not in values]
    for spec in missing:
        needed = quoted(spec.names)
        reader.mistakes.add(block.line, f"the {kind.name} `{heading[1] or heading[0]}` has no {needed}")
    if missing:
        return None
    clause = kind.of(
        id=heading[1], title=heading[0], text=block.prose, section=section, line=block.line, **values
    )
    _check(reader, clause, block)
    return clause


def _heading(reader: Reader, block: Block) -> tuple[str, str]:
    found = WITH_ID.fullmatch(block.heading)
    if not found:
        reader.mistakes.add(
            block.line, f"`{block.heading}` has no id; expected `### {block.heading} {{#an-id}}`"
        )
        return block.heading, ""
    if not found[1]:
        reader.mistakes.add(block.line, f"`{block.heading}` has no title before its id")
    return found[1], reader.identifier(found[2], block.line)


def _kind(reader: Reader, block: Block) -> Kind | None:
    shown = {field.name: SHOWS[field.name] for field in block.fields if field.name in SHOWS}
    kinds = list(dict.fromkeys(kind.name for kind in shown.values()))
    if len(kinds) == 1:
        return next(iter(shown.values()))
    for field in block.fields:
        if field.name not in ALL_NAMES:
            _unknown(reader, field, ALL_NAMES)
    if kinds:
        both = quoted(shown, "and")
        reader.mistakes.add(block.line, f"{both} stand in one clause; it must be {quoted(kinds)}")
    elif block.fields:
        reader.mistakes.add(
            block.line, f"`{block.heading}` has no field that shows its kind; expected {_starts()}"
        )
    else:
        reader.mistakes.add(
            block.line, f"`{block.heading}` has no machine reading; expected a list such as `- who: ...`"
        )
    return None


def _starts() -> str:
    return quoted(kind.shown_by[0] for kind in KINDS)


def _unknown(reader: Reader, field: Field, names: tuple[str, ...]) -> None:
    advice = f"; in the statement, such a line begins with `\\- {field.name}:`"
    near = did_you_mean(field.name, names) or advice
    reader.mistakes.add(field.line, f"`{field.name}` is not a field{near}")


def _values(reader: Reader, kind: Kind, block: Block) -> dict[str, Any]:
    specs = SPECS[kind.name]
    values: dict[str, Any] = {}
    first: dict[str, Field] = {}
    for field in block.fields:
        spec = specs.get(field.name)
        if spec is None and field.name in ALL_NAMES:
            reader.mistakes.add(field.line, f"`{field.name}` does not belong in a {kind.name}")
        elif spec is None:
            _unknown(reader, field, tuple(specs))
        elif not field.value:
            values = {spec.attribute: (), **_chosen(spec, field), **values}
            reader.mistakes.add(field.line, f"`{field.name}` has no value")
        elif spec.many:
            value = READ[spec.shape](reader, field.value, field.line)
            values[spec.attribute] = (*values.get(spec.attribute, ()), value)
        elif spec.attribute in first:
            _repeated(reader, field, first[spec.attribute])
        else:
            first[spec.attribute] = field
            values[spec.attribute] = READ[spec.shape](reader, field.value, field.line)
            values.update(_chosen(spec, field))
    return values


def _chosen(spec: FieldSpec, field: Field) -> dict[str, Any]:
    return {spec.choice: spec.choices(field.name)} if spec.choices else {}


def _repeated(reader: Reader, field: Field, first: Field) -> None:
    if field.name == first.name:
        reader.mistakes.add(
            field.line, f"`{field.name}` may stand once in a clause; it is on line {first.line} too"
        )
    else:
        reader.mistakes.add(
            field.line,
            f"`{field.name}` stands beside `{first.name}`; a clause has one of them: make two clauses",
        )


def _check(reader: Reader, clause: Clause, block: Block) -> None:
    line = {field.name: field.line for field in block.fields}
    if clause.since and clause.until and clause.until < clause.since:
        reader.mistakes.add(
            line["until"], f"`{clause.until}` is before `{clause.since}`, from which the clause holds"
        )
    if isinstance(clause, Definition) and (clause.means or clause.adds):
        if clause.means and clause.adds:
            reader.mistakes.add(
                line["adds"], "`means` and `adds` stand in one definition; expected one of them"
            )
        reader.word("roles", clause.defines, line["defines"])
