"""The words that a policy may use: roles, actions, facts, platforms, parties and registers.

Values only; `belisha.rules.vocabulary.loading` reads them from the data file.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType


class FactKind(StrEnum):
    """What sort of value a fact takes."""

    YES_NO = "yes-no"
    NUMBER = "number"
    PLATFORM = "platform"
    CHOICE = "choice"


# The answer to a choice that is none of its values, and the platform that no clause names.
OTHER = "other"


@dataclass(frozen=True, slots=True)
class Role:
    """Somebody who can be bound by a clause: a kind of person, an office, or an institution.

    `within` names the wider roles that include this one. `names` are everyday names for it ("supply
    teacher"). `reads_as` is the plain word by which a question about such a person is compared with
    others ("a TA" and "a governor" read as "teacher"); empty: their own words. `is_office` marks what one
    person holds from and to a date; `is_institution` marks the school or a body, which acts only through
    people; `is_group` a word for many kinds of people at once, which nobody is ("adult"). `calls` are words
    for the people who work with somebody in this role ("my lads"), which mean others elsewhere.
    """

    id: str
    label: str
    within: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    reads_as: str = ""
    is_office: bool = False
    is_institution: bool = False
    is_group: bool = False
    calls: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Action:
    """Something done or suffered, with the phrases that people use for it.

    `within` names wider actions: a clause about the wider one also speaks of this one. `mutual`
    marks what takes two (friendship): a clause that binds one side answers the other too.
    `otherwise` names the actions under which a question falls, in this order, where a policy has
    no clause of its own for this one (complaining online, otherwise criticising the school).
    `supposes` names facts that the action itself takes to hold ("contact them by your own phone").
    `towards` is the role that it is towards unless somebody says otherwise; empty: none.
    """

    id: str
    label: str
    within: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    mutual: bool = False
    otherwise: tuple[str, ...] = ()
    supposes: tuple[str, ...] = ()
    towards: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """A circumstance that a clause may turn on.

    `question` asks for it and `why` says what it is for. `words` reveal that it holds,
    `denials` that it does not. `implies` lists facts ("not in-lesson") that follow when it holds.
    `unusual` marks a circumstance that is taken not to hold until somebody says so: it never makes
    an answer `depends`, but the answer says that it would change it. `values` are the yes-no facts among
    which a choice is made, of which only one holds: the account, the device, who can see it.
    """

    id: str
    question: str
    label: str
    kind: FactKind = FactKind.YES_NO
    why: str = ""
    words: tuple[str, ...] = ()
    denials: tuple[str, ...] = ()
    implies: tuple[str, ...] = ()
    unusual: bool = False
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Platform:
    """A service by name, with the other names that people use for it."""

    id: str
    label: str
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Party:
    """A body outside the school that is told, asked or referred to (police, LADO, a helpline)."""

    id: str
    label: str
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Register:
    """A record that the school keeps (permissions, consents, images)."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class Alarm:
    """Words that say that somebody is in danger, and what is said then instead of any verdict."""

    phrases: tuple[str, ...] = ()
    says: str = ""
    tell: tuple[str, ...] = ()


@dataclass(frozen=True)
class Vocabulary:
    """All words, by id. Immutable; a school's own words make a new one.

    `elsewhere` are questions that people put to a school and that no policy of this kind speaks of.
    """

    roles: Mapping[str, Role]
    actions: Mapping[str, Action]
    facts: Mapping[str, Fact]
    platforms: Mapping[str, Platform]
    parties: Mapping[str, Party]
    registers: Mapping[str, Register]
    spellings: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    elsewhere: tuple[str, ...] = ()
    alarm: Alarm = Alarm()

    @property
    def choices(self) -> tuple[Fact, ...]:
        """The facts that are a choice among others."""
        return tuple(fact for fact in self.facts.values() if fact.kind is FactKind.CHOICE)
