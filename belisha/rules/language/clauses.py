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


class Comparator(StrEnum):
    """How a condition holds a number or a choice against a value."""

    BELOW = "below"
    AT_MOST = "at most"
    AT_LEAST = "at least"
    ABOVE = "above"
    EXACTLY = "exactly"
    BETWEEN = "between"
    IS = "is"


@dataclass(frozen=True, slots=True)
class Condition:
    """One circumstance: `immediate-family`, `not in-lesson`, `age below 13`, `platform is whatsapp`.

    `comparison` and `value` are None for a yes-no fact. `upper` is the second number of `between`, which
    counts both of its numbers in.
    """

    fact: str
    negated: bool = False
    comparison: Comparator | None = None
    value: int | str | None = None
    upper: int | None = None


class GrantKind(StrEnum):
    """What somebody gives that lifts a rule."""

    PERMISSION = "permission"
    CONSENT = "consent"
    DECLARATION = "declaration"
    OFFICE = "office"
    AGREEMENT = "agreement"
    NOTICE = "notice"
    NO_OBJECTION = "no objection"

    @property
    def link(self) -> str:
        """The word that leads to whose it is: permission *of*, a declaration *to*."""
        return "to" if self in (GrantKind.DECLARATION, GrantKind.NOTICE) else "of"


# Stands for whoever may give it, where the document does not say who that is: `permission of unstated`.
UNSTATED = "unstated"


@dataclass(frozen=True, slots=True)
class Grant:
    """Somebody's permission, consent or agreement, a declaration made, notice given, or an office held.

    `of` is the authority (permission, consent), who is told (declaration, notice), who could object, or
    the office itself; several are alternatives. `written`, `prior`, `with_reason`, `on_entry` are the form
    that is asked; `approved_by` is who must approve a declaration.
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

    `what` is plain words (may be empty), `to` roles or parties (alternatives, or all of them where
    `to_all`), `relays` whom those tell in turn, `register` where it is recorded, `by` plain words for the
    time ("at once", "within 1 working day"), `kept` how long it is kept ("for 30 days").
    """

    deed: Deed
    what: str = ""
    to: tuple[str, ...] = ()
    register: str | None = None
    by: str = ""
    to_all: bool = False
    relays: tuple[str, ...] = ()
    kept: str = ""


@dataclass(frozen=True, kw_only=True)
class Clause:
    """What all kinds share.

    `doubts` say what the document leaves unclear, each with the sentence that does (`approver; "..."`).
    `line` is where the clause stands in the file; it is not compared.
    """

    id: str
    title: str
    text: str
    section: str
    cites: tuple[str, ...]
    since: date | None = None
    until: date | None = None
    doubts: tuple[str, ...] = ()
    line: int = field(default=0, compare=False)


class Acting(StrEnum):
    """How several actors are bound: each for themselves, all together, or any one of them."""

    EACH = "each"
    TOGETHER = "together"
    ONE_OF = "one of"


@dataclass(frozen=True, kw_only=True)
class Rule(Clause):
    """Who must, must not, should, should not or may do what.

    `who` are the roles that are bound, `who_except` those among them that are not, `acting` how several act.
    Where `is_who_unstated` the document does not say who, and it is read as binding everyone.
    `only_with` are ways to have what a `may` needs: without one of them it is no leave. Where the rule
    applies, the clauses in `exception_to` and `despite` do not. `same_as` are rules whose circumstances,
    exceptions and consequences this one shares.

    `towards` are roles (alternatives; empty: anybody), `towards_except` those among them who are not meant.
    Every condition in `when` must hold; inside one entry the alternatives are joined by "or". `on` are
    actions that set the duty off; `every` is a recurrence in plain words ("year", "term"); `by` is the time
    allowed.
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
    who_except: tuple[str, ...] = ()
    is_who_unstated: bool = False
    acting: Acting = Acting.EACH
    only_with: tuple[Exemption, ...] = ()
    exception_to: tuple[str, ...] = ()
    despite: tuple[str, ...] = ()
    same_as: tuple[str, ...] = ()
    towards_except: tuple[str, ...] = ()

    @property
    def overrides(self) -> tuple[str, ...]:
        """The ids of the clauses that do not count where this one applies."""
        return (*self.exception_to, *self.despite)


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
    """Who answers for what.

    Those in `jointly_with` answer for it together with the office: one of them alone does not. It is leave,
    and a duty only where `is_duty`: otherwise the force is that of the rules that bind the office. Those in
    `in_absence` may act as the office, by the same rules.
    """

    office: str
    answers_for: str
    is_duty: bool = False
    in_absence: tuple[str, ...] = ()
    jointly_with: tuple[str, ...] = ()

    @property
    def holders(self) -> tuple[str, ...]:
        """The offices that answer for it together; one, mostly."""
        return (self.office, *self.jointly_with)


@dataclass(frozen=True, slots=True)
class Option:
    """One way on that somebody may choose in a procedure, in plain words, and the rules that it goes by."""

    words: str
    steps: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Procedure(Clause):
    """What is done, in which order, when something happens.

    `steps` are ids of rules of this policy; their own conditions are the branches. After the steps, those in
    `decided_by` choose one of `options`: any one of them, or all together where `acting` says so.
    """

    on: tuple[str, ...]
    steps: tuple[str, ...]
    decided_by: tuple[str, ...] = ()
    options: tuple[Option, ...] = ()
    acting: Acting = Acting.EACH


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
    PROMISE = "promise"
    RESERVES = "reserves"
    PURPOSE = "purpose"
    ADOPTION = "adoption"


@dataclass(frozen=True, kw_only=True)
class Note(Clause):
    """Guidance, a consequence, a right, a fact, a promise, a power kept, a purpose, or document control.

    `audience` are the roles that it concerns; `about` the actions that it bears on. A right is leave for the
    audience; a promise binds the school and a power that it reserves is leave for the school. `when` are
    circumstances in which alone it holds and `unless` what spares from it, each as in a rule; `ladder` are
    the steps of a consequence, mildest first, in plain words.
    """

    kind: NoteKind
    audience: tuple[str, ...]
    about: tuple[str, ...] = ()
    when: tuple[tuple[Condition, ...], ...] = ()
    unless: tuple[Exemption, ...] = ()
    ladder: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Plain(Clause):
    """A clause in plain words alone, for what the vocabulary has no words for yet.

    It decides nothing. `force` is that of the document, `who` whom it binds in plain words, `phrases` the
    words under which a question finds it.
    """

    force: Force
    who: str
    phrases: tuple[str, ...] = ()


def is_in_force(clause: Clause, day: date | None) -> bool:
    """Return whether a clause is in force on a day; without a day, every clause is."""
    if day is None:
        return True
    return (clause.since is None or clause.since <= day) and (clause.until is None or day <= clause.until)
