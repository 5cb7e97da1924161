"""What a policy says, as typed values: one dataclass per kind of clause.

A clause keeps the force of the document's own words. `cites` are the places in the document
that it states (`G44`: the letter of the policy and its line).
"""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Force(StrEnum):
    """The force of a rule, in the document's own words."""

    MUST = "must"
    MUST_NOT = "must not"
    SHOULD = "should"
    SHOULD_NOT = "should not"
    MAY = "may"

    @property
    def forbids(self) -> bool:
        """Whether the rule speaks against the action."""
        return self in (Force.MUST_NOT, Force.SHOULD_NOT)


class Comparison(StrEnum):
    """How a condition holds a number or a choice against a value."""

    BELOW = "below"
    AT_LEAST = "at least"
    IS = "is"


@dataclass(frozen=True, slots=True)
class Condition:
    """One circumstance: `immediate-family`, `not in-lesson`, `age below 13`, `platform is whatsapp`.

    `comparison` and `value` are None for a yes-no fact.
    """

    fact: str
    negated: bool = False
    comparison: Comparison | None = None
    value: int | str | None = None


class GrantKind(StrEnum):
    """What somebody gives that lifts a rule."""

    PERMISSION = "permission"
    CONSENT = "consent"
    DECLARATION = "declaration"
    OFFICE = "office"


@dataclass(frozen=True, slots=True)
class Grant:
    """Somebody's permission or consent, a declaration made, or an office held.

    `of` is the authority (permission, consent), who is told (declaration) or the office itself;
    several are alternatives. `written`, `prior`, `with_reason`, `on_entry` are the form that is
    asked; `approved_by` is who must approve a declaration.
    """

    kind: GrantKind
    of: tuple[str, ...]
    written: bool = False
    prior: bool = False
    with_reason: bool = False
    on_entry: bool = False
    approved_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Exemption:
    """One way out of a rule: every part must hold (`unless`)."""

    parts: tuple[Condition | Grant, ...]


class Deed(StrEnum):
    """What a clause sets off."""

    REPORT = "report"
    RECORD = "record"
    KEEP = "keep"
    REFER = "refer"
    WAIT = "wait"
    ASK = "ask"
    TELL = "tell"
    SHOW = "show"


@dataclass(frozen=True, slots=True)
class Effect:
    """Something that must happen next: `report to headteacher, at once`.

    `what` is plain words (may be empty), `to` roles or parties (alternatives), `register` where it
    is recorded, `by` plain words for the time ("at once", "within 1 working day").
    """

    deed: Deed
    what: str = ""
    to: tuple[str, ...] = ()
    register: str | None = None
    by: str = ""


@dataclass(frozen=True, kw_only=True)
class Clause:
    """What all kinds share. `line` is where the clause stands in the file; it is not compared."""

    id: str
    title: str
    text: str
    section: str
    cites: tuple[str, ...]
    since: date | None = None
    until: date | None = None
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, kw_only=True)
class Rule(Clause):
    """Who must, must not, should, should not or may do what.

    `towards` are roles (alternatives; empty: anybody). Every condition in `when` must hold; inside
    one entry the alternatives are joined by "or". `on` are actions that set the duty off;
    `every` is a recurrence in plain words ("year", "term"); `by` is the time allowed.
    """

    who: tuple[str, ...]
    force: Force
    action: str
    towards: tuple[str, ...] = ()
    on: tuple[str, ...] = ()
    when: tuple[tuple[Condition, ...], ...] = ()
    unless: tuple[Exemption, ...] = ()
    then: tuple[Effect, ...] = ()
    every: str = ""
    by: str = ""


@dataclass(frozen=True, kw_only=True)
class Definition(Clause):
    """What this policy means by a word. Where the word is a role, `means` replaces what it includes
    and `adds` widens it; otherwise both may be empty and the text is the definition."""

    defines: str
    means: tuple[str, ...] = ()
    adds: tuple[str, ...] = ()
    about: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Office(Clause):
    """Who answers for what. Judged as a duty of that office."""

    office: str
    answers_for: str
    in_absence: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Procedure(Clause):
    """What is done, in which order, when something happens. `steps` are ids of rules of this policy;
    their own conditions are the branches."""

    on: tuple[str, ...]
    steps: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class PlatformFact(Clause):
    """What this policy says of platforms. `platforms` may hold "other": all that no clause names."""

    platforms: tuple[str, ...]
    minimum_age: int | None = None
    blocked: bool | None = None
    about: tuple[str, ...] = ()


class NoteKind(StrEnum):
    """Clauses that inform without deciding."""

    GUIDANCE = "guidance"
    CONSEQUENCE = "consequence"
    RIGHT = "right"
    FACT = "fact"
    CONTROL = "control"


@dataclass(frozen=True, kw_only=True)
class Note(Clause):
    """Guidance, a consequence, a right, a fact, or a statement of document control.

    `audience` are the roles that it concerns; `about` the actions that it bears on.
    """

    kind: NoteKind
    audience: tuple[str, ...]
    about: tuple[str, ...] = ()
