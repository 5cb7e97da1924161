"""Reads what a rule turns on and what lifts it: `when` and `unless`."""

import re
from collections.abc import Sequence
from dataclasses import replace

from belisha.rules.language.clauses import UNSTATED, Comparator, Condition, Exemption, Grant, GrantKind
from belisha.rules.language.reading_words import Reader
from belisha.rules.nearest import did_you_mean, quoted
from belisha.rules.vocabulary.words import FactKind

CONDITION = re.compile(
    r"(not )?(\S+)(?: (below|at most|at least|above|exactly|between|is) (\S+)(?: and (\S+))?)?"
)
KIND_OF = {f"{kind} {kind.link}": kind for kind in GrantKind}
GRANT = re.compile(rf"({'|'.join(KIND_OF)}) ([^,]+)(?:,(.*))?")
# " and " joins the parts of an exception, but not the two numbers of `between 3 and 5`.
AND = re.compile(r"(?<!between )(?<!between \d)(?<!between \d{2})(?<!between \d{3})(?<!between \d{4}) and ")
FORMS = {"written": "written", "prior": "prior", "with reason": "with_reason"}
DECLARATION_FORMS = {**FORMS, "on entry": "on_entry"}
FORMS_OF = {
    GrantKind.DECLARATION: DECLARATION_FORMS,
    GrantKind.OFFICE: {},
    GrantKind.NOTICE: {"written": "written", "prior": "prior"},
    GrantKind.NO_OBJECTION: {},
}
APPROVED_BY = "approved by "
FITTING = {
    FactKind.YES_NO: "it is true or not: `{0}` or `not {0}`",
    FactKind.NUMBER: "it is a number: `{0} below 13` or `{0} at least 13`",
    FactKind.PLATFORM: "it is a platform: `{0} is ...`",
    FactKind.CHOICE: "it is a choice: `{0} is ...`",
}


def read_conditions(reader: Reader, value: str, line: int) -> tuple[tuple[Condition, ...], ...]:
    """Return conditions joined by " or " as one line of `when`, and those joined by " and " as several."""
    pieces = [piece.strip() for piece in AND.split(value)]
    if len(pieces) > 1 and " or " in value:
        _both_joints(reader, value, line, "a `when` line for each thing that must hold")
        return ()
    _check_pieces(reader, value, pieces, line)
    return tuple(
        tuple(read_condition(reader, each, line) for each in reader.pieces(piece, line, " or "))
        for piece in pieces
    )


def read_exemptions(reader: Reader, value: str, line: int) -> tuple[Exemption, ...]:
    """Return conditions and grants joined by " and " as one way out, and those joined by " or " as several.

    In `permission of A or B` the "or" belongs to the grant.
    """
    pieces = [piece.strip() for piece in AND.split(value)]
    ways = [_alternatives(reader, piece) for piece in pieces]
    if len(pieces) == 1:
        return tuple(Exemption((_part(reader, each, line, (each,)),)) for each in ways[0])
    if any(len(each) > 1 for each in ways):
        _both_joints(reader, value, line, "an `unless` line for each way out")
        return ()
    _check_pieces(reader, value, pieces, line)
    return (Exemption(tuple(_part(reader, piece, line, pieces) for piece in pieces)),)


def _alternatives(reader: Reader, value: str) -> list[str]:
    """Return the parts that " or " joins, of which each is a condition or a whole grant."""
    found: list[str] = []
    for piece in value.split(" or "):
        whose = piece.partition(",")[0].strip()
        if found and GRANT.fullmatch(found[-1].strip()) and not _begins_a_part(reader, whose):
            found[-1] += f" or {piece}"
        else:
            found.append(piece)
    return [each.strip() for each in found]


def _begins_a_part(reader: Reader, words: str) -> bool:
    fact = words.removeprefix("not ").partition(" ")[0]
    return fact in reader.vocabulary.facts or GRANT.fullmatch(words) is not None


def _both_joints(reader: Reader, value: str, line: int, instead: str) -> None:
    reader.mistakes.add(line, f"`{value}` has both `and` and `or`; write {instead}")


def _check_pieces(reader: Reader, value: str, pieces: Sequence[str], line: int) -> None:
    if "" in pieces:
        reader.mistakes.add(line, f"`{value}` has an empty place in its list")
    twice = next((each for each in pieces if pieces.count(each) > 1), None)
    if twice is not None:
        reader.mistakes.add(line, f"`{twice}` stands twice in its list")


