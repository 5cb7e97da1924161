"""Complaints about the policy and concerns in private: brought by anybody, heard by those who are named."""

import re
from typing import Any

import pytest
from django.test import Client

from belisha.access.actor import ANONYMOUS
from belisha.audit.models import Event
from belisha.complaints.duty_sources import complaint_duties
from belisha.complaints.models import Entry, HeardBy, Matter, MatterKind
from belisha.complaints.receipts import receipt_hash
from belisha.complaints.routing import MatterRoute, route_for
from belisha.people.models import School
from belisha.policies.actions import bring_in_version
from belisha.policies.models import PolicyVersion
from belisha.policies.queries import policy_in_force
from tests.demo_fixtures import ClientFor

WORDS = "My child’s photograph is on the page and nobody asked us."


def bring(school: str = "barley-lane", kind: str = "complaint", **more: str) -> str:
    """Brings a matter without an account, and returns the receipt that the page shows."""
    answer = Client().post(f"/s/{school}/tell/{kind}/", {"words": WORDS, **more})
    assert answer.status_code == 200, answer.content
    found = re.search(r"(?:[0-9A-Z]{5}-){3}[0-9A-Z]{5}", answer.content.decode())
    assert found
    return found[0]


def test_words_name_and_receipt_do_not_lie_open(demo: None) -> None:
    code = bring(name="Somebody Else", contact="somebody@else.example")
    matter = Matter.objects.get()
    kept = f"{matter.name} {matter.contact} {Entry.objects.get().words} {matter.receipt_hash}"
    assert not any(word in kept for word in ("Somebody", "else.example", "photograph", code))
    assert matter.receipt_hash == receipt_hash(f" {code.lower().replace('-', ' ')} ")


def test_an_empty_form_says_what_to_do(demo: None) -> None:
    answer = Client().post("/s/barley-lane/tell/complaint/", {"words": " "})
    assert answer.status_code == 400
    assert "Say what it is about" in answer.content.decode()
    assert not Matter.objects.exists()


def test_a_second_click_brings_nothing_a_second_time(demo: None) -> None:
    visitor = Client()
    shown = visitor.get("/s/barley-lane/tell/complaint/").content.decode()
    sending = re.search(r'name="sending" value="([^"]{20,})"', shown)
    assert sending
    first, second = bring(sending=sending[1]), bring(sending=sending[1])
    assert first == second
    assert Matter.objects.count() == Entry.objects.count() == 1
    # Whoever goes back to the form and tells something else brings something else.
    other = visitor.post(
        "/s/barley-lane/tell/complaint/", {"words": "And another.", "sending": sending[1]}
    ).content.decode()
    assert first not in other
    assert bring(school="grange", sending=sending[1]) != first
    assert Matter.objects.count() == 3
    assert sending[1] not in shown.replace(sending[0], ""), "the mark stands in the form alone"


def test_the_receipt_shows_the_answer_and_no_note(client_for: ClientFor) -> None:
    code = bring()
    matter = Matter.objects.get()
    chair = client_for("chair-of-governors@barley-lane")
    page = f"/s/barley-lane/matters/{matter.reference}/"
    assert WORDS.replace("’", "") in chair.get(page).content.decode().replace("’", "")
    chair.post(page, {"do": "note", "words": "Ask the office first"})
    chair.post(page, {"do": "answer", "words": "It is down now. We are sorry."})
    again = chair.post(page, {"do": "answer", "words": "It is down now. We are sorry."})
    assert again.status_code == 400
    shown = Client().post("/s/barley-lane/tell/receipt/", {"code": code}).content.decode()
    assert "It is down now" in shown
    assert "Ask the office" not in shown
    assert Entry.objects.filter(matter=matter, kind="answer").count() == 1


def test_an_answer_can_be_added_to_and_the_same_twice_is_kept_once(client_for: ClientFor) -> None:
    code = bring()
    matter = Matter.objects.get()
    chair = client_for("chair-of-governors@barley-lane")
    page = f"/s/barley-lane/matters/{matter.reference}/"
    early = chair.post(page, {"do": "add", "words": "More"})
    assert early.status_code == 400
    assert "It waits for an answer again" in early.content.decode()
    chair.post(page, {"do": "answer", "words": "It is down now."})
    assert "Add to the answer" in chair.get(page).content.decode()
    for _ in range(2):
        assert chair.post(page, {"do": "add", "words": "We meant the page of 3B."}).status_code == 302
    assert Entry.objects.filter(matter=matter, kind="answer").count() == 2
    shown = Client().post("/s/barley-lane/tell/receipt/", {"code": code}).content.decode()
    assert "We meant the page of 3B." in shown


def test_a_button_that_there_is_not_does_nothing(client_for: ClientFor) -> None:
    bring()
    matter = Matter.objects.get()
    page = f"/s/barley-lane/matters/{matter.reference}/"
    client_for("chair-of-governors@barley-lane").post(page, {"do": "sing", "words": "La"})
    assert Entry.objects.filter(matter=matter).count() == 1


@pytest.mark.clause("B56")
def test_whoever_hears_it_is_asked_at_once_and_no_longer_when_it_is_answered(
    client_for: ClientFor, django_capture_on_commit_callbacks: Any
) -> None:
    """A complaint about the policy goes to the governors, whose answer falls due."""
    with django_capture_on_commit_callbacks(execute=True):
        bring()
    chair = client_for("chair-of-governors@barley-lane")
    matter = Matter.objects.get()
    link = f"/s/barley-lane/matters/{matter.reference}/"
    assert f'href="{link}">Answer a complaint' in chair.get("/me/").content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        chair.post(link, {"do": "answer", "words": "It is down now."})
    seen = chair.get("/me/").content.decode()
    assert "Answer a complaint" not in seen
    assert f'href="{link}">Close a complaint' in seen
    with django_capture_on_commit_callbacks(execute=True):
        chair.post(link, {"do": "close"})
    assert link not in chair.get("/me/").content.decode()


