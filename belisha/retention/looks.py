"""Every look at a sensitive record, for those who look after personal data (DP5)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import Count
from django.utils import timezone

from belisha.audit.models import Event, EventQuerySet
from belisha.audit.verbs import stored_as, verb_label
from belisha.base.holdings import Holding, holdings
from belisha.people.models import School, User


@dataclass(frozen=True, slots=True)
class RecordLook:
    """One look: when, by whom, at what."""

    at: datetime
    who: str
    verb: str
    subject: str


def look_verbs() -> dict[str, Holding]:
    """Return the verbs with which the record tells of a look, as it holds them, each with its holding."""
    return {verb: each for each in holdings().values() for verb in stored_as(*each.looks)}


def looks(school: School, since: date, at_most: int = 200) -> list[RecordLook]:
    """Return the looks at sensitive records of the school since a day, newest first."""
    rows = list(_events(school, since).order_by("-number")[:at_most])
    names = names_of({row.by for row in rows if row.by})
    return [
        RecordLook(row.at, names.get(row.by or 0, "Without an account"), verb_label(row.verb), row.subject)
        for row in rows
    ]


def looks_by_person(school: School, since: date) -> list[tuple[str, int]]:
    """Return how often each person has looked since a day, most first."""
    rows = _events(school, since).order_by().values_list("by").annotate(count=Count("pk")).order_by("-count")
    found = list(rows)
    names = names_of({by for by, _ in found if by})
    return [(names.get(by or 0, "Without an account"), count) for by, count in found]


def names_of(ids: Collection[int]) -> dict[int, str]:
    """Return people's names by id."""
    return dict(User.objects.filter(pk__in=ids).values_list("pk", "name"))


def _events(school: School, since: date) -> EventQuerySet:
    start = timezone.make_aware(datetime.combine(since, time()))
    found: EventQuerySet = Event.objects.filter(chain=school.pk, verb__in=list(look_verbs()), at__gte=start)
    return found
