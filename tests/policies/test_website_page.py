"""The page where a school checks its website: who may, what a check keeps, and the duty when it is wrong."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from belisha.audit.models import Event
from belisha.people.models import Membership, School, User
from belisha.policies.actions import bring_in_version
from belisha.policies.models import PolicyVersion, WebsiteCheck
from belisha.policies.queries import policy_of, version_in_force
from belisha.policies.website import actions
from belisha.policies.website.duty_sources import website_duties
from belisha.policies.website.models import WebsiteFinding
from belisha.policies.website.pages import decoded
from belisha.sandbox.addresses import FetchError
from belisha.sandbox.fetching import FetchedFile
from tests.demo_fixtures import ClientFor

ADDRESS = "https://www.grange.example/policies/"
DAY = date(2026, 11, 21)


@pytest.fixture
def clerk(client_for: ClientFor) -> Client:
    """Signed in as the clerk of Grange, who publishes."""
    return client_for("clerk@grange")


@pytest.fixture
def shows(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], list[str]]:
    """`shows(html)`: what the school's website answers from now on; the list counts who asked."""

    def set_up(html: str) -> list[str]:
        asked: list[str] = []

        def fetched(url: str, *, private: bool = False) -> FetchedFile:
            asked.append(url)
            if not html:
                raise FetchError("The website did not answer in time.")
            return FetchedFile(url, "text/html", "utf-8", html.encode())

        monkeypatch.setattr(actions, "fetch", fetched)
        return asked

    return set_up


def current() -> PolicyVersion:
    found = version_in_force("grange")
    assert found is not None
    return found


def mark(version: PolicyVersion) -> str:
    return f'<div data-belisha-version="{version.checksum}">Our policy</div>'


def later(seconds: int = 60) -> None:
    """Let the checks so far be older than a double click."""
    for check in WebsiteCheck.objects.all():
        WebsiteCheck.objects.filter(pk=check.pk).update(asked_at=check.asked_at - timedelta(seconds=seconds))


def check(client: Client, address: str = ADDRESS) -> Any:
    return client.post("/s/grange/website/", {"address": address})


def test_whoever_is_not_signed_in_is_led_to_sign_in(demo: None, client: Client) -> None:
    response = client.get("/s/grange/website/")
    assert response.status_code == 302
    assert response.headers["Location"].startswith("/account/sign-in/")


@pytest.mark.parametrize("person", ["teacher@grange", "parent@grange"])
def test_whoever_lacks_the_right_is_told_so(client_for: ClientFor, person: str) -> None:
    for response in (client_for(person).get("/s/grange/website/"), check(client_for(person))):
        assert response.status_code == 403
        assert "Only people who publish the policy" in response.content.decode()
    assert not WebsiteCheck.objects.exists()


def test_another_schools_page_is_not_there(client_for: ClientFor) -> None:
    assert client_for("clerk@calcot").get("/s/grange/website/").status_code == 404
    assert check(client_for("clerk@calcot")).status_code == 404
    assert not WebsiteCheck.objects.exists()


def test_the_page_says_what_to_do_first(clerk: Client) -> None:
    page = clerk.get("/s/grange/website/").content.decode()
    assert "The website has not been checked yet." in page
    assert "data-belisha-version=&#34;" in page
    assert "&lt;iframe src=&#34;http://testserver/s/grange/embed/&#34;" in page


def test_a_right_page(clerk: Client, shows: Any) -> None:
    shows(mark(current()))
    assert check(clerk).headers["Location"] == "/s/grange/website/"
    found = WebsiteCheck.objects.get()
    assert (found.finding, found.shows_id, found.version_id) == (
        WebsiteFinding.SAME,
        current().pk,
        current().pk,
    )
    page = clerk.get("/s/grange/website/").content.decode()
    assert "Shows the ratified version" in page
    assert f'value="{ADDRESS}"' in page
    event = Event.objects.filter(chain=found.school_id).last()
    assert event is not None
    assert (event.verb, event.detail["finding"]) == ("checked-website", "same")
    assert ADDRESS not in str(event.detail)


def test_a_double_click_checks_once(clerk: Client, shows: Any) -> None:
    asked = shows(mark(current()))
    check(clerk)
    check(clerk)
    assert len(asked) == WebsiteCheck.objects.count() == 1
    later()
    check(clerk)
    assert WebsiteCheck.objects.count() == 2


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("", "Give the address of the page"),
        ("not an address", "That is not a web address"),
        ("ftp://grange.example/", "The address begins with https:// or http://."),
        ("https://grange.example/" + "x" * 600, "at most 500"),
    ],
)
def test_a_wrong_address_is_kept_and_explained(clerk: Client, address: str, said: str) -> None:
    response = check(clerk, address)
    page = response.content.decode()
    assert response.status_code == 400
    assert page.count("<title>Error: ") == 1
    assert said in page
    assert not WebsiteCheck.objects.exists()


@pytest.mark.parametrize("address", ["http://127.0.0.1/", "http://169.254.169.254/latest/", "http://[::1]/"])
def test_inner_addresses_are_a_finding_with_the_reason(clerk: Client, address: str) -> None:
    check(clerk, address)
    assert "not on the public internet" in clerk.get("/s/grange/website/").content.decode()
    assert WebsiteCheck.objects.get().finding == WebsiteFinding.NOT_REACHED


