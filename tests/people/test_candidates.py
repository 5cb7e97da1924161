"""Which roles are offered where, and who is likely for an office."""

import re

import pytest

from belisha.people.memberships.candidates import line_manager_candidates, office_candidates
from belisha.people.models import Membership, School, User
from belisha.people.roles import all_role_groups, first_person_groups, most_powerful_role, role_groups
from belisha.rules.vocabulary.loading import load_vocabulary
from tests.demo_fixtures import ClientFor

GROUPS = ("everyone", "adult", "senior-staff", "community-member")


@pytest.fixture
def grange(demo: None) -> School:
    return School.objects.get(slug="grange")


def test_words_for_many_kinds_of_people_are_nobodys_role() -> None:
    roles = load_vocabulary().roles
    assert {role.id for role in roles.values() if role.is_group} == set(GROUPS)
    offered = {role for group in role_groups() for role in group.roles}
    assert offered.isdisjoint(GROUPS)
    words = {role for group in all_role_groups() for role in group.roles}
    assert words == offered | set(GROUPS)


@pytest.mark.parametrize("page", ["invite/", "add/"])
def test_they_are_not_offered_and_not_taken(client_for: ClientFor, page: str) -> None:
    head, address = client_for("headteacher@grange"), f"/s/grange/people/{page}"
    options = re.findall(r'<option value="([a-z-]+)"', head.get(address).content.decode())
    assert {"teacher", "support-staff", "clerk"} <= set(options)
    assert set(options).isdisjoint(GROUPS)
    form = {"name": "A B", "email": "a@grange.example", "role": "adult", "from_on": "2026-11-01"}
    response = head.post(address, form)
    assert "Choose a role from the list" in response.content.decode()


def test_a_right_may_still_be_everybodys(client_for: ClientFor) -> None:
    page = client_for("headteacher@grange").get("/s/grange/set-up/rights/comment/").content.decode()
    assert 'value="everyone"' in page


def test_whoever_begins_a_school_works_there_or_holds_an_office() -> None:
    offered = {role for group in first_person_groups() for role in group.roles}
    assert {"headteacher", "support-staff", "teacher", "clerk"} <= offered
    assert offered.isdisjoint({"pupil", "ex-pupil", "candidate", "parent", *GROUPS})


def test_the_furthest_role_is_that_with_most_rights() -> None:
    assert most_powerful_role(["teacher", "headteacher", "dsl"], {}) == "headteacher"
    assert most_powerful_role(["volunteer"], {}) == "volunteer"


def test_likely_people_are_listed_before_anybody_is_looked_for(client_for: ClientFor, grange: School) -> None:
    head = client_for("headteacher@grange")
    names = [user.name for user in office_candidates(grange, "headteacher", 20)]
    assert names[0] == User.objects.get(email="slt@grange.example").name, "the nearest first"
    assert User.objects.get(email="headteacher@grange.example").name not in names, "who holds it is left out"
    assert User.objects.get(email="parent@grange.example").name not in names
    assert len(office_candidates(grange, "headteacher", 3)) == 3
    page = head.get("/s/grange/people/fill/headteacher/").content.decode()
    assert "Suggestions. Use the search" in page
    assert names[0] in page
    assert office_candidates(grange, "dpo", 20), "an office within no other is likely with those who hold one"
    dsl = User.objects.get(email="teacher@grange.example")
    answer = head.post("/s/grange/people/fill/dsl/", {"person": dsl.pk, "from_on": "2026-11-01"})
    assert answer.status_code == 302
    assert Membership.objects.filter(user=dsl, role="dsl").exists()


def test_line_managers_are_offered_while_one_types(client_for: ClientFor, grange: School) -> None:
    teacher = User.objects.get(email="teacher@grange.example")
    page = client_for("headteacher@grange").get(f"/s/grange/people/{teacher.pk}/role/").content.decode()
    assert '<option value="slt@grange.example">' in page
    assert "parent@grange.example" not in page
    assert User.objects.get(email="pupil@grange.example") not in line_manager_candidates(grange)
