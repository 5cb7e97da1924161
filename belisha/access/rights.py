"""Which roles have which rights: the library's table, and a school's own choices."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any


@dataclass(frozen=True, slots=True)
class Right:
    """Something that only some people may do. `holders` are roles and offices of the vocabulary.

    `second_factor`: people with this right must sign in with a second factor. `keep_one`: an essential right,
    which a school cannot take from the last person who has it.
    """

    id: str
    label: str
    holders: tuple[str, ...]
    second_factor: bool = False
    keep_one: bool = False


@cache
def load_rights() -> Mapping[str, Right]:
    """Return every right of the library, by id."""
    text = files("belisha").joinpath("library", "rights.toml").read_text(encoding="utf-8")
    rows = tomllib.loads(text).items()
    return MappingProxyType({name: _right(name, row) for name, row in rows})


def essential_rights() -> frozenset[str]:
    """Return the ids of the rights that somebody at each school must always have."""
    return frozenset(right.id for right in load_rights().values() if right.keep_one)


def rights_of(
    roles: Iterable[str],
    own: Mapping[str, Iterable[str]] = MappingProxyType({}),
    extra: Iterable[str] = (),
) -> frozenset[str]:
    """Return the ids of the rights that come with `roles` (a role together with its ancestors).

    `own` maps rights to the holders that the school chose in place of the library's. `extra` are rights given
    to the person in addition to their role.
    """
    held = frozenset(roles)
    table = load_rights()
    found = {name for name, right in table.items() if not held.isdisjoint(own.get(name, right.holders))}
    return frozenset(found | (set(extra) & set(table)))


def _right(name: str, row: Mapping[str, Any]) -> Right:
    marks = {mark: bool(row.get(mark, False)) for mark in ("second_factor", "keep_one")}
    return Right(name, row["label"], tuple(row["holders"]), **marks)
