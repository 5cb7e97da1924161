"""A situation, and the ruling on it: a value with its grounds."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Generic, Protocol, TypeVar, overload

FactValue = bool | int | str


class Verdict(StrEnum):
    """Strongest first; `depends` and `silent` stand outside the order."""

    PROHIBITED = "prohibited"
    NEEDS_PERMISSION = "needs-permission"
    DISCOURAGED = "discouraged"
    REQUIRED = "required"
    RECOMMENDED = "recommended"
    ALLOWED = "allowed"
    SILENT = "silent"
    DEPENDS = "depends"


FORBIDDING = (Verdict.PROHIBITED, Verdict.NEEDS_PERMISSION, Verdict.DISCOURAGED)
"""The verdicts that speak against the act, as things stand."""


@dataclass(frozen=True)
class Situation:
    """Somebody in a role does an action, towards somebody, in circumstances.

    `facts` holds only what is known: a fact that is absent is not known, never false.
    """

    role: str
    action: str
    towards: str | None = None
    facts: Mapping[str, FactValue] = field(default_factory=lambda: MappingProxyType({}))


class GroundStanding(StrEnum):
    """What became of a clause that speaks to the situation."""

    DECIDES = "decides"
    OUTWEIGHED = "outweighed"
    LIFTED = "lifted"
    NOT_MET = "not met"
    OPEN = "open"
    INFORMS = "informs"


@dataclass(frozen=True, slots=True)
class Ground:
    """A clause that speaks to the situation, what it came to, and why (a sentence).

    `is_of_others` is True where it speaks of the same act for other people than the one who acts.
    """

    clause: str
    cites: tuple[str, ...]
    force: str
    title: str
    text: str
    standing: GroundStanding
    why: str = ""
    is_of_others: bool = False


class ExceptionState(StrEnum):
    """What came of an exception that was tried."""

    HOLDS = "holds"
    FAILS = "fails"
    NOT_KNOWN = "not known"


@dataclass(frozen=True, slots=True)
class TriedException:
    """An exception that was tried, what came of it, and why (a sentence)."""

    clause: str
    exception: str
    state: ExceptionState
    why: str


@dataclass(frozen=True, slots=True)
class FollowUpQuestion:
    """A fact that would change the ruling. `then` maps each answer ("yes", "no", a role, ...) to the
    verdict that follows from it. `decides` is False where the fact is merely one that would change
    a settled answer."""

    fact: str
    question: str
    why: str
    then: Mapping[str, Verdict]
    decides: bool = True


@dataclass(frozen=True, slots=True)
class Obligation:
    """Something that must happen: what, to whom (roles or parties), by when, and its source."""

    do: str
    to: tuple[str, ...]
    by: str
    cites: tuple[str, ...]
    clause: str
    force: str = "must"


Part = TypeVar("Part")


class read_once(Generic[Part]):  # noqa: N801 (a decorator, as `property` is)
    """A property worked out when it is first read, and kept.

    As `functools.cached_property`, without its lock: that costs more than a verdict. Two threads that read
    at once work out the same value twice.
    """

    def __init__(self, work_out: Callable[["Ruling"], Part]) -> None:
        self._work_out, self._name = work_out, work_out.__name__
        self.__doc__ = work_out.__doc__

    @overload
    def __get__(self, ruling: None, owner: type) -> "read_once[Part]": ...

    @overload
    def __get__(self, ruling: "Ruling", owner: type) -> Part: ...

    def __get__(self, ruling: "Ruling | None", owner: type) -> "Part | read_once[Part]":
        if ruling is None:
            return self
        value = ruling.__dict__[self._name] = self._work_out(ruling)
        return value


class RulingParts(Protocol):
    """What works out the parts of a ruling when somebody reads them."""

    def deciding_ids(self) -> tuple[str, ...]:
        """Return the ids of the clauses that decide."""

    def grounds(self) -> tuple[Ground, ...]:
        """Return the clauses that speak, the deciding ones first."""

    def tried(self) -> tuple[TriedException, ...]:
        """Return the exceptions that were tried."""

    def asks(self) -> tuple[FollowUpQuestion, ...]:
        """Return the questions whose answers would change the ruling."""

    def duties(self) -> tuple[Obligation, ...]:
        """Return what the situation sets off."""

    def way_out(self) -> str:
        """Return how a ban can be lifted."""

    def note(self) -> str:
        """Return how "should" binds, where that decides."""

    def condition(self) -> "OpenCondition | None":
        """Return the condition of an answer that only clauses with open circumstances give."""

    def ask_first(self) -> tuple[str, ...]:
        """Return whom to ask, and in which form, for each ban that leave can lift."""

    def remote_case(self) -> str:
        """Return the unusual circumstance in which alone leave can be asked for."""


@dataclass(frozen=True, slots=True)
class OpenCondition:
    """A condition of which it is not known whether it holds.

    `words` are its alternatives ("it is a meal break"); empty where the clause names no circumstance.
    `turns_on` are the facts to ask for.
    """

    words: tuple[str, ...]
    turns_on: frozenset[str]


class Ruling:
    """The answer to a situation, with its grounds.

    The verdict is there at once; every other part is worked out when it is first read, and kept.
    `grounds` holds the deciding clauses first. `way_out` is a sentence, or empty. `note` says how
    "should" binds where that made the verdict as strong as a must. `condition` is set where the answer is
    that of clauses of which it is not known whether they apply ("allowed, if it is a meal break").
    `ask_first` is whom to ask and in which form ("the headteacher, in writing"), where that lifts the ban.
    """

    def __init__(
        self, verdict: Verdict, parts: RulingParts | None = None, *, ask_whom: tuple[str, ...] = ()
    ) -> None:
        self.verdict = verdict
        self.ask_whom = ask_whom
        self._parts = parts

    @read_once
    def grounds(self) -> tuple[Ground, ...]:
        """The clauses that speak to the situation, the deciding ones first."""
        return self._parts.grounds() if self._parts else ()

    @read_once
    def tried(self) -> tuple[TriedException, ...]:
        """The exceptions that were tried, and what came of each."""
        return self._parts.tried() if self._parts else ()

    @read_once
    def asks(self) -> tuple[FollowUpQuestion, ...]:
        """The questions whose answers would change the ruling, those that decide first."""
        return self._parts.asks() if self._parts else ()

    @read_once
    def duties(self) -> tuple[Obligation, ...]:
        """What the situation sets off."""
        return self._parts.duties() if self._parts else ()

    @read_once
    def way_out(self) -> str:
        """How the ban can be lifted, as a sentence; empty where it cannot, or where nothing is banned."""
        return self._parts.way_out() if self._parts else ""

    @read_once
    def note(self) -> str:
        """How "should" binds, as a sentence; empty where that did not decide."""
        return self._parts.note() if self._parts else ""

    @read_once
    def condition(self) -> OpenCondition | None:
        """The condition on which alone the verdict is the answer; None where it is settled."""
        return self._parts.condition() if self._parts else None

    @read_once
    def ask_first(self) -> tuple[str, ...]:
        """Whom to ask, and in which form, for each ban; empty where no leave lifts them all."""
        return self._parts.ask_first() if self._parts else ()

    @read_once
    def remote_case(self) -> str:
        """The unusual circumstance in which alone leave can be asked for ("there was a family link")."""
        return self._parts.remote_case() if self._parts else ""

    @property
    def deciding_ids(self) -> tuple[str, ...]:
        """The ids of the deciding clauses, in the file's order."""
        return self._parts.deciding_ids() if self._parts else ()

    @property
    def of_others(self) -> tuple[Ground, ...]:
        """What the policy says of the same act for other people, where it says nothing of this role."""
        if self.verdict is not Verdict.SILENT:
            return ()
        return tuple(ground for ground in self.grounds if ground.is_of_others)

    @property
    def deciding(self) -> tuple[Ground, ...]:
        """The clauses that decided it; where only a lifted ban makes it allowed, the clauses lifted."""
        found = tuple(ground for ground in self.grounds if ground.standing is GroundStanding.DECIDES)
        if found or self.verdict is not Verdict.ALLOWED:
            return found
        return tuple(ground for ground in self.grounds if ground.standing is GroundStanding.LIFTED)

    def with_more_grounds(self, more: tuple[Ground, ...]) -> "Ruling":
        """Return the same ruling with more clauses after its own."""
        wider = Ruling(self.verdict, self._parts, ask_whom=self.ask_whom)
        wider.__dict__["grounds"] = (*self.grounds, *more)
        return wider

    def _values(self) -> tuple[object, ...]:
        parts = self.grounds, self.tried, self.asks, self.duties, self.way_out, self.note
        return (self.verdict, *parts, self.ask_whom)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Ruling) and self._values() == other._values()

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        clauses = ", ".join(ground.clause for ground in self.deciding)
        return f"Ruling({self.verdict.value}: {clauses})"
