"""Who is meant by a word of the reminder ladder, at one school on one day: a few queries for all of them."""

from collections.abc import Collection, Iterable
from datetime import date

from belisha.notices.addresses import unreached
from belisha.people.models import Absence, Membership, School
from belisha.people.offices import standing_of
from belisha.people.standing_for import holders_of_right

FALLBACK = "look-after-people"
LONGEST_CHAIN = 5


class Recipients:
    """The people of a school as reminders need them, read when first asked."""

    def __init__(self, school: School, on: date) -> None:
        self._school, self._on = school, on
        self._offices: dict[str, tuple[int, ...]] = {}
        self._rights: dict[str, tuple[int, ...]] = {}
        memberships = Membership.objects.filter(school=school, user__is_active=True).on(on)
        self._managers: dict[int, int] = {}
        self.people: set[int] = set()
        for person, manager in memberships.order_by("from_on", "pk").values_list(
            "user_id", "line_manager_id"
        ):
            self.people.add(person)
            if manager is not None:
                self._managers.setdefault(person, manager)
        absent = Absence.objects.filter(school=school, from_on__lte=on, to_on__gte=on)
        self._away = set(absent.values_list("user_id", flat=True)) if self.people else set()
        self.unreached = unreached(self.people) if self.people else frozenset()

    def look_up(self, offices: Collection[str]) -> None:
        """Read who holds these offices, all at once, before they are asked for one by one."""
        new = {office: () for office in offices if office and office not in self._offices}
        if new:
            found = standing_of(self._school.pk, new, self._on)
            self._offices.update({office: held.user_ids for office, held in found.items()})

    def of_office(self, office: str) -> tuple[int, ...]:
        """Who holds the office, or stands in; where nobody does, who looks after the school's people."""
        self.look_up((office,))
        return self._offices[office] or self.with_right(FALLBACK)

    def holds(self, office: str, person: int) -> bool:
        """Whether the person is asked and told as that office."""
        self.look_up((office,))
        return person in self._offices[office]

    def with_right(self, right: str) -> tuple[int, ...]:
        """Who has the right by a role or office of theirs."""
        if right not in self._rights:
            roles = holders_of_right(self._school, right)
            self.look_up(roles)
            self._rights[right] = _once(person for role in roles for person in self._offices[role])
        return self._rights[right]

    def manager_of(self, person: int) -> int | None:
        """The person's line manager who is there today; where they are away, theirs."""
        seen = {person}
        for _ in range(LONGEST_CHAIN):
            manager = self._managers.get(person)
            if manager is None or manager in seen or manager not in self.people:
                return None
            if manager not in self._away:
                return manager
            seen.add(manager)
            person = manager
        return None

    def named(self, word: str, *, person: int | None, office: str, late_to: str) -> tuple[int, ...]:
        """Who `word` of the ladder means for a duty of this person or office."""
        if word == "person":
            return (person,) if person is not None else self.of_office(office)
        if word == "line-manager" and person is not None:
            manager = self.manager_of(person)
            return (manager,) if manager is not None else self.of_late(late_to)
        if word.startswith("right:"):
            return self.with_right(word.removeprefix("right:")) or self.with_right(FALLBACK)
        return self.of_late(late_to)

    def of_late(self, late_to: str) -> tuple[int, ...]:
        """Who hears of what is late: the office that the duty names, else who looks after people."""
        return self.of_office(late_to) if late_to else self.with_right(FALLBACK)

    def instead_of(self, person: int) -> tuple[int, ...]:
        """Who hands a reminder on to somebody whom mail does not reach."""
        manager = self.manager_of(person)
        found = (manager,) if manager is not None else self.with_right(FALLBACK)
        return tuple(each for each in found if each not in self.unreached and each != person)


def _once(people: Iterable[int]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(people))
