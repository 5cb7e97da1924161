"""The ways to begin a policy, and who may."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from belisha.audit.models import Event
from belisha.drafting.actions import LabelTakenError, start_draft
from belisha.drafting.queries import library_text, source_model
from belisha.drafting.start_methods import start_methods
from belisha.drafting.start_methods.acceptable_use import templates
from belisha.people.actor import actor_from
from belisha.people.models import School, Term, User
from belisha.policies.documents.reading import read_source
from belisha.policies.models import ChangeKind, DocumentKind, Origin, PolicyDocument, PolicyVersion
from belisha.policies.states import VersionState
from belisha.rules.edit import count_changed
from belisha.rules.language.reading import load_policy
from tests.demo_fixtures import ClientFor
from tests.drafting.drafts import DUE, REVIEW, adopted, newest, publisher

PATHS = ["", "begin/", *(f"begin/{way.slug}/" for way in start_methods())]
COMMON = {"label": "9", "review_due_on": REVIEW}


@pytest.mark.parametrize("path", PATHS)
def test_who_may_begin(client_for: ClientFor, path: str) -> None:
    address = f"/s/grange/drafts/{path}"
    assert Client().get(address).status_code == 302
    assert client_for("headteacher@grange").get(address).status_code == 200
    assert client_for("headteacher@calcot").get(address).status_code == 404
    refused = client_for("teacher@grange").get(address)
    assert refused.status_code == 403
    assert "Only people who write the school’s policies" in refused.content.decode()


def test_who_may_not_begin_makes_nothing(client_for: ClientFor) -> None:
    before = PolicyVersion.objects.count()
    data = {**COMMON, "text": library_text("calcot")}
    assert client_for("teacher@grange").post("/s/grange/drafts/begin/file/", data).status_code == 403
    assert PolicyVersion.objects.count() == before


def test_each_text_to_take_says_how_long_it_is_and_whom_it_is_for(client_for: ClientFor) -> None:
    shown = client_for("headteacher@grange").get("/s/grange/drafts/begin/model/").content.decode()
    code = load_policy("coads-green")
    people = "For staff, governors, parents and volunteers"
    assert f"{len(code.clauses)} clauses. {people}. About social networking outside work" in shown
    assert shown.count(" clauses. For ") == shown.count('name="model"')


@pytest.mark.clause("H10")
def test_a_model_is_adopted_under_the_schools_own_document_control(client_for: ClientFor) -> None:
    """A school adopts a model policy under its own document control."""
    version = adopted(client_for("headteacher@grange"))
    control = read_source(version.source).control
    model = publisher()
    assert (control.school, control.standing, control.is_model) == ("Grange", "adopted", False)
    assert (control.ratified, control.review_due_on) == ("", DUE)
    assert count_changed(read_source(model.source), read_source(version.source)) == 0
    about = read_source(version.source).by_id["about-document"].text
    assert about.startswith("This is the Social Media Policy of Grange. It comes from")
    assert (version.state, version.model, version.label) == (VersionState.DRAFT, model, "9")
    assert version.follows == PolicyVersion.objects.in_force().get(school__slug="grange")
    assert Event.objects.filter(verb="began-draft", subject=f"version {version.pk}").exists()


def test_a_published_policy_stays_what_it_is_while_a_model_is_tried(client_for: ClientFor) -> None:
    before = PolicyDocument.objects.get(school__slug="grange").origin
    adopted(client_for("headteacher@grange"))
    assert PolicyDocument.objects.get(school__slug="grange").origin == before


def test_a_text_of_the_library_is_adopted_and_kept_to_compare_with(client_for: ClientFor) -> None:
    client = client_for("headteacher@grange")
    PolicyVersion.objects.filter(school__slug="calcot").update(source="---\n---\n")
    data = {**COMMON, "model": "library:calcot", "standing": "adopted and adapted", "school_name": "Grange"}
    assert client.post("/s/grange/drafts/begin/model/", data).status_code == 302
    version = newest("grange")
    taken = source_model(version)
    assert taken is not None
    assert (taken.library, taken.version) == ("calcot", None)
    assert count_changed(load_policy("calcot"), read_source(version.source)) == 0


def test_a_double_click_begins_one_draft(client_for: ClientFor) -> None:
    client = client_for("headteacher@grange")
    version = adopted(client)
    data = {
        "model": str(version.model_id), "standing": "adopted", "school_name": "Grange", **COMMON
    }  # fmt: skip
    again = client.post("/s/grange/drafts/begin/model/", data)
    assert again.status_code == 400
    assert "There is a version “9” already" in again.content.decode()


@pytest.mark.clause("H12")
def test_without_a_real_review_date_nothing_is_begun(client_for: ClientFor) -> None:
    """No draft is begun without a real review date, also where the model has none."""
    client = client_for("headteacher@grange")
    for said, says in (
        ("", "Enter the date by which"),
        ("soon", "Enter a real date"),
        ("2020-01-01", "is past"),
    ):
        data = {
            "label": "9",
            "review_due_on": said,
            "title": "Own",
            "audience": ["staff"],
            "ask_whom": "headteacher",
        }
        response = client.post("/s/grange/drafts/begin/own/", data)
        page = response.content.decode()
        assert response.status_code == 400
        assert says in page
        assert "<title>Error: " in page
        assert 'value="Own"' in page


@pytest.mark.parametrize(
    ("said", "due"),
    [
        ("31/08/2027", date(2027, 8, 31)),
        ("Summer Term 2027", date(2027, 7, 23)),
        ("June 2027", date(2027, 6, 30)),
    ],
)
def test_a_term_becomes_its_last_day_at_the_school(client_for: ClientFor, said: str, due: date) -> None:
    school = School.objects.get(slug="grange")
    Term.objects.filter(school=school).delete()
    Term.objects.create(
        school=school, name="Summer Term 2027", starts_on=date(2027, 4, 12), ends_on=date(2027, 7, 23)
    )
    data = {
        "label": "9",
        "review_due_on": said,
        "title": "Own",
        "audience": ["staff"],
        "ask_whom": "headteacher",
    }
    assert client_for("headteacher@grange").post("/s/grange/drafts/begin/own/", data).status_code == 302
    assert read_source(newest("grange").source).control.review_due_on == due


def test_the_schools_own_begins_with_document_control_alone(client_for: ClientFor) -> None:
    data = {
        **COMMON, "title": "Phones", "scope": "phones", "audience": ["staff", "pupil"],
        "ask_whom": "headteacher",
        "introduction": "What we do with phones.\r\n\r\nTwo paragraphs.",
    }  # fmt: skip
    assert client_for("headteacher@grange").post("/s/grange/drafts/begin/own/", data).status_code == 302
    policy = read_source(newest("grange").source)
    assert (policy.control.title, policy.control.audience, len(policy.clauses)) == (
        "Phones",
        ("staff", "pupil"),
        1,
    )
    assert policy.introduction == "What we do with phones.\n\nTwo paragraphs."
    # The document is called by what is in force, until this is.
    assert newest("grange").document.title == "Social Media Policy"


def test_a_policy_file_is_uploaded_or_pasted(client_for: ClientFor) -> None:
    client = client_for("headteacher@grange")
    file = SimpleUploadedFile(
        "policy.md", b"\xef\xbb\xbf" + library_text("calcot").replace("\n", "\r\n").encode()
    )
    assert client.post("/s/grange/drafts/begin/file/", {**COMMON, "file": file}).status_code == 302
    assert client.post(
        "/s/grange/drafts/begin/file/", {**COMMON, "label": "10", "text": library_text("calcot")}
    ).status_code == 302  # fmt: skip
    one, two = PolicyVersion.objects.filter(school__slug="grange").order_by("-pk")[:2]
    assert read_source(one.source).clauses == read_source(two.source).clauses == load_policy("calcot").clauses
    assert read_source(one.source).control.slug == "grange"


def test_a_file_with_mistakes_is_told_line_by_line_and_is_not_lost(client_for: ClientFor) -> None:
    text = library_text("calcot").replace("- who: staff\n", "- who: staf\n", 1)
    line = text.split("\n").index("- who: staf") + 1
    file = SimpleUploadedFile("policy.md", text.encode())
    response = client_for("headteacher@grange").post("/s/grange/drafts/begin/file/", {**COMMON, "file": file})
    page = response.content.decode()
    assert response.status_code == 400
    assert f"Line {line}: " in page
    assert "did you mean “staff”" in page
    assert "- who: staf\n" in page, "what was uploaded stands in the box"


@pytest.mark.parametrize(
    ("file", "says"),
    [
        (b"\xff\xfe\x00", "This is not a text file"),
        (b"a" * 1_000_001, "larger than 1 MB"),
        (b"Just prose.", "must begin with its front matter"),
        (
            library_text("calcot").replace("Social Media Policy for Schools", "T" * 201).encode(),
            "more than 200",
        ),
    ],
)
def test_a_file_that_is_no_policy_is_told(client_for: ClientFor, file: bytes, says: str) -> None:
    data: dict[str, Any] = {**COMMON, "file": SimpleUploadedFile("policy.md", file)}
    response = client_for("headteacher@grange").post("/s/grange/drafts/begin/file/", data)
    assert response.status_code == 400
    assert says in response.content.decode()


def test_a_revision_follows_what_is_in_force_and_says_why(client_for: ClientFor) -> None:
    client = client_for("headteacher@grange")
    before = PolicyVersion.objects.in_force().get(school__slug="grange")
    data = {**COMMON, "which": str(before.document_id), "change": "editorial", "reason": ""}
    assert "Say why it is changed" in client.post("/s/grange/drafts/begin/revision/", data).content.decode()
    assert client.post("/s/grange/drafts/begin/revision/", {**data, "reason": "Typing."}).status_code == 302
    version = newest("grange")
    assert (version.follows, version.change, version.reason) == (before, ChangeKind.EDITORIAL, "Typing.")
    assert read_source(version.source).clauses == read_source(before.source).clauses
    assert version.document == before.document


@pytest.mark.parametrize("slug", sorted(templates()))
def test_an_acceptable_use_policy_is_a_document_of_its_own(client_for: ClientFor, slug: str) -> None:
    data = {**COMMON, "template": slug}
    assert (
        client_for("headteacher@grange").post("/s/grange/drafts/begin/acceptable-use/", data).status_code
        == 302
    )
    version = newest("grange")
    assert version.document.kind == DocumentKind.ACCEPTABLE_USE
    assert version.document.origin == Origin.OWN
    assert version.follows is None
    assert slug in read_source(version.source).control.audience


def test_two_clicks_that_come_together_begin_one_draft(client_for: ClientFor) -> None:
    """Both forms were valid before either draft was there."""
    head, grange = User.objects.get(email="headteacher@grange.example"), School.objects.get(slug="grange")
    by, way = actor_from(head.pk, head.name), next(way for way in start_methods() if way.slug == "own")
    data = {**COMMON, "title": "Phones", "audience": ["staff"], "ask_whom": "headteacher"}
    clicks = [way.form(data, school=grange) for _ in range(2)]
    assert all(form.is_valid() for form in clicks)
    start_draft(by=by, school=grange, begun=way.begin(clicks[0]))
    with pytest.raises(LabelTakenError, match="“9” has just been begun"):
        start_draft(by=by, school=grange, begun=way.begin(clicks[1]))
    assert PolicyVersion.objects.filter(school=grange, label="9").count() == 1


def test_a_version_may_be_called_by_any_sign(client_for: ClientFor) -> None:
    head = client_for("headteacher@grange")
    data = {**COMMON, "title": "Phones", "audience": ["staff"], "ask_whom": "headteacher", "label": "²"}
    assert head.post("/s/grange/drafts/begin/own/", data).status_code == 302
    assert head.get("/s/grange/drafts/begin/own/").status_code == 200
