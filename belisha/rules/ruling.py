"""A situation, and the ruling on it: a value with its grounds."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

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


class Standing(StrEnum):
    """What became of a clause that speaks to the situation."""

    DECIDES = "decides"
    OUTWEIGHED = "outweighed"
    LIFTED = "lifted"
    NOT_MET = "not met"
    OPEN = "open"
    INFORMS = "informs"


@dataclass(frozen=True, slots=True)
class Ground:
    """A clause that speaks to the situation, what it came to, and why (a sentence)."""

    clause: str
    cites: tuple[str, ...]
    force: str
    title: str
    text: str
    standing: Standing
    why: str = ""


@dataclass(frozen=True, slots=True)
class Tried:
    """An exception that was tried: `state` is "holds", "fails" or "not known"; `why` a sentence."""

    clause: str
    exception: str
    state: str
    why: str


@dataclass(frozen=True, slots=True)
class Ask:
    """A fact that would change the ruling. `then` maps each answer ("yes", "no", a role, ...) to the
    verdict that follows from it. `decides` is False where the fact is merely one that would change
    a settled answer."""

    fact: str
    question: str
    why: str
    then: Mapping[str, Verdict]
    decides: bool = True


@dataclass(frozen=True, slots=True)
class Due:
    """Something that must happen: what, to whom (roles or parties), by when, and its source."""

    do: str
    to: tuple[str, ...]
    by: str
    cites: tuple[str, ...]
    clause: str
    force: str = "must"


@dataclass(frozen=True)
class Ruling:
    """The answer to a situation, with its grounds.

    `grounds` holds the deciding clauses first. `way_out` is a sentence, or empty. `note` says how
    "should" binds where that made the verdict as strong as a must.
    """

    verdict: Verdict
    grounds: tuple[Ground, ...] = ()
    tried: tuple[Tried, ...] = ()
    asks: tuple[Ask, ...] = ()
    duties: tuple[Due, ...] = ()
    way_out: str = ""
    note: str = ""
    ask_whom: tuple[str, ...] = ()

    @property
    def deciding(self) -> tuple[Ground, ...]:
        """The clauses that decided it; where only a lifted ban makes it allowed, the clauses lifted."""
        found = tuple(ground for ground in self.grounds if ground.standing is Standing.DECIDES)
        if found or self.verdict is not Verdict.ALLOWED:
            return found
        return tuple(ground for ground in self.grounds if ground.standing is Standing.LIFTED)
