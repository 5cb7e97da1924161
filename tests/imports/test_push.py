"""People whom a school's information system sends every night."""

import json
from typing import Any

import pytest
from django.test import Client

from belisha.base.clock import today
from belisha.imports.models import Roll
from belisha.imports.states import ImportState
from belisha.people.accounts.access_tokens import TokenScope, end_token, make_token
from belisha.people.models import AccessToken, Membership, School, User
from tests.imports.steps import checked, head_of, roles_at

pytestmark = pytest.mark.usefixtures("demo")
AT = "/s/grange/roll/push/"
MIRA = {
    "id": "p1",
    "staff_code": "MLA",
    "first_name": "Mira",
    "last_name": "Lark",
    "email": "mira.lark@hazel.example",
    "roles": [{"role": "Class Teacher", "from": "2024-09-01"}],
}
RUBY = {
    "id": "p2",
    "first_name": "Ruby",
    "last_name": "Ashdown",
    "year_group": "2",
    "class": "Owls",
    "roles": [{"role": "pupil"}],
}


@pytest.fixture
def secret() -> str:
    school = School.objects.get(slug="grange")
    return make_token(by=head_of("grange"), school=school, name="MIS", scopes=[TokenScope.PUSH_PEOPLE])[1]


def send(secret: str, *people: dict[str, Any], mode: str = "all", school: str = "grange", **more: Any) -> Any:
    body = {"format": "belisha-people/1", "mode": mode, "people": people, **more}
    client = Client(enforce_csrf_checks=True)
    headers = {"authorization": f"Bearer {secret}"} if secret else {}
    return client.post(
        f"/s/{school}/roll/push/", json.dumps(body), content_type="application/json", headers=headers
    )


def test_what_is_sent_is_imported_at_once(secret: str) -> None:
    response = send(secret, MIRA, RUBY)
    assert response.status_code == 200
    answer = response.json()
    assert (answer["state"], answer["counts"]) == (
        "done",
        {"joined": 2, "changed": 0, "left": 0, "unchanged": 0},
    )
    assert (roles_at("grange", "Mira Lark"), roles_at("grange", "Ruby Ashdown")) == (["teacher"], ["pupil"])
    assert send(secret, MIRA, RUBY).json()["counts"]["unchanged"] == 2
    assert AccessToken.objects.get().used_at is not None


def test_changes_end_nothing_that_they_do_not_name(secret: str) -> None:
    send(secret, MIRA, RUBY)
    answer = send(secret, {**MIRA, "state": "left"}, mode="changes").json()
    assert (answer["state"], answer["counts"]["left"]) == ("done", 1)
    assert (roles_at("grange", "Mira Lark"), roles_at("grange", "Ruby Ashdown")) == ([], ["pupil"])


def test_those_who_are_missing_leave_only_where_the_sender_says_so_and_never_many(secret: str) -> None:
    people = [
        {
            **MIRA,
            "id": f"t{n}",
            "staff_code": f"T{n}",
            "last_name": f"Lark{n}a",
            "first_name": name,
            "email": "",
        }
        for n, name in enumerate(("Ada", "Ben", "Cleo", "Dot", "Ed", "Fay"))
    ]
    send(secret, *people)
    assert send(secret, *people[1:]).json()["counts"]["left"] == 0
    assert send(secret, *people[1:], missing="leave").json()["counts"]["left"] == 1
    answer = send(secret, *people[3:], missing="leave")
    assert (answer.status_code, answer.json()["waits_for"]) == (202, ["many-missing"])
    assert roles_at("grange", "Ben Lark1a") == ["teacher"]


@pytest.mark.parametrize(
    ("person", "reason"),
    [
        ({**MIRA, "roles": [{"role": "Keeper of the Newts"}]}, "job-titles"),
        ({**MIRA, "id": "p9", "first_name": "Tom", "last_name": "Langley", "email": ""}, "same-person"),
        (
            {
                **MIRA,
                "id": "p8",
                "staff_code": "X",
                "email": "",
                "first_name": "Zed",
                "last_name": "Newman",
                "roles": [{"role": "Headteacher"}],
            },
            "offices",
        ),
    ],
)
def test_what_a_person_must_decide_waits_and_the_next_night_takes_its_place(
    secret: str, person: dict[str, Any], reason: str
) -> None:
    send(secret, MIRA)
    answer = send(secret, person, mode="changes")
    assert (answer.status_code, answer.json()["state"], answer.json()["waits_for"]) == (
        202,
        "waiting",
        [reason],
    )
    assert roles_at("grange", "Mira Lark") == ["teacher"]
    assert not User.objects.filter(name__in=("Tom Langley", "Zed Newman")).exists()
    assert send(secret, MIRA).json()["state"] == "done"
    assert Roll.objects.filter(kind="push", state=ImportState.DROPPED).count() == 1


def test_lines_that_cannot_be_read_are_answered_and_the_others_imported(secret: str) -> None:
    answer = send(secret, {**MIRA, "email": "nonsense"}, RUBY).json()
    assert answer["state"] == "done"
    assert [(each["person"], each["value"]) for each in answer["left_out"]] == [(0, "nonsense")]
    assert roles_at("grange", "Ruby Ashdown") == ["pupil"]


@pytest.mark.parametrize(
    ("body", "places"),
    [
        ("{", [""]),
        ([], [""]),
        ({}, ["format", "mode", "people"]),
        (
            {"format": "belisha-people/1", "mode": "all", "people": [{"id": 7, "colour": "red"}]},
            ["people[0].colour", "people[0].id"],
        ),
        (
            {
                "format": "belisha-people/1",
                "mode": "all",
                "people": [{"id": "1", "roles": [{}], "state": "x"}, 3],
            },
            ["people[0].roles[0]", "people[0].state", "people[1]"],
        ),
        ({"format": "belisha-people/1", "mode": "all", "people": [], "more": 1}, ["more", "people"]),
    ],
)
def test_a_body_in_another_format_is_told_every_problem_by_its_place(
    secret: str, body: Any, places: list[str]
) -> None:
    text = body if isinstance(body, str) else json.dumps(body)
    response = Client().post(
        AT, text, content_type="application/json", headers={"authorization": f"Bearer {secret}"}
    )
    assert response.status_code == 400
    assert sorted(each["at"] for each in response.json()["problems"]) == places
    assert not Roll.objects.exists()


def test_without_a_token_that_holds_nothing_is_taken(secret: str) -> None:
    for wrong in ("", "nonsense"):
        assert send(wrong, MIRA).status_code == 403
    assert send(secret, MIRA, school="calcot").status_code == 403
    end_token(by=head_of("grange"), token=AccessToken.objects.get())
    assert send(secret, MIRA).status_code == 403
    assert not Roll.objects.exists()


def test_a_token_has_the_rights_that_its_maker_has_today(secret: str) -> None:
    maker = AccessToken.objects.get().made_by
    assert maker is not None
    Membership.objects.filter(user=maker).update(
        to_on=today(), from_on=today(), role="teacher", extra_rights=[]
    )
    assert send(secret, MIRA).status_code == 403


def test_somebodys_own_import_is_not_disturbed(secret: str) -> None:
    mine = checked("Name,Role\nAnn Lark,teacher\n")
    assert send(secret, MIRA).status_code == 409
    mine.refresh_from_db()
    assert mine.state == ImportState.CHECKED
