"""Each page of a version: for whom it opens, what it shows, and what it makes of what is sent."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.test import Client
from markupsafe import escape

from belisha.audit.models import Event
from belisha.base.clock import today
from belisha.base.templating import day
from belisha.outbox.models import Notice
from belisha.people.models import Membership, School, User
from belisha.policies.actions import draft_version
from belisha.policies.models import PolicyVersion
from belisha.policies.queries import policy_of
from belisha.ratification.consultation.actions import comment_on, open_consultation
from belisha.ratification.meeting.actions import signature_wording
from belisha.ratification.models import Comment, Consultation, Ratification, Signature
from belisha.ratification.queries import person_choices
from tests.demo_fixtures import ClientFor
from tests.ratification.ratifying import (
    CLAUSE,
    approved,
    brought_to,
    checked,
    met,
    new_draft,
    person,
    rewrite,
)

OPEN_TO_ALL = ("", "changes/", "comments/")
FOR_MAKERS = ("approval/", "equality/", "ratification/")
FOR_WRITERS = ("consultation/", "back/")
FOR_PUBLISHERS = ("publication/", "withdrawal/", "review/")
EVERY = (*OPEN_TO_ALL, *FOR_MAKERS, *FOR_WRITERS, *FOR_PUBLISHERS, "ratification/minute/")
REFUSED = "You cannot do this here."


def at(version: PolicyVersion, page: str = "") -> str:
    return f"/s/grange/versions/{version.pk}/{page}"


@pytest.mark.parametrize("state", ["draft", "in consultation", "for approval", "approved", "ratified"])
def test_every_page_opens_in_every_state_for_who_holds_every_right(client_for: ClientFor, state: str) -> None:
    from belisha.access.rights import load_rights
    from belisha.people.models import Membership

    version = brought_to(state)
    rows = Membership.objects.filter(user__email="headteacher@grange.example")
    rows.update(extra_rights=list(load_rights()))
    client = client_for("headteacher@grange")
    pages = [*(at(version, page) for page in EVERY), "/s/grange/versions/", "/s/grange/scenarios/"]
    for page in pages:
        response = client.get(page)
        assert response.status_code == 200, page
        assert "<h1" in response.content.decode()


@pytest.mark.parametrize("page", EVERY)
def test_who_may_open_which_page(client_for: ClientFor, page: str) -> None:
    version = brought_to("approved")
    address = at(version, page)
    assert Client().get(address).headers["Location"].startswith("/account/sign-in/")
    assert client_for("headteacher@calcot").get(address).status_code == 404
    teacher = client_for("teacher@grange").get(address)
    assert teacher.status_code == (200 if page in OPEN_TO_ALL else 403)
    if page not in OPEN_TO_ALL:
        assert "is for" in teacher.content.decode()
    clerk = client_for("clerk@grange").get(address)
    assert clerk.status_code == (403 if page in FOR_WRITERS else 200)
    head = client_for("headteacher@grange").get(address)
    assert head.status_code == (403 if page == "ratification/minute/" else 200)


def test_a_draft_is_seen_by_those_who_make_it_alone(client_for: ClientFor) -> None:
    version = new_draft()
    assert client_for("teacher@grange").get(at(version)).status_code == 404
    assert client_for("slt@grange").get(at(version)).status_code == 200
    listed = client_for("teacher@grange").get("/s/grange/versions/").content.decode()
    assert at(version) not in listed
    assert client_for("teacher@calcot").get("/s/grange/versions/").status_code == 404


def test_a_consultation_opens_and_tells_whom_it_asks(client_for: ClientFor) -> None:
    version = new_draft()
    client = client_for("slt@grange")
    bad = client.post(at(version, "consultation/"), {"closes_on": "2020-01-01", "audience": ["staff"]})
    assert bad.status_code == 409
    assert "the day that you gave is past" in bad.content.decode()
    empty = client.post(at(version, "consultation/"), {"asks": "Is it clear?"})
    assert empty.status_code == 400
    assert "<title>Error: " in empty.content.decode()
    assert "Is it clear?" in empty.content.decode()
    data = {"closes_on": today().isoformat(), "audience": ["staff", "parent"], "asks": "Is it clear?"}
    for _ in range(2):
        assert client.post(at(version, "consultation/"), data).status_code == 302
    assert Consultation.objects.count() == 1
    told = set(Notice.objects.filter(key__startswith="consultation ").values_list("to__email", flat=True))
    assert {"teacher@grange.example", "parent@grange.example"} <= told
    assert not {"governor@grange.example", "teacher@calcot.example"} & told


def test_comments_are_made_answered_and_linked_to_the_change(client_for: ClientFor) -> None:
    version = new_draft()
    opened = {"version": version, "audience": ["staff"], "closes_on": today()}
    consultation = open_consultation(by=person("slt@grange"), **opened)  # type: ignore[arg-type]
    teacher = client_for("teacher@grange")
    for _ in range(2):
        sent = teacher.post(at(version, "comments/"), {"clause": CLAUSE, "text": "Which pupils?"})
        assert sent.status_code == 302
    comment = Comment.objects.get()
    assert comment.text == "Which pupils?"
    assert client_for("parent@grange").post(at(version, "comments/"), {"text": "Hm"}).status_code == 403
    assert teacher.post(at(version, f"comments/{comment.pk}/"), {"state": "accepted"}).status_code == 403
    writer = client_for("slt@grange")
    early = writer.post(at(version, "back/"), {"sure": "yes"})
    assert early.status_code == 409
    assert "1 comment has no answer yet" in early.content.decode()
    silent = writer.post(at(version, f"comments/{comment.pk}/"), {"state": "accepted"})
    assert silent.status_code == 400
    assert "Say why" in silent.content.decode()
    answer = {"state": "accepted", "reason": "Former pupils are named now."}
    assert writer.post(at(version, f"comments/{comment.pk}/"), answer).status_code == 302
    assert "The clause still says the same" in writer.get(at(version, "comments/")).content.decode()
    rewrite(version, "Former pupils too.")
    seen = teacher.get(at(version, "comments/")).content.decode()
    assert "What it changed:" in seen
    assert "Former pupils too." in seen
    assert f'href="{at(version, "changes/")}#{CLAUSE}"' in seen
    assert writer.post(at(version, "back/"), {"sure": "yes"}).status_code == 302
    late = teacher.post(at(version, "comments/"), {"text": "One more"})
    assert late.status_code in (403, 404)
    assert consultation.comments.count() == 1


def test_names_of_those_who_comment_are_for_those_who_answer(client_for: ClientFor) -> None:
    version = new_draft()
    opened = {"version": version, "audience": ["staff"], "closes_on": today()}
    consultation = open_consultation(by=person("slt@grange"), **opened)  # type: ignore[arg-type]
    teacher = person("teacher@grange")
    comment_on(by=teacher, consultation=consultation, clause="", text="Too long")
    assert teacher.name in client_for("slt@grange").get(at(version, "comments/")).content.decode()
    assert (
        teacher.name not in client_for("support-staff@grange").get(at(version, "comments/")).content.decode()
    )


def test_a_parent_without_an_account_comments_by_the_link(
    client_for: ClientFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    version = new_draft()
    opened = {"version": version, "audience": ["parent"], "closes_on": today(), "by_link": True}
    open_consultation(by=person("slt@grange"), **opened)  # type: ignore[arg-type]
    page = client_for("slt@grange").get(at(version, "comments/")).content.decode()
    link = page.split("/s/grange/consultation/")[1].split('"')[0]
    address = f"/s/grange/consultation/{link}"
    cache.clear()
    parent = Client()
    shown = parent.get(address)
    assert shown.status_code == 200
    clause = policy_of(version).by_id[CLAUSE]
    assert clause.text in shown.content.decode()
    assert parent.post(address, {"text": ""}).status_code == 400
    for _ in range(2):
        assert parent.post(address, {"clause": CLAUSE, "text": "Why not?"}).status_code == 302
    assert Comment.objects.get().by is None
    # Whoever is signed in meanwhile is promised the same.
    assert client_for("teacher@grange").post(address, {"text": "I fear it"}).status_code == 302
    assert Comment.objects.get(text="I fear it").by is None
    assert set(Event.objects.filter(verb="commented-by-link").values_list("by", flat=True)) == {None}
    monkeypatch.setattr("belisha.ratification.consultation.actions.MOST_BY_LINK", 1)
    full = parent.post(address, {"text": "And another"})
    assert full.status_code == 409
    assert "it takes no more" in full.content.decode()
    assert parent.get(address.replace("/grange/", "/calcot/")).status_code == 404
    assert parent.get(f"/s/grange/consultation/{link[:-2]}x/").status_code == 404


def test_a_deputy_is_offered_as_one(demo: None) -> None:
    school, teacher = School.objects.get(slug="grange"), User.objects.get(email="teacher@grange.example")
    Membership.objects.create(
        school=school, user=teacher, role="headteacher", is_deputy=True, from_on=today()
    )
    assert person_choices([teacher], school) == (
        (str(teacher.pk), f"{teacher.name}, teacher, deputy headteacher"),
    )


def test_approval_is_asked_and_given_on_its_page(client_for: ClientFor) -> None:
    version = new_draft()
    writer, governor = client_for("slt@grange"), client_for("governor@grange")
    page = at(version, "approval/")
    empty = writer.post(page, {"rule": "some"})
    assert empty.status_code == 400
    assert "Choose who is to approve it" in empty.content.decode()
    shown = writer.get(page).content.decode()
    assert f"{person('governor@grange').name}, governor" in shown
    data = {"approvers": [str(person("governor@grange").user_id)], "rule": "any"}
    for _ in range(2):
        assert writer.post(page, data).status_code == 302
    assert governor.post(page, {"opinion": "approves", "checksum": "0" * 64}).status_code == 409
    silent = governor.post(page, {"opinion": "asks for changes", "checksum": version.checksum})
    assert silent.status_code == 400
    assert "Say what should change" in silent.content.decode()
    rewrite(version, "Mended.")
    version.refresh_from_db()
    given = {"opinion": "approves", "checksum": version.checksum}
    for _ in range(2):
        governor.post(page, given)
    version.refresh_from_db()
    assert version.state == "approved"
    assert "approves" in governor.get(page).content.decode()


def test_a_meeting_is_recorded_and_signed_on_its_page(client_for: ClientFor) -> None:
    version = new_draft()
    approved(version)
    clerk, head, chair = (
        client_for(f"{who}@grange") for who in ("clerk", "headteacher", "chair-of-governors")
    )
    page = at(version, "ratification/")
    assert "no policy is ratified without it" in clerk.get(page).content.decode()
    governor = client_for("governor@grange")
    check = {"grounds": ["age"], "outcome": "none found", "checksum": version.checksum}
    assert governor.post(at(version, "equality/"), check).status_code == 302
    without = clerk.post(page, {"met_on": today().isoformat(), "body": "Governors"})
    assert without.status_code == 400
    assert "Give the reference of the minute" in without.content.decode()
    future = clerk.post(page, {"met_on": "2099-01-01", "body": "Governors", "minute": "7"})
    assert future.status_code == 409
    assert "cannot lie in the future" in future.content.decode()
    data = {"met_on": today().isoformat(), "body": "Governors", "minute": "7"}
    for _ in range(2):
        assert clerk.post(page, data).status_code == 302
    assert Ratification.objects.count() == 1
    unread = head.post(f"{page}sign/", {"part": "school", "checksum": version.checksum})
    assert unread.status_code == 400
    assert "Tick that you agree" in unread.content.decode()
    # The page was opened before the record of the meeting was put right.
    before = {
        "part": "school",
        "checksum": version.checksum,
        "agreed": "yes",
        "read": "I sign for something else",
    }
    other = head.post(f"{page}sign/", before)
    assert other.status_code == 409
    assert "put right since you opened this page" in other.content.decode()
    assert not Signature.objects.exists()
    for client, part in ((head, "school"), (head, "school"), (chair, "governors")):
        read = signature_wording(version, Ratification.objects.get(), part)
        data = {"part": part, "checksum": version.checksum, "agreed": "yes", "read": read}
        assert client.post(f"{page}sign/", data).status_code == 302
    assert Signature.objects.count() == 2
    version.refresh_from_db()
    assert version.state == "ratified"
    put_right = clerk.post(f"{page}minute/", {"minute": "8", "reason": "Misread"})
    assert put_right.status_code == 302
    seen = clerk.get(page).content.decode()
    assert "First recorded as 7" in seen


def test_what_was_ratified_stands_on_the_public_page(client_for: ClientFor) -> None:
    version = new_draft()
    approved(version)
    checked(version)
    met(version, minute="2026/11 item 7")
    from tests.ratification.ratifying import published, signed

    signed(version)
    published(version)
    from belisha.policies.documents.version_view import view_version

    version.refresh_from_db()
    block = view_version(version, today()).block
    said = {row.heading: row.words for row in block.rows}
    assert said["Ratified by"] == ("Full Governing Body (minute 2026/11 item 7)",)
    assert "Headteacher: signed" in said["Signature"][0]
    assert "Chair of governors: signed" in said["Signature"][1]
    assert [change.what for change in block.changes][-1] == "Substantive: The name is the school’s alone"
    assert block.website[-1].version == "next"
    card = "/s/grange/cards/"
    clerk, teacher = (
        client_for(f"{who}@grange").get(at(version)).content.decode() for who in ("clerk", "teacher")
    )
    assert 'href="/s/grange/policy/"' in clerk
    assert all(f'href="{card}"' in shown for shown in (clerk, teacher))
    assert 'href="/s/grange/website/"' in clerk
    assert 'href="/s/grange/website/"' not in teacher
    said_by = f"Ratified by Full Governing Body (minute 2026/11 item 7) on {day(today())}."
    question = "ask/?as=teacher&q=Can+I+accept+a+friend+request+from+a+pupil"
    for page in ("", "policy/", "for/teacher/", "embed/", "print/", "state/", question):
        assert said_by in client_for("headteacher@grange").get(f"/s/grange/{page}").content.decode(), page


def test_a_first_policy_is_read_whole_by_whoever_is_asked_about_it(client_for: ClientFor) -> None:
    PolicyVersion.objects.filter(school__slug="grange").update(state="superseded")
    source = PolicyVersion.objects.filter(school__slug="grange").earliest("pk").source
    place = person("slt@grange")
    version = draft_version(
        school=School.objects.get(slug="grange"), source=source, label="first", by=place, follows=None
    )
    open_consultation(by=place, version=version, audience=["staff"], closes_on=today(), asks="", by_link=True)
    clauses = policy_of(version).clauses
    shown = client_for("teacher@grange").get(at(version, "changes/")).content.decode()
    places = [
        shown.find(f'#comment">Comment<span class="govuk-visually-hidden"> on {escape(each.title)}<')
        for each in clauses
    ]
    assert -1 not in places, "a clause cannot be read, or not be commented on, by a teacher who is asked"
    assert places == sorted(places), "the clauses do not stand in the document's order"
    assert "All of it is new" in shown


def test_a_revision_is_read_whole_below_what_changes(client_for: ClientFor) -> None:
    version = brought_to("approved")
    shown = client_for("governor@grange").get(at(version, "changes/")).content.decode()
    text = shown[shown.index('id="text"') :]
    assert all(escape(each.text) in text for each in policy_of(version).clauses)
    assert "#comment" not in text, "a comment is offered where nobody is asked"
