"""The pages of a school's directory: help for anybody, and the list that the school keeps."""

import pytest
from django.test import Client

from belisha.directory.models import SchoolContact
from belisha.directory.platform_privacy import privacy_guides
from belisha.people.models import School
from belisha.policies.directory.required import required_contacts
from belisha.policies.queries import policy_in_force
from belisha.rules.vocabulary.loading import load_vocabulary
from tests.demo_fixtures import ClientFor


def required(slug: str) -> list[str]:
    found = policy_in_force(slug)
    assert found is not None
    return [each.word for each in required_contacts(found.policy)]


@pytest.mark.parametrize(
    ("slug", "words"),
    [
        ("grange", {"dsl", "lado", "police", "education-personnel"}),
        ("calcot", {"dsl", "posh", "police"}),
        ("coads-green", {"dsl", "headteacher", "lado"}),
    ],
)
def test_a_school_is_asked_for_whom_its_policy_names(demo: None, slug: str, words: set[str]) -> None:
    """G84f and G56c name LADO and Education Personnel; a policy that names neither is not asked for them."""
    assert words <= set(required(slug))
    assert "education-personnel" not in required("coads-green")


def test_nobody_is_asked_for_who_is_somebody_else_every_time(demo: None) -> None:
    for slug in ("grange", "barley-lane", "hr-cooperative", "coads-green", "calcot"):
        assert not {"line-manager", "copyright-owner", "person-shown"} & set(required(slug))


def test_help_names_people_and_numbers_before_anything_else(demo: None, client: Client) -> None:
    page = client.get("/s/grange/help/").content.decode()
    assert (
        page.index('href="tel:999"')
        < page.index('href="tel:01632960101"')
        < page.index("Write down a concern")
    )
    assert page.index('href="tel:01632960101"') < page.index('href="tel:08001111"')


def test_help_says_honestly_where_nobody_has_said_how_to_reach_them(demo: None, client: Client) -> None:
    SchoolContact.objects.filter(school__slug="coads-green", word="dsl").delete()
    page = client.get("/s/coads-green/help/").content.decode()
    part = page[page.index('<section id="dsl"') :]
    assert "01632 960 401" not in page
    assert "school office" in part[: part.index("</section>")]


def test_what_is_not_public_is_not_on_the_public_page(demo: None, client: Client) -> None:
    SchoolContact.objects.filter(school__slug="grange", word="lado").update(is_public=False)
    assert "01632 960 103" not in client.get("/s/grange/help/").content.decode()


def test_a_gap_is_red_for_the_head_and_goes_when_it_is_filled(client_for: ClientFor) -> None:
    client = client_for("headteacher@coads-green")
    page = client.get("/s/coads-green/directory/").content.decode()
    assert "contacts are missing" in page
    before = page.count("Missing</strong>")
    answer = client.post(
        "/s/coads-green/directory/add/lado/", {"phone": "01632 960 404", "is_public": "on"}, follow=True
    )
    after = answer.content.decode()
    assert "LADO: saved." in after
    assert after.count("Missing</strong>") == before - 1
    assert "01632 960 404" in client.get("/s/coads-green/help/").content.decode()


def test_a_mistake_is_told_and_nothing_that_was_typed_is_lost(client_for: ClientFor) -> None:
    client = client_for("headteacher@grange")
    answer = client.post("/s/grange/directory/add/lado/", {"name": "Petra Partner", "phone": "ring me"})
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "Enter a telephone number like" in page
    assert 'value="Petra Partner"' in page
    assert 'value="ring me"' in page


def test_a_contact_is_changed_and_ended(client_for: ClientFor) -> None:
    client = client_for("headteacher@grange")
    row = SchoolContact.objects.get(school__slug="grange", word="lado")
    client.post(f"/s/grange/directory/{row.pk}/", {"phone": "01632 960 199", "is_public": "on"})
    assert "01632 960 199" in client.get("/s/grange/help/").content.decode()
    assert client.get(f"/s/grange/directory/{row.pk}/").status_code == 404
    new = SchoolContact.objects.get(school__slug="grange", word="lado", to_on=None)
    client.post(f"/s/grange/directory/{new.pk}/end/")
    assert "01632 960 199" not in client.get("/s/grange/help/").content.decode()


@pytest.mark.parametrize(
    ("person", "expected"),
    [("headteacher@grange", 200), ("dsl@grange", 200), ("teacher@grange", 403), ("headteacher@calcot", 404)],
)
def test_who_may_change_a_contact(client_for: ClientFor, person: str, expected: int) -> None:
    row = SchoolContact.objects.get(school__slug="grange", word="lado")
    client = client_for(person)
    assert client.get(f"/s/grange/directory/{row.pk}/").status_code == expected
    assert client.get("/s/grange/directory/add/lado/").status_code == expected
    if expected != 200:
        assert client.post(f"/s/grange/directory/{row.pk}/end/").status_code == expected
        assert SchoolContact.objects.filter(pk=row.pk, to_on=None).exists()


def test_everybody_of_the_school_may_look_and_nobody_else(client_for: ClientFor) -> None:
    assert client_for("teacher@grange").get("/s/grange/directory/").status_code == 200
    assert client_for("teacher@calcot").get("/s/grange/directory/").status_code == 404
    assert Client().get("/s/grange/directory/").status_code == 302


def test_another_schools_contact_is_not_to_be_had_by_its_number(client_for: ClientFor) -> None:
    row = SchoolContact.objects.get(school__slug="calcot", word="lado")
    assert client_for("headteacher@grange").get(f"/s/grange/directory/{row.pk}/").status_code == 404


def test_only_what_the_directory_asks_for_can_be_added(client_for: ClientFor) -> None:
    assert client_for("headteacher@grange").get("/s/grange/directory/add/copyright-owner/").status_code == 404
    assert client_for("headteacher@grange").get("/s/grange/directory/add/nonsense/").status_code == 404


@pytest.mark.parametrize("slug", ["grange", "hr-cooperative", "coads-green", "calcot"])
@pytest.mark.clause("G48", "G78h", "H28", "C38", "K78b")
def test_each_platform_is_told_how_privacy_is_set(demo: None, client: Client, slug: str) -> None:
    """G48, G78h, H28, C38, K78b: told to, and shown how."""
    page = client.get(f"/s/{slug}/privacy-settings/").content.decode()
    for guide in privacy_guides():
        assert f'id="{guide.id}"' in page
        assert all(step.split(":")[0].split("“")[0] in page for step in guide.steps)
    assert {guide.id for guide in privacy_guides()} - {"all"} <= set(load_vocabulary().platforms)


def test_a_directory_without_a_policy_asks_for_the_statutory_ones(demo: None) -> None:
    assert [each.word for each in required_contacts(None)] == [
        *("dsl", "headteacher", "school", "chair-of-governors", "lado")
    ]
    assert School.objects.exists()


def test_a_role_card_says_how_those_whom_it_names_are_reached(demo: None, client: Client) -> None:
    page = client.get("/s/grange/card/teacher/").content.decode()
    assert "01632 960 102" in page[page.index("Who to tell") :]
    SchoolContact.objects.filter(school__slug="grange", word="headteacher").delete()
    assert "01632 960 102" not in client.get("/s/grange/card/teacher/").content.decode()
