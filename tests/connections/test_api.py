"""What other systems read and ask: the same as on the pages, in the documented shapes, and never a name."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from belisha.answers.models import AnswerLog
from belisha.audit.models import Event
from belisha.connections.api.openapi import document
from belisha.connections.record import ConnectionEvent
from belisha.people.accounts.access_tokens import SCOPES, TokenScope, make_token
from belisha.people.models import Membership, School
from belisha.policies.queries import policy_in_force
from tests.ratification.ratifying import person

AT = "/s/grange/api/"


@pytest.fixture
def secret(demo: None) -> str:
    school = School.objects.get(slug="grange")
    by = person("headteacher@grange")
    return make_token(by=by, school=school, name="Intranet", scopes=tuple(SCOPES))[1]


def get(name: str, secret: str, status: int = 200) -> dict[str, Any]:
    response = Client().get(f"{AT}{name}/", headers={"authorization": f"Bearer {secret}"})
    assert response.status_code == status, response.content
    found: dict[str, Any] = response.json()
    return found


def post(name: str, secret: str, body: Any, status: int = 200) -> dict[str, Any]:
    client = Client(enforce_csrf_checks=True)
    data = body if isinstance(body, str | bytes) else json.dumps(body)
    response = client.post(
        f"{AT}{name}/", data, content_type="application/json", headers={"authorization": f"Bearer {secret}"}
    )
    assert response.status_code == status, response.content
    assert "no-store" in response["Cache-Control"] or status != 200
    found: dict[str, Any] = response.json()
    return found


def test_the_policy_in_force_is_read_with_its_clauses(secret: str) -> None:
    found, force = get("policy", secret), policy_in_force("grange")
    assert force is not None
    assert [each["id"] for each in found["clauses"]] == [each.id for each in force.policy.clauses]
    assert found["checksum"] == force.version.checksum
    assert found["clauses"][0]["see"].startswith("http://testserver/s/grange/policy/")


def test_a_question_is_answered_as_on_the_page_and_counted_without_its_words(secret: str) -> None:
    before = AnswerLog.objects.count()
    found = post("ask", secret, {"as": "teacher", "question": "Can I accept a friend request from a pupil?"})
    assert (found["kind"], found["verdict"]) == ("answer", "prohibited")
    assert "G17b" in {cite for each in found["clauses"] for cite in each["cites"]}
    assert "friend" not in found["see"].split("?")[1].replace("befriend", "")
    assert AnswerLog.objects.count() == before + 1


def test_words_of_harm_get_help_and_no_verdict_and_are_not_counted(secret: str) -> None:
    before = AnswerLog.objects.count()
    found = post(
        "ask", secret, {"as": "teacher", "question": "A pupil told me her father hits her. May I post it?"}
    )
    assert found["kind"] == "help"
    assert found["tell"]
    assert "verdict" not in found
    assert AnswerLog.objects.count() == before


def test_a_draft_is_checked_without_the_names_of_the_roll(secret: str) -> None:
    pupil = Membership.objects.filter(school__slug="grange", role="pupil").select_related("user").first()
    assert pupil is not None
    found = post(
        "check", secret, {"as": "teacher", "text": "Ring me on 07700 900123, our class page is public."}
    )
    assert any("07700" in each["words"] for each in found["findings"])
    plain = post("check", secret, {"as": "teacher", "text": f"{pupil.user.name.split()[0].lower()} ran"})
    assert pupil.user.name not in json.dumps(plain)


def test_figures_are_those_of_the_page_and_reading_them_is_on_the_record(secret: str) -> None:
    found = get("figures", secret)
    assert found["figures"]
    names = set(Membership.objects.filter(school__slug="grange").values_list("user__name", flat=True))
    said = json.dumps(found)
    assert not [name for name in names if name in said]
    assert Event.objects.filter(verb=ConnectionEvent.READ_FIGURES_WITH_TOKEN).count() == 1


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("{", "not JSON"),
        ("[" * 100_000, "not JSON"),
        (b"\xff\xfe", "not JSON"),
        ([], "not in the format"),
        ({"as": "teacher"}, "`question` is missing"),
        ({"as": "king", "question": "May I?"}, "`king` is not known"),
        ({"as": "teacher", "question": 7}, "has to be a text"),
        ({"as": "teacher", "question": "a" * 501}, "at most 500 characters; this has 501"),
        ({"as": "teacher", "question": "???"}, "has no words"),
        ({"as": "teacher", "question": "May I?", "more": ""}, "`more` is not known"),
    ],
)
def test_what_is_not_in_the_format_is_told_where(secret: str, body: Any, said: str) -> None:
    assert said in json.dumps(post("ask", secret, body, 400))


def test_too_much_is_not_read(secret: str) -> None:
    assert "128 KB" in post("check", secret, "x" * 200_000, 413)["error"]


def test_without_a_token_or_its_scope_nothing_is_answered(demo: None) -> None:
    school = School.objects.get(slug="grange")
    by = person("headteacher@grange")
    secret = make_token(by=by, school=school, name="Asks", scopes=[TokenScope.ASK])[1]
    assert Client().get(f"{AT}policy/").status_code == 401
    assert Client().get("/s/nowhere/api/policy/", headers={"authorization": "Bearer x"}).status_code == 401
    refused = Client().get(f"{AT}policy/", headers={"authorization": "Bearer x"})
    assert (refused.status_code, refused["WWW-Authenticate"]) == (401, 'Bearer realm="Belisha"')
    assert "read:policy" in get("policy", secret, 403)["error"]
    assert (
        Client().get("/s/calcot/api/policy/", headers={"authorization": f"Bearer {secret}"}).status_code
        == 401
    )
    assert Client().post(f"{AT}policy/", headers={"authorization": f"Bearer {secret}"}).status_code == 405


def test_the_document_has_every_address_of_the_interface(demo: None) -> None:
    found = Client().get(f"{AT}openapi.json").json()
    assert found == document("grange")
    assert set(found["paths"]) == {f"{AT}{name}/" for name in ("policy", "ask", "check", "figures")} | {
        "/s/grange/roll/push/"
    }
    scopes = found["components"]["securitySchemes"]["token"]["description"]
    assert all(scope in scopes for scope in TokenScope)
