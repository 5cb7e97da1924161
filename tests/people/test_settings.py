"""A school's own settings: its facts, terms, rights, and the bodies over it."""

from datetime import date, time

import pytest
from django.test import Client

from belisha.access.rights import load_rights
from belisha.audit.models import Event
from belisha.people.models import Membership, Oversight, School, SchoolKind, Term
from belisha.people.settings.forms import PHASES
from tests.demo_fixtures import ClientFor
from tests.pages import day_in

SET_UP = "/s/grange/set-up/"
FACTS = {
    "name": "Grange Infant School",
    "urn": "123456",
    "phase": "Infant",
    "website": "www.grange.example",
    "quiet_from": "17:30",
    "quiet_to": "08:00",
    "regularly_means": "term",
    "asks_on_joining": "everybody",
    "acknowledge_within": "21",
    "answer_within": "15",
}
AUTUMN = {"name": "Autumn Term 2030", "starts_on": "2030-09-03", "ends_on": "2030-12-20"}


@pytest.fixture
def head(client_for: ClientFor) -> Client:
    return client_for("headteacher@grange")


@pytest.fixture
def grange(demo: None) -> School:
    return School.objects.get(slug="grange")


@pytest.mark.parametrize("page", ["", "terms/", "terms/calendar/", "rights/", "rights/comment/", "bodies/"])
def test_set_up_is_for_whom_sets_up(client_for: ClientFor, page: str) -> None:
    assert client_for("headteacher@grange").get(SET_UP + page).status_code == 200
    refused = client_for("teacher@grange").get(SET_UP + page)
    assert refused.status_code == 403
    assert "Only those who set up the school" in refused.content.decode()
    assert client_for("headteacher@calcot").get(SET_UP + page).status_code == 404
    assert Client().get(SET_UP + page).headers["Location"].startswith("/account/sign-in/")


def test_the_facts_of_a_school_are_set_once(head: Client, grange: School) -> None:
    for _ in range(2):
        assert head.post(SET_UP, FACTS).status_code == 302
    grange.refresh_from_db()
    assert (grange.urn, grange.website, grange.phase) == ("123456", "https://www.grange.example", "Infant")
    assert (grange.quiet_from, grange.quiet_to) == (time(17, 30), time(8))
    assert (grange.regularly_means, grange.acknowledge_within, grange.answer_within) == ("term", 21, 15)
    event = Event.objects.get(verb="changed-settings")
    assert "urn" in event.detail["changed"]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"name": ""}, "Enter the school’s name"),
        ({"urn": "12345"}, "Enter the URN as six digits"),
        ({"urn": "12345a"}, "Enter the URN as six digits"),
        ({"urn": "654321"}, "Another school here has this URN"),
        ({"website": "not an address"}, "Enter the website’s address"),
        ({"quiet_from": "26:00"}, "Enter a time such as 18:00"),
        ({"quiet_to": "17:30"}, "Quiet hours must not begin and end at the same time"),
        ({"asks_on_joining": "nobody"}, "nobody is not one of the available choices"),
        ({"regularly_means": "daily"}, "daily is not one of the available choices"),
        ({"acknowledge_within": "0"}, "greater than or equal to 1"),
        ({"acknowledge_within": "soon"}, "Enter a number of days"),
        ({"phase": "Kindergarten"}, "Kindergarten is not one of the available choices"),
    ],
)
def test_a_bad_fact_gets_a_clear_sentence(head: Client, changes: dict[str, str], said: str) -> None:
    School.objects.filter(slug="calcot").update(urn="654321")
    answer = head.post(SET_UP, {**FACTS, **changes})
    assert answer.status_code == 400
    assert said in answer.content.decode()
    assert Event.objects.filter(verb="changed-settings").count() == 0


def test_every_phase_can_be_chosen(head: Client, grange: School) -> None:
    for phase in PHASES:
        assert head.post(SET_UP, {**FACTS, "phase": phase}).status_code == 302


# --- terms


