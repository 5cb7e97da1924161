"""Reads one block of the file as a clause of its kind."""

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Any, TypeVar

from belisha.rules.language.clauses import Acting, Clause, Definition, Force, Note, Option, Rule
from belisha.rules.language.fields import ANYONE, EVERYONE, KINDS, LEAD_IN, FieldSpec, Kind, Shape
from belisha.rules.language.lines import WITH_ID, Block, FieldLine, split_parts
from belisha.rules.language.policy import LeadIn
from belisha.rules.language.reading_conditions import read_conditions, read_exemptions
from belisha.rules.language.reading_effects import read_due, read_effect, read_period
from belisha.rules.language.reading_words import Reader, ReadValue
from belisha.rules.nearest import did_you_mean, quoted

Chosen = TypeVar("Chosen", bound=StrEnum)

READ: Mapping[Shape, ReadValue] = {
    Shape.TEXT: lambda _, value, __: value,
    Shape.YES: Reader.yes_no,
    Shape.YES_NO: Reader.yes_no,
    Shape.DATE: Reader.date,
    Shape.AGE: Reader.number,
    Shape.ROLE: lambda reader, value, line: reader.word("roles", value, line),
    Shape.ROLES: lambda reader, value, line: reader.words("roles", value, line),
    Shape.ACTION: lambda reader, value, line: _action(reader, value, line),  # noqa: PLW0108
    Shape.ACTIONS: lambda reader, value, line: reader.words("actions", value, line),
    Shape.PLATFORMS: lambda reader, value, line: reader.words("platforms", value, line, also=("other",)),
    Shape.IDS: Reader.pieces,
    Shape.CONDITIONS: read_conditions,
    Shape.EXEMPTION: read_exemptions,
    Shape.EFFECT: read_effect,
    Shape.ACTING: lambda reader, value, line: _one_of(reader, Acting, value, line, Acting.EACH),
    Shape.FORCE: lambda reader, value, line: _one_of(reader, Force, value, line, Force.MUST),
    Shape.PERIOD: read_period,
    Shape.TIME: read_due,
    Shape.STEPS: lambda reader, value, line: _filled(reader, split_parts(value, ";"), value, line),
    Shape.OPTION: lambda reader, value, line: _option(reader, value, line),  # noqa: PLW0108 (defined below),
}


# Other ways to say what has a field, and what to write instead.
HINTS = {
    "will": "what a document says will be done is a `must`",
    "shall": "write `must`",
    "shall not": "write `must not`",
    "cannot": "write `must not`",
    "may not": "write `must not`",
    "need not": "write `may`, or leave it out: what no clause asks is not asked",
    "within": "a time stands in `by`, or after a comma in `then`",
    "deadline": "a time stands in `by`, or after a comma in `then`",
    "exception": "what lifts it is an `unless`; a clause that sets another aside has `exception to: its-id`",
    "except": "what lifts a rule is an `unless`; people who are spared are a `but not`",
    "if": "write `when`",
    "where": "write `when`",
    "permission": "leave stands in `unless`, or with `may` in `only with`: `permission of headteacher`",
    "consent": "leave stands in `unless`, or with `may` in `only with`: `consent of parent`",
    "frequency": "write `every`",
}


def _action(reader: Reader, value: str, line: int) -> str:
    """Return the one action of a rule."""
    pieces = re.split(r", | or | and ", value)
    if len(pieces) > 1 and pieces[0].strip() in reader.vocabulary.actions:
        reader.mistakes.add(
            line, f"`{value}` is more than one action; a rule has one: make a clause for each"
        )
        return value
    return reader.word("actions", value, line)


def _one_of(reader: Reader, choices: type[Chosen], value: str, line: int, default: Chosen) -> Chosen:
    reader.one_of(value, tuple(choices), line)
    return choices(value) if value in tuple(choices) else default


def _filled(reader: Reader, parts: tuple[str, ...], value: str, line: int) -> tuple[str, ...]:
    if "" in parts:
        reader.mistakes.add(line, f"`{value}` has an empty place in its list")
    return parts


def _option(reader: Reader, value: str, line: int) -> Option:
    words, *steps = split_parts(value, ";")
    if not words or len(steps) > 1:
        reader.mistakes.add(line, f"`{value}` is not an option; expected `what is done; ids of its rules`")
    return Option(words, reader.pieces(steps[0], line) if steps and steps[0] else ())


SPECS = {kind.name: {name: spec for spec in kind.fields for name in spec.names} for kind in KINDS}
LEADING = {name: spec for spec in LEAD_IN for name in spec.names}
SHOWS = {name: kind for kind in KINDS for name in kind.shown_by}
ALL_NAMES = tuple(dict.fromkeys(name for specs in SPECS.values() for name in specs))