def test_what_cannot_wait_is_said_before_and_after(demo: None) -> None:
    address = "/s/barley-lane/tell/concern/"
    for page in (Client().get(address), Client().post(address, {"words": WORDS})):
        assert page.status_code == 200
        assert "do not wait for an answer" in page.content.decode()


def test_words_added_after_the_answer_take_it_up_again(client_for: ClientFor) -> None:
    code = bring()
    matter = Matter.objects.get()
    client_for("clerk@barley-lane").post(
        f"/s/barley-lane/matters/{matter.reference}/", {"do": "answer", "words": "Done."}
    )
    Client().post("/s/barley-lane/tell/receipt/", {"code": code, "words": "It is back."})
    matter.refresh_from_db()
    assert matter.state == "being looked at"


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("chair-of-governors@barley-lane", 200),
        ("clerk@barley-lane", 200),
        ("headteacher@barley-lane", 404),
        ("teacher@barley-lane", 404),
        ("chair-of-governors@grange", 404),
    ],
)
def test_a_complaint_is_seen_by_those_who_hear_it(client_for: ClientFor, who: str, status: int) -> None:
    bring()
    assert (
        client_for(who).get(f"/s/barley-lane/matters/{Matter.objects.get().reference}/").status_code == status
    )


@pytest.mark.clause("K58a")
def test_a_concern_goes_to_the_school_and_one_about_it_to_the_governors(client_for: ClientFor) -> None:
    """A concern is brought to the school in private, and is seen only by those who hear it."""
    bring(kind="concern")
    bring(kind="concern", about_the_school="on")
    heard = list(Matter.objects.order_by("pk").values_list("heard_by", flat=True))
    assert heard == ["hear-concerns", "handle-complaints"]
    head = client_for("headteacher@barley-lane").get("/s/barley-lane/matters/").content.decode()
    assert set(re.findall(r"/matters/([0-9A-Z]{8})/", head)) == {Matter.objects.earliest("pk").reference}


def test_each_look_is_on_the_record(client_for: ClientFor) -> None:
    bring()
    matter = Matter.objects.get()
    client_for("clerk@barley-lane").get(f"/s/barley-lane/matters/{matter.reference}/")
    assert Event.objects.filter(subject=f"matter {matter.reference}", verb="looked-at-matter").count() == 1


def test_another_schools_receipt_opens_nothing(demo: None) -> None:
    code = bring()
    answer = Client().post("/s/grange/tell/receipt/", {"code": code})
    assert answer.status_code == 400
    assert "No matter at this school" in answer.content.decode()


def test_nobody_is_sent_to_sign_in_and_a_stranger_learns_nothing(client_for: ClientFor) -> None:
    assert Client().get("/s/barley-lane/matters/").status_code == 302
    assert client_for("clerk@grange").get("/s/barley-lane/matters/").status_code == 404
    assert client_for("teacher@barley-lane").get("/s/barley-lane/matters/").status_code == 403


def way(slug: str, kind: MatterKind, *, about_the_school: bool = False) -> MatterRoute:
    found = policy_in_force(slug)
    assert found
    return route_for(School.objects.get(slug=slug), found.policy, kind, about_the_school=about_the_school)


def test_the_policys_own_clauses_say_where_it_goes(demo: None) -> None:
    assert [c.cites for c in way("barley-lane", MatterKind.COMPLAINT).clauses] == [("B56",)]
    assert [c.cites for c in way("calcot", MatterKind.CONCERN).clauses] == [("K58a",)]


def test_the_office_that_the_policy_names_hears_it(demo: None) -> None:
    assert way("barley-lane", MatterKind.COMPLAINT).heard_by == HeardBy.GOVERNORS
    version = PolicyVersion.objects.in_force().get(school__slug="barley-lane")
    before = "- office: governing-body\n- answers for: handle-complaint"
    assert version.source.count(before) == 1
    source = version.source.replace(before, "- office: headteacher\n- answers for: handle-complaint")
    bring_in_version(by=ANONYMOUS, school=version.school, source=source, label="to the head", follows=version)
    assert way("barley-lane", MatterKind.COMPLAINT).heard_by == HeardBy.SCHOOL
    about_the_head = way("barley-lane", MatterKind.COMPLAINT, about_the_school=True)
    assert about_the_head.heard_by == HeardBy.GOVERNORS
    page = Client().get("/s/barley-lane/tell/complaint/").content.decode()
    assert "headteacher" in page
    bring()
    assert Matter.objects.get().heard_by == HeardBy.SCHOOL


def test_an_open_matter_is_a_duty_until_it_is_closed(client_for: ClientFor) -> None:
    bring()
    school, matter = School.objects.get(slug="barley-lane"), Matter.objects.get()
    due = list(complaint_duties(school, matter.answer_due_on))
    assert [(each.office, each.due_on) for each in due] == [("chair-of-governors", matter.answer_due_on)]
    client_for("clerk@barley-lane").post(
        f"/s/barley-lane/matters/{matter.reference}/", {"do": "answer", "words": "Done."}
    )
    (close,) = complaint_duties(school, matter.answer_due_on)
    assert close.title == "Close a complaint"
    client_for("clerk@barley-lane").post(f"/s/barley-lane/matters/{matter.reference}/", {"do": "close"})
    assert not list(complaint_duties(school, matter.answer_due_on))
