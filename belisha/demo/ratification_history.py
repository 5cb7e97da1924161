"""Policies on their way: one school consults on a draft, another waits for the chair to sign."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from belisha.answers.models import AnswerLog
from belisha.base.clock import today
from belisha.people.actor import Actor, actor_from
from belisha.people.models import School, User
from belisha.policies.actions import draft_version
from belisha.policies.models import DocumentKind, PolicyVersion
from belisha.policies.queries import policy_of
from belisha.ratification.approval.actions import ask_approval, record_approval
from belisha.ratification.consultation.actions import close_comment, comment_on, open_consultation
from belisha.ratification.equality.actions import record_equality_check
from belisha.ratification.equality.protected_characteristics import protected_characteristics_for
from belisha.ratification.meeting.actions import record_meeting, sign_version
from belisha.ratification.scenarios.actions import add_scenario
from belisha.rules.judge import judge
from belisha.rules.language.clauses import Force
from belisha.rules.language.policy import Policy
from belisha.rules.language.writing import write_policy
from belisha.rules.ruling import Situation, Verdict

LABEL = "2026/27"
# The changes in each school's draft, by clause.
CHANGES: dict[str, dict[str, dict[str, Any]]] = {
    "grange": {
        "name-and-logo": {
            "text": "Nobody uses the school's name, logo or other published material, online or in writing.",
            "unless": (),
            "then": (),
        },
    },
    "barley-lane": {
        "name-employer": {
            "text": "Staff do not name the school as their employer on social media.",
            "force": Force.MUST_NOT,
        },
        "own-views": {
            "text": "Staff say that views which they express online are their own.",
            "force": Force.MUST,
        },
    },
}
# Questions of the last year: role, action, towards, how often.
ASKED: tuple[tuple[str, str, str, int], ...] = (
    ("teacher", "befriend", "pupil", 14),
    ("teacher", "befriend", "parent", 9),
    ("teacher", "use-school-name", "", 8),
    ("support-staff", "use-school-name", "", 3),
    ("volunteer", "use-school-name", "", 1),
    ("teacher", "name-employer", "", 7),
    ("support-staff", "name-employer", "", 4),
    ("teacher", "use-social-media", "", 12),
    ("supply-teacher", "name-employer", "", 2),
)


@transaction.atomic
def build_ratification_history(school: School) -> None:
    """Bring a demonstration school's next policy as far as its story goes, once."""
    if school.slug not in STORIES or PolicyVersion.objects.filter(school=school, label=LABEL).exists():
        return
    before = (
        PolicyVersion.objects.in_force().filter(school=school, document__kind=DocumentKind.POLICY).first()
    )
    if before is None:
        return
    _questions(before)
    add_scenario(
        by=_person(school, "slt"),
        document=before.document,
        question="May I be friends with a pupil online?",
        situation=Situation("teacher", "befriend", "pupil"),
        verdict=Verdict.PROHIBITED,
    )
    source = write_policy(_changed(policy_of(before), CHANGES[school.slug]))
    draft = draft_version(
        school=school, source=source, label=LABEL, by=_person(school, "slt"), follows=before
    )
    STORIES[school.slug](school, draft)


def _in_consultation(school: School, draft: PolicyVersion) -> None:
    writer = _person(school, "slt")
    consultation = open_consultation(
        by=writer,
        version=draft,
        audience=["staff", "governor", "parent"],
        closes_on=today() + timedelta(14),
        asks="Is it clear who may use the school’s name, and for what?",
        by_link=True,
    )
    said = {
        "teacher": (
            "name-and-logo",
            "We put the logo on the programme of the school play. Is that meant too?",
        ),
        "parent": (
            "name-and-logo",
            "The summer fair has used the name for years. Will it still be asked for?",
        ),
        "governor": ("", "The policy is long. A page for each role would help."),
    }
    comments = [
        comment_on(by=_person(school, role), consultation=consultation, clause=clause, text=text)
        for role, (clause, text) in said.items()
    ]
    reason = "Role cards are printed from the policy: one page for each role."
    close_comment(by=writer, comment=comments[2], state="accepted", reason=reason)


def _waiting_for_the_chair(school: School, draft: PolicyVersion) -> None:
    governor = _person(school, "governor")
    ask_approval(by=_person(school, "slt"), version=draft, approvers=[governor.user_id or 0], needed=1)
    record_approval(by=governor, version=draft, opinion="approves", checksum=draft.checksum)
    record_equality_check(
        by=governor,
        version=draft,
        checksum=draft.checksum,
        grounds=list(protected_characteristics_for(policy_of(draft)).grounds),
        outcome="none found",
        notes="Both changes bind all staff alike.",
    )
    draft.refresh_from_db()
    record_meeting(
        by=_person(school, "clerk"),
        version=draft,
        met_on=today(),
        body="Full Governing Body",
        minute=f"{today():%Y/%m} item 7",
    )
    head = _person(school, "headteacher")
    sign_version(by=head, version=draft, part="school", checksum=draft.checksum)


STORIES: dict[str, Callable[[School, PolicyVersion], None]] = {
    "grange": _in_consultation,
    "barley-lane": _waiting_for_the_chair,
}


def _person(school: School, role: str) -> Actor:
    user = User.objects.get(email=f"{role}@{school.slug}.example")
    return actor_from(user.pk, user.name)


def _changed(policy: Policy, changes: dict[str, dict[str, Any]]) -> Policy:
    clauses = tuple(replace(clause, **changes.get(clause.id, {})) for clause in policy.clauses)
    return replace(policy, clauses=clauses)


def _questions(version: PolicyVersion) -> None:
    """Add a year of questions to the log, which holds neither words nor people."""
    policy, now = policy_of(version), timezone.now().replace(minute=0, second=0, microsecond=0)
    AnswerLog.objects.bulk_create(
        _row(version, policy, Situation(role, action, towards or None), now - timedelta(days=7 * number))
        for role, action, towards, times in ASKED
        for number in range(times)
    )


def _row(version: PolicyVersion, policy: Policy, situation: Situation, asked_at: datetime) -> AnswerLog:
    ruling = judge(policy, situation, on=today())
    return AnswerLog(
        school=version.school,
        version=version,
        asked_at=asked_at,
        role=situation.role,
        action=situation.action,
        towards=situation.towards or "",
        verdict=ruling.verdict,
        clauses=[ground.clause for ground in ruling.deciding],
        is_sure=True,
    )
