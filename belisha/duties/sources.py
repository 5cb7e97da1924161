"""The registry of duty sources: each room says what is due by a day, and the sweep opens it.

A room keeps its sources in a module `duty_sources`, which is found in every installed app.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import MappingProxyType

from django.utils.module_loading import autodiscover_modules

from belisha.people.models import School


@dataclass(frozen=True, slots=True)
class DutySpec:
    """A duty that a source asks for. The fields are those of `Duty`: a person or an office, not both.

    `title` goes into mail and calendars, so it names nobody. Without a `link` to the page where it is done,
    the person asked may mark it as done themselves. `late_to` is the office told when it stays undone
    (empty: whoever looks after the school's people). `period` is the first and last day of the period that a
    recurring duty is for: what was done in it is not asked again, and what was not is missed when it ends.
    A confidential duty is seen by whoever owes it and by nobody else, not even in numbers; nobody but
    `late_to` hears that it is late.
    """

    key: str
    title: str
    due_on: date
    person_id: int | None = None
    office: str = ""
    clause: str = ""
    cites: str = ""
    link: str = ""
    by_hand: bool = False
    late_to: str = ""
    period: tuple[date, date] | None = None
    is_confidential: bool = False


Source = Callable[[School, date], Iterable[DutySpec]]


@dataclass(frozen=True, slots=True)
class RegisteredSource:
    """A source, and the reason given for duties that it no longer asks for."""

    source: Source
    why_dropped: str


# Sources by name, as the sweep takes them.
DutySources = Mapping[str, RegisteredSource]

_REGISTERED: dict[str, RegisteredSource] = {}


def duty_source(name: str, why_dropped: str = "it is no longer asked") -> Callable[[Source], Source]:
    """Return a decorator that registers a function as the source `name`, which the sweep asks what is due.

    The function takes a school and a day and yields everything that should be open or done by then, each
    under its key. What it no longer asks for is dropped, with `why_dropped` ("a newer version asks instead")
    unless the person has left. Raise ValueError if another function has the name.
    """

    def register(source: Source) -> Source:
        if name in _REGISTERED and _REGISTERED[name].source is not source:
            message = f"two duty sources are called `{name}`"
            raise ValueError(message)
        _REGISTERED[name] = RegisteredSource(source, why_dropped)
        return source

    return register


def duty_sources() -> DutySources:
    """Return every source by name, from the `duty_sources` module of each installed app."""
    _discover()
    return MappingProxyType(_REGISTERED)


@cache
def _discover() -> None:
    autodiscover_modules("duty_sources")
