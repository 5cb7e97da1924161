"""A draft, what detectors observe in it, and what a policy makes of that: values only."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from belisha.rules.ruling import FactValue, Verdict

LONGEST = 20_000
LIKELY, POSSIBLE = 0.75, 0.5


class DraftError(ValueError):
    """A draft that cannot be checked. The message is a sentence that says what to do."""


class FindingSeverity(StrEnum):
    """How grave a finding is: it stops the post, it warns, or it is only worth knowing."""

    BLOCK = "block"
    WARN = "warn"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class PostDraft:
    """Words that somebody in a role is about to post to an audience.

    `allowed` are words that the school has said are not a problem, in plain small letters; `facts` is what is
    known of the circumstances; `has_photo` and `has_faces` tell of pictures that go with it.
    `answers` are replies (yes or no) to questions that a check asked; `minimum_ages` are the
    school's own for platforms on which its policy is silent.
    """

    text: str
    role: str
    audience: str = "public"
    facts: Mapping[str, FactValue] = field(default_factory=lambda: MappingProxyType({}))
    allowed: frozenset[str] = frozenset()
    has_photo: bool = False
    has_faces: bool = False
    answers: Mapping[str, bool] = field(default_factory=lambda: MappingProxyType({}))
    minimum_ages: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Observation:
    """Something that a detector saw: which kind (a word of `observations.toml`), where, and how surely.

    `start` and `end` count characters of the draft. `question` asks what would settle it, where that is open;
    `whom` is the person it is about, as the roll names them. `if_yes` and `if_no` are how sure an answer
    makes it; 0: it is dropped. `facts` are what the words tell of the circumstances, with their values.
    """

    kind: str
    start: int
    end: int
    sure: float = 0.9
    question: str = ""
    whom: str = ""
    if_yes: float = 0.9
    if_no: float = 0.0
    facts: tuple[tuple[str, FactValue], ...] = ()


@dataclass(frozen=True, slots=True)
class CitedClause:
    """A clause that a finding rests on."""

    id: str
    cites: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Finding:
    """What a policy makes of an observation. Without clauses, the policy says nothing about it."""

    action: str
    kind: str
    label: str
    start: int
    end: int
    words: str
    severity: FindingSeverity
    verdict: Verdict
    clauses: tuple[CitedClause, ...]
    fix: str
    sure: float
    way_out: str = ""
    question: str = ""


@dataclass(frozen=True, slots=True)
class Checked:
    """A draft that was held up to a policy. `help` is what to do first where somebody may be in danger."""

    verdict: Verdict
    findings: tuple[Finding, ...]
    asks: tuple[str, ...] = ()
    help: str = ""
    notes: tuple[str, ...] = ()

    @property
    def severity(self) -> FindingSeverity | None:
        """The gravest severity among the findings; None where there are none."""
        found = {each.severity for each in self.findings}
        return next((each for each in FindingSeverity if each in found), None)
