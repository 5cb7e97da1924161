"""A private person is never watched (RE7): the refusal says why, for addresses, titles and searches alike."""

from __future__ import annotations

import pytest

from belisha.reputation.private_people import PrivatePersonError, check_is_no_person, profile_of

SCHOOL = "Grange Infant School"
PEOPLE = {"Eleanor Jones", "Tobias Marsh"}


def check(title: str = "Reviews", *addresses: str) -> None:
    check_is_no_person(title=title, addresses=addresses, school=SCHOOL, people=PEOPLE)


@pytest.mark.parametrize(
    "address",
    [
        "https://www.facebook.com/profile.php?id=1000123",
        "https://facebook.com/ellie.jones.77",
        "https://www.instagram.com/elliej/",
        "https://x.com/angrydad_1",
        "https://twitter.com/angrydad_1",
        "https://www.tiktok.com/@mumoftwo",
        "https://www.linkedin.com/in/some-teacher-123",
        "https://bsky.app/profile/somebody.bsky.social",
        "https://old.reddit.com/user/whoever",
        "https://www.threads.net/@whoever",
        "https://en.wikipedia.org/wiki/User:Somebody",
        "https://www.google.co.uk/maps/contrib/1145/reviews",
        "facebook.com/ellie.jones.77",
        "https://www.google.com/search?q=Eleanor+Jones",
        "https://www.google.com/search?q=eleanor+jones+teacher",
        "https://www.mumsnet.com/search?query=%22Priya+Whitfield%22",
        "https://news.example.org/feed?q=Mrs+Jones",
    ],
)
def test_a_persons_account_or_name_is_refused_with_the_reason(address: str) -> None:
    with pytest.raises(PrivatePersonError, match="does not watch private people"):
        check("Reviews", address)


@pytest.mark.parametrize("title", ["Eleanor Jones", "What Mrs Smith writes", "eleanor jones page"])
def test_a_persons_name_as_a_title_is_refused(title: str) -> None:
    with pytest.raises(PrivatePersonError, match="name"):
        check(title, "https://example.org/")


@pytest.mark.parametrize(
    "address",
    [
        "https://www.google.com/maps/place/Grange+Infant+School",
        "https://www.google.com/search?q=Grange+Infant+School",
        "https://en.wikipedia.org/wiki/Grange_Infant_School",
        "https://en.wikipedia.org/w/index.php?title=Grange_Infant_School&action=history&feed=atom",
        "https://www.facebook.com/groups/ourtown",
        "https://www.facebook.com/GrangeInfantSchool",
        "https://parentview.ofsted.gov.uk/parent-view-results/survey/result/1",
        "https://www.mumsnet.com/talk/primary",
        "https://news.example.org/rss?q=grange+infant+school",
    ],
)
def test_a_public_place_and_the_schools_own_account_may_be_watched(address: str) -> None:
    check("Reviews", address)


def test_an_account_that_only_says_school_is_not_the_schools() -> None:
    assert profile_of("https://x.com/schoolmum") == "schoolmum"
    with pytest.raises(PrivatePersonError):
        check("Reviews", "https://x.com/schoolmum")
