"""People who stand in a file twice: one person with two posts, or two whom nothing tells apart."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date

from belisha.rolls.reading.fields import BY_ID
from belisha.rolls.reading.names import fold
from belisha.rolls.reading.row import Fault, RollRow, shown


def part_twice(rows: Iterable[RollRow]) -> tuple[list[RollRow], list[Fault]]:
    """The rows with each person once, and a fault for each of the lines that nothing tells apart.

    One number, name and address with two roles is one person in two posts. An address or a number that two
    people have is a fault on both lines, and names the other.
    """
    people, faults = _join_posts(rows), list[Fault]()
    people = _refuse(people, faults, lambda row: row.keys, _same_key)
    people = _refuse(people, faults, lambda row: (row.email,) if row.email else (), _same_address)
    return people, faults


def _join_posts(rows: Iterable[RollRow]) -> list[RollRow]:
    """One row for the posts of one person. In an archive, where each post has a line, one may stand twice."""
    found: dict[tuple[object, ...], RollRow] = {}
    for row in rows:
        apart: tuple[object, ...] = (row.keys, fold(row.name), row.email)
        first = found.get(apart)
        is_numbered = not row.key.startswith(("name:", "email:"))
        if first is None:
            found[apart] = row
        elif is_numbered and (row.where or row.roles[0] not in first.roles):
            roles = tuple(dict.fromkeys((*first.roles, *row.roles)))
            found[apart] = replace(first, roles=roles, to_on=_last(first.to_on, row.to_on))
        else:
            found[(*apart, row.line)] = row
    return list(found.values())


def _last(one: date | None, other: date | None) -> date | None:
    return max(one, other) if one and other else None


def _refuse(
    rows: list[RollRow],
    faults: list[Fault],
    values: Callable[[RollRow], tuple[str, ...]],
    said: Callable[[str, RollRow, RollRow], Fault],
) -> list[RollRow]:
    holders: dict[str, list[RollRow]] = {}
    for row in rows:
        for value in values(row):
            holders.setdefault(value, []).append(row)
    refused = set()
    for value, sharing in holders.items():
        for place, row in enumerate(sharing if len(sharing) > 1 else ()):
            if id(row) not in refused:
                faults.append(said(value, row, sharing[0 if place else 1]))
            refused.add(id(row))
    return [row for row in rows if id(row) not in refused]


def _place(row: RollRow) -> str:
    return f"line {row.line} of {row.where}" if row.where else f"line {row.line}"


def _same_address(value: str, row: RollRow, other: RollRow) -> Fault:
    advice = (
        "People sign in with it, so two cannot share one: leave it empty for one of them, or take one "
        "line out."
    )
    expected = f"an address of one person alone; {_place(other)} has it too"
    return Fault(row.line, BY_ID["email"].label, value, expected, advice, where=row.where)


def _same_key(value: str, row: RollRow, other: RollRow) -> Fault:
    field, _, text = value.partition(":")
    if field == "email":
        return _same_address(text, row, other)
    if field == "name":
        expected = f"something that tells this person from {_place(other)}: they have the same name"
        advice = "Export a column with admission numbers, staff codes or addresses too, or take one line out."
        return Fault(row.line, BY_ID["name"].label, shown(row.name), expected, advice, where=row.where)
    expected = f"a number of one person alone; {_place(other)} has it too"
    advice = "Mend it in your system, or take one of the lines out."
    return Fault(row.line, BY_ID[field].label, shown(text), expected, advice, where=row.where)
