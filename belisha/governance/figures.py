"""Figures of rooms that were there before governors had a report: acknowledgement, duties, complaints,
questions.
"""

from collections.abc import Mapping
from datetime import date, timedelta

from django.db.models import Count, Q

from belisha.acknowledgements.permissions import check_can_see_state
from belisha.acknowledgements.queries import asked_people, people_at, policy_binding_on
from belisha.answers.models import AnswerLog
from belisha.base.figures import (
    FigureGroup,
    ListPage,
    clause_figure,
    counted,
    day_begins,
    school_figure,
    within,
)
from belisha.complaints.models import Matter, MatterKind
from belisha.complaints.permissions import check_can_hear_any
from belisha.duties.models import Duty
from belisha.duties.permissions import check_can_see_some
from belisha.people.models import School
from belisha.people.permissions import can_manage_people
from belisha.policies.documents.verdict_labels import label_for
from belisha.policies.website.models import WebsiteCheck, WebsiteFinding
from belisha.policies.website.permissions import check_can_check_website
from belisha.ratification.models import Comment, CommentState
from belisha.retention.models import Breach, DataRequest, DataRequestKind, DisposalStub
from belisha.retention.permissions import can_see_data_protection
from belisha.rules.ruling import Verdict
from belisha.training.permissions import check_can_keep_training

DONE, OPEN, LATE, MISSED = "done", "not yet due", "late", "missed"


@school_figure(
    "acknowledgement",
    "Acknowledgement of the policy",
    "Everybody whom the policy in force asks to acknowledge it on the last day: those who have, "
    "those who still have "
    "time, and those who are late.",
    group=FigureGroup.PEOPLE,
    page=ListPage("acknowledgements:state", check_can_see_state),
    urgent=(LATE,),
)
def acknowledgement(school_id: int, first: date, last: date) -> Mapping[str, int]:  # noqa: ARG001
    """Count people by whether they had acknowledged the policy in force at the end of the last day."""
    school = School.objects.get(pk=school_id)
    counts = {DONE: 0, OPEN: 0, LATE: 0}
    found = policy_binding_on(school, last)
    until = day_begins(last + timedelta(days=1))
    for each in asked_people(school, found, last, people_at(school, last), until=until) if found else []:
        counts[DONE if each.is_done else LATE if each.is_late(last) else OPEN] += 1
    return counts


def _duties(school_id: int, first: date, last: date, *, is_training: bool) -> Mapping[str, int]:
    rows = Duty.objects.filter(school=school_id, due_on__range=(first, last))
    rows = (
        rows.filter(source="training")
        if is_training
        else rows.exclude(source__in=["training", "acknowledgements"])
    )
    until = day_begins(last + timedelta(days=1))
    open_then = (Q(done_at__isnull=True) | Q(done_at__gte=until)) & Q(dropped_at__isnull=True)
    counts = rows.aggregate(
        done=Count("pk", filter=Q(done_at__lt=until)),
        missed=Count("pk", filter=Q(is_missed=True)),
        late=Count("pk", filter=open_then & Q(due_on__lt=last)),
        open=Count("pk", filter=open_then & Q(due_on__gte=last)),
    )
    return {DONE: counts["done"], OPEN: counts["open"], LATE: counts["late"], MISSED: counts["missed"]}


@school_figure(
    "training",
    "Training and self-checks",
    "What the policy asks people to be trained in or to check, due within the period: done, late, "
    "or missed because its "
    "period ended.",
    group=FigureGroup.PEOPLE,
    page=ListPage("training:state", check_can_keep_training),
    urgent=(LATE, MISSED),
)
def training(school_id: int, first: date, last: date) -> Mapping[str, int]:
    """Count training that was due, by whether it was done."""
    return _duties(school_id, first, last, is_training=True)


@school_figure(
    "duties",
    "Other duties",
    "Everything else that the policy or the site asked of a person or office, due within the period.",
    group=FigureGroup.PEOPLE,
    page=ListPage("duties:school", check_can_see_some),
    urgent=(LATE, MISSED),
)
def duties(school_id: int, first: date, last: date) -> Mapping[str, int]:
    """Count other duties that were due, by whether they were done."""
    return _duties(school_id, first, last, is_training=False)


