"""A school's policy on its way: a draft made from the one in force, and each step done by whom it is for."""

from dataclasses import replace
from datetime import date, timedelta

from belisha.base.clock import today
from belisha.people.actor import Actor, actor_from
from belisha.people.models import School, User
from belisha.policies.actions import draft_version, rewrite_draft
from belisha.policies.models import PolicyVersion
from belisha.policies.queries import policy_of
from belisha.policies.states import VersionState
from belisha.ratification.approval.actions import ask_approval, record_approval
from belisha.ratification.consultation.actions import open_consultation
from belisha.ratification.equality.actions import record_equality_check
from belisha.ratification.meeting.actions import record_meeting, sign_version
from belisha.ratification.publication.actions import publish_version, withdraw_version
from belisha.rules.language.clauses import Rule
from belisha.rules.language.writing import write_policy

CLAUSE = "name-and-logo"


def person(name: str) -> Actor:
    """`person("clerk@grange")`: that invented person, as the site knows them today."""
    user = User.objects.get(email=f"{name}.example")
    return actor_from(user.pk, user.name)


def text_with(version: PolicyVersion, clause: str, **fields: object) -> str:
    """The version's text with one clause changed."""
    policy = policy_of(version)
    clauses = tuple(
        replace(each, **fields) if each.id == clause else each  # type: ignore[arg-type]
        for each in policy.clauses
    )
    return write_policy(replace(policy, clauses=clauses))


def in_force(school: str = "grange") -> PolicyVersion:
    return PolicyVersion.objects.in_force().select_related("school", "document").get(school__slug=school)


def new_draft(
    school: str = "grange", *, by: str = "slt", label: str = "next", **fields: object
) -> PolicyVersion:
    """A draft in which nobody can be permitted any more to use the school's name: an answer flips."""
    before = in_force(school)
    rule = policy_of(before).by_id[CLAUSE]
    assert isinstance(rule, Rule)
    changes = fields or {"unless": (), "then": (), "text": "Nobody uses the school’s name and logo."}
    source = text_with(before, CLAUSE, **changes)
    place = School.objects.get(slug=school)
    return draft_version(
        school=place, source=source, label=label, by=person(f"{by}@{school}"), follows=before
    )


def rewrite(version: PolicyVersion, words: str, *, by: str = "slt") -> PolicyVersion:
    version.refresh_from_db()
    clause = policy_of(version).by_id[CLAUSE]
    source = text_with(version, CLAUSE, text=f"{clause.text} {words}")
    return rewrite_draft(
        by=person(f"{by}@grange"), version=version, source=source, original_checksum=version.checksum
    )


def checked(version: PolicyVersion, outcome: str = "none found", notes: str = "") -> None:
    version.refresh_from_db()
    record_equality_check(
        by=person("governor@grange"),
        version=version,
        checksum=version.checksum,
        grounds=["age", "sex"],
        outcome=outcome,
        notes=notes,
    )


def asked(version: PolicyVersion, *people: str, needed: int = 1) -> None:
    ids = [person(f"{name}@grange").user_id or 0 for name in people or ("governor",)]
    ask_approval(by=person("slt@grange"), version=version, approvers=ids, needed=needed)


def approved(version: PolicyVersion) -> None:
    asked(version)
    version.refresh_from_db()
    record_approval(
        by=person("governor@grange"), version=version, opinion="approves", checksum=version.checksum
    )


def met(version: PolicyVersion, minute: str = "2026/11 item 7", on: date | None = None) -> None:
    record_meeting(
        by=person("clerk@grange"),
        version=version,
        met_on=on or today(),
        body="Full Governing Body",
        minute=minute,
    )


def signed(version: PolicyVersion) -> None:
    version.refresh_from_db()
    for who, part in (("headteacher", "school"), ("chair-of-governors", "governors")):
        sign_version(by=person(f"{who}@grange"), version=version, part=part, checksum=version.checksum)


def published(version: PolicyVersion) -> None:
    publish_version(
        by=person("headteacher@grange"),
        version=version,
        change="substantive",
        reason="The name is the school’s alone",
        review_due_on=today() + timedelta(365),
    )


def brought_to(state: str) -> PolicyVersion:
    """A version that stands at `state`, by the steps that lead there."""
    version = new_draft()
    if state == VersionState.CONSULTATION:
        open_consultation(by=person("slt@grange"), version=version, audience=["staff"], closes_on=today())
    if state == VersionState.APPROVAL:
        asked(version)
    steps = [VersionState.APPROVED, VersionState.RATIFIED, VersionState.PUBLISHED]
    ended = [VersionState.SUPERSEDED, VersionState.WITHDRAWN]
    reached = len(steps) if state in ended else steps.index(VersionState(state)) + 1 if state in steps else 0
    for step in (_approve, _ratify, published)[:reached]:
        step(version)
    if state == VersionState.WITHDRAWN:
        withdraw_version(by=person("headteacher@grange"), version=version, reason="Wrong text")
    if state == VersionState.SUPERSEDED:
        later = new_draft(label="after", text="Another text.")
        for step in (_approve, _ratify, published):
            step(later)
    version.refresh_from_db()
    assert version.state == state
    return version


def _approve(version: PolicyVersion) -> None:
    approved(version)


def _ratify(version: PolicyVersion) -> None:
    checked(version)
    met(version)
    signed(version)
