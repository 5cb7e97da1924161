"""The people of a school: finding them, their roles and days away, leaving and coming back."""

import re
from datetime import date, timedelta
from typing import Any
from urllib.parse import parse_qsl

import pytest
from django.contrib.auth.hashers import make_password
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from belisha.audit.models import Event
from belisha.people.actor import ANONYMOUS, actor_from
from belisha.people.memberships import actions
from belisha.people.models import Absence, Invitation, Membership, School, User
from tests.demo_fixtures import ClientFor
from tests.pages import day_in

LIST = "/s/grange/people/manage/"


@pytest.fixture
def grange(demo: None) -> School:
    return School.objects.get(slug="grange")


def user_of(person: str) -> User:
    return User.objects.get(email=f"{person}.example")


def at(person: str, rest: str = "") -> str:
    return f"/s/grange/people/{user_of(person).pk}/{rest}"


def row_of(person: str) -> Membership:
    return Membership.objects.get(user__email=f"{person}.example", is_deputy=False)


def verbs(person: str) -> list[str]:
    rows = Event.objects.filter(subject=f"person {user_of(person).pk}").order_by("number")
    return list(rows.values_list("verb", flat=True))


# --- the list


def test_the_list_is_for_whom_looks_after_people(client_for: ClientFor) -> None:
    assert client_for("headteacher@grange").get(LIST).status_code == 200
    assert client_for("teacher@grange").get(LIST).status_code == 403
    assert client_for("headteacher@calcot").get(LIST).status_code == 404
    assert Client().get(LIST).headers["Location"].startswith("/account/sign-in/")


@pytest.mark.parametrize(
    ("query", "here", "not_here"),
    [
        ("q=governor@", "governor@grange.example", "parent@grange.example"),
        ("role=teacher", "supply-teacher@grange.example", "parent@grange.example"),
        ("who=left", "No people found", "parent@grange.example"),
        ("q=nobody-of-that-name", "No people found", "parent@grange.example"),
        ("role=nonsense&who=nonsense&page=nonsense", "chair-of-governors@grange.example", "@calcot"),
    ],
)
def test_people_are_found(client_for: ClientFor, query: str, here: str, not_here: str) -> None:
    head = client_for("headteacher@grange")
    asked = dict(parse_qsl(query))
    where = head.post(LIST, asked).headers["Location"] if "q" in asked else f"{LIST}?{query}"
    page = head.get(where).content.decode()
    assert here in page
    assert not_here not in page


def test_two_thousand_people_are_paged_with_few_questions(client_for: ClientFor, grange: School) -> None:
    password = make_password(None)
    users = User.objects.bulk_create(
        User(email=f"p{n}@many.example", name=f"Person {n:04}", password=password) for n in range(2000)
    )
    Membership.objects.bulk_create(
        Membership(school=grange, user=user, role="parent", from_on=date(2026, 9, 1)) for user in users
    )
    head = client_for("headteacher@grange")
    head.get(LIST)
    found = head.post(LIST, {"q": "many.example", "who": "now"}).headers["Location"]
    assert "many" not in found
    with CaptureQueriesContext(connection) as queries:
        page = head.get(f"{found}&page=3").content.decode()
    assert len(queries) <= 9, [query["sql"][:120] for query in queries]
    assert "Page 3 of 40" in page
    assert "Person 0100" in page
    assert page.count("<tr") == 51
    assert "page=4&amp;search=" in page
    assert "page=4&amp;q=" not in page


def test_somebody_of_two_schools_is_seen_by_each_with_its_own_roles(
    client_for: ClientFor, grange: School
) -> None:
    both = user_of("teacher@calcot")
    Membership.objects.create(school=grange, user=both, role="volunteer", from_on=date(2026, 9, 1))
    page = client_for("headteacher@grange").get(f"/s/grange/people/{both.pk}/").content.decode()
    assert "Volunteer" in page
    assert "Teacher" not in page
    assert client_for("headteacher@grange").get(f"/s/calcot/people/{both.pk}/").status_code == 404
    stranger = user_of("parent@calcot")
    assert client_for("headteacher@grange").get(f"/s/grange/people/{stranger.pk}/").status_code == 404


# --- roles


def new_role(**changes: str) -> dict[str, str]:
    return {"role": "designated-person", "from_on": "2026-11-01", "to_on": "", **changes}


