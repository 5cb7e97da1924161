"""Where duties come from: each part of the site says what is due by today, and the sweep opens it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from belisha.people.models import School


@dataclass(frozen=True, slots=True)
class Wanted:
    """A duty that should be there. The fields are those of `Duty`; a person or an office, not both.

    `title` goes into mail and calendars: it carries nobody's name. Without a `link` to where it is done,
    whoever owes it may say themselves that it is done. `late_to` is the office that is told when it stays
    undone (empty: whoever looks after the people of the school).
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


Source = Callable[[School, date], Iterable[Wanted]]


@dataclass(frozen=True, slots=True)
class Registered:
    """A source, and what is said of a duty that it no longer wants."""

    source: Source
    why_dropped: str


_SOURCES: dict[str, Registered] = {}


def register(name: str, source: Source, why_dropped: str = "it is no longer asked") -> None:
    """Let the sweep ask `source` what is due at a school on a day. Called once, when an app is ready.

    `source` says everything that should be open or done by then, each under its key: what it wants no longer
    is dropped, with `why_dropped` ("a newer version asks instead"), unless the person has left.
    """
    _SOURCES[name] = Registered(source, why_dropped)


def sources() -> Mapping[str, Registered]:
    """Every source by its name."""
    return MappingProxyType(_SOURCES)
