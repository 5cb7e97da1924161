"""The table of every address: what it is, which methods it has, and who finds what there.

`addresses.tsv` is the one place where this is written: the walk, the tests of the pages and the reference
(`docs/reference/addresses.md`) all read it. No Django here, so that the documents can be checked without it.
"""

from __future__ import annotations

import csv
from collections.abc import Collection
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path

TABLE = Path(__file__).with_name("addresses.tsv")
OPEN, ON, SIGN_IN, REFUSED, HIDDEN = "open", "on", "sign in", "refused", "hidden"
ROLE = "role"


@dataclass(frozen=True)
class Address:
    """One line of the table. Several lines may look at one address with something else in it.

    `nobody`, `elsewhere` and `here` say what is found by whoever has not signed in, by the people of another
    school (all of them, whatever their rights), and by those of the school: `open` (200), `on` (leads on),
    `sign in`, `refused` (403) or `hidden` (404). `here` is read from the left: `RIGHT RIGHT: open; refused`
    opens for who holds either right, `role ROLE ROLE: open` for people by whom they are (whose own it is).
    `post` is the same for a POST, where it differs. `at` gives what the address takes: `@…` was built
    (see `building.py`), `?…` is a query.
    """

    name: str
    address: str
    methods: str
    nobody: str
    elsewhere: str
    here: str
    post: str
    at: str
    title: str
    what: str

    def __str__(self) -> str:
        return f"{self.name} {self.at}".strip()

    @property
    def is_of_a_school(self) -> bool:
        """Whether a school is in the address."""
        return "/SCHOOL/" in self.address

    def found_here(self, method: str, role: str, rights: Collection[str]) -> str:
        """What somebody of the school with that role and those rights finds."""
        for part in ((method == "POST" and self.post) or self.here).split(";"):
            group, colon, result = part.rpartition(":")
            words = group.split()
            held = {role} if words[:1] == [ROLE] else set(rights)
            if not colon or not held.isdisjoint(words):
                return result.strip()
        message = f"`{self.name}`: `{self.here}` does not end in what everybody else finds"
        raise ValueError(message)


@cache
def addresses() -> tuple[Address, ...]:
    """Every line of the table."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        assert rows.fieldnames == [each.name for each in fields(Address)]
        return tuple(Address(**row) for row in rows)
