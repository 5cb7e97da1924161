"""The pages in the footer say what holds on this site, from its settings."""

import re
from typing import Any

import pytest
from django.test import Client

from belisha.people.models import School


def words(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_every_page_leads_to_them(demo: None, client: Client) -> None:
    plain = client.get("/").content.decode()
    of_school = client.get("/s/grange/policy/").content.decode()
    for page in (plain, of_school):
        footer = page[page.index("<footer") :]
        assert 'href="/privacy/"' in footer
        assert 'href="/accessibility/"' in footer
    assert "/contact/" not in plain
    assert 'href="/s/grange/contact/"' in of_school[of_school.index("<footer") :]


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("SESSION_COOKIE_AGE", 5 * 3600, "at most 5 hours"),
        ("BELISHA_IDLE_MINUTES", 17, "nothing for 17 minutes"),
        ("BELISHA_SECOND_FACTOR", "required", "confirm who they are with a second factor"),
        ("BELISHA_SECOND_FACTOR", "optional", "A second factor is offered and not required"),
        ("EMAIL_HOST", "", "This site sends no mail."),
        ("EMAIL_HOST", "mail.example", "after 180 days"),
        ("SITE_ADDRESS", "https://policies.example", "The connection is encrypted."),
        ("SITE_ADDRESS", "http://policies.example", "The connection is not encrypted."),
        ("SITE_ADDRESS", "https://policies.example", "On the server at https://policies.example"),
        ("DEBUG", True, "This is a trial system:"),
    ],
)
def test_the_privacy_notice_follows_the_settings(
    db: None, client: Client, settings: Any, name: str, value: object, says: str
) -> None:
    setattr(settings, name, value)
    assert says in words(client.get("/privacy/").content.decode())


def test_it_names_who_learns_of_a_sign_in(db: None, client: Client, settings: Any) -> None:
    apps = [{"name": "Example Account", "provider_id": "example", "client_id": "x", "settings": {}}]
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": apps}}
    assert "sign in through Example Account." in words(client.get("/privacy/").content.decode())


def test_the_accessibility_statement_is_about_this_site(db: None, client: Client, settings: Any) -> None:
    settings.SITE_ADDRESS = "https://policies.example"
    assert "about https://policies.example." in words(client.get("/accessibility/").content.decode())


def test_the_contact_of_a_school_is_its_website_and_the_private_form(demo: None, client: Client) -> None:
    School.objects.filter(slug="grange").update(website="https://grange.example/", urn="123456")
    page = client.get("/s/grange/contact/").content.decode()
    assert "Grange Infant School, URN 123456" in page
    assert '<a class="govuk-link" href="https://grange.example/"' in page
    assert 'href="/s/grange/tell/"' in page
    assert "The headteacher" in words(page)
    School.objects.filter(slug="grange").update(website="")
    assert "has not given its website" in words(client.get("/s/grange/contact/").content.decode())


def test_a_school_without_a_policy_can_be_reached_too(demo: None, client: Client) -> None:
    School.objects.create(slug="new-school", name="New School")
    page = words(client.get("/s/new-school/contact/").content.decode())
    assert "Contact New School" in page
    assert "Ask about the policy" not in page
    assert client.get("/s/nowhere/contact/").status_code == 404
