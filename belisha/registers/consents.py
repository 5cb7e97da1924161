"""What may be shown of a child: what those with parental responsibility said, for a purpose and a year."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from belisha.people.models import School, User
from belisha.registers.descriptions import RegisterDescription, load_registers
from belisha.registers.door import school_year
from belisha.registers.models import RegisterEntry, Responsibility
from belisha.registers.states import EntryState

CONSENTS, FLAGS = "consents", "flags"
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
WITHHELD = ConsentAnswer(is_given=False, why="Not to be published.")


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
