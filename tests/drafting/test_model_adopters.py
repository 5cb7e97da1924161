"""What a publisher sees of those who follow its models, and who issues them."""

from __future__ import annotations

from django.test import Client

from belisha.audit.models import Event
from belisha.policies.actions import draft_version
from belisha.policies.models import PolicyDocument
from tests.demo_fixtures import ClientFor
from tests.drafting.drafts import HEAD, actor, follow, in_force, publisher

MODELS = "/s/hr-cooperative/models/"


def test_a_publisher_sees_who_follows_and_who_is_behind(client_for: ClientFor) -> None:
    follow(client_for(HEAD))
    page = client_for("clerk@hr-cooperative").get(MODELS).content.decode()
    assert in_force("grange").school.name in page
    assert "Adapted: 1 clause changed" in page
    assert "Behind" in page
    assert in_force("calcot").school.name not in page


def test_who_issues_models(client_for: ClientFor) -> None:
    publisher()
    assert Client().get(MODELS).status_code == 302
    assert client_for("clerk@hr-cooperative").get(MODELS).status_code == 200
    assert client_for("teacher@hr-cooperative").get(MODELS).status_code == 403
    assert client_for("headteacher@grange").get(MODELS).status_code == 404
    school = client_for("headteacher@grange").get("/s/grange/models/")
    assert school.status_code == 403
    assert "Only a trust or an HR body" in school.content.decode()


def test_a_model_is_issued_once_and_withdrawn(client_for: ClientFor) -> None:
    document = publisher().document
    PolicyDocument.objects.filter(pk=document.pk).update(is_model=False)
    address = f"{MODELS}{document.pk}/"
    client = client_for("clerk@hr-cooperative")
    for data, is_model in (({}, True), ({}, True), ({"withdraw": "yes"}, False)):
        assert client.post(address, data).status_code == 302
        document.refresh_from_db()
        assert document.is_model is is_model
    assert Event.objects.filter(verb="issued-model").count() == 1
    for who, status in (("teacher@hr-cooperative", 403), ("headteacher@grange", 404)):
        assert client_for(who).post(address).status_code == status
    foreign = in_force("grange").document_id
    assert client.post(f"{MODELS}{foreign}/").status_code == 404


def test_a_draft_of_a_publisher_is_no_model_yet(client_for: ClientFor) -> None:
    model = publisher()
    draft_version(school=model.school, source=model.source, label="not yet", by=actor("clerk@hr-cooperative"))
    page = client_for(HEAD).get("/s/grange/drafts/begin/model/").content.decode()
    assert f"version {model.label}" in page
    assert "version not yet" not in page