def test_an_office_is_given_from_and_to_a_day(client_for: ClientFor) -> None:
    head = client_for("headteacher@grange")
    manager = user_of("slt@grange")
    given = new_role(to_on="2027-07-21", line_manager=manager.email or "", group="Oak")
    assert head.post(at("teacher@grange", "role/"), given).status_code == 302
    row = Membership.objects.get(user=user_of("teacher@grange"), role="designated-person")
    assert (row.from_on, row.to_on) == (date(2026, 11, 1), date(2027, 7, 21))
    assert (row.line_manager, row.group, row.is_deputy) == (manager, "Oak", False)
    assert verbs("teacher@grange") == ["gave-role"]


def test_a_second_press_gives_it_once(client_for: ClientFor) -> None:
    head = client_for("headteacher@grange")
    assert head.post(at("teacher@grange", "role/"), new_role()).status_code == 302
    again = head.post(at("teacher@grange", "role/"), new_role())
    assert again.status_code == 400
    assert "They have this role already, from 1 November 2026." in again.content.decode()
    assert Membership.objects.filter(user=user_of("teacher@grange")).count() == 2


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"role": ""}, "Choose the person’s role"),
        ({"role": "school"}, "Choose a role from the list"),
        ({"from_on": ""}, "Enter the first day"),
        ({"from_on": "31/02/2026"}, "From: enter a date such as 4 September 2026"),
        ({"to_on": "2026-10-01"}, "The last day must be on or after the first day"),
        ({"line_manager": "Nobody Known"}, "Nobody at the school is called “Nobody Known”"),
        ({"line_manager": "head@calcot.example"}, "Nobody at the school is called"),
        ({"line_manager": "teacher@grange.example"}, "A person cannot be their own line manager"),
        ({"extra_rights": "fly"}, "fly is not one of the available choices"),
    ],
)
def test_a_bad_role_gets_a_clear_sentence(client_for: ClientFor, changes: dict[str, str], said: str) -> None:
    answer = client_for("headteacher@grange").post(at("teacher@grange", "role/"), new_role(**changes))
    assert answer.status_code == 400
    page = answer.content.decode()
    assert said in page
    assert "<title>Error: " in page


def test_a_mistake_in_a_day_is_mended(client_for: ClientFor) -> None:
    row = row_of("teacher@grange")
    address = at("teacher@grange", f"role/{row.pk}/")
    head = client_for("headteacher@grange")
    assert day_in(head.get(address).content.decode(), "from_on") == date(2026, 9, 1)
    assert head.post(address, {"from_on": "2026-09-08", "group": "Elm"}).status_code == 302
    row.refresh_from_db()
    assert (row.from_on, row.group) == (date(2026, 9, 8), "Elm")
    event = Event.objects.get(verb="changed-role")
    assert event.detail["was"]["from"] == "2026-09-01"
    assert "Elm" not in repr(event.detail)
    head.post(address, {"from_on": "2026-09-08", "group": "Elm"})
    assert Event.objects.filter(verb="changed-role").count() == 1


def test_a_role_given_by_mistake_is_taken_back_but_not_the_only_one(client_for: ClientFor) -> None:
    head = client_for("headteacher@grange")
    head.post(at("teacher@grange", "role/"), new_role())
    row = Membership.objects.get(user=user_of("teacher@grange"), role="designated-person")
    head.post(at("teacher@grange", f"role/{row.pk}/take-back/"))
    assert not Membership.objects.filter(pk=row.pk).exists()
    head.post(at("teacher@grange", f"role/{row_of('teacher@grange').pk}/take-back/"))
    assert row_of("teacher@grange")
    assert verbs("teacher@grange") == ["gave-role", "took-back-role-given-by-mistake"]


def test_another_schools_role_is_not_reached(client_for: ClientFor) -> None:
    row = row_of("teacher@calcot")
    head = client_for("headteacher@grange")
    for address in (
        f"/s/grange/people/{row.user_id}/role/{row.pk}/",
        at("teacher@grange", f"role/{row.pk}/"),
    ):
        assert head.get(address).status_code == 404
        assert head.post(address, {"from_on": "2026-09-08"}).status_code == 404


# --- who may give what


def give_right(person: str, *rights: str) -> None:
    Membership.objects.filter(user__email=f"{person}.example").update(extra_rights=list(rights))


