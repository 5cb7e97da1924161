"""Linked policies with their editions, and the notice when one has been replaced."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from belisha.people.models import Membership, School, User
from belisha.policies.documents.guidance_editions import (
    edition_duties,
    linked_policies,
    replaced_guidance,
    replacement_notice,
)
from belisha.policies.models import PolicyDocument
from belisha.policies.queries import policy_of, version_in_force
from belisha.rules.language.policy import Control, LinkedPolicy
from belisha.rules.language.reading import load_policy
from belisha.rules.linting.reference_data import Guidance, reference_data

KCSIE = "Keeping Children Safe in Education"


def guidance(name: str = KCSIE) -> Guidance:
    found = reference_data().guidance_named(name)
    assert found is not None
    return found


def linked(name: str, edition: str, on: date) -> Any:
    control = load_policy("grange").control
    fields = {field: getattr(control, field) for field in Control.__slots__}
    return linked_policies(Control(**{**fields, "linked": (LinkedPolicy(name, edition),)}), on)[0]


@pytest.mark.parametrize(
    ("on", "said"),
    [
        (date(2023, 9, 1), ""),
        (date(2024, 9, 1), ""),
        (date(2024, 9, 2), f"{KCSIE} 2023 was replaced on 2 September 2024."),
        (
            date(2025, 9, 1),
            f"{KCSIE} 2023 was replaced on 2 September 2024, and again on 1 September 2025. The 2025 edition",
        ),
        (date(2026, 11, 21), "A 2026 edition was announced for 1 September 2026: look for it."),
    ],
)
def test_the_notice_follows_the_day(on: date, said: str) -> None:
    sentence = replacement_notice(guidance(), "2023", on)
    assert said in sentence
    assert bool(sentence) is bool(said)


def test_the_newest_edition_has_no_notice_but_for_what_is_announced() -> None:
    assert replacement_notice(guidance(), "2025", date(2026, 5, 1)) == ""
    assert "look for it" in replacement_notice(guidance(), "2025", date(2026, 9, 1))


@pytest.mark.parametrize(
    ("name", "edition"), [(KCSIE, "2023"), ("KCSIE", "2023"), ("kcsie", "2023 edition"), ("KCSIE 2023", "")]
)
def test_a_link_is_known_by_any_of_its_names(name: str, edition: str) -> None:
    found = linked(name, edition, date(2025, 9, 1))
    assert "was replaced on 2 September 2024, and again on 1 September 2025" in found.notice
    assert found.source.startswith("https://www.gov.uk/")


def test_a_schools_own_policy_has_no_notice() -> None:
    found = linked("Behaviour policy", "2019", date(2026, 11, 21))
    assert (found.edition, found.notice, found.source) == ("2019", "", "")


def test_a_link_without_an_edition_says_which_is_in_force() -> None:
    assert linked("KCSIE", "", date(2025, 10, 1)).notice == "No edition is named; that of 2025 is in force."


@pytest.mark.clause("G92", "G94")
def test_the_public_page_and_the_print_view_show_it(demo: None, client: Client) -> None:
    """The policies to be read with this one stand beside it, with a notice where an edition was replaced."""
    for address in ("/s/grange/policy/", "/s/grange/print/"):
        page = client.get(address).content.decode()
        assert f"{KCSIE} 2023 was replaced on 2 September 2024" in page
        assert "Whistle-blowing Policy" in page


def grange() -> School:
    return School.objects.get(slug="grange")


@pytest.mark.clause("G62f")
def test_both_editions_that_grange_cites_are_found(demo: None) -> None:
    """Both editions of one guidance that the policy cites are found, to be replaced by the one in force."""
    on = date(2026, 5, 1)
    assert sorted((each.guidance.name, each.year) for each in replaced_guidance(grange(), on)) == [
        (KCSIE, "2022"),
        (KCSIE, "2023"),
    ]
    assert replaced_guidance(grange(), date(2022, 12, 1)) == ()


def test_the_owner_is_asked_once_whatever_editions_the_policy_cites(demo: None) -> None:
    on = date(2026, 5, 1)
    first = list(edition_duties(grange(), on))
    assert [each.title for each in first] == [f"Read {KCSIE} 2025: the policy still cites 2022 and 2023"]
    assert all(each.office and each.person_id is None for each in first)
    assert {each.key for each in first} == {each.key for each in edition_duties(grange(), date(2026, 6, 1))}
    owner = User.objects.get(email="teacher@grange.example")
    PolicyDocument.objects.filter(school=grange()).update(owner=owner)
    here = Membership.objects.filter(school=grange(), user=owner)
    here.update(from_on=date(2020, 9, 1))
    assert {(each.person_id, each.office) for each in edition_duties(grange(), on)} == {(owner.pk, "")}
    here.update(to_on=on - timedelta(days=1))
    assert {each.office for each in edition_duties(grange(), on)} == {each.office for each in first}


def test_a_newer_edition_is_another_duty(demo: None) -> None:
    earlier = {each.key for each in edition_duties(grange(), date(2025, 8, 31))}
    later = {each.key for each in edition_duties(grange(), date(2025, 9, 1))}
    assert earlier
    assert later
    assert earlier.isdisjoint(later)


def test_a_policy_that_cites_nothing_asks_for_nothing(demo: None) -> None:
    calcot = School.objects.get(slug="calcot")
    assert list(edition_duties(calcot, date(2026, 11, 21))) == []
    version = version_in_force("calcot")
    assert version is not None
    assert [each.notice for each in linked_policies(policy_of(version).control, date(2026, 11, 21))] == [
        ""
    ] * 6
