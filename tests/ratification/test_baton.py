"""No step of a version or a matter is without a duty for somebody: the tables of moves are walked for it."""

from datetime import timedelta

import pytest

from belisha.base.clock import today
from belisha.complaints.actions import answer_matter, note_in_matter, submit_matter
from belisha.complaints.models import HeardBy, Matter, MatterKind
from belisha.complaints.receipts import new_receipt
from belisha.complaints.spool import SentMatter, SpooledMatter
from belisha.complaints.states import MATTER_LIFE, MatterState
from belisha.duties.sources import DutySpec, duty_sources
from belisha.people.models import Membership, School
from belisha.people.roles import role_matches
from belisha.policies.models import PolicyVersion
from belisha.policies.states import VERSION_LIFE, VersionState
from belisha.ratification.duty_sources import ASK_OTHERS, MEET_CONCERN, ratification_duties
from tests.ratification.ratifying import approved, asked, brought_to, checked, new_draft, person

pytestmark = pytest.mark.usefixtures("demo")

STATES = [state for state in VersionState if any(move.rights for move in VERSION_LIFE.next_from(state))]
MATTER_STATES = [state for state in MatterState if MATTER_LIFE.next_from(state)]


def grange() -> School:
    return School.objects.get(slug="grange")


def all_duties(school: School) -> list[DutySpec]:
    """Everything that any room asks for, up to two years ahead: a review is due once a year."""
    on = today() + timedelta(730)
    return [spec for each in duty_sources().values() for spec in each.source(school, on)]


def is_held(spec: DutySpec, school: School) -> bool:
    """Whether somebody is there who has the duty on their list."""
    members = Membership.objects.filter(school=school).on(today())
    if spec.person_id is not None:
        return members.filter(user=spec.person_id).exists()
    return any(role_matches(role, (spec.office,)) for role in members.values_list("role", flat=True))


@pytest.mark.parametrize("state", STATES)
def test_a_version_that_can_go_on_is_on_somebodys_list(state: VersionState) -> None:
    version = brought_to(state)
    pages = (f"/versions/{version.pk}/", "/policy/", "/review/")
    about = [
        spec
        for spec in all_duties(grange())
        if any(page in spec.link for page in pages) or f"review {version.document_id}" in spec.key
    ]
    assert about, f"nobody has to do anything about a version that is {state}"
    assert any(is_held(spec, grange()) for spec in about)


@pytest.mark.parametrize("state", [state for state in MATTER_STATES if state != MatterState.CLOSED])
@pytest.mark.parametrize("heard_by", list(HeardBy))
def test_a_matter_that_can_go_on_is_on_somebodys_list(state: MatterState, heard_by: HeardBy) -> None:
    sent = SentMatter(MatterKind.CONCERN, heard_by, "x")
    matter, _ = submit_matter(SpooledMatter(grange().pk, sent, new_receipt()))
    hearer = person("headteacher@grange" if heard_by == HeardBy.SCHOOL else "chair-of-governors@grange")
    if state == MatterState.LOOKED_AT:
        note_in_matter(by=hearer, matter=matter, words="I ask")
    if state == MatterState.ANSWERED:
        answer_matter(by=hearer, matter=matter, words="Thank you")
    assert Matter.objects.get(pk=matter.pk).state == state
    page = f"/matters/{matter.reference}/"
    about = [spec for spec in all_duties(grange()) if spec.link.endswith(page)]
    assert [is_held(spec, grange()) for spec in about] == [True]


def test_a_round_whose_approvers_have_left_asks_for_others() -> None:
    version = new_draft()
    asked(version)
    Membership.objects.filter(school=grange(), user=person("governor@grange").user_id).update(
        to_on=today() - timedelta(1)
    )
    titles = [spec.title for spec in ratification_duties(grange(), today())]
    assert any(title.startswith(ASK_OTHERS) for title in titles)


def test_a_concern_about_equality_leads_to_those_who_write() -> None:
    version = new_draft()
    approved(version)
    checked(version, "concern", "It leaves volunteers out")
    (spec,) = ratification_duties(grange(), today())
    assert spec.title.startswith(MEET_CONCERN)
    assert spec.office == "slt"


def test_a_draft_is_one_duty_of_its_author_however_often_it_changes() -> None:
    version = new_draft()
    (before,) = ratification_duties(grange(), today())
    version.authors.add(person("slt@grange").user_id)
    PolicyVersion.objects.filter(pk=version.pk).update(checksum="0" * 64)
    (after,) = ratification_duties(grange(), today())
    assert before.key.split()[:2] == after.key.split()[:2] == ["draft", str(version.pk)]
    assert after.person_id == person("slt@grange").user_id


def test_what_is_late_about_a_complaint_is_not_told_to_the_head() -> None:
    sent = SentMatter(MatterKind.COMPLAINT, HeardBy.GOVERNORS, "About the head")
    submit_matter(SpooledMatter(grange().pk, sent, new_receipt()))
    late = [spec for spec in all_duties(grange()) if spec.key.startswith("complaints ")]
    assert late
    for spec in late:
        assert spec.late_to in ("chair-of-governors", "clerk")
        assert spec.late_to != spec.office
