"""The duties that a version on its way sets: who must act next, and by when."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import partial

from django.urls import reverse
from django.utils import timezone

from belisha.duties.sources import DutySpec, duty_source
from belisha.people.models import School
from belisha.people.offices.right_holders import office_with_right
from belisha.policies.models import PolicyVersion
from belisha.policies.states import VersionState
from belisha.ratification.approval.queries import approval_progress, requested_changes
from belisha.ratification.models import CommentState, Consultation, SignatureParty
from belisha.ratification.permissions import SIGNS
from belisha.ratification.queries import (
    equality_of,
    open_round_on,
    passed_equality,
    people_with,
    possible_approvers,
    ratification_of,
)

ON_THE_WAY = (
    VersionState.DRAFT,
    VersionState.CONSULTATION,
    VersionState.APPROVAL,
    VersionState.APPROVED,
    VersionState.RATIFIED,
)
SEND_ON = "Finish the draft of"
CHANGE = "Make the changes that were asked for in"
ASK_OTHERS = "Ask other people to approve"
MEET_CONCERN = "Meet the equality concern about"


@duty_source("ratification", "it is done, or the version has moved on")
def ratification_duties(school: School, on: date) -> list[DutySpec]:
    """Return the duties on a day. Every state that somebody can move a version on from has one.

    A draft to send on, comments to answer, approvals, changes asked for, the equality check, the meeting,
    signatures and publication.

    Each is due within the school's reading time, from the day on which its turn came.
    """
    versions = PolicyVersion.objects.filter(school=school, state__in=ON_THE_WAY)
    found = versions.select_related("school", "document")
    return [wanted for version in found for wanted in _of(version, on)]


def key_of(version: PolicyVersion, act: str, whose: str = "") -> str:
    """Return the key of a duty: one for each text of a version and act."""
    return f"{act} version {version.pk} {version.checksum[:16]} {whose}".strip()


def _of(version: PolicyVersion, on: date) -> Iterator[DutySpec]:
    if version.state == VersionState.DRAFT:
        yield from _draft(version, on)
    elif version.state == VersionState.CONSULTATION:
        yield from _comments(version, on)
    elif version.state == VersionState.APPROVAL:
        yield from _approvals(version, on)
    elif version.state == VersionState.APPROVED:
        yield from _record(version, on)
    else:
        asks = partial(_office, version, on, _ratified_on(version))
        yield asks("publish-policy", "publish", "Publish", "publication")


def _draft(version: PolicyVersion, on: date) -> Iterator[DutySpec]:
    """Yield a duty to send the draft on. It is one duty, however often the text changes."""
    since = timezone.localdate(version.changed_at)
    yield from _of_authors(version, on, since, SEND_ON, lambda whose: f"draft {version.pk} {whose}".strip())


def _comments(version: PolicyVersion, on: date) -> Iterator[DutySpec]:
    consultation = Consultation.objects.filter(version=version, ended_at=None).first()
    if consultation is None:
        return
    asks = partial(_office, version, on, consultation.closes_on, "write-policy")
    if consultation.comments.filter(state=CommentState.OPEN).exists():
        yield asks("answer", "Answer the comments on", "comments")
    else:
        yield asks("ask-approval", "Ask for approval of", "approval")


def _approvals(version: PolicyVersion, on: date) -> Iterator[DutySpec]:
    asked = open_round_on(version)
    if asked is None:
        return
    since = timezone.localdate(asked.asked_at)
    said = approval_progress(asked, version).said
    waiting = [each.user_id for each in said if not each.opinion or each.is_void]
    for person in waiting:
        yield DutySpec(
            key=key_of(version, "approve", f"person {person}"),
            title=f"Approve {version.title}, version {version.label}"[:200],
            due_on=since + timedelta(version.school.acknowledge_within),
            person_id=person,
            link=_link(version, "approval"),
        )
    changes = requested_changes(version)
    days = [timezone.localdate(each.decided_at) for each in changes if each.decided_at]
    if days:
        yield from _of_authors(version, on, min(days), CHANGE, partial(key_of, version, "change"))
    elif not {user.pk for user in possible_approvers(version)} & set(waiting):
        # Everyone who was asked has left or may no longer approve: someone has to ask others.
        yield _office(version, on, since, "write-policy", "ask-others", ASK_OTHERS, "version")


def _of_authors(
    version: PolicyVersion, on: date, since: date, words: str, key: Callable[[str], str]
) -> Iterator[DutySpec]:
    """Yield a duty for each author who may still write, else for the office that may."""
    may_write = {user.pk for user in people_with(version.school, "write-policy")}
    authors = [pk for pk in version.authors.order_by("pk").values_list("pk", flat=True) if pk in may_write]
    spec = DutySpec(
        key=key(""),
        title=f"{words} {version.title}, version {version.label}"[:200],
        due_on=since + timedelta(version.school.acknowledge_within),
        link=_link(version, "version"),
    )
    if not authors:
        yield replace(spec, office=office_with_right(version.school, "write-policy", on))
    for author in authors:
        yield replace(spec, key=key(f"person {author}"), person_id=author)


def _record(version: PolicyVersion, on: date) -> Iterator[DutySpec]:
    ratification = ratification_of(version)
    if ratification is None:
        asks = partial(_office, version, on, _approved_on(version))
        if passed_equality(version):
            yield asks("record-ratification", "meeting", "Record the meeting on", "ratification")
        elif equality_of(version):
            yield asks("write-policy", "concern", MEET_CONCERN, "version")
        else:
            yield asks("check-equality", "equality", "Check for equality", "equality")
        return
    since = timezone.localdate(ratification.recorded_at)
    signed = {each.part for each in ratification.signatures.all()}
    for part in SignatureParty:
        if part not in signed:
            yield _office(version, on, since, SIGNS[part], f"sign-{part}", "Sign", "ratification")


def _office(
    version: PolicyVersion, on: date, since: date, right: str, act: str, words: str, page: str
) -> DutySpec:
    """Return a duty of the office with the right, due from the day on which its turn came."""
    return DutySpec(
        key=key_of(version, act),
        title=f"{words} {version.title}, version {version.label}"[:200],
        due_on=since + timedelta(version.school.acknowledge_within),
        office=office_with_right(version.school, right, on),
        link=_link(version, page),
    )


def _approved_on(version: PolicyVersion) -> date:
    ended = version.rounds.exclude(ended_at=None).order_by("-ended_at").first()
    return timezone.localdate(ended.ended_at if ended and ended.ended_at else version.changed_at)


def _ratified_on(version: PolicyVersion) -> date:
    there = ratification_of(version)
    signed = [each.signed_at for each in there.signatures.all()] if there else []
    return timezone.localdate(max(signed, default=version.changed_at))


def _link(version: PolicyVersion, page: str) -> str:
    return reverse(f"ratification:{page}", args=[version.school.slug, version.pk])