def read_clause(reader: Reader, block: Block, section: str, lead_in: LeadIn | None = None) -> Clause | None:
    """Return the clause that a block states, or None where its kind cannot be told or a part is missing.

    `lead_in` is what its section says for all. Every mistake is noted, at the line of its field.
    """
    heading = _heading(reader, block)
    if not block.prose:
        reader.mistakes.add(block.line, f"the clause `{block.heading}` has no statement under its heading")
    kind = _kind(reader, block)
    if kind is None:
        return None
    values = _values(reader, kind.name, SPECS[kind.name], block)
    if lead_in:
        values = _led(kind, values, lead_in)
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


def read_lead_in(reader: Reader, block: Block) -> LeadIn | None:
    """Return what a section says for all its clauses, in the fields under its heading; None for nothing."""
    if not block.fields:
        return None
    return LeadIn(block.heading, **_values(reader, "lead-in of a section", LEADING, block))


def _led(kind: Kind, values: dict[str, Any], lead_in: LeadIn) -> dict[str, Any]:
    """Return the values of a clause with what its section says for all."""
    if kind.of not in (Rule, Note):
        return values
    found = {**values, "when": _together(lead_in.when, values.get("when", ()))}
    if kind.of is Note:
        return found
    if "who" not in values and lead_in.who:
        found |= {"who": lead_in.who, "is_who_unstated": lead_in.is_who_unstated}
        found["who_except"] = _together(lead_in.who_except, values.get("who_except", ()))
    return {**found, "unless": _together(lead_in.unless, values.get("unless", ()))}


def _together(leading: tuple[Any, ...], own: tuple[Any, ...]) -> tuple[Any, ...]:
    return (*leading, *(each for each in own if each not in leading))


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


def _unknown(reader: Reader, field: FieldLine, names: tuple[str, ...]) -> None:
    if field.name in HINTS:
        reader.mistakes.add(field.line, f"`{field.name}` is not a field; {HINTS[field.name]}")
        return
    advice = f"; in the statement, such a line begins with `\\- {field.name}:`"
    near = did_you_mean(field.name, names) or advice
    reader.mistakes.add(field.line, f"`{field.name}` is not a field{near}")


def _values(reader: Reader, kind: str, specs: dict[str, FieldSpec], block: Block) -> dict[str, Any]:
    values: dict[str, Any] = {}
    first: dict[str, FieldLine] = {}
    for field in block.fields:
        spec = specs.get(field.name)
        if spec is None and field.name in ALL_NAMES:
            reader.mistakes.add(field.line, f"`{field.name}` does not belong in a {kind}")
        elif spec is None:
            _unknown(reader, field, tuple(specs))
        elif not field.value:
            values = {spec.attribute: (), **_chosen(spec, field), **values}
            reader.mistakes.add(field.line, f"`{field.name}` has no value")
        elif spec.shape is Shape.BOUND:
            if field.name in first:
                _repeated(reader, field, first[field.name])
            first[field.name] = field
            values |= _bound(reader, field)
        elif spec.many:
            values[spec.attribute] = (*values.get(spec.attribute, ()), *_many(reader, spec, field))
        elif spec.attribute in first:
            _repeated(reader, field, first[spec.attribute])
        else:
            first[spec.attribute] = field
            values[spec.attribute] = READ[spec.shape](reader, field.value, field.line)
            values.update(_chosen(spec, field))
    return values


def _many(reader: Reader, spec: FieldSpec, field: FieldLine) -> tuple[Any, ...]:
    """Return what one line of a field that may stand several times says: `when` may say several at once."""
    found: Any = READ[spec.shape](reader, field.value, field.line)
    return found if spec.shape in (Shape.CONDITIONS, Shape.EXEMPTION) else (found,)


def _bound(reader: Reader, field: FieldLine) -> dict[str, Any]:
    """Return whom a rule binds, or towards whom; `staff except supply-teacher` is read as `but not` is."""
    bound, sign, spared = field.value.partition(" except ")
    is_unstated = field.name == "who" and bound.strip() == ANYONE
    found: dict[str, Any] = {
        field.name: reader.words("roles", EVERYONE if is_unstated else bound.strip(), field.line)
    }
    if field.name == "who":
        found["is_who_unstated"] = is_unstated
    others = reader.words("roles", spared.strip(), field.line) if sign else ()
    return {**found, f"{field.name}_except": others} if sign else found


def _chosen(spec: FieldSpec, field: FieldLine) -> dict[str, Any]:
    return {spec.choice: spec.choices(field.name)} if spec.choices else {}


def _repeated(reader: Reader, field: FieldLine, first: FieldLine) -> None:
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
    if isinstance(clause, Rule) and clause.towards_except and not clause.towards:
        reader.mistakes.add(
            line["not towards"],
            "`not towards` stands without `towards`; expected `towards: everyone` beside it",
        )
    if isinstance(clause, Definition) and (clause.means or clause.adds):
        if clause.means and clause.adds:
            reader.mistakes.add(
                line["adds"], "`means` and `adds` stand in one definition; expected one of them"
            )
        reader.word("roles", clause.defines, line["defines"])
