"""Every look at a sensitive record, for those who look after personal data (DP5).

Looks at reports, cases, evidence and matters are confidential: they are shown to whoever checks those looks,
but not those at what is about that person.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.utils import timezone

from belisha.access.actor import Actor
from belisha.audit.models import Event, confidential_chain
from belisha.audit.verbs import stored_as, verb_label
from belisha.base.holdings import Holding, holdings
from belisha.cases.permissions import can_see_looks
from belisha.cases.queries import without_own
from belisha.people.models import School, User

NO_ACCOUNT = "Without an account"


@dataclass(frozen=True, slots=True)
class RecordLook:
    """One look: when, by whom, what was done, at what kind of record, and which. No words of it."""

    at: datetime
    who: str
    verb: str
    kind: str
    subject: str


def look_verbs() -> dict[str, tuple[Holding, ...]]:
    """Return the verbs with which the record tells of a look, as it holds them, each with its holdings."""
    found: dict[str, tuple[Holding, ...]] = {}
    for each in holdings().values():
        for verb in stored_as(*each.looks):
            found[verb] = (*found.get(verb, ()), each)
    return found


def looks(actor: Actor, school: School, since: date, at_most: int = 200) -> list[RecordLook]:
    """Return the looks at sensitive records since a day that the actor may see, newest first."""
    rows = _events(actor, school, since)[:at_most]
    names = names_of({row.by for row in rows if row.by})
    verbs = look_verbs()
    return [
        RecordLook(
            row.at,
            names.get(row.by or 0, NO_ACCOUNT),
            verb_label(row.verb),
            _kind(verbs[row.verb], row.subject),
            row.subject,
        )
        for row in rows
    ]


def looks_by_person(actor: Actor, school: School, since: date) -> list[tuple[str, int]]:
    """Return how often each person has looked since a day, most first."""
    counts: dict[int, int] = {}
    for row in _events(actor, school, since):
        counts[row.by or 0] = counts.get(row.by or 0, 0) + 1
    names = names_of(counts)
    most = sorted(counts.items(), key=lambda each: (-each[1], each[0]))
    return [(names.get(by, NO_ACCOUNT), count) for by, count in most]


def _kind(those: Sequence[Holding], subject: str) -> str:
    """Return what kind of record a look was at. Registers share a verb: their entries tell it."""
    register = f"register-{subject.split(' ', maxsplit=1)[0]}"
    return next((each.title for each in those if each.key == register), those[0].title)


def names_of(ids: Collection[int]) -> dict[int, str]:
    """Return people's names by id."""
    return dict(User.objects.filter(pk__in=ids).values_list("pk", "name"))


def _events(actor: Actor, school: School, since: date) -> list[Event]:
    """Return the looks that the actor may see, newest first."""
    start = timezone.make_aware(datetime.combine(since, time()))
    chains = [school.pk]
    if can_see_looks(actor, school):
        chains.append(confidential_chain(school.pk))
    rows = Event.objects.filter(chain__in=chains, verb__in=list(look_verbs()), at__gte=start)
    return without_own(actor, school, rows.order_by("-at", "-pk"))
