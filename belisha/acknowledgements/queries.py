from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from django.utils import timezone

from belisha.acknowledgements.audience import Audience, audience
from belisha.acknowledgements.models import Acknowledgement
from belisha.outbox.working_days import is_week_day, working_day_after
from belisha.people.models import Membership, School
from belisha.people.roles import base_role
from belisha.policies.models import ChangeKind, DocumentKind, PolicyVersion
from belisha.policies.queries import policy_of, read_version
from belisha.policies.states import PUBLIC, VersionState
from belisha.rules.language.policy import Policy
from belisha.rules.vocabulary.loading import load_vocabulary


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
        """Return the document's text, read."""
        return policy_of(self.version)

    @property
    def is_acceptable_use(self) -> bool:
        """Return whether it is an acceptable use policy."""
        return bool(self.version.document.kind == DocumentKind.ACCEPTABLE_USE)

    def audience(self, on: date) -> Audience:
        """Return who is bound on a day."""
        return _audience(self.version.pk, self.version.checksum, on, self.is_acceptable_use)


@dataclass(frozen=True, slots=True)
class SchoolPerson:
    """A person at the school: their roles, the first day of each, their class or team."""

    person_id: int
    name: str
    roles: Mapping[str, date]
    group: str


@dataclass(frozen=True, slots=True)
class AskedPerson:
    """A person who must acknowledge a document: their bound roles, the due day, and whether it is done."""

    person_id: int
    name: str
    roles: tuple[str, ...]
    group: str
    due_on: date
    is_done: bool

    def is_late(self, on: date) -> bool:
        """Return whether the due day has passed."""
        return not self.is_done and self.due_on < on


def bindings(school: School) -> list[Binding]:
    """Return the school's documents in force, its policy first."""
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


def policy_binding_on(school: School, on: date) -> Binding | None:
    """Return the policy as it was in force at the end of a day, with the versions that count for it."""
    end = timezone.make_aware(datetime.combine(on + timedelta(days=1), time()))
    rows = PolicyVersion.objects.filter(
        school=school, state__in=PUBLIC, document__kind=DocumentKind.POLICY, published_at__lt=end
    )
    versions = list(rows.defer("source").select_related("document", "school").order_by("published_at", "pk"))
    if not versions or (versions[-1].ended_at is not None and versions[-1].ended_at < end):
        return None
    return _counting(versions)


def binding_of(school: School, version: PolicyVersion) -> Binding | None:
    """Return the document of the version, as it is in force today, or None."""
    return next((each for each in bindings(school) if each.version.document_id == version.document_id), None)


def people_at(school: School, on: date) -> list[SchoolPerson]:
    """Return everyone at the school on a day, by name. One query."""
    rows = (
        Membership.objects.filter(school=school, user__is_active=True)
        .on(on)
        .order_by("user__name", "user_id", "from_on", "pk")
        .values_list("user_id", "user__name", "role", "is_deputy", "from_on", "group", "year_group")
    )
    people: dict[int, tuple[str, dict[str, date], list[str]]] = {}
    for person, name, role, is_deputy, since, group, year in rows:
        _, roles, groups = people.setdefault(person, (name, {}, []))
        roles.setdefault(_own(role, is_deputy=is_deputy), since)
        groups.append(group or year)
    return [
        SchoolPerson(person, name, roles, next(filter(None, groups), ""))
        for person, (name, roles, groups) in people.items()
    ]


def asked_people(
    school: School,
    binding: Binding,
    on: date,
    people: Sequence[SchoolPerson],
    *,
    until: datetime | None = None,
) -> list[AskedPerson]:
    """Return those of `people` whom the document binds on a day, done or not. One query.

    With `until`, only what was acknowledged before that instant counts.
    """
    rows = Acknowledgement.objects.standing().filter(version__in=binding.accepted)
    if until is not None:
        rows = rows.filter(at__lt=until)
    done = set(rows.values_list("person_id", flat=True))
    audience_today = binding.audience(on)
    found = []
    for each in people:
        roles = audience_today.bound(each.roles)
        if roles:
            due_on = _due_on(school, binding, audience_today, each, roles)
            found.append(
                AskedPerson(each.person_id, each.name, roles, each.group, due_on, each.person_id in done)
            )
    return found


def outstanding_for(school: School, person: int, on: date) -> list[tuple[Binding, AskedPerson]]:
    """Return the documents that a person has not acknowledged yet, whether or not a duty exists."""
    me = SchoolPerson(person, "", roles_at_school(school, person, on), "")
    return [
        (binding, each)
        for binding in bindings(school)
        for each in asked_people(school, binding, on, [me])
        if not each.is_done
    ]


def roles_at_school(school: School, person: int, on: date) -> dict[str, date]:
    """Return the person's roles at the school on a day, with the first day of each."""
    rows = Membership.objects.filter(school=school, user=person).on(on).order_by("from_on", "pk")
    found: dict[str, date] = {}
    for role, is_deputy, since in rows.values_list("role", "is_deputy", "from_on"):
        found.setdefault(_own(role, is_deputy=is_deputy), since)
    return found


def earlier_acknowledgement(binding: Binding, person: int) -> Acknowledgement | None:
    """Return the person's latest acknowledgement of any version of the document, or None."""
    found: Acknowledgement | None = (
        Acknowledgement.objects.standing()
        .filter(version__document=binding.version.document_id, person=person)
        .select_related("version")
        .defer("version__source", "statement")
        .order_by("-version__published_at", "-at")
        .first()
    )
    return found


def valid_acknowledgement(binding: Binding, person: int) -> Acknowledgement | None:
    """Return the person's acknowledgement that counts for the version in force, or None."""
    found: Acknowledgement | None = (
        Acknowledgement.objects.standing().filter(version__in=binding.accepted, person=person).first()
    )
    return found


def duty_key(binding: Binding, person: int) -> str:
    """Return the duty's key: one for each version that asks, and each person."""
    return f"acknowledge {binding.asking.pk} person {person}"


def text_of(version: PolicyVersion) -> Policy:
    """Return the text of a version, read."""
    return read_version(version.pk, version.checksum)


def _own(role: str, *, is_deputy: bool) -> str:
    """Return the role in which someone acknowledges: a deputy does so in their base role."""
    return base_role(role) if is_deputy else role


def _binding(versions: Iterable[PolicyVersion]) -> Binding | None:
    """Return the last published version if it is in force, with the versions that count for it."""
    found = list(versions)
    return _counting(found) if found[-1].state == VersionState.PUBLISHED else None


def _counting(versions: Sequence[PolicyVersion]) -> Binding:
    """Return the last of the versions with those before it whose acknowledgement counts for it."""
    *earlier, last = versions
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
    school: School, binding: Binding, audience_today: Audience, person: SchoolPerson, roles: tuple[str, ...]
) -> date:
    """Return the due day: the time that the document, else the school, allows from publication or the first
    day.
    """
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
