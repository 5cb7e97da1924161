import pytest
from django.test import Client

from belisha.answers import actions
from belisha.answers.actions import OF_ONE_KIND
from belisha.answers.models import AnswerLog
from belisha.people.actor import ANONYMOUS, Actor, SchoolMembership
from belisha.people.models import School
from tests.demo_fixtures import ClientFor

GIVEN = {"as": "teacher", "q": "Can I, Ms Zzyzx, accept a friend request from a pupil?"}


def manager_of(slug: str) -> Actor:
    school = School.objects.get(slug=slug)
    return Actor(
        1,
        "",
        (SchoolMembership(school.pk, slug, school.name, "headteacher", frozenset({"look-after-people"})),),
    )


def test_a_posted_question_is_logged_without_words_or_person(client_for: ClientFor) -> None:
    client_for("teacher@grange").post("/s/grange/ask/", GIVEN)
    (row,) = AnswerLog.objects.all()
    assert (row.role, row.action, row.towards, row.verdict) == ("teacher", "befriend", "pupil", "prohibited")
    assert "friend-pupil" in row.clauses
    assert row.version.school.slug == row.school.slug == "grange"
    assert (row.asked_at.minute, row.asked_at.second, row.asked_at.microsecond) == (0, 0, 0)
    everything = repr({field.name: getattr(row, field.attname) for field in row._meta.concrete_fields})
    assert "Zzyzx" not in everything
    assert not {"user", "user_id", "name", "email", "question", "words", "session", "ip"} & {
        field.name for field in AnswerLog._meta.get_fields()
    }


def test_looking_at_a_link_logs_nothing(demo: None, client: Client) -> None:
    client.get("/s/grange/ask/", GIVEN)
    assert not AnswerLog.objects.exists()


@pytest.mark.parametrize("office", ["headteacher", "dsl", "chair-of-governors"])
def test_whoever_holds_an_office_is_not_logged(demo: None, client: Client, office: str) -> None:
    client.post("/s/grange/ask/", {**GIVEN, "as": office})
    assert not AnswerLog.objects.exists()


def test_only_those_who_look_after_a_school_see_its_log(demo: None, client: Client) -> None:
    client.post("/s/grange/ask/", GIVEN)
    assert AnswerLog.objects.visible_to(manager_of("grange")).count() == 1
    assert not AnswerLog.objects.visible_to(manager_of("calcot")).exists()
    assert not AnswerLog.objects.visible_to(ANONYMOUS).exists()


def test_small_numbers_are_not_shown(client_for: ClientFor, client: Client) -> None:
    head = client_for("headteacher@grange")
    client.post("/s/grange/ask/", GIVEN)
    assert "fewer than 3" in head.get("/s/grange/asked/").content.decode()
    for _ in range(2):
        client.post("/s/grange/ask/", GIVEN)
    page = head.get("/s/grange/asked/").content.decode()
    assert "fewer than 3" not in page
    assert '<td class="govuk-table__cell">3</td>' in page


def test_questions_by_nobody_cannot_steer_what_governors_read(client_for: ClientFor, client: Client) -> None:
    for _ in range(OF_ONE_KIND + 3):
        client.post("/s/grange/ask/", GIVEN)
    assert AnswerLog.objects.count() == OF_ONE_KIND
    client.post("/s/grange/ask/", {**GIVEN, "as": "governor"})
    assert AnswerLog.objects.count() == OF_ONE_KIND + 1
    client.post("/s/calcot/ask/", GIVEN)
    assert AnswerLog.objects.filter(school__slug="calcot").count() == 1
    client_for("teacher@grange").post("/s/grange/ask/", GIVEN)
    assert AnswerLog.objects.count() == OF_ONE_KIND + 3


def test_all_questions_by_nobody_of_a_day_are_within_a_limit(
    demo: None, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "IN_ALL", 3)
    for role in ("teacher", "pupil", "governor", "parent", "support-staff"):
        client.post("/s/grange/ask/", {**GIVEN, "as": role})
    assert AnswerLog.objects.count() == 3