def test_what_the_website_says_is_shown_escaped(clerk: Client, shows: Any) -> None:
    full = PolicyVersion.objects.get(pk=current().pk)
    from belisha.policies.queries import policy_of

    text = "\n".join(f"<p>{clause.text}</p>" for clause in policy_of(full).clauses)
    shows(
        text.replace("Nobody ever makes a pupil", "Nobody ever &lt;script&gt;x&lt;/script&gt; makes a pupil")
    )
    check(clerk)
    page = clerk.get("/s/grange/website/").content.decode()
    assert "Shows a text that differs" in page
    assert "<script>x" not in page
    assert "&lt;script&gt;x" in page


def wanted() -> list[Any]:
    return list(website_duties(School.objects.get(slug="grange"), DAY))


def test_a_school_that_never_checked_is_left_alone(demo: None) -> None:
    assert wanted() == []


def test_a_wrong_website_is_one_duty_until_it_is_right(clerk: Client, shows: Any) -> None:
    shows("<p>nothing</p>")
    check(clerk)
    (first,) = wanted()
    assert first.office == "headteacher"
    assert first.title == "Correct the school’s website: does not show the policy"
    assert first.link == "/s/grange/website/"
    assert first.due_on == timezone.localdate() + timedelta(days=7)
    later()
    shows("")
    check(clerk)
    (second,) = wanted()
    assert second.key == first.key  # looking again is not another duty
    later()
    shows(mark(current()))
    check(clerk)
    assert wanted() == []
    later()
    shows("")
    check(clerk)
    (third,) = wanted()
    assert third.key != first.key  # wrong again, after it was right


def test_the_owner_is_told_rather_than_an_office(clerk: Client, shows: Any) -> None:
    shows("")
    check(clerk)
    owner = User.objects.get(email="teacher@grange.example")
    document = current().document
    document.owner = owner
    document.save()
    assert [(each.person_id, each.office) for each in wanted()] == [(owner.pk, "")]


def test_an_office_that_nobody_holds_is_passed_over(clerk: Client, shows: Any) -> None:
    shows("")
    check(clerk)
    Membership.objects.filter(school__slug="grange", role__in=["headteacher", "head-of-school"]).delete()
    assert [each.office for each in wanted()] == ["clerk"]


def test_a_new_version_asks_for_the_website_again(clerk: Client, shows: Any) -> None:
    from belisha.access.actor import ANONYMOUS

    shows(mark(current()))
    check(clerk)
    assert wanted() == []
    source = PolicyVersion.objects.get(pk=current().pk).source.replace("Nobody ever", "Nobody at all")
    newer = bring_in_version(
        by=ANONYMOUS, school=School.objects.get(slug="grange"), source=source, label="the next"
    )
    (duty,) = wanted()
    assert duty.key == f"website version {newer.pk}"
    later()
    check(clerk)
    assert WebsiteCheck.objects.first().finding == WebsiteFinding.OTHER  # type: ignore[union-attr]
    page = clerk.get("/s/grange/policy/").content.decode()
    assert "seen on the school’s website" in page


def test_the_block_may_be_framed_and_nothing_else_may(demo: None, client: Client) -> None:
    embed = client.get("/s/grange/embed/")
    assert "X-Frame-Options" not in embed.headers
    assert "frame-ancestors *" in embed.headers["Content-Security-Policy"]
    School.objects.filter(slug="grange").update(website="https://www.grange.example/home")
    policy = client.get("/s/grange/embed/").headers["Content-Security-Policy"]
    assert "frame-ancestors 'self' https://grange.example https://www.grange.example" in policy
    whole = client.get("/s/grange/policy/")
    assert whole.headers["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in whole.headers["Content-Security-Policy"]
    assert current().checksum in embed.content.decode()


@pytest.mark.parametrize(
    "website", ["https://x.example;script-src *", "https://x.example/ 'unsafe-inline'", "x"]
)
def test_a_strange_website_address_does_not_loosen_the_policy(
    demo: None, client: Client, website: str
) -> None:
    School.objects.filter(slug="grange").update(website=website)
    policy = client.get("/s/grange/embed/").headers["Content-Security-Policy"]
    assert policy.count("script-src") == 1
    assert "unsafe-inline" not in policy


def test_a_website_with_a_nul_in_it_is_a_finding(clerk: Client, shows: Any) -> None:
    words = "".join(f"<p>{each.text}</p>" for each in policy_of(current()).clauses)
    shows(words.replace("Nobody ever makes a pupil", "Nobody\0 at all makes a pupil"))
    assert check(clerk).status_code == 302
    found = WebsiteCheck.objects.get()
    assert found.finding == WebsiteFinding.CHANGED
    assert "\0" not in repr(found.detail)
    assert "Nobody at all" in found.detail["differences"][1]["theirs"]


@pytest.mark.parametrize("charset", ["undefined", "no-such-set", "a\0b", "idna", "rot13"])
def test_a_strange_character_set_is_read_as_the_usual_one(charset: str) -> None:
    assert decoded(FetchedFile(ADDRESS, "text/html", charset, "Schüler".encode())) == "Schüler"
