"""What is known of the world outside, by day: editions of guidance, ages and closures of platforms."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class Edition:
    """One edition of a guidance, and the day on which it came into force."""

    edition: str
    since: date


@dataclass(frozen=True, slots=True)
class Guidance:
    """A guidance with every edition, oldest first. `expected` are announced and not yet confirmed."""

    name: str
    also: tuple[str, ...]
    source: str
    editions: tuple[Edition, ...]
    expected: tuple[Edition, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Every name that documents use for it."""
        return (self.name, *self.also)

    def in_force(self, on: date) -> Edition | None:
        """Return the edition in force on a day, or None before the first."""
        return max((each for each in self.editions if each.since <= on), key=lambda e: e.since, default=None)

    def announced(self, on: date) -> Edition | None:
        """Return the edition that was announced to be in force by this day, if any."""
        return max((each for each in self.expected if each.since <= on), key=lambda e: e.since, default=None)


@dataclass(frozen=True, slots=True)
class Service:
    """What is known of a platform. `ages` are (since, minimum), oldest first; None is before the table."""

    source: str
    ages: tuple[tuple[date | None, int], ...] = ()
    closed: date | None = None
    renamed_to: str = ""
    renamed_on: date | None = None

    def minimum_age(self, on: date) -> tuple[date | None, int] | None:
        """Since when, and how old a user must be on this day; None where the table does not say."""
        found = [each for each in self.ages if each[0] is None or each[0] <= on]
        return found[-1] if found else None


@dataclass(frozen=True, slots=True)
class ReferenceData:
    """All of it; services by the vocabulary's platform ids."""

    guidance: tuple[Guidance, ...]
    services: Mapping[str, Service]

    def guidance_named(self, name: str) -> Guidance | None:
        """Return the guidance that documents call so, in any letter case; None if the table has none."""
        wanted = name.casefold()
        return next((each for each in self.guidance if wanted in map(str.casefold, each.names)), None)


@cache
def reference_data() -> ReferenceData:
    """Return the tables that ship."""
    guidance = tuple(_guidance(each) for each in _read("guidance.toml")["guidance"])
    services = _read("services.toml")
    return ReferenceData(
        guidance, {name: _service(each) for name, each in services.items() if isinstance(each, dict)}
    )


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(files("belisha").joinpath("library", name).read_text(encoding="utf-8"))


def _editions(rows: list[dict[str, Any]]) -> tuple[Edition, ...]:
    return tuple(Edition(row["edition"], row["since"]) for row in rows)


def _guidance(table: dict[str, Any]) -> Guidance:
    return Guidance(
        name=table["name"],
        also=tuple(table.get("also", ())),
        source=table["source"],
        editions=_editions(table["editions"]),
        expected=_editions(table.get("expected", [])),
    )


def _service(table: dict[str, Any]) -> Service:
    renamed = table.get("renamed", {})
    return Service(
        source=table["source"],
        ages=tuple((row.get("since"), row["minimum"]) for row in table.get("ages", ())),
        closed=table.get("closed"),
        renamed_to=renamed.get("to", ""),
        renamed_on=renamed.get("on"),
    )
