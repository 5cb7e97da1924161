"""A model's new version on its way into a school's policy."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from belisha.audit.models import Event
from belisha.base.clock import today
from belisha.drafting.duty_sources import model_duties
from belisha.drafting.models import Merging
from belisha.drafting.queries import newer_model
from belisha.duties.sources import duty_sources
from belisha.people.models import School
from belisha.policies.documents.reading import read_source
from belisha.policies.models import PolicyDocument, PolicyVersion
from belisha.rules.language.policy import Policy
from belisha.rules.language.writing import write_clause
from tests.demo_fixtures import ClientFor
from tests.drafting.drafts import DUE, HEAD, actor, follow, in_force, newest, put


@pytest.fixture
def followed(client_for: ClientFor) -> tuple[Client, Policy]:
    """A school that follows a model, and what the model says now."""
    client = client_for(HEAD)
    return client, follow(client)


def begun(client: Client) -> Merging:
    document = in_force("grange").document_id
    assert client.post(f"/s/grange/drafts/merge/{document}/").status_code == 302
    found: Merging = Merging.objects.get(school__slug="grange")
    return found


def decide(client: Client, merging: Merging, clause: str, **data: Any) -> Any:
    return client.post(f"/s/grange/drafts/merging/{merging.pk}/clauses/{clause}/", data)


@pytest.mark.clause("H10")
def test_a_school_hears_of_a_new_version(followed: tuple[Client, Policy]) -> None:
    """A school that adopted a model is told of its new version."""
    client, _ = followed
    school = School.objects.get(slug="grange")
    (wanted,) = model_duties(school, today())
    assert wanted.office == "slt"
    assert wanted.due_on == today() + timedelta(days=30)
    assert wanted.link == "/s/grange/drafts/"
    assert "The model is newer" in client.get("/s/grange/drafts/").content.decode()
    assert not list(model_duties(School.objects.get(slug="calcot"), today()))
    assert "models" in duty_sources()


def test_the_owner_is_asked_before_any_office(followed: tuple[Client, Policy]) -> None:
    owner = actor("dsl@grange")
    PolicyDocument.objects.filter(school__slug="grange").update(owner=owner.user_id)
    (wanted,) = model_duties(School.objects.get(slug="grange"), today())
    assert (wanted.person_id, wanted.office) == (owner.user_id, "")


def test_each_clause_is_decided_and_a_draft_comes_of_it(followed: tuple[Client, Policy]) -> None:
    client, theirs = followed
    merging = begun(client)
    page = client.get(f"/s/grange/drafts/merging/{merging.pk}/").content.decode()
    assert "The model has changed 3 of its clauses" in page
    finish = f"/s/grange/drafts/merging/{merging.pk}/finish/"
    client.post(finish)
    merging.refresh_from_db()
    assert merging.draft is None, "not before everything is decided"
    assert decide(client, merging, "privacy").status_code == 400
    for clause in ("privacy", "know-policy"):
        shown = client.get(f"/s/grange/drafts/merging/{merging.pk}/clauses/{clause}/")
        assert shown.status_code == 200
    words = write_clause(replace(theirs.by_id["privacy"], text="Both."))
    wrong = decide(client, merging, "privacy", take="words", text=words.replace("staff", "staf"))
    assert wrong.status_code == 400
    assert "did you mean" in wrong.content.decode()
    assert decide(client, merging, "privacy", take="words", text=words).status_code == 302
    assert decide(client, merging, "know-policy", take="theirs").status_code == 302
    last = decide(client, merging, "adhere", take="ours")
    assert last["Location"] == f"/s/grange/drafts/merging/{merging.pk}/"
    first, second = client.post(finish), client.post(finish)
    draft = newest("grange")
    assert first["Location"] == second["Location"] == f"/s/grange/drafts/{draft.pk}/"
    policy = read_source(draft.source)
    assert (policy.by_id["privacy"].text, policy.by_id["know-policy"].text) == ("Both.", "Newer words.")
    assert "adhere" in policy.by_id
    assert policy.control.school == "Grange"
    assert (draft.model, draft.follows) == (in_force("hr-cooperative"), in_force("grange"))
    assert policy.control.standing == "adopted and adapted"
    assert not list(model_duties(School.objects.get(slug="grange"), today()))
    assert Event.objects.filter(verb="merged-model").count() == 1


def test_it_is_gone_on_with_another_day(followed: tuple[Client, Policy], client_for: ClientFor) -> None:
    client, _ = followed
    merging = begun(client)
    decide(client, merging, "know-policy", take="theirs")
    assert begun(client_for("slt@grange")) == merging
    page = client_for("slt@grange").get(f"/s/grange/drafts/merging/{merging.pk}/").content.decode()
    assert "2 to decide" in page


def test_what_only_the_model_changed_is_taken_at_once(followed: tuple[Client, Policy]) -> None:
    client, _ = followed
    merging = begun(client)
    client.post(f"/s/grange/drafts/merging/{merging.pk}/theirs/")
    merging.refresh_from_db()
    assert merging.decisions == {"know-policy": {"take": "theirs"}, "adhere": {"take": "theirs"}}


def test_a_new_version_may_be_left_aside(followed: tuple[Client, Policy]) -> None:
    client, _ = followed
    merging = begun(client)
    client.post(f"/s/grange/drafts/merging/{merging.pk}/finish/", {"drop": "yes"})
    merging.refresh_from_db()
    assert merging.ended_at is not None
    assert not list(model_duties(School.objects.get(slug="grange"), today()))
    client.post(f"/s/grange/drafts/merging/{merging.pk}/theirs/")
    merging.refresh_from_db()
    assert merging.decisions == {}, "what is finished is not decided anew"


def test_another_school_sees_no_merger(followed: tuple[Client, Policy], client_for: ClientFor) -> None:
    merging = begun(followed[0])
    for path in ("", "clauses/privacy/"):
        address = f"/s/grange/drafts/merging/{merging.pk}/{path}"
        assert Client().get(address).status_code == 302
        assert client_for("teacher@grange").get(address).status_code == 403
        assert client_for("headteacher@calcot").get(address).status_code == 404
        assert client_for("headteacher@calcot").get(address.replace("grange", "calcot")).status_code == 404
    for path in ("theirs/", "finish/", "clauses/privacy/"):
        address = f"/s/calcot/drafts/merging/{merging.pk}/{path}"
        assert client_for("headteacher@calcot").post(address, {"take": "ours"}).status_code == 404
    assert not Merging.objects.get().decisions


def test_a_text_of_the_library_that_has_changed_is_newer_too(client_for: ClientFor) -> None:
    PolicyVersion.objects.filter(school__slug="calcot").update(source="---\n---\n")
    data = {
        "model": "library:calcot", "standing": "adopted", "school_name": "Grange", "label": "9",
        "review_due_on": DUE.isoformat(),
    }  # fmt: skip
    assert client_for(HEAD).post("/s/grange/drafts/begin/model/", data).status_code == 302
    version = put(newest("grange"))
    assert newer_model(version) is None
    # As if it had been taken from an earlier edition of the library.
    taken = version.library_text
    for each in (taken, version):
        each.source = each.source.replace("### Document control {", "### Control of the document {")
        each.save(update_fields=["source"])
    newer = newer_model(version)
    assert newer is not None
    assert newer.library == "calcot"
    merging = begun(client_for(HEAD))
    assert merging.library == "calcot"
    assert decide(client_for(HEAD), merging, "document-control", take="theirs").status_code == 302
    client_for(HEAD).post(f"/s/grange/drafts/merging/{merging.pk}/finish/")
    assert newest("grange").library_text.slug == "calcot"
