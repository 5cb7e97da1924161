"""The registry of figures for governors: each room counts what it keeps, and says what each count means.

A room keeps its figures in a module `figures`, which is found in every installed app. A figure counts rows
by one property within a period; it never names anybody. What is shown of it is decided by
`base.suppression`.

The total of one figure must not be a cell of another: what protects one would be undone by the other.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum
from functools import cache
from types import MappingProxyType
from typing import Any

from django.db.models import Count as RowCount
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.module_loading import autodiscover_modules

Count = Callable[[int, date, date], Mapping[str, int]]


class FigureGroup(Enum):
    """A heading of the report, in the order in which it shows them."""

    PEOPLE = "The policy and its people"
    ASKED = "What people ask, and are allowed"
    HAPPENED = "What happened"
    PUBLIC = "The school in public"
    DATA = "Personal data"


@dataclass(frozen=True, slots=True)
class ListPage:
    """The page that lists a figure's rows: its URL name and its guard, which takes an actor and a school."""

    name: str
    guard: Callable[[Any, Any], None] | None = None


@dataclass(frozen=True, slots=True)
class SchoolFigure:
    """A figure: what it counts, by what, its definition, and the page that lists its rows for those allowed.

    `count` takes the school's id and the first and last day, and returns the count of each value. `urgent`
    are the values that should be nought: what is late, or waits.
    """

    key: str
    title: str
    definition: str
    count: Count
    group: FigureGroup
    page: ListPage | None = None
    urgent: tuple[str, ...] = ()


def within(name: str, first: date, last: date) -> Q:
    """Return the condition that an instant lies in the period, in London."""
    return Q(**{f"{name}__gte": day_begins(first), f"{name}__lt": day_begins(last + timedelta(days=1))})


def day_begins(on: date) -> datetime:
    """Return the instant at which a day begins in London."""
    return timezone.make_aware(datetime.combine(on, time()))


def counted(rows: QuerySet[Any], field: str, labels: Mapping[str, str]) -> dict[str, int]:
    """Return how many rows have each value of a field, by the value's label; those with none are 0."""
    found = dict(rows.order_by().values_list(field).annotate(count=RowCount("pk")))
    return {label: found.get(value, 0) for value, label in labels.items()}


ClauseCount = Callable[[int, date, date], Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class ClauseFigure:
    """A count for each clause of the policy: how often it was asked about, breached or overridden.

    `base` is the key of the figure that counts the same rows: where something of that is withheld, this is
    too.
    """

    key: str
    title: str
    count: ClauseCount
    base: str


_FIGURES: dict[str, SchoolFigure] = {}
_CLAUSES: dict[str, ClauseFigure] = {}


def school_figure(
    key: str,
    title: str,
    definition: str,
    *,
    group: FigureGroup,
    page: ListPage | None = None,
    urgent: tuple[str, ...] = (),
) -> Callable[[Count], Count]:
    """Return a decorator that registers a function as a figure. Raise ValueError if another has its key."""

    def register(count: Count) -> Count:
        if key in _FIGURES and _FIGURES[key].count is not count:
            raise ValueError(f"two figures are called `{key}`")
        _FIGURES[key] = SchoolFigure(key, title, definition, count, group, page, urgent)
        return count

    return register


def clause_figure(key: str, title: str, base: str) -> Callable[[ClauseCount], ClauseCount]:
    """Return a decorator that registers a function as a count for each clause."""

    def register(count: ClauseCount) -> ClauseCount:
        _CLAUSES[key] = ClauseFigure(key, title, count, base)
        return count

    return register


def school_figures() -> Mapping[str, SchoolFigure]:
    """Return every figure by its key, group by group, in the order of their keys."""
    _discover()
    groups = list(FigureGroup)
    found = sorted(_FIGURES.values(), key=lambda each: (groups.index(each.group), each.key))
    return MappingProxyType({each.key: each for each in found})


def clause_figures() -> Mapping[str, ClauseFigure]:
    """Return every count for clauses by its key."""
    _discover()
    return MappingProxyType(dict(sorted(_CLAUSES.items())))


@cache
def _discover() -> None:
    autodiscover_modules("figures")
