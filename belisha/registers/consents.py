"""What may be shown of a child: what those with parental responsibility said, for a purpose and a year."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import F
from django.utils import timezone

from belisha.people.models import Membership, School, User
from belisha.registers.descriptions import RegisterDescription, load_registers
from belisha.registers.door import door, school_year
from belisha.registers.models import RegisterEntry, Responsibility
from belisha.registers.states import EntryState
from belisha.rules.vocabulary.loading import load_vocabulary, narrower

CONSENTS, FLAGS, IMAGES = "consents", "flags", "images"
YES, NO = "yes", "no"


def consents_register() -> RegisterDescription:
    """Return the description of the register of consents."""
    return load_registers()[CONSENTS]


@dataclass(frozen=True, slots=True)
class ConsentAnswer:
    """What holds for a child and a purpose: `is_given`, and why not as a sentence that gives nothing away.

    `own_voice` is what the child said, which is shown and decides nothing.
    """

    is_given: bool
    why: str = ""
    own_voice: str = ""


UNKNOWN = ConsentAnswer(is_given=False, why="Nobody has answered this school year.")
# Silent: nobody but the DSL learns that a child is flagged, or why.
WITHHELD = ConsentAnswer(is_given=False)


def consents_of(school: School, children: Collection[int], on: date) -> dict[tuple[int, str], ConsentAnswer]:
    """Return what holds for each child and purpose on a day; what is missing is `UNKNOWN`. Two queries.

    Where two parents differ the answer is no. A flag not to publish makes every answer no, without a reason.
    """
    flagged = set(
        RegisterEntry.objects.filter(
            school=school, register=FLAGS, person__in=children, state=EntryState.RECORDED
        ).values_list("person", flat=True)
    )
    rows = RegisterEntry.objects.filter(
        school=school,
        register=CONSENTS,
        person__in=children,
        year=school_year(on),
        state=EntryState.RECORDED,
    )
    answers: dict[tuple[int, str], list[tuple[int | None, str]]] = {}
    for person, topic, giver, answer in rows.values_list("person", "topic", "other", "answer"):
        answers.setdefault((person, topic), []).append((giver, answer))
    found = {key: _answer(key[0], given) for key, given in answers.items()}
    withheld = {(child, topic): WITHHELD for child in flagged for topic, _ in consents_register().topics}
    return found | withheld


def _answer(child: int, given: list[tuple[int | None, str]]) -> ConsentAnswer:
    own = next((answer for giver, answer in given if giver == child), "")
    parents = {answer for giver, answer in given if giver != child}
    if not parents:
        return ConsentAnswer(is_given=False, why=UNKNOWN.why, own_voice=own)
    if parents == {YES}:
        return ConsentAnswer(is_given=True, own_voice=own)
    why = "The parents differ, so the answer is no." if len(parents) > 1 else "A parent said no."
    return ConsentAnswer(is_given=False, why=why, own_voice=own)


def years_of_age(year_group: str) -> tuple[int, int] | None:
    """Return how old pupils of a year are when the school year begins, and when it ends; None: not known.

    "Year 9" are 13 on the first day of the school year, and 14 on its last.
    """
    number = next((int(word) for word in year_group.replace("Year", " ").split() if word.isdecimal()), None)
    if number is None:
        return None
    youngest = door().age_in_year_one + number - 1
    return youngest, youngest + 1


def may_speak(year_group: str) -> bool | None:
    """Return whether a pupil of that year is old enough to be heard beside a consent; None: perhaps."""
    ages = years_of_age(year_group)
    if ages is None:
        return None
    youngest, oldest = ages
    if youngest >= door().own_voice_age:
        return True
    return None if oldest >= door().own_voice_age else False


def speaks(user_id: int | None, school: School, on: date) -> bool | None:
    """Return whether a pupil says their own view at the school today: yes, no, or perhaps (None)."""
    rows = Membership.objects.filter(school=school, user=user_id, role__in=pupil_roles()).on(on)
    found = rows.values_list("year_group", flat=True).first()
    return may_speak(found) if found is not None else False


def pupil_roles() -> tuple[str, ...]:
    """Return the roles of pupils."""
    return narrower(load_vocabulary().roles, "pupil")


def takedown_days() -> int:
    """Return within how many days what shows a child is taken down once a consent is withdrawn."""
    due = (due.days for each in load_registers().values() for due in each.due if due.on_withdrawal)
    return min(due, default=0)


def leaver_days() -> int | None:
    """Return within how many days what shows a child is taken down once they left; None: it may stay."""
    images = load_registers().get(IMAGES)
    return min((due.days for due in images.due if due.after_leaving), default=None) if images else None


def refused_since(school: School, on: date) -> dict[tuple[int, str], date]:
    """Return since when the answer is no for a child and a purpose: a parent's no, or a flag. Two queries.

    Where nobody has answered there is no such day: what was published under last year's consent stays.
    """
    rows = RegisterEntry.objects.filter(
        school=school, register=CONSENTS, year=school_year(on), state=EntryState.RECORDED, answer=NO
    )
    found: dict[tuple[int, str], date] = {}
    by_others = rows.exclude(other=F("person")).order_by("made_at")
    for person, topic, at in by_others.values_list("person", "topic", "made_at"):
        found.setdefault((person, topic), timezone.localdate(at))
    flags = RegisterEntry.objects.filter(school=school, register=FLAGS, state=EntryState.RECORDED)
    for person, at in flags.exclude(person=None).values_list("person", "made_at"):
        for topic, _ in consents_register().topics:
            found[person, topic] = min(found.get((person, topic), on), timezone.localdate(at))
    return found


def children_of(user_id: int | None, school: School, on: date) -> list[User]:
    """Return the children for whom somebody has parental responsibility at the school on a day."""
    rows = Responsibility.objects.filter(school=school, parent=user_id, from_on__lte=on)
    rows = rows.exclude(to_on__lt=on).select_related("child").order_by("child__name")
    return [row.child for row in rows]


def parents_of(child_id: int, school: School, on: date) -> list[User]:
    """Return who has parental responsibility for a child at the school on a day."""
    rows = Responsibility.objects.filter(school=school, child=child_id, from_on__lte=on)
    return [
        row.parent for row in rows.exclude(to_on__lt=on).select_related("parent").order_by("parent__name")
    ]


def purposes_shown_at(purposes: Iterable[str]) -> frozenset[str]:
    """Return the places at which images for these purposes are kept, by the register's own table."""
    places = consents_register().places
    return frozenset(places[each] for each in purposes if each in places)
