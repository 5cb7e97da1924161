"""Find people who stand in a file more than once: one person with several posts, or two of one number."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta

from belisha.imports.files.fields import BY_ID
from belisha.imports.files.names import fold_name
from belisha.imports.files.row import LineFault, PersonRow, Post, shortened

DAY = timedelta(days=1)
NO_OWNERS: Mapping[str, str] = {}


def split_duplicates(
    rows: Iterable[PersonRow], owners: Mapping[str, str] = NO_OWNERS
) -> tuple[list[PersonRow], list[LineFault]]:
    """Return the rows with each person once, and a fault for each line that nothing tells apart.

    One number, name and address with several posts is one person. A number that two people have is a fault
    on both lines, and names the other. An address that several share, as a family does, stays with the one
    who has it at the school (`owners`: folded names by address), else with the first.
    """
    people, faults = _join_posts(rows), list[LineFault]()
    people = _part_addresses(people, faults, owners)
    people = _refuse_shared_keys(people, faults)
    return people, faults


def joined_posts(posts: Iterable[Post]) -> tuple[Post, ...]:
    """Return the posts with the renewed ones of a role as one: those that overlap, or follow the day after.

    A post that the file marks as ended does not end another of the same role that lasts.
    """
    found: dict[str, list[Post]] = {}
    for post in sorted(posts, key=lambda post: (post.is_ended, post.from_on or date.min)):
        spans = found.setdefault(post.role, [])
        before = spans[-1] if spans and not (spans[-1].is_ended or post.is_ended) else None
        if before and _follows(before, post):
            spans[-1] = replace(before, to_on=_later(before.to_on, post.to_on))
        elif not (post.is_ended and spans):
            spans.append(post)
    return tuple(post for spans in found.values() for post in spans)


def _follows(before: Post, post: Post) -> bool:
    return before.to_on is None or post.from_on is None or post.from_on <= before.to_on + DAY


def _later(one: date | None, other: date | None) -> date | None:
    return max(one, other) if one and other else None


def _join_posts(rows: Iterable[PersonRow]) -> list[PersonRow]:
    """Return one row for the posts of one person. In an archive, where each post has a line,
    one may repeat.
    """
    found: dict[tuple[object, ...], PersonRow] = {}
    several: dict[tuple[object, ...], list[PersonRow]] = {}
    for row in rows:
        apart: tuple[object, ...] = (row.keys, fold_name(row.name), row.email)
        first = found.get(apart)
        if first is None:
            found[apart] = row
        elif row.key.startswith("name:"):  # nothing tells whether they are one person or two
            found[(*apart, row.line)] = row
        else:
            several.setdefault(apart, [first]).append(row)
    for apart, parts in several.items():
        found[apart] = _joined(found[apart], parts)
    return [replace(row, is_gone=True) if _has_left(row) else row for row in found.values()]


def _joined(first: PersonRow, parts: list[PersonRow]) -> PersonRow:
    posts = joined_posts(post for part in parts for post in part.posts)
    there = [part for part in parts if not part.is_gone] or [first]
    return replace(
        first,
        posts=posts,
        is_gone=all(part.is_gone for part in parts),
        year_group=_first_said(part.year_group for part in there),
        group=_first_said(part.group for part in there),
        line_manager=_first_said(part.line_manager for part in there),
    )


def _first_said(values: Iterable[str]) -> str:
    return next(filter(None, values), "")


def _has_left(row: PersonRow) -> bool:
    return not row.is_gone and bool(row.posts) and all(post.is_ended for post in row.posts)


def _part_addresses(
    rows: list[PersonRow], faults: list[LineFault], owners: Mapping[str, str]
) -> list[PersonRow]:
    """Leave a shared address to one of those who have it; the others are taken without."""
    sharing: dict[str, list[PersonRow]] = {}
    for row in rows:
        if row.email:
            sharing.setdefault(row.email, []).append(row)
    keeps: dict[str, PersonRow] = {}
    for email, several in sharing.items():
        own = next((row for row in several if fold_name(row.name) == owners.get(email)), several[0])
        keeps[email] = own
    found, refused = [], set[int]()
    for row in rows:
        keeper = keeps.get(row.email, row)
        if keeper is row:
            found.append(row)
        elif fold_name(keeper.name) == fold_name(row.name):  # one person under two numbers
            faults += [_two_numbers(keeper, row)] if id(keeper) not in refused else []
            faults.append(_two_numbers(row, keeper))
            refused.add(id(keeper))
        else:
            faults.append(_shared_address(row, keeper))
            keys = tuple(key for key in row.keys if not key.startswith("email:"))
            found.append(replace(row, email="", keys=keys or (f"name:{fold_name(row.name)}",)))
    return [row for row in found if id(row) not in refused]


def _refuse_shared_keys(rows: list[PersonRow], faults: list[LineFault]) -> list[PersonRow]:
    holders: dict[str, list[PersonRow]] = {}
    for row in rows:
        for key in row.keys:
            holders.setdefault(key, []).append(row)
    refused = set()
    for key, sharing in holders.items():
        for place, row in enumerate(sharing if len(sharing) > 1 else ()):
            if id(row) not in refused:
                faults.append(_same_key(key, row, sharing[0 if place else 1]))
            refused.add(id(row))
    return [row for row in rows if id(row) not in refused] if refused else rows


def _place(row: PersonRow) -> str:
    return f"line {row.line} of {row.where}" if row.where else f"line {row.line}"


def _shared_address(row: PersonRow, other: PersonRow) -> LineFault:
    expected = f"an address of one person alone; {_place(other)} has it too"
    advice = (
        f"People sign in with it, so it stays with {other.name}, and {row.name} is taken without an address. "
        "Give them one of their own in your system if they are to sign in."
    )
    label = BY_ID["email"].label
    return LineFault(
        row.line, label, row.email, expected, advice, stops=False, where=row.where, name=row.name
    )


def _two_numbers(row: PersonRow, other: PersonRow) -> LineFault:
    expected = f"one number for one person; {_place(other)} has the same name and address under another"
    advice = "Correct the numbers in your system, or take one of the lines out."
    label = BY_ID["email"].label
    return LineFault(row.line, label, row.email, expected, advice, where=row.where, name=row.name)


def _same_key(value: str, row: PersonRow, other: PersonRow) -> LineFault:
    field, _, text = value.partition(":")
    if field == "name":
        expected = f"something that tells this person from {_place(other)}: they have the same name"
        advice = "Export a column with admission numbers, staff codes or addresses too, or take one line out."
        return LineFault(
            row.line, BY_ID["name"].label, shortened(row.name), expected, advice, where=row.where
        )
    expected = f"a number of one person alone; {_place(other)} has it too"
    advice = "Correct it in your system, or take one of the lines out."
    label = BY_ID[field].label if field in BY_ID else "Number"
    return LineFault(row.line, label, shortened(text), expected, advice, where=row.where, name=row.name)
