"""A policy: its document control and its clauses."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from belisha.rules.language.clauses import Clause, Condition, Definition, Exemption, Note, Rule
from belisha.rules.language.used_words import used_words


@dataclass(frozen=True, slots=True)
class LinkedPolicy:
    """Another policy that is to be read with this one, with its edition where one is named."""

    name: str
    edition: str = ""


@dataclass(frozen=True, slots=True)
class ChangeEntry:
    """One row of the change history or the website history. `on` is as stated: "June 2021"."""

    version: str
    on: str
    what: str = ""


@dataclass(frozen=True, slots=True)
class StatedSignature:
    """A place to sign: who, and how it stands ("blank", "typed name", a date)."""

    by: str
    state: str


@dataclass(frozen=True, slots=True)
class ShouldBinding:
    """A clause that makes "should" bind as strongly as "must", for whom, and where it says so."""

    who: tuple[str, ...]
    cites: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Naming:
    """What this policy calls somebody: `manager = headteacher`."""

    word: str
    role: str


@dataclass(frozen=True, slots=True)
class Control:
    """Document control: every field that the five source policies state, and no more.

    Dates are kept as stated ("Spring Term 2026"); `review_due_on` is the last day that the stated
    date allows, as the school reads it, or None where none is stated.
    """

    slug: str
    title: str
    school: str
    publisher: str
    source: str
    standing: str
    schools: tuple[str, ...] = ()
    is_model: bool = False
    scope: str = ""
    audience: tuple[str, ...] = ()
    version: str = ""
    dated: str = ""
    review_period: str = ""
    committee: str = ""
    statutory: bool | None = None
    required_on_website: bool | None = None
    approved_by: str = ""
    approved: str = ""
    approved_on: date | None = None
    ratified_by: str = ""
    ratified: str = ""
    ratified_on: date | None = None
    review_due: str = ""
    review_due_on: date | None = None
    signatures: tuple[StatedSignature, ...] = ()
    linked: tuple[LinkedPolicy, ...] = ()
    changes: tuple[ChangeEntry, ...] = ()
    website: tuple[ChangeEntry, ...] = ()
    should_binds: tuple[ShouldBinding, ...] = ()
    ask_whom: tuple[str, ...] = ()
    calls: tuple[Naming, ...] = ()
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LeadIn:
    """What is said once for all clauses of a section, under its heading.

    `who` (with `who_except` and `is_who_unstated`) is whom its rules bind that name nobody; `when` are
    circumstances of its rules and notes, `unless` ways out of its rules. Clauses hold all of it themselves.
    """

    section: str
    who: tuple[str, ...] = ()
    who_except: tuple[str, ...] = ()
    is_who_unstated: bool = False
    when: tuple[tuple[Condition, ...], ...] = ()
    unless: tuple[Exemption, ...] = ()

    @property
    def bound(self) -> tuple[tuple[str, ...], tuple[str, ...], bool]:
        """Whom it binds, in the three parts that a rule has."""
        return self.who, self.who_except, self.is_who_unstated

    def leads(self, clause: Clause) -> bool:
        """Return whether a clause holds what is said for all, in front of its own."""
        if not isinstance(clause, Rule | Note):
            return True
        unless = self.unless if isinstance(clause, Rule) else ()
        return clause.when[: len(self.when)] == self.when and clause.unless[: len(unless)] == unless


@dataclass(frozen=True)
class Policy:
    """One policy, whole. `introduction` is the prose before the first section.

    `lead_ins` are what sections say for all their clauses, in the order of the sections. A lead-in that a
    clause of its section does not hold is not written: the clauses then say it themselves.
    """

    control: Control
    clauses: tuple[Clause, ...]
    introduction: str = ""
    sections: tuple[str, ...] = field(default=())
    lead_ins: tuple[LeadIn, ...] = ()

    @cached_property
    def by_id(self) -> Mapping[str, Clause]:
        """Every clause by its id."""
        return {clause.id: clause for clause in self.clauses}

    def lead_in(self, section: str) -> LeadIn | None:
        """Return what the section says for all its clauses; None where that is nothing, or not so."""
        found = next((each for each in self.lead_ins if each.section == section), None)
        if found and all(found.leads(each) for each in self.clauses if each.section == section):
            return found
        return None

    @cached_property
    def used_words(self) -> frozenset[str]:
        """Every word of the vocabulary that the policy may use, and other short words of its fields."""
        control = self.control
        return used_words((*self.clauses, control.calls, control.audience, control.ask_whom))

    @property
    def rules(self) -> Iterator[Rule]:
        """The rules, in the order of the file."""
        return (clause for clause in self.clauses if isinstance(clause, Rule))

    @property
    def definitions(self) -> Iterator[Definition]:
        """The definitions, in the order of the file."""
        return (clause for clause in self.clauses if isinstance(clause, Definition))