def read_condition(reader: Reader, value: str, line: int) -> Condition:
    """Return `fact`, `not fact`, `age below 13`, `age at least 13` or `platform is whatsapp`."""
    found = CONDITION.fullmatch(value)
    if not found:
        if value:
            expected = "expected a fact, `not` and a fact, `age below 13`, or `platform is ...`"
            reader.mistakes.add(line, f"`{value}` is not a condition; {expected}")
        return Condition(value)
    negated, fact, comparison, against = bool(found[1]), found[2], found[3], found[4]
    kind = _kind_of_fact(reader, fact, line)
    if kind is FactKind.CHOICE:
        return _chosen(reader, value, Condition(fact, negated), against if comparison == "is" else "", line)
    if comparison is None:
        if kind not in (FactKind.YES_NO, None):
            _unfit(reader, value, fact, kind, line)
        return Condition(fact, negated)
    fits = (comparison == "is") if kind is FactKind.PLATFORM else kind is FactKind.NUMBER
    if kind is not None and not fits:
        _unfit(reader, value, fact, kind, line)
        return Condition(fact, negated)
    compared = Comparator(comparison)
    if kind is FactKind.NUMBER:
        return _quantity(reader, Condition(fact, negated, compared), value, (against, found[5]), line)
    if found[5] is not None:
        _unfit(reader, value, fact, kind, line)
    if kind is FactKind.PLATFORM:
        reader.word("platforms", against, line)
    return Condition(fact, negated, compared, against)


def _chosen(reader: Reader, value: str, condition: Condition, chosen: str, line: int) -> Condition:
    """Return the fact that is chosen: `device is own-device` says the same as `own-device`."""
    values = reader.vocabulary.facts[condition.fact].values
    if chosen not in values:
        near = did_you_mean(chosen, values) or f"; expected {quoted(values)}"
        reader.mistakes.add(line, f"`{value}` does not say which `{condition.fact}` it is{near}")
        return condition
    return replace(condition, fact=chosen)


def _quantity(
    reader: Reader, condition: Condition, value: str, numbers: tuple[str, str | None], line: int
) -> Condition:
    """Return the condition with its number, or both numbers of `between`."""
    low, high = numbers
    if (condition.comparison is Comparator.BETWEEN) != (high is not None):
        reader.mistakes.add(line, f"`{value}` has not the numbers it needs; expected `between 3 and 5`")
        return condition
    upper = None if high is None else reader.number(high, line)
    least = reader.number(low, line)
    if upper is not None and upper < least:
        reader.mistakes.add(line, f"`{value}` leaves nothing between its numbers")
    return replace(condition, value=least, upper=upper)


def _kind_of_fact(reader: Reader, fact: str, line: int) -> FactKind | None:
    reader.word("facts", fact, line)
    known = reader.vocabulary.facts.get(fact)
    return known.kind if known else None


def _unfit(reader: Reader, value: str, fact: str, kind: FactKind | None, line: int) -> None:
    if kind is not None:
        reader.mistakes.add(line, f"`{value}` does not fit `{fact}`; {FITTING[kind].format(fact)}")


def _part(reader: Reader, value: str, line: int, pieces: Sequence[str]) -> Condition | Grant:
    found = GRANT.fullmatch(value)
    if not found:
        before = next((GRANT.fullmatch(each) for each in pieces if GRANT.fullmatch(each)), None)
        if before and (value in reader.vocabulary.roles or value in reader.vocabulary.parties):
            both = f"{before[0]} and {before[1]} {value}"
            hint = f"for both, write `{both}`; for either, `{before[0]} or {value}`"
            reader.mistakes.add(line, f"`{value}` stands alone after `and`; {hint}")
            return Condition(value)
        return read_condition(reader, value, line)
    kind = KIND_OF[found[1]]
    if kind is GrantKind.OFFICE:
        of = reader.words("roles", found[2], line, joint=" or ")
    else:
        of = reader.words("roles", found[2], line, joint=" or ", also=(*reader.vocabulary.parties, UNSTATED))
    forms = reader.pieces(found[3], line) if found[3] is not None else ()
    return _grant(reader, kind, of, forms, line)


def _grant(reader: Reader, kind: GrantKind, of: tuple[str, ...], forms: tuple[str, ...], line: int) -> Grant:
    known = FORMS_OF.get(kind, FORMS)
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
