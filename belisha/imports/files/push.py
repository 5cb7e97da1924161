"""People as a school's information system sends them: JSON in the published format `belisha-people/1`."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from belisha.imports.files.limits import MOST_ROWS
from belisha.imports.files.row import shortened
from belisha.imports.files.table import Table, known_table

FORMAT = "belisha-people/1"
ALL, CHANGES = "all", "changes"
LEAVE, STAY = "leave", "stay"
# The name of each value of a person, and the field of ours that it is.
PERSON = {
    "id": "person_id",
    "staff_code": "staff_code",
    "admission_number": "admission",
    "upn": "upn",
    "first_name": "given",
    "last_name": "family",
    "preferred_first_name": "preferred_given",
    "preferred_last_name": "preferred_family",
    "email": "email",
    "year_group": "year_group",
    "class": "group",
    "line_manager": "line_manager",
}
ROLE = {"role": "role", "from": "from_on", "to": "to_on", "state": "state"}
STATES = ("current", "left")
MOST_PROBLEMS = 50


class PushFormatError(Exception):
    """Raised for a body that is not in the published format. `problems` are places and sentences."""

    def __init__(self, problems: list[tuple[str, str]]) -> None:
        super().__init__("the body is not in the published format")
        self.problems = problems[:MOST_PROBLEMS]


@dataclass(frozen=True, slots=True)
class Push:
    """What was sent: the people as a table, and whether those who are not among them leave."""

    table: Table
    missing_leave: bool = False


def read_push(data: bytes) -> Push:
    """Return what the body holds. Raise PushFormatError, with every problem, if it is not in the format."""
    try:
        body = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise PushFormatError([("", f"not JSON: {shortened(str(error))}")]) from error
    problems = list(_problems(body))
    if problems:
        raise PushFormatError(problems)
    rows = [
        (number, "", fields)
        for number, person in enumerate(body["people"], start=1)
        for fields in _rows_of(person)
    ]
    is_delta = body["mode"] == CHANGES
    notes = ["It holds only what has changed. Nobody leaves for not being in it."] if is_delta else []
    table = known_table("push", rows, notes=notes, is_delta=is_delta)
    return Push(table, missing_leave=body.get("missing") == LEAVE and not is_delta)


def _rows_of(person: Mapping[str, Any]) -> Iterator[dict[str, str]]:
    """Yield a row for each role of a person; one without a role if none is named."""
    fields = {ours: _text(person.get(name)) for name, ours in PERSON.items()}
    for post in person.get("roles") or [{}]:
        role = {ours: _text(post.get(name)) for name, ours in ROLE.items()}
        if person.get("state") == "left":
            role["state"] = "left"
        yield {**fields, **role}


def _text(value: Any) -> str:
    return str(value) if value is not None else ""


def _problems(body: Any) -> Iterator[tuple[str, str]]:
    """Yield each problem: its place, such as `people[3].email`, and what is wrong there."""
    if not isinstance(body, dict):
        yield "", "expected an object"
        return
    if body.get("format") != FORMAT:
        yield "format", f"expected `{FORMAT}`"
    if body.get("mode") not in (ALL, CHANGES):
        yield "mode", f"expected `{ALL}` (everybody) or `{CHANGES}` (only what has changed)"
    if body.get("missing", STAY) not in (LEAVE, STAY):
        yield "missing", f"expected `{STAY}` or `{LEAVE}`"
    yield from ((name, "not known") for name in body.keys() - {"format", "mode", "missing", "people"})
    people = body.get("people")
    if not isinstance(people, list) or not people:
        yield "people", "expected a list with at least one person"
        return
    if len(people) > MOST_ROWS:
        yield "people", f"expected at most {MOST_ROWS:,} people"
        return
    for place, person in enumerate(people):
        yield from _problems_of_person(person, f"people[{place}]")


def _problems_of_person(person: Any, place: str) -> Iterator[tuple[str, str]]:
    if not isinstance(person, dict):
        yield place, "expected an object"
        return
    yield from _problems_of_texts(person, PERSON.keys() | {"state", "roles"}, {"roles"}, place)
    if not person.get("id"):
        yield f"{place}.id", "expected the number of the person in your system, which never changes"
    if person.get("state", "current") not in STATES:
        yield f"{place}.state", "expected `current` or `left`"
    roles = person.get("roles", [])
    if not isinstance(roles, list):
        yield f"{place}.roles", "expected a list"
        return
    for number, role in enumerate(roles):
        where = f"{place}.roles[{number}]"
        if not isinstance(role, dict) or not role.get("role"):
            yield where, "expected an object with `role`"
        else:
            yield from _problems_of_texts(role, ROLE.keys(), set(), where)


def _problems_of_texts(
    values: Mapping[str, Any], known: Any, lists: set[str], place: str
) -> Iterator[tuple[str, str]]:
    for name, value in values.items():
        if name not in known:
            yield f"{place}.{shortened(name)}", "not known"
        elif name not in lists and value is not None and not isinstance(value, str):
            yield f"{place}.{name}", "expected a text, in quotation marks"
