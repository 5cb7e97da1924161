"""Who each recipient named in `library/reminders.toml` is, at one school on one day. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

PERSON, LINE_MANAGER, RIGHT = "person", "line-manager", "right:"
# Who is told where nobody holds the office or right that a reminder names.
FALLBACK_RIGHT = "look-after-people"
LONGEST_CHAIN = 5


@dataclass(frozen=True, slots=True)
class Recipients:
    """The people of a school as reminders need them, all by user id.

    `managers` maps each person to their line manager, `offices` and `rights` each office or right to those
    who hold it today. `away` gives the last day of each absence of today. `unreached` have no address that
    accepts mail. `names` are those of `people`, for the greeting of a mail.
    """

    people: frozenset[int]
    managers: Mapping[int, int]
    away: Mapping[int, date]
    unreached: frozenset[int]
    offices: Mapping[str, tuple[int, ...]]
    rights: Mapping[str, tuple[int, ...]]
    names: Mapping[int, str] = field(default_factory=dict)

    def of_office(self, office: str) -> tuple[int, ...]:
        """Return who holds the office or deputises, else who looks after the school's people."""
        return self.offices[office] or self.rights[FALLBACK_RIGHT]

    def manager_of(self, person: int) -> int | None:
        """Return the person's line manager, or the manager's manager while that one is away."""
        seen = {person}
        for _ in range(LONGEST_CHAIN):
            manager = self.managers.get(person)
            if manager is None or manager in seen or manager not in self.people:
                return None
            if manager not in self.away:
                return manager
            seen.add(manager)
            person = manager
        return None

    def named(self, recipient: str, *, person: int | None, office: str, late_to: str) -> tuple[int, ...]:
        """Return who `recipient` (a word of the data) is for a duty of this person or office."""
        if recipient == PERSON:
            return (person,) if person is not None else self.of_office(office)
        if recipient == LINE_MANAGER and person is not None:
            manager = self.manager_of(person)
            return (manager,) if manager is not None else self.of_late(late_to)
        if recipient.startswith(RIGHT):
            return self.rights[recipient.removeprefix(RIGHT)] or self.rights[FALLBACK_RIGHT]
        return self.of_late(late_to)

    def of_late(self, late_to: str) -> tuple[int, ...]:
        """Return who hears of a late duty: the office that it names, else who looks after people."""
        return self.of_office(late_to) if late_to else self.rights[FALLBACK_RIGHT]

    def instead_of(self, person: int) -> tuple[int, ...]:
        """Return who passes a reminder on to a person whom mail does not reach."""
        manager = self.manager_of(person)
        found = (manager,) if manager is not None else self.rights[FALLBACK_RIGHT]
        return tuple(each for each in found if each not in self.unreached and each != person)