def test_a_term_is_added_changed_and_removed(head: Client, grange: School) -> None:
    assert head.post(f"{SET_UP}terms/", AUTUMN).status_code == 302
    term = Term.objects.get(school=grange, name="Autumn Term 2030")
    address = f"{SET_UP}terms/{term.pk}/"
    assert day_in(head.get(address).content.decode(), "starts_on") == date(2030, 9, 3)
    assert head.post(address, {**AUTUMN, "ends_on": "18 December 2030"}).status_code == 302
    term.refresh_from_db()
    assert term.ends_on == date(2030, 12, 18)
    assert head.post(f"{address}remove/").status_code == 302
    assert head.post(f"{address}remove/").status_code == 404
    said = list(Event.objects.filter(subject=f"term {term.pk}").values_list("verb", flat=True))
    assert said == ["added-term", "changed-term", "removed-term"]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"name": ""}, "Enter the term’s name"),
        ({"starts_on": ""}, "Enter the term’s first day"),
        ({"ends_on": "2030-09-03"}, "The last day must be after the first day"),
        ({"ends_on": "2031-08-01"}, "A term cannot be longer than half a year"),
        ({"name": "autumn term 2030"}, "There is already a term with this name: Autumn Term 2030"),
        (
            {"name": "Another", "starts_on": "2030-12-20", "ends_on": "2031-01-20"},
            "These dates overlap with Autumn Term 2030 (3 September 2030 to 20 December 2030). Change one",
        ),
        ({"name": "Another", "starts_on": "2030-10-01", "ends_on": "2030-10-02"}, "These dates overlap"),
    ],
)
def test_a_term_that_cannot_be_is_refused_in_plain_words(
    head: Client, changes: dict[str, str], said: str
) -> None:
    head.post(f"{SET_UP}terms/", AUTUMN)
    terms = Term.objects.count()
    answer = head.post(f"{SET_UP}terms/", {**AUTUMN, **changes})
    assert answer.status_code == 400
    assert said in answer.content.decode()
    assert Term.objects.count() == terms


def test_another_schools_term_is_not_reached(client_for: ClientFor, head: Client) -> None:
    head.post(f"{SET_UP}terms/", AUTUMN)
    term = Term.objects.get(name="Autumn Term 2030")
    stranger = client_for("headteacher@calcot")
    for address in (f"/s/calcot/set-up/terms/{term.pk}/", f"/s/calcot/set-up/terms/{term.pk}/remove/"):
        assert stranger.post(address, AUTUMN).status_code == 404


# --- rights


def test_the_table_of_rights_shows_every_right_and_who_has_it(head: Client) -> None:
    page = head.get(f"{SET_UP}rights/").content.decode()
    for right in load_rights().values():
        assert right.label[1:] in page
    assert page.count("</tr>") == len(load_rights()) + 1


def test_a_right_moves_to_other_roles_at_once(head: Client, client_for: ClientFor, grange: School) -> None:
    address = f"{SET_UP}rights/see-state/"
    office = client_for("support-staff@grange")
    assert office.get("/s/grange/offices/").status_code == 403
    assert head.post(address, {"holders": ["support-staff", "headteacher"]}).status_code == 302
    assert office.get("/s/grange/offices/").status_code == 200
    assert client_for("clerk@grange").get("/s/grange/offices/").status_code == 403
    assert client_for("support-staff@calcot").get("/s/calcot/offices/").status_code == 403
    assert "the school’s own choice" in head.get(f"{SET_UP}rights/").content.decode()
    assert head.post(address, {"holders": ["clerk"], "as-library": "1"}).status_code == 302
    grange.refresh_from_db()
    assert grange.rights == {}
    assert office.get("/s/grange/offices/").status_code == 403
    assert Event.objects.filter(subject="right see-state").count() == 2


@pytest.mark.parametrize("right", ["look-after-people", "set-up-school"])
def test_the_last_holder_keeps_the_right(head: Client, grange: School, right: str) -> None:
    Membership.objects.filter(school=grange, role="contractor").delete()
    answer = head.post(f"{SET_UP}rights/{right}/", {"holders": ["contractor"]})
    assert answer.status_code == 400
    assert "Somebody who can sign in must always be able to" in answer.content.decode()
    grange.refresh_from_db()
    assert right not in grange.rights
    assert head.get(SET_UP).status_code == 200


@pytest.mark.parametrize(
    ("holders", "said"), [([], "Choose at least one role"), (["wizard"], "Choose roles from the list")]
)
def test_a_right_needs_a_role_that_there_is(head: Client, holders: list[str], said: str) -> None:
    answer = head.post(f"{SET_UP}rights/comment/", {"holders": holders})
    assert answer.status_code == 400
    assert said in answer.content.decode()


def test_a_right_that_is_not_there_is_a_404(head: Client) -> None:
    assert head.get(f"{SET_UP}rights/fly/").status_code == 404


# --- bodies


def test_a_body_over_the_school_is_named_and_ended(
    head: Client, client_for: ClientFor, grange: School
) -> None:
    trust = School.objects.create(slug="own-trust", name="Own Trust", kind=SchoolKind.TRUST)
    page = f"{SET_UP}bodies/"
    for _ in range(2):
        assert head.post(page, {"body": str(trust.pk)}).status_code == 302
    own = Oversight.objects.get(school=grange, body=trust)
    assert "Own Trust" in head.get(SET_UP).content.decode()
    assert head.post(page, {"body": str(School.objects.get(slug="calcot").pk)}).status_code == 400
    stranger = client_for("headteacher@calcot")
    assert stranger.post(f"/s/calcot/set-up/bodies/{own.pk}/end/").status_code == 404
    assert head.post(f"{page}{own.pk}/end/").status_code == 302
    assert not Oversight.objects.filter(school=grange, body=trust, to_on__isnull=True).exists()
    assert Event.objects.filter(subject=f"school {trust.pk}").count() == 2
