"""Reads the front matter: document control."""

from collections.abc import Mapping
from typing import Any

from belisha.rules.language.fields import CONTROL, STANDINGS, FieldSpec, Shape
from belisha.rules.language.lines import FieldLine, split_parts
from belisha.rules.language.policy import (
    ChangeEntry,
    Control,
    LinkedPolicy,
    Naming,
    ShouldBinding,
    StatedSignature,
)
from belisha.rules.language.reading_words import Reader, ReadValue
from belisha.rules.nearest import did_you_mean

SPECS = {name: spec for spec in CONTROL for name in spec.names}


def read_control(reader: Reader, fields: tuple[FieldLine, ...]) -> Control:
    """Document control from the lines of the front matter. Every mistake is noted."""
    values: dict[str, Any] = {}
    lines: dict[str, int] = {}
    # What the policy calls people comes first: the other fields may use those names.
    for field in sorted(fields, key=lambda field: field.name != "calls"):
        spec = SPECS.get(field.name)
        if spec is None:
            reader.mistakes.add(
                field.line,
                f"`{field.name}` is not a field of the front matter{did_you_mean(field.name, SPECS)}",
            )
        elif field.value:
            _take(reader, spec, field, values, lines)
    for spec in CONTROL:
        if spec.required and spec.attribute not in values:
            reader.mistakes.add(1, f"the front matter has no `{spec.names[0]}`")
            values[spec.attribute] = ""
    return Control(**values)


def _take(
    reader: Reader, spec: FieldSpec, field: FieldLine, values: dict[str, Any], lines: dict[str, int]
) -> None:
    value = READ[spec.shape](reader, field.value, field.line)
    if spec.many:
        values[spec.attribute] = (*values.get(spec.attribute, ()), value)
    elif spec.attribute in values:
        reader.mistakes.add(
            field.line, f"`{field.name}` may stand once; it is on line {lines[field.name]} too"
        )
    else:
        values[spec.attribute] = value
        lines[field.name] = field.line


def _parts(
    reader: Reader, value: str, line: int, expected: str, least: int, *, filled: bool = True
) -> tuple[str, ...]:
    """Return the parts of a value, filled up with empty ones to the number that is expected."""
    parts = split_parts(value, ";")
    most = expected.count(";") + 1
    blank = "" in parts[:least] if filled else not any(parts)
    if not least <= len(parts) <= most or blank:
        reader.mistakes.add(
            line, f"`{value}` does not have the parts that belong here; expected `{expected}`"
        )
    return (*parts, *("",) * most)[:most]


def _signature(reader: Reader, value: str, line: int) -> StatedSignature:
    return StatedSignature(*_parts(reader, value, line, "who; state", 2))


def _linked(reader: Reader, value: str, line: int) -> LinkedPolicy:
    return LinkedPolicy(*_parts(reader, value, line, "name; edition", 1))


def _change(reader: Reader, value: str, line: int) -> ChangeEntry:
    return ChangeEntry(*_parts(reader, value, line, "version; date; what", 2, filled=False))


def _naming(reader: Reader, value: str, line: int) -> Naming:
    word, sign, role = (part.strip() for part in value.partition("="))
    if not (word and sign and role):
        reader.mistakes.add(line, f"`{value}` does not name somebody; expected `manager = headteacher`")
    elif "," in word or " or " in word or " and " in word:
        reader.mistakes.add(line, f"`{word}` is not one name; write a `calls` line for each")
    else:
        reader.word("roles", role, line)
        reader.aliases[word.casefold()] = role
    return Naming(word, role)


def _binding(reader: Reader, value: str, line: int) -> ShouldBinding:
    who, cites = _parts(reader, value, line, "roles; cites", 2)
    return ShouldBinding(reader.words("roles", who, line), reader.pieces(cites, line))


def _names(reader: Reader, value: str, line: int) -> tuple[str, ...]:
    names = split_parts(value, ",")
    if "" in names:
        reader.mistakes.add(line, f"`{value}` has an empty place in its list")
    return names


READ: Mapping[Shape, ReadValue] = {
    Shape.TEXT: lambda _, value, __: value,
    Shape.SLUG: Reader.identifier,
    Shape.STANDING: lambda reader, value, line: reader.one_of(value, STANDINGS, line),
    Shape.NAMES: _names,
    Shape.YES: Reader.yes_no,
    Shape.YES_NO: Reader.yes_no,
    Shape.DATE: Reader.date,
    Shape.ROLES: lambda reader, value, line: reader.words("roles", value, line),
    Shape.SIGNATURE: _signature,
    Shape.LINKED: _linked,
    Shape.CHANGE: _change,
    Shape.BINDING: _binding,
    Shape.NAMING: _naming,
}