@school_figure(
    "complaints",
    "Complaints and concerns",
    "Complaints about the policy, and concerns raised in private, received within the period. Those about "
    "whoever would hear them are left out.",
    group=FigureGroup.HAPPENED,
    page=ListPage("complaints:matters", check_can_hear_any),
)
def complaints(school_id: int, first: date, last: date) -> Mapping[str, int]:
    """Count complaints and concerns that came in, by kind."""
    rows = Matter.objects.filter(within("made_at", first, last), school=school_id, is_quarantined=False)
    rows = rows.filter(is_about_school=False)  # whoever it is about may read the figure
    return counted(rows, "kind", {kind.value: str(kind.label) for kind in MatterKind})


@school_figure(
    "questions",
    "Questions asked",
    (
        "Questions that people put to the policy within the period, by its answer. Who asked and "
        "their words are not kept."
    ),
    group=FigureGroup.ASKED,
    page=ListPage("answers:asked", can_manage_people.check),
)
def questions(school_id: int, first: date, last: date) -> Mapping[str, int]:
    """Count questions by the verdict."""
    rows = AnswerLog.objects.filter(within("asked_at", first, last), school=school_id)
    return counted(rows, "verdict", {each.value: label_for(each).word for each in Verdict})


@school_figure(
    "consultation",
    "Comments on drafts",
    "Comments made on drafts of the policy within the period, by what became of them.",
    group=FigureGroup.PEOPLE,
    page=ListPage("ratification:versions"),
)
def consultation(school_id: int, first: date, last: date) -> Mapping[str, int]:
    """Count comments on drafts by state."""
    rows = Comment.objects.filter(within("made_at", first, last), school=school_id)
    return counted(rows, "state", {each.value: str(each.label) for each in CommentState})


@school_figure(
    "website",
    "Checks of the school’s website",
    "Checks within the period of whether the school’s website shows the ratified policy, by what they found.",
    group=FigureGroup.PUBLIC,
    page=ListPage("policies:website", check_can_check_website),
)
def website(school_id: int, first: date, last: date) -> Mapping[str, int]:
    """Count checks of the website by finding."""
    rows = WebsiteCheck.objects.filter(within("asked_at", first, last), school=school_id).finished()
    return counted(rows, "finding", {each.value: str(each.label) for each in WebsiteFinding})


@school_figure(
    "data-requests",
    "Requests about personal data",
    "Requests to see, correct or erase personal data, received within the period.",
    group=FigureGroup.DATA,
    page=ListPage("retention:requests", can_see_data_protection.check),
)
def data_requests(school_id: int, first: date, last: date) -> Mapping[str, int]:
    """Count requests about personal data by kind."""
    rows = DataRequest.objects.filter(school=school_id, received_on__range=(first, last))
    return counted(rows, "kind", {each.value: str(each.label) for each in DataRequestKind})


@school_figure(
    "breaches",
    "Breaches of personal data",
    "Breaches noticed within the period, by whether the Information Commissioner was told.",
    group=FigureGroup.DATA,
    page=ListPage("retention:breaches", can_see_data_protection.check),
)
def breaches(school_id: int, first: date, last: date) -> Mapping[str, int]:
    """Count breaches by whether they were reported."""
    rows = Breach.objects.filter(within("noticed_at", first, last), school=school_id)
    found = rows.aggregate(told=Count("pk", filter=Q(told_commissioner_at__isnull=False)), all=Count("pk"))
    return {"reported": found["told"], "not reported": found["all"] - found["told"]}


@clause_figure("asked", "Questions that it decided", base="questions")
def asked(school_id: int, first: date, last: date) -> Mapping[str, int]:
    """Count for each clause the questions that it decided, those of destroyed records included."""
    counts: dict[str, int] = {}
    rows = AnswerLog.objects.filter(within("asked_at", first, last), school=school_id)
    for clauses, count in rows.order_by().values_list("clauses").annotate(count=Count("pk")):
        for clause in clauses:
            counts[clause] = counts.get(clause, 0) + count
    stubs = DisposalStub.objects.filter(
        school=school_id, holding="answers", year__range=(first.year + 1, last.year - 1)
    )
    for stub in stubs:
        for clause in str(stub.facets.get("clauses", "")).split():
            counts[clause] = counts.get(clause, 0) + stub.count
    return counts
