from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from django.utils import timezone

from belisha.acknowledgements.audience import Audience, audience
from belisha.acknowledgements.models import Acknowledgement
from belisha.notices.working_days import is_week_day, working_day_after
from belisha.people.models import Membership, School
from belisha.people.roles import plain_role
from belisha.policies.models import ChangeKind, DocumentKind, PolicyVersion
from belisha.policies.queries import policy_of, read_version
from belisha.policies.states import PUBLIC, VersionState
from belisha.rules.policy import Policy
from belisha.rules.vocabulary import load_vocabulary


@dataclass(frozen=True)
class Binding:
    """A document in force: its version, and the versions whose acknowledgement counts for it.

    An editorial version does not ask again: `asking` is the last version that did, `asked_on` the day of its
    publication, `accepted` the ids from it to the one in force.
    """

    version: PolicyVersion
    asking: PolicyVersion
    accepted: frozenset[int]
    asked_on: date

    @property
    def policy(self) -> Policy:
        """The document's text, read."""
        return policy_of(self.version)

    @property
    def is_acceptable_use(self) -> bool:
        """Whether it is an acceptable use policy."""
        return bool(self.version.document.kind == DocumentKind.ACCEPTABLE_USE)

    def audience(self, on: date) -> Audience:
        """Whom it binds on a day."""
        return _audience(self.version.pk, self.version.checksum, on, self.is_acceptable_use)


@dataclass(frozen=True, slots=True)
class Belonging:
    """Somebody who belongs to the school today: their roles, the first day of each, their class or team."""

    person_id: int
    name: str
    roles: Mapping[str, date]
    group: str


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody who is asked to acknowledge a document: in which of their roles, by when, and since when."""

    person_id: int
    name: str
    roles: tuple[str, ...]
    group: str
    due_on: date
    is_done: bool

    def is_late(self, on: date) -> bool:
        """Whether the day has gone by."""
        return not self.is_done and self.due_on < on


def bindings(school: School) -> list[Binding]:
    """The school's documents in force, its policy first."""
    versions = (
        PolicyVersion.objects.filter(school=school, state__in=PUBLIC)
        .defer("source")
        .select_related("document", "school")
        .order_by("published_at", "pk")
    )
    by_document: dict[int, list[PolicyVersion]] = {}
    for version in versions:
        by_document.setdefault(version.document_id, []).append(version)
    found = [_binding(each) for each in by_document.values()]
    in_force = [each for each in found if each is not None]
    return sorted(in_force, key=lambda each: (each.is_acceptable_use, each.version.document.title))


def binding_of(school: School, version: PolicyVersion) -> Binding | None:
    """The document that the version belongs to, as it is in force today, or None."""
    return next((each for each in bindings(school) if each.version.document_id == version.document_id), None)


def belonging(school: School, on: date) -> list[Belonging]:
    """Everybody who belongs to the school on a day, by name. One query."""
    rows = (
        Membership.objects.filter(school=school, user__is_active=True)
        .on(on)
        .order_by("user__name", "user_id", "from_on", "pk")
        .values_list("user_id", "user__name", "role", "stands_in", "from_on", "group", "year_group")
    )
    people: dict[int, tuple[str, dict[str, date], list[str]]] = {}
    for person, name, role, stands_in, since, group, year in rows:
        _, roles, groups = people.setdefault(person, (name, {}, []))
        roles.setdefault(_own(role, stands_in=stands_in), since)
        groups.append(group or year)
    return [
        Belonging(person, name, roles, next(filter(None, groups), ""))
        for person, (name, roles, groups) in people.items()
    ]


def asked(school: School, binding: Binding, on: date, people: Sequence[Belonging]) -> list[Asked]:
    """Everybody of `people` whom the document binds on a day, done or not. One query."""
    done = set(
        Acknowledgement.objects.filter(version__in=binding.accepted).values_list("person_id", flat=True)
    )
    audience_today = binding.audience(on)
    found = []
    for each in people:
        roles = audience_today.bound(each.roles)
        if roles:
            due_on = _due_on(school, binding, audience_today, each, roles)
            found.append(Asked(each.person_id, each.name, roles, each.group, due_on, each.person_id in done))
    return found


def waiting_for(school: School, person: int, on: date) -> list[tuple[Binding, Asked]]:
    """The documents that somebody is to acknowledge and has not, whether a sweep has told them or not."""
    me = Belonging(person, "", roles_here(school, person, on), "")
    return [
        (binding, each)
        for binding in bindings(school)
        for each in asked(school, binding, on, [me])
        if not each.is_done
    ]


def roles_here(school: School, person: int, on: date) -> dict[str, date]:
    """The person's roles at the school on a day, with the first day of each."""
    rows = Membership.objects.filter(school=school, user=person).on(on).order_by("from_on", "pk")
    found: dict[str, date] = {}
    for role, stands_in, since in rows.values_list("role", "stands_in", "from_on"):
        found.setdefault(_own(role, stands_in=stands_in), since)
    return found


def earlier_acknowledgement(binding: Binding, person: int) -> Acknowledgement | None:
    """The latest acknowledgement that the person made of the document, of whichever version, or None."""
    found: Acknowledgement | None = (
        Acknowledgement.objects.filter(version__document=binding.version.document_id, person=person)
        .select_related("version")
        .defer("version__source", "statement")
        .order_by("-version__published_at", "-at")
        .first()
    )
    return found


def counting(binding: Binding, person: int) -> Acknowledgement | None:
    """The person's acknowledgement that counts for the version in force, or None."""
    found: Acknowledgement | None = Acknowledgement.objects.filter(
        version__in=binding.accepted, person=person
    ).first()
    return found


def duty_key(binding: Binding, person: int) -> str:
    """The key of the duty: one for each version that asks, and each person."""
    return f"acknowledge {binding.asking.pk} person {person}"


def text_of(version: PolicyVersion) -> Policy:
    """What a version says."""
    return read_version(version.pk, version.checksum)


def _own(role: str, *, stands_in: bool) -> str:
    """What somebody is: a deputy for an office acknowledges as what they are beside it."""
    return plain_role(role) if stands_in else role


def _binding(versions: Iterable[PolicyVersion]) -> Binding | None:
    """The last of a document's published versions if it is in force, and what it goes back to."""
    *earlier, last = versions
    if last.state != VersionState.PUBLISHED:
        return None
    asking, accepted = last, {last.pk}
    for before in reversed(earlier):
        if asking.change != ChangeKind.EDITORIAL:
            break
        asking = before
        accepted.add(before.pk)
    published = asking.published_at
    assert published is not None
    return Binding(last, asking, frozenset(accepted), timezone.localdate(published))


def _due_on(
    school: School, binding: Binding, audience_today: Audience, person: Belonging, roles: tuple[str, ...]
) -> date:
    """The days that the document or else the school allows, from publication or the first day here."""
    begins = max(binding.asked_on, min(person.roles[role] for role in roles))
    allowed = audience_today.allowed(roles)
    if allowed is None:
        return begins + timedelta(days=school.acknowledge_within)
    if allowed.are_working:
        return working_day_after(begins, allowed.days, is_week_day)
    return begins + timedelta(days=allowed.days)


@lru_cache(maxsize=512)
def _audience(version: int, checksum: str, on: date, is_acceptable_use: bool) -> Audience:
    return audience(
        read_version(version, checksum), load_vocabulary(), on, is_acceptable_use=is_acceptable_use
    )