def test_whoever_only_looks_after_people_makes_nobody_head(client_for: ClientFor) -> None:
    give_right("support-staff@grange", "look-after-people")
    office = client_for("support-staff@grange")
    assert office.post(at("support-staff@grange", "role/"), new_role(role="headteacher")).status_code == 403
    assert office.post(
        "/s/grange/people/invite/", {"name": "A", "email": "a@b.example", "role": "headteacher"}
    )
    assert not Invitation.objects.exists()
    assert office.post(at("teacher@grange", "role/"), new_role()).status_code == 302
    rights = new_role(role="ict-team", extra_rights="see-state")
    assert office.post(at("teacher@grange", "role/"), rights).status_code == 403
    for far in ("clerk", "dsl", "chair-of-governors"):
        assert office.post(at("support-staff@grange", "role/"), new_role(role=far)).status_code == 403
    head = row_of("headteacher@grange")
    assert (
        office.post(at("headteacher@grange", f"role/{head.pk}/"), {"from_on": "2026-09-02"}).status_code
        == 403
    )
    assert office.post(at("headteacher@grange", "leave/")).status_code == 403
    for far in ("headteacher@grange", "dsl@grange", "clerk@grange"):
        assert office.post(at(far, "password/")).status_code == 403
        assert office.post(at(far, "second-factor/reset/")).status_code == 403
    assert office.post(at("dsl@grange", "leave/")).status_code == 302
    assert office.post(at("teacher@grange", "password/")).status_code == 200


def test_nobody_is_locked_out(client_for: ClientFor) -> None:
    other = row_of("head-of-school@grange")
    head = client_for("headteacher@grange")
    assert head.post(at("head-of-school@grange", "leave/")).status_code == 302
    last = head.post(at("headteacher@grange", "leave/"))
    assert last.status_code == 400
    assert "Somebody who can sign in must always be able to" in last.content.decode()
    row = row_of("headteacher@grange")
    soon = {"from_on": "2026-09-01", "to_on": (timezone.localdate() + timedelta(days=30)).isoformat()}
    assert head.post(at("headteacher@grange", f"role/{row.pk}/"), soon).status_code == 400
    row.refresh_from_db()
    assert row.to_on is None
    following = timezone.localdate() + timedelta(days=31)
    Membership.objects.create(
        school=row.school, user=user_of("slt@grange"), role="headteacher", from_on=following
    )
    assert head.post(at("headteacher@grange", f"role/{row.pk}/"), soon).status_code == 302
    assert other.pk


def test_guards_speak_for_themselves(grange: School) -> None:
    user = user_of("teacher@grange")
    teacher = actor_from(user.pk, user.name)
    for act in (
        lambda by: actions.leave(by=by, school=grange, user=user),
        lambda by: actions.add_absence(
            by=by, school=grange, user=user, from_on=date(2026, 11, 1), to_on=date(2026, 11, 2)
        ),
        lambda by: actions.give_role(
            by=by, school=grange, user=user, role="clerk", from_on=date(2026, 11, 1)
        ),
    ):
        for by in (teacher, ANONYMOUS):
            with pytest.raises(PermissionDenied, match="Only those who look after"):
                act(by)


# --- days away, leaving, coming back


def test_days_away_are_written_once_and_removed(client_for: ClientFor) -> None:
    head = client_for("headteacher@grange")
    days = {"from_on": "2099-01-04", "to_on": "2099-01-08"}
    for _ in range(2):
        assert head.post(at("dsl@grange", "away/"), days).status_code == 302
    absence = Absence.objects.get(user=user_of("dsl@grange"), from_on=date(2099, 1, 4))
    assert "4 January 2099" in head.get(at("dsl@grange")).content.decode()
    assert head.post(at("dsl@grange", "away/"), {"from_on": "2099-01-04", "to_on": ""}).status_code == 400
    stranger = client_for("headteacher@calcot")
    assert stranger.post(at("dsl@grange", f"away/{absence.pk}/remove/")).status_code == 404
    head.post(at("dsl@grange", f"away/{absence.pk}/remove/"))
    assert not Absence.objects.filter(pk=absence.pk).exists()
    assert verbs("dsl@grange") == ["entered-absence", "removed-absence"]


def test_leaving_ends_everything_here_and_nothing_elsewhere(client_for: ClientFor, grange: School) -> None:
    user = user_of("teacher@grange")
    calcot = School.objects.get(slug="calcot")
    Membership.objects.create(school=calcot, user=user, role="volunteer", from_on=date(2026, 9, 1))
    Membership.objects.create(school=grange, user=user, role="dsl", from_on=timezone.localdate())
    own = client_for("teacher@grange")
    client_for("headteacher@grange").post(at("teacher@grange", "leave/"))
    held = {(place.school_slug, place.role) for place in actor_from(user.pk, "").memberships}
    assert held == {("calcot", "volunteer")}
    assert own.get("/me/").status_code == 200
    assert not Membership.objects.filter(user=user, role="dsl").exists()


