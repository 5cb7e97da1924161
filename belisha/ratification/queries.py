from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from belisha.audit.models import Event
from belisha.audit.verbs import stored_as, verb_label
from belisha.base.clock import today
from belisha.people.actor import Actor, school_memberships
from belisha.people.models import Membership, School, User
from belisha.people.roles import role_label, role_matches
from belisha.policies.models import PolicyDocument, PolicyVersion
from belisha.policies.states import PUBLIC, VersionState
from belisha.ratification.models import (
    ApprovalRound,
    Comment,
    Consultation,
    EqualityCheck,
    EqualityOutcome,
    Ratification,
    Scenario,
)
from belisha.ratification.record import CommentEvent


@dataclass(frozen=True, slots=True)
class VersionEvent:
    """One event of a version: when, what, and who (empty: the site)."""

    on: date
    what: str
    who: str


def versions_at(actor: Actor, school: str) -> QuerySet[PolicyVersion]:
    """Return the versions at the actor's own school that they may see, newest first, without their texts."""
    own = PolicyVersion.objects.visible_to(actor).filter(school__slug=school, school__in=actor.school_ids)
    return own.select_related("school", "document").defer("source").order_by("document__title", "-made_at")


def version_before(version: PolicyVersion) -> PolicyVersion | None:
    """Return what to compare a version with: the one in force; for a published one, its predecessor."""
    if version.state in PUBLIC:
        earlier: PolicyVersion | None = version.follows
        return earlier if earlier and earlier.document_id == version.document_id else None
    found: PolicyVersion | None = (
        PolicyVersion.objects.filter(document=version.document_id)
        .in_force()
        .exclude(pk=version.pk)
        .select_related("school")
        .first()
    )
    return found


def others_on_the_way(actor: Actor, version: PolicyVersion) -> list[PolicyVersion]:
    """Return the document's other unpublished versions that the actor may see."""
    rows = versions_at(actor, version.school.slug).filter(document=version.document_id)
    return list(rows.exclude(state__in=PUBLIC).exclude(pk=version.pk))


def documents_at(actor: Actor, school: School) -> QuerySet[PolicyDocument]:
    """Return the documents of a school that the actor belongs to."""
    return PolicyDocument.objects.visible_to(actor).filter(school=school)


def open_consultation_on(version: PolicyVersion) -> Consultation | None:
    """Return the open consultation, or None."""
    return Consultation.objects.filter(version=version, ended_at=None).select_related("school").first()


def comments_on(version: PolicyVersion) -> QuerySet[Comment]:
    """Return every comment on a version, of all its consultations."""
    rows = Comment.objects.filter(consultation__version=version)
    return rows.select_related("by", "closed_by", "consultation")


def open_round_on(version: PolicyVersion) -> ApprovalRound | None:
    """Return the open approval round, or None."""
    return ApprovalRound.objects.filter(version=version, ended_at=None).first()


def equality_of(version: PolicyVersion) -> EqualityCheck | None:
    """Return the newest equality check of the present text, or None."""
    rows = EqualityCheck.objects.filter(version=version, checksum=version.checksum)
    return rows.select_related("checked_by").first()


def passed_equality(version: PolicyVersion) -> bool:
    """Return whether the present text passed its equality check."""
    check = equality_of(version)
    return check is not None and check.outcome == EqualityOutcome.NONE_FOUND


def ratification_of(version: PolicyVersion) -> Ratification | None:
    """Return the meeting that ratified the version, unless it was set aside."""
    rows = Ratification.objects.filter(version=version, set_aside_at=None)
    return rows.select_related("recorded_by").prefetch_related("corrections", "signatures__by").first()


def minute_of(ratification: Ratification) -> str:
    """Return the minute reference, as last corrected."""
    newest = next(iter(ratification.corrections.all()), None)
    return newest.minute if newest else ratification.minute


def scenarios_of(document: PolicyDocument) -> QuerySet[Scenario]:
    """Return the saved answers of a document."""
    return Scenario.objects.filter(document=document, retired_at=None)


def people_with(school: School, right: str) -> list[User]:
    """Return everyone with a right at the school today, by name. One query, but for deputies."""
    rows = Membership.objects.filter(school=school, user__is_active=True).on(today())
    own: dict[User, list[Membership]] = {}
    for row in rows.select_related("user", "school"):
        own.setdefault(row.user, []).append(row)
    found = [
        user for user, each in own.items() if any(right in place.rights for place in school_memberships(each))
    ]
    return sorted(found, key=lambda user: user.name)


def possible_approvers(version: PolicyVersion) -> list[User]:
    """Return those who may approve the version: they have the right and did not write it."""
    wrote = {version.made_by_id, *version.authors.values_list("pk", flat=True)}
    return [user for user in people_with(version.school, "approve-policy") if user.pk not in wrote]


def people_in_audience(school: School, audience: list[str]) -> list[int]:
    """Return the ids of everyone at the school today with a role of the audience."""
    rows = Membership.objects.filter(school=school).on(today()).values_list("user", "role")
    return sorted({user for user, role in rows if role_matches(role, audience)})


def version_events(version: PolicyVersion) -> list[VersionEvent]:
    """Return the events of a version, oldest first.

    Refusals are left to the audit page, and comments to their own page, which shows names only to those who
    answer.
    """
    told = Event.objects.filter(chain=version.school_id, subject=f"version {version.pk}", refused="")
    events = list(told.exclude(verb__in=stored_as(*CommentEvent)))
    names = dict(User.objects.filter(pk__in={event.by for event in events}).values_list("pk", "name"))
    return [
        VersionEvent(timezone.localdate(event.at), verb_label(event.verb), names.get(event.by or 0, ""))
        for event in events
    ]


def states_passed(version: PolicyVersion) -> set[str]:
    """Return the states that a version has been in, from its own records."""
    passed = {str(VersionState.DRAFT), str(version.state)}
    if Consultation.objects.filter(version=version).exists():
        passed.add(VersionState.CONSULTATION)
    if ApprovalRound.objects.filter(version=version).exists():
        passed |= {VersionState.APPROVAL, VersionState.APPROVED}
    if ratification_of(version):
        passed.add(VersionState.RATIFIED)
    if version.published_at:
        passed.add(VersionState.PUBLISHED)
    return passed


def person_choices(people: Iterable[User], school: School) -> tuple[tuple[str, str], ...]:
    """Return people as choices of a form, each with their roles at the school."""
    roles: dict[int, list[str]] = {}
    rows = Membership.objects.filter(school=school).on(today()).values_list("user", "role", "is_deputy")
    for user, role, is_deputy in rows:
        roles.setdefault(user, []).append(f"deputy {role_label(role)}" if is_deputy else role_label(role))
    return tuple((str(user.pk), ", ".join([user.name, *roles.get(user.pk, [])])) for user in people)
