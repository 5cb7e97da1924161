"""The registry of holdings: what each room keeps, whose data it is, for how long, and how it is erased.

A room says so in a module `holdings`, which is found in every installed app, for each of its models:

    holding(Holding(key="matters", model=Matter, title="Complaints and concerns", kind="complaint", ...))
    exempt(ComplaintsProcedure, "where the school's own procedure is found: nobody's personal data")

Disposal, subject access, correction, erasure, the processing record and the log of looks all ask it.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import Any

from django.db.models import Model, Q
from django.db.models.expressions import Combinable
from django.utils.module_loading import autodiscover_modules


@dataclass(frozen=True, slots=True)
class Subject:
    """A person in a row, and their part in it ("who complained"). `name` is for those without an account."""

    part: str
    user_id: int | None = None
    name: str = ""


Disclosed = Sequence[tuple[str, str | date | None]]


def _nobody(row: Any) -> Iterable[Subject]:  # noqa: ARG001 - the type of every other `subjects`
    return ()


def _nothing(row: Any) -> Mapping[str, str]:  # noqa: ARG001
    return {}


def delete_rows(rows: Sequence[Model]) -> None:
    """Delete rows of one model, with what cascades from them."""
    if rows:
        type(rows[0])._default_manager.filter(pk__in=[row.pk for row in rows]).delete()  # noqa: SLF001


@dataclass(frozen=True, slots=True)
class Holding:
    """What a room says about one of its models.

    `kind` is a table of `library/retention.toml`, which gives the trigger and the period. `triggers` has, for
    each trigger that the room can tell, an expression over the model: the day or instant from which the
    period runs, NULL while it has not happened. `about` filters to the rows in which a user has a part;
    `subjects` names everybody in a row; `disclosed` is what a person is told of a row that they have a part
    in, with others left out. `dispose` erases rows of one school, in the caller's transaction, and `stub`
    says before that what may be counted afterwards, without anybody's data. `looks` are the verbs with which
    the record tells that somebody looked at a row, which it names `noun` and the row's id. `corrections` are
    the fields that a person may have put right, with their labels.

    `kept_because` says why disposal leaves the model alone: it empties itself, or has to stay. `parts` are
    models whose rows belong to a row of this one, and go with it.
    """

    key: str
    model: type[Model]
    title: str
    kind: str
    about: Callable[[int], Q] | None = None
    subjects: Callable[[Any], Iterable[Subject]] = _nobody
    disclosed: Callable[[Any, int], Disclosed] | None = None
    triggers: Mapping[str, Combinable] = field(default_factory=dict)
    dispose: Callable[[Sequence[Any]], None] = delete_rows
    stub: Callable[[Any], Mapping[str, str]] = _nothing
    looks: tuple[str, ...] = ()
    noun: str = ""
    corrections: Mapping[str, str] = field(default_factory=dict)
    kept_because: str = ""
    parts: tuple[type[Model], ...] = ()

    @property
    def subject(self) -> str:
        """Return the noun by which the record names a row."""
        return self.noun or self.model._meta.model_name or self.key  # noqa: SLF001


_HOLDINGS: dict[str, Holding] = {}
_EXEMPT: dict[type[Model], str] = {}


def holding(found: Holding) -> Holding:
    """Register a holding and return it.

    Raise ValueError if another has its key or its model, if it can neither be disposed of nor says why, or if
    it names people without saying how their rows are found.
    """
    there = _HOLDINGS.get(found.key)
    if there is not None and there.model is not found.model:
        raise ValueError(f"two holdings are called `{found.key}`")
    if not found.triggers and not found.kept_because:
        raise ValueError(f"`{found.key}` has no trigger: give one, or say in `kept_because` why it stays")
    if found.about is not None and found.disclosed is None:
        raise ValueError(f"`{found.key}` is about people: give `disclosed`, what a person is told of a row")
    _HOLDINGS[found.key] = found
    return found


def exempt(model: type[Model], why: str) -> None:
    """Say that a model holds nothing about anybody that has to go. Raise ValueError without a reason."""
    if not why.strip():
        raise ValueError(f"`{model.__name__}` is exempt without a reason: say why it holds nobody's data")
    _EXEMPT[model] = why


def holdings() -> Mapping[str, Holding]:
    """Return every holding by its key, from the `holdings` module of each installed app."""
    _discover()
    return MappingProxyType(_HOLDINGS)


def exemptions() -> Mapping[type[Model], str]:
    """Return every model that is exempt, with the reason."""
    _discover()
    return MappingProxyType(_EXEMPT)


@cache
def _discover() -> None:
    autodiscover_modules("holdings")