def test_who_left_comes_back_with_the_roles_they_had(client_for: ClientFor, grange: School) -> None:
    head = client_for("headteacher@grange")
    before = list(Membership.objects.filter(user=user_of("teacher@grange")).values())
    head.post(at("teacher@grange", "leave/"))
    assert "has no role at the school today" in head.get(at("teacher@grange")).content.decode()
    for _ in range(2):
        head.post(at("teacher@grange", "come-back/"))
    assert list(Membership.objects.filter(user=user_of("teacher@grange")).values()) == before
    long_ago = timezone.localdate() - timedelta(days=40)
    Membership.objects.filter(user=user_of("teacher@grange")).update(to_on=long_ago)
    head.post(at("teacher@grange", "come-back/"))
    rows = Membership.objects.filter(user=user_of("teacher@grange")).order_by("from_on")
    assert [(row.role, row.to_on) for row in rows] == [("teacher", long_ago), ("teacher", None)]
    assert rows[1].from_on == timezone.localdate()


# --- name and address


def test_a_name_and_an_address_are_changed_by_whom_may(client_for: ClientFor, grange: School) -> None:
    head = client_for("headteacher@grange")
    address = at("teacher@grange", "name/")
    new = {"name": "Greta Newname", "email": "new@grange.example"}
    taken = head.post(address, {**new, "email": "parent@grange.example"})
    assert (taken.status_code, "Someone else at the school has this address" in taken.content.decode()) == (
        400,
        True,
    )
    assert head.post(address, {**new, "email": ""}).status_code == 400
    assert head.post(address, new).status_code == 302
    user = User.objects.get(email="new@grange.example")
    assert user.name == "Greta Newname"
    assert "Newname" not in repr(list(Event.objects.values_list("detail", "subject")))
    calcot = School.objects.get(slug="calcot")
    Membership.objects.create(school=calcot, user=user, role="volunteer", from_on=date(2026, 9, 1))
    refused = head.post(address, {**new, "email": "mine@grange.example"})
    assert refused.status_code == 403
    assert "Only this person can change their name" in refused.content.decode()


def test_a_link_to_a_new_password_works_once(client_for: ClientFor, client: Client) -> None:
    page = client_for("headteacher@grange").post(at("teacher@grange", "password/")).content.decode()
    link = re.search(r"http://testserver(/account/password/reset/key/\S+?/)<", page)
    assert link
    form = client.get(link[1], follow=True)
    new = {"password1": "quiet-umbrella-forest", "password2": "quiet-umbrella-forest"}
    assert client.post(form.redirect_chain[-1][0], new).status_code == 302
    done = client.post(
        "/account/sign-in/", {"login": "teacher@grange.example", "password": "quiet-umbrella-forest"}
    )
    assert done.headers["Location"] == "/me/"
    assert "has been used or has expired" in Client().get(link[1], follow=True).content.decode()


def test_somebody_without_an_address_is_brought_in(client_for: ClientFor) -> None:
    head = client_for("headteacher@grange")
    form: dict[str, Any] = {"name": "Gilbert Ladle", "role": "support-staff", "from_on": "2026-11-02"}
    assert head.post("/s/grange/people/add/", {**form, "name": ""}).status_code == 400
    done = head.post("/s/grange/people/add/", form)
    user = User.objects.get(name="Gilbert Ladle")
    assert done.headers["Location"] == f"/s/grange/people/{user.pk}/"
    assert user.email is None
    assert "no e-mail address and no card" in head.get(done.headers["Location"]).content.decode()
    assert client_for("teacher@grange").post("/s/grange/people/add/", form).status_code == 403


def test_another_class_alone_is_a_change_and_stays(client_for: ClientFor) -> None:
    row = row_of("teacher@grange")
    address = at("teacher@grange", f"role/{row.pk}/")
    posted = {"from_on": row.from_on.isoformat(), "group": "Oak", "year_group": "3"}
    client_for("headteacher@grange").post(address, posted)
    row.refresh_from_db()
    assert (row.group, row.year_group) == ("Oak", "3")
    assert Event.objects.get(verb="changed-role").detail["changed"] == ["group", "year_group"]
