"""Which roles hold which rights: the library's table, and what a school says instead."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any


@dataclass(frozen=True, slots=True)
class Right:
    """Something that not everybody may do. `holders` are roles and offices of the vocabulary.

    `second_factor`: whoever has it signs in with more than a password. `keep_one`: a school never takes it
    from the last person who has it, or nobody could mend anything any more.
    """

    id: str
    label: str
    holders: tuple[str, ...]
    second_factor: bool = False
    keep_one: bool = False


@cache
def load_rights() -> Mapping[str, Right]:
    """Every right by its id, as the library has them."""
    text = files("belisha").joinpath("library", "rights.toml").read_text(encoding="utf-8")
    rows = tomllib.loads(text).items()
    return MappingProxyType({name: _right(name, row) for name, row in rows})


def kept_rights() -> frozenset[str]:
    """The rights that somebody at a school must always have."""
    return frozenset(right.id for right in load_rights().values() if right.keep_one)


def rights_of(
    roles: Iterable[str],
    own: Mapping[str, Iterable[str]] = MappingProxyType({}),
    extra: Iterable[str] = (),
) -> frozenset[str]:
    """The rights that come with `roles`: a role together with the wider roles that include it.

    `own` are the holders that the school has set for some rights, in place of the library's; `extra` are
    rights given to the person beside their role.
    """
    held = frozenset(roles)
    table = load_rights()
    found = {name for name, right in table.items() if not held.isdisjoint(own.get(name, right.holders))}
    return frozenset(found | (set(extra) & set(table)))


def _right(name: str, row: Mapping[str, Any]) -> Right:
    marks = {mark: bool(row.get(mark, False)) for mark in ("second_factor", "keep_one")}
    return Right(name, row["label"], tuple(row["holders"]), **marks)
