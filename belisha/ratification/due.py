"""Whose turn it is: what a version on its way asks of whom, for their lists and for reminders."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial

from django.urls import reverse
from django.utils import timezone

from belisha.duties.sources import Wanted
from belisha.people.models import School
from belisha.people.standing_for import office_with_right
from belisha.policies.models import PolicyVersion
from belisha.policies.states import VersionState
from belisha.ratification.approvals import Said, approval_of, changes_asked
from belisha.ratification.models import CommentState, Consultation, Part
from belisha.ratification.permissions import SIGNS
from belisha.ratification.queries import open_round_on, passed_equality, people_with, ratification_of

ON_THE_WAY = (VersionState.CONSULTATION, VersionState.APPROVAL, VersionState.APPROVED, VersionState.RATIFIED)
CHANGE = "Make the changes that were asked for in"


def ratification_wanted(school: School, on: date) -> list[Wanted]:
    """What is due by the day: comments to answer, approvals, changes that were asked for, the
    equality check, the meeting, signatures.

    Each within the days that the school gives for reading a policy, from when its turn came.
    """
    versions = PolicyVersion.objects.filter(school=school, state__in=ON_THE_WAY)
    found = versions.select_related("school", "document")
    return [wanted for version in found for wanted in _of(version, on)]


def key_of(version: PolicyVersion, act: str, whose: str = "") -> str:
    """The key of what a version asks: of this text alone, once."""
    return f"{act} version {version.pk} {version.checksum[:16]} {whose}".strip()


def _of(version: PolicyVersion, on: date) -> Iterator[Wanted]:
    if version.state == VersionState.CONSULTATION:
        yield from _comments(version, on)
    elif version.state == VersionState.APPROVAL:
        yield from _approvals(version, on)
    elif version.state == VersionState.APPROVED:
        yield from _record(version, on)
    else:
        asks = partial(_office, version, on, _ratified_on(version))
        yield asks("publish-policy", "publish", "Publish", "publication")


def _comments(version: PolicyVersion, on: date) -> Iterator[Wanted]:
    consultation = Consultation.objects.filter(version=version, ended_at=None).first()
    if consultation is None or consultation.closes_on > on:
        return
    asks = partial(_office, version, on, consultation.closes_on, "write-policy")
    if consultation.comments.filter(state=CommentState.OPEN).exists():
        yield asks("answer", "Answer the comments on", "comments")
    else:
        yield asks("ask-approval", "Ask for approval of", "approval")


def _approvals(version: PolicyVersion, on: date) -> Iterator[Wanted]:
    asked = open_round_on(version)
    if asked is None:
        return
    since = timezone.localdate(asked.asked_at)
    for each in approval_of(asked, version).said:
        if not each.opinion or each.is_void:
            yield Wanted(
                key=key_of(version, "approve", f"person {each.user_id}"),
                title=f"Approve {version.title}, version {version.label}"[:200],
                due_on=since + timedelta(version.school.acknowledge_within),
                person_id=each.user_id,
                link=_link(version, "approval"),
            )
    yield from _changes(version, changes_asked(version), on)


def _changes(version: PolicyVersion, asked: list[Said], on: date) -> Iterator[Wanted]:
    """What approvers ask to be changed: for those who wrote the text and still may, else for their office."""
    days = [timezone.localdate(each.decided_at) for each in asked if each.decided_at]
    if not days:
        return
    may_write = {user.pk for user in people_with(version.school, "write-policy")}
    authors = [pk for pk in version.authors.order_by("pk").values_list("pk", flat=True) if pk in may_write]
    if not authors:
        yield _office(version, on, min(days), "write-policy", "change", CHANGE, "version")
    for author in authors:
        yield Wanted(
            key=key_of(version, "change", f"person {author}"),
            title=f"{CHANGE} {version.title}, version {version.label}"[:200],
            due_on=min(days) + timedelta(version.school.acknowledge_within),
            person_id=author,
            link=_link(version, "version"),
        )


def _record(version: PolicyVersion, on: date) -> Iterator[Wanted]:
    ratification = ratification_of(version)
    if ratification is None:
        asks = partial(_office, version, on, _approved_on(version))
        if passed_equality(version):
            yield asks("record-ratification", "meeting", "Record the meeting on", "ratification")
        else:
            yield asks("check-equality", "equality", "Check for equality", "equality")
        return
    since = timezone.localdate(ratification.recorded_at)
    signed = {each.part for each in ratification.signatures.all()}
    for part in Part:
        if part not in signed:
            yield _office(version, on, since, SIGNS[part], f"sign-{part}", "Sign", "ratification")


def _office(
    version: PolicyVersion, on: date, since: date, right: str, act: str, words: str, page: str
) -> Wanted:
    """Something for the office that has the right. Its day counts from when its turn came: it stays."""
    return Wanted(
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
