"""What triage takes and proposes, as frozen values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from belisha.asking.safeguarding import Source
from belisha.rules.ruling import FactValue
from belisha.triage.playbooks import Attachments


class PersonPart(StrEnum):
    """The part that somebody has in what happened."""

    REPORTER = "reporter"
    HARMED = "harmed"
    ALLEGED = "alleged"


class StepOrigin(StrEnum):
    """Who says that a step is taken: the school's policy, statutory guidance, or Belisha's own advice."""

    POLICY = "policy"
    STATUTORY = "statutory"
    OURS = "ours"


@dataclass(frozen=True, slots=True)
class ReportAnswers:
    """What somebody chose from lists, besides or instead of a story.

    `category` is the id of a playbook. `alleged` and `harmed` are roles of the vocabulary. `facts` are facts
    of the vocabulary or of a playbook's questions, True, False or a value.
    """

    category: str | None = None
    alleged: tuple[str, ...] = ()
    harmed: tuple[str, ...] = ()
    facts: Mapping[str, FactValue] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class InvolvedPerson:
    """Somebody who has a part, by role: the words say no more."""

    part: PersonPart
    role: str


@dataclass(frozen=True, slots=True)
class TriageGround:
    """A clause of the policy that guides the case, with the lines of the source that it states."""

    id: str
    cites: tuple[str, ...]
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class CaseQuestion:
    """A question whose answer changes what is done. `cites` are the lines that depend on it."""

    fact: str
    question: str
    why: str = ""
    cites: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RouteStep:
    """An office or body that is told: its id in the vocabulary, why, and the lines of the policy that say so.

    `source` is the guidance where the policy is silent; `instead_of` the offices that a conflict of interest
    left out.
    """

    office: str
    name: str
    why: str
    cites: tuple[str, ...] = ()
    origin: StepOrigin = StepOrigin.POLICY
    source: Source | None = None
    instead_of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PlaybookStep:
    """Something to do: by whom, by when, and what it waits for (`locked_until`, empty where nothing).

    `clause` is the id of the policy's clause; `warning` what follows from doing it too early.
    """

    do: str
    who: str
    by: str
    locked_until: str = ""
    cites: tuple[str, ...] = ()
    clause: str = ""
    origin: StepOrigin = StepOrigin.POLICY
    source: Source | None = None
    warning: str = ""


@dataclass(frozen=True, slots=True)
class Forbidden:
    """Something that must not be done."""

    what: str
    cites: tuple[str, ...] = ()
    clause: str = ""
    origin: StepOrigin = StepOrigin.POLICY
    source: Source | None = None


@dataclass(frozen=True, slots=True)
class Clock:
    """A time limit: what must have happened, within how many hours or days, counted from what.

    `unit` is "hours", "days" or "working days"; a clock of the policy's own words has `words` alone.
    """

    what: str
    within: int | None
    unit: str
    begins: str
    then: str = ""
    words: str = ""
    cites: tuple[str, ...] = ()
    source: Source | None = None


@dataclass(frozen=True, slots=True)
class Triage:
    """What is proposed for a report; a person confirms it.

    `category` is the id of a playbook, `also` those of others that the story touches; `sure` is from 0 to 1.
    `events` are what was read in the story. `is_urgent` says that somebody may be in danger now.
    """

    policy: str
    role: str
    story: str
    category: str
    sure: float
    grounds: tuple[TriageGround, ...]
    asks: tuple[CaseQuestion, ...]
    people: tuple[InvolvedPerson, ...]
    route: tuple[RouteStep, ...]
    steps: tuple[PlaybookStep, ...]
    do_not: tuple[Forbidden, ...]
    attach: Attachments
    clocks: tuple[Clock, ...]
    also: tuple[str, ...] = ()
    events: tuple[str, ...] = ()
    facts: Mapping[str, FactValue] = field(default_factory=dict)
    is_urgent: bool = False

    @property
    def cites(self) -> tuple[str, ...]:
        """Return every line of the policy that guides the case, each once, in order."""
        lines = [each.cites for each in self.grounds]
        lines += [each.cites for each in self.route]
        lines += [each.cites for each in self.steps]
        lines += [each.cites for each in self.do_not]
        return tuple(dict.fromkeys(cite for each in lines for cite in each))
