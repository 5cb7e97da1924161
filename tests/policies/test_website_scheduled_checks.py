"""A website is looked at again by itself. The website is a real one, on loopback."""

from collections.abc import Iterator
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest
from django.utils import timezone

from belisha.audit.models import Event
from belisha.people.models import School
from belisha.policies.models import PolicyVersion, WebsiteCheck
from belisha.policies.queries import version_in_force
from belisha.policies.website.duty_sources import website_duties
from belisha.policies.website.models import WebsiteFinding
from belisha.policies.website.scheduled_checks import CHECK_EVERY, CHECK_EVERY_WHILE_AWAY, check_due_websites
from tests.demo_fixtures import ClientFor


class Website:
    """What the school's website shows (empty: it answers with an error), and how often it was asked."""

    def __init__(self) -> None:
        self.html, self.asked = "", 0
        site = self

        class Answers(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.asked += 1
                self.send_response(200 if site.html else 503)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.end_headers()
                self.wfile.write(site.html.encode())

            def log_message(self, *said: Any) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
        self.address = f"http://127.0.0.1:{self.server.server_port}/policies/"


@pytest.fixture
def website(settings: Any) -> Iterator[Website]:
    settings.BELISHA_FETCH_PRIVATE = True
    made = Website()
    thread = Thread(target=made.server.serve_forever, daemon=True)
    thread.start()
    yield made
    made.server.shutdown()
    made.server.server_close()
    thread.join()


def current(slug: str = "grange") -> PolicyVersion:
    found = version_in_force(slug)
    assert found is not None
    return found


def wanted(slug: str = "grange") -> list[Any]:
    return list(website_duties(School.objects.get(slug=slug), timezone.localdate()))


def let_pass(time: timedelta) -> None:
    """Let the checks so far be older."""
    for check in WebsiteCheck.objects.all():
        WebsiteCheck.objects.filter(pk=check.pk).update(asked_at=check.asked_at - time)


def check_once(client_for: ClientFor, website: Website) -> None:
    website.html = f'<div data-belisha-version="{current().checksum}">Our policy</div>'
    client_for("clerk@grange").post("/s/grange/website/", {"address": website.address})


def test_it_is_looked_at_every_week_and_a_change_becomes_a_duty(
    client_for: ClientFor, website: Website
) -> None:
    check_once(client_for, website)
    let_pass(CHECK_EVERY - timedelta(hours=1))
    assert check_due_websites(timezone.now()) == 0
    let_pass(timedelta(hours=2))
    website.html = "<p>Our new website has no policies yet.</p>"
    assert check_due_websites(timezone.now()) == 1
    last = WebsiteCheck.objects.order_by("-pk")[0]
    assert (last.finding, last.asked_by_id, last.address) == (WebsiteFinding.ABSENT, None, website.address)
    assert [each.title for each in wanted()] == ["Correct the school’s website: does not show the policy"]
    event = Event.objects.filter(chain=last.school_id, verb="checked-website").last()
    assert event is not None
    assert event.detail["finding"] == "absent"


def test_a_website_that_is_away_once_is_no_news(client_for: ClientFor, website: Website) -> None:
    check_once(client_for, website)
    website.html = ""
    let_pass(CHECK_EVERY)
    assert check_due_websites(timezone.now()) == 1
    assert WebsiteCheck.objects.order_by("-pk")[0].finding == WebsiteFinding.NOT_REACHED
    assert wanted() == []
    let_pass(timedelta(hours=2))
    assert check_due_websites(timezone.now()) == 0
    let_pass(CHECK_EVERY_WHILE_AWAY)
    assert check_due_websites(timezone.now()) == 1
    assert [each.title for each in wanted()] == ["Correct the school’s website: could not be reached"]


def test_a_school_that_gave_no_address_is_not_looked_at(demo: None, website: Website) -> None:
    assert check_due_websites(timezone.now() + timedelta(days=365)) == 0
    assert website.asked == 0


def test_two_sweeps_at_once_look_once(client_for: ClientFor, website: Website) -> None:
    check_once(client_for, website)
    let_pass(CHECK_EVERY)
    before = website.asked
    assert check_due_websites(timezone.now()) == 1
    assert check_due_websites(timezone.now()) == 0
    assert website.asked == before + 1


@pytest.mark.parametrize(
    ("slug", "cites"),
    [("coads-green", ["C48b"]), ("grange", []), ("calcot", []), ("hr-cooperative", [])],
)
@pytest.mark.clause("C48b")
def test_a_policy_that_says_it_is_on_the_website_asks_for_the_first_check(
    demo: None, slug: str, cites: list[str]
) -> None:
    """A policy that says it is on the website asks for the check that it is."""
    found = wanted(slug)
    assert [each.cites for each in found] == cites
    published = timezone.localdate(current(slug).published_at)
    assert [each.due_on for each in found] == [published + timedelta(days=14)] * len(cites)


def test_document_control_can_ask_for_it_too(demo: None) -> None:
    version = current()
    PolicyVersion.objects.filter(pk=version.pk).update(
        source=PolicyVersion.objects.get(pk=version.pk).source.replace(
            "review period: 1 year", "review period: 1 year\nrequired on website: yes"
        ),
        checksum="e" * 64,
    )
    assert [each.title for each in wanted()] == [
        "Say where the school’s website shows the policy, and check it"
    ]
    assert date.min < wanted()[0].due_on
