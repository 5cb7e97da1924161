"""Writes a policy as its file, in one canonical form: reading gives the same policy back."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from belisha.rules.language.clauses import Acting, Clause, Note, Rule
from belisha.rules.language.fields import ANYONE, CONTROL, KIND_OF, LEAD_IN, FieldSpec, Shape
from belisha.rules.language.formatting import format_conditions, format_effect, format_exemption
from belisha.rules.language.lines import FENCE, join_parts, keep_safe, trimmed
from belisha.rules.language.policy import LeadIn, Policy


def write_policy(policy: Policy) -> str:
    """Return the file of a policy. `read_policy` gives the same policy back.

    Raise ValueError where a value cannot stand in a file: a line break or outer spaces in what goes
    on one line, blank lines around a statement, clauses that are not in the order of their sections.
    Whether the words are known is for `read_policy` to say.
    """
    return "\n\n".join(_parts(policy)) + "\n"


def write_clause(clause: Clause, lead_in: LeadIn | None = None) -> str:
    """Return one clause as it stands in the file: heading, statement, fields. Raise ValueError as above.

    What `lead_in` says for all clauses of its section is left out.
    """
    heading = f"### {_line(clause.title, 'the title of a clause')} {{#{clause.id}}}"
    own = _without(clause, lead_in) if lead_in else clause
    fields = "\n".join(f"- {line}" for line in _fields(KIND_OF[type(clause)].fields, own))
    return f"{heading}\n\n{_prose(clause.text, f'the statement of `{clause.id}`')}\n\n{fields}"


def _parts(policy: Policy) -> Iterator[str]:
    control = policy.control
    yield "\n".join((FENCE, *_fields(CONTROL, control), FENCE))
    yield f"# {_line(control.title, 'the title')}"
    if policy.introduction:
        yield _prose(policy.introduction, "the introduction")
    clauses = list(policy.clauses)
    for section in ("", *policy.sections):
        lead_in = policy.lead_in(section) if policy.lead_ins else None
        if section:
            yield f"## {_line(section, 'the title of a section')}"
        if lead_in:
            yield "\n".join(f"- {line}" for line in lead_in_lines(lead_in))
        while clauses and clauses[0].section == section:
            yield write_clause(clauses.pop(0), lead_in)
    if clauses:
        first = clauses[0]
        raise ValueError(f"`{first.id}` is out of order: its section `{first.section}` is not the next one")


def _without(clause: Clause, lead_in: LeadIn) -> Clause:
    """Return a clause without what its section says for all."""
    if isinstance(clause, Note):
        return replace(clause, when=clause.when[len(lead_in.when) :])
    if not isinstance(clause, Rule):
        return clause
    own = replace(clause, when=clause.when[len(lead_in.when) :], unless=clause.unless[len(lead_in.unless) :])
    is_same = (clause.who, clause.who_except, clause.is_who_unstated) == lead_in.bound
    return replace(own, who=(), who_except=()) if is_same else own


def field_lines(clause: Clause, but_not: Collection[str]) -> tuple[str, ...]:
    """Return the fields of a clause as they stand in the file, without those that fill these attributes."""
    specs = tuple(spec for spec in KIND_OF[type(clause)].fields if spec.attribute not in but_not)
    return tuple(_fields(specs, clause))


def lead_in_lines(lead_in: LeadIn) -> tuple[str, ...]:
    """Return what a section says for all its clauses, as it stands in the file."""
    return tuple(_fields(LEAD_IN, lead_in))


def _fields(specs: tuple[FieldSpec, ...], values: object) -> Iterator[str]:
    for spec in specs:
        value: Any = getattr(values, spec.attribute)
        if value in ((), "", None) or (spec.shape is Shape.YES and not value):
            continue
        if spec.shape is Shape.BOUND:
            said = _bound(values) if spec.attribute == "who" else _listed(value)
            yield f"{spec.names[0]}: {_line(said, f'`{spec.names[0]}`')}"
            continue
        if spec.shape is Shape.ACTING and value is Acting.EACH:
            continue
        name = getattr(values, spec.choice) if spec.choice else spec.names[0]
        for each in value if spec.many else (value,):
            yield f"{name}: {_line(FORMAT[spec.shape](each), f'`{name}`')}"


def _line(value: str, where: str) -> str:
    if not value or value != value.strip() or "\n" in value or "\r" in value:
        raise ValueError(f"{where} must be one line with no spaces around it: {value!r}")
    return value


def _prose(value: str, where: str) -> str:
    if "\r" in value or not value or trimmed(value.split("\n")) != value:
        raise ValueError(
            f"{where} must have words, no carriage returns, and no blank lines around it: {value!r}"
        )
    return keep_safe(value)


def _listed(words: tuple[str, ...]) -> str:
    for word in words:
        if "," in word or not word or word != word.strip():
            raise ValueError(f"{word!r} cannot stand in a list: it is empty or has a comma or outer spaces")
    return ", ".join(words)


def _joined(parts: Iterable[str], sign: str) -> str:
    parts = tuple(parts)
    for part in parts:
        if part != part.strip():
            raise ValueError(f"{part!r} cannot stand in a list: it has outer spaces")
    return join_parts(parts, sign)


def _bound(rule: Any) -> str:
    return ANYONE if rule.is_who_unstated else _listed(rule.who)


def _yes_no(value: bool) -> str:
    return "yes" if value else "no"


FORMAT: Mapping[Shape, Callable[[Any], str]] = {
    Shape.TEXT: str,
    Shape.SLUG: str,
    Shape.STANDING: str,
    Shape.NAMES: lambda names: _joined(names, ","),
    Shape.YES: _yes_no,
    Shape.YES_NO: _yes_no,
    Shape.DATE: lambda day: day.isoformat(),
    Shape.AGE: str,
    Shape.ROLE: str,
    Shape.ROLES: _listed,
    Shape.ACTING: str,
    Shape.ACTION: str,
    Shape.ACTIONS: _listed,
    Shape.PLATFORMS: _listed,
    Shape.IDS: _listed,
    Shape.CONDITIONS: format_conditions,
    Shape.EXEMPTION: format_exemption,
    Shape.EFFECT: format_effect,
    Shape.PERIOD: str,
    Shape.TIME: str,
    Shape.FORCE: str,
    Shape.STEPS: lambda steps: _joined(steps, ";"),
    Shape.OPTION: lambda option: _joined((option.words, *filter(None, [_listed(option.steps)])), ";"),
    Shape.NAMING: lambda naming: f"{naming.word} = {naming.role}",
    Shape.SIGNATURE: lambda signature: _joined((signature.by, signature.state), ";"),
    Shape.LINKED: lambda linked: _joined((linked.name, *filter(None, [linked.edition])), ";"),
    Shape.CHANGE: lambda change: _joined((change.version, change.on, *filter(None, [change.what])), ";"),
    Shape.BINDING: lambda binding: _joined((_listed(binding.who), _listed(binding.cites)), ";"),
}
