"""Reads what a rule turns on and what lifts it: `when` and `unless`."""

import re

from belisha.rules.clauses import Comparison, Condition, Exemption, Grant, GrantKind
from belisha.rules.nearest import did_you_mean, quoted
from belisha.rules.reading_words import Reader
from belisha.rules.words import FactKind

CONDITION = re.compile(r"(not )?(\S+)(?: (below|at least|is) (\S+))?")
GRANT = re.compile(r"(permission of|consent of|declaration to|office of) ([^,]+)(?:,(.*))?")
KIND_OF = {f"{kind} {'to' if kind is GrantKind.DECLARATION else 'of'}": kind for kind in GrantKind}
FORMS = {"written": "written", "prior": "prior", "with reason": "with_reason"}
DECLARATION_FORMS = {**FORMS, "on entry": "on_entry"}
APPROVED_BY = "approved by "
FITTING = {
    FactKind.YES_NO: "it is true or not: `{0}` or `not {0}`",
    FactKind.NUMBER: "it is a number: `{0} below 13` or `{0} at least 13`",
    FactKind.PLATFORM: "it is a platform: `{0} is ...`",
}


def read_conditions(reader: Reader, value: str, line: int) -> tuple[Condition, ...]:
    """Conditions joined by " or "."""
    return tuple(read_condition(reader, piece, line) for piece in reader.pieces(value, line, " or "))


def read_exemption(reader: Reader, value: str, line: int) -> Exemption:
    """Conditions and grants joined by " and "."""
    return Exemption(tuple(_part(reader, piece, line) for piece in reader.pieces(value, line, " and ")))


def read_condition(reader: Reader, value: str, line: int) -> Condition:
    """`fact`, `not fact`, `age below 13`, `age at least 13` or `platform is whatsapp`."""
    found = CONDITION.fullmatch(value)
    if not found:
        if value:
            expected = "expected a fact, `not` and a fact, `age below 13`, or `platform is ...`"
            reader.mistakes.add(line, f"`{value}` is not a condition; {expected}")
        return Condition(value)
    negated, fact, comparison, against = bool(found[1]), found[2], found[3], found[4]
    kind = _kind_of_fact(reader, fact, line)
    if comparison is None:
        if kind not in (FactKind.YES_NO, None):
            _unfit(reader, value, fact, kind, line)
        return Condition(fact, negated)
    fits = (comparison == "is") if kind is FactKind.PLATFORM else kind is FactKind.NUMBER
    if kind is not None and not fits:
        _unfit(reader, value, fact, kind, line)
        return Condition(fact, negated)
    compared = Comparison(comparison)
    if kind is FactKind.NUMBER:
        return Condition(fact, negated, compared, reader.number(against, line))
    if kind is FactKind.PLATFORM:
        reader.word("platforms", against, line)
    return Condition(fact, negated, compared, against)


def _kind_of_fact(reader: Reader, fact: str, line: int) -> FactKind | None:
    reader.word("facts", fact, line)
    known = reader.vocabulary.facts.get(fact)
    return known.kind if known else None


def _unfit(reader: Reader, value: str, fact: str, kind: FactKind | None, line: int) -> None:
    if kind is not None:
        reader.mistakes.add(line, f"`{value}` does not fit `{fact}`; {FITTING[kind].format(fact)}")


def _part(reader: Reader, value: str, line: int) -> Condition | Grant:
    found = GRANT.fullmatch(value)
    if not found:
        return read_condition(reader, value, line)
    kind = KIND_OF[found[1]]
    if kind is GrantKind.OFFICE:
        of = reader.words("roles", found[2], line, joint=" or ")
    else:
        of = reader.told(found[2], line)
    forms = reader.pieces(found[3], line) if found[3] is not None else ()
    return _grant(reader, kind, of, forms, line)


def _grant(reader: Reader, kind: GrantKind, of: tuple[str, ...], forms: tuple[str, ...], line: int) -> Grant:
    known = DECLARATION_FORMS if kind is GrantKind.DECLARATION else FORMS
    if kind is GrantKind.OFFICE:
        known = {}
    said = {}
    approved_by: tuple[str, ...] = ()
    for form in forms:
        if form in known:
            said[known[form]] = True
        elif kind is GrantKind.DECLARATION and form.startswith(APPROVED_BY):
            approved_by = reader.words("roles", form.removeprefix(APPROVED_BY), line, joint=" or ")
        elif form:
            expected = did_you_mean(form, known) or (f"; expected {quoted(known)}" if known else "")
            reader.mistakes.add(line, f"`{form}` is not a form of {kind}{expected}")
    return Grant(kind, of, **said, approved_by=approved_by)
