"""Ways in: another provider, and the second factor that an office asks for. The way out in a hurry."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time

from belisha.demo.people import PASSWORD
from tests.conftest import DESKTOP
from tests.people.openid_provider import running

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Browser, Page


def test_a_browser_follows_the_button_to_the_provider_and_back(
    browser: Browser, live_server: Any, settings: Any, check_accessible: Callable[[Page], None]
) -> None:
    with running() as provider:
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [provider.app()]}}
        rules = settings.CONTENT_SECURITY_POLICY
        forms = [*rules["DIRECTIVES"]["form-action"], provider.issuer]
        settings.CONTENT_SECURITY_POLICY = {"DIRECTIVES": {**rules["DIRECTIVES"], "form-action": forms}}
        provider.person = {"sub": "1", "email": "teacher@grange.example", "email_verified": True}
        context = browser.new_context(base_url=live_server.url, viewport=DESKTOP)
        page = context.new_page()
        page.goto("/account/sign-in/")
        check_accessible(page)
        page.get_by_role("button", name="Sign in with Crossing ID").click()
        page.wait_for_url("**/me/")
        provider.person = {"sub": "2", "email": "stranger@there.example", "email_verified": True}
        stranger = browser.new_context(base_url=live_server.url, viewport=DESKTOP).new_page()
        stranger.goto("/account/sign-in/")
        stranger.get_by_role("button", name="Sign in with Crossing ID").click()
        stranger.get_by_role("heading", name="No school knows you by this address").wait_for()
        check_accessible(stranger)
        stranger.context.close()
        context.close()


def test_a_head_sets_up_the_second_factor_that_the_office_asks_for(
    phone: Page, sign_in: Any, settings: Any, picture: Any, check_accessible: Any, fits: Any
) -> None:
    settings.BELISHA_SECOND_FACTOR = "required"
    sign_in(phone, "headteacher@grange")
    phone.get_by_role("heading", name="One more step to sign in").wait_for()
    check_accessible(phone)
    fits(phone)
    picture(phone, "second-factor-needed")
    phone.get_by_role("link", name="An app on your phone").click()
    phone.get_by_label("Password", exact=True).fill(PASSWORD)
    phone.get_by_role("button", name="Confirm").click()
    secret = phone.locator("#authenticator_secret").inner_text()
    code = format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))
    phone.get_by_label("Code", exact=True).fill(code)
    phone.get_by_role("button", name="Turn on").click()
    phone.wait_for_url("**/recovery-codes/")
    phone.goto("/s/grange/people/manage/")
    phone.get_by_role("heading", name="People at Grange Infant School").wait_for()


@pytest.mark.parametrize("how", ["link", "escape"])
def test_a_page_is_hidden_at_once(page: Page, settings: Any, how: str) -> None:
    settings.BELISHA_HIDE_TO = "/hidden-in-this-test/"
    page.goto("/")
    page.goto("/s/grange/help/")
    page.wait_for_function("document.body.classList.contains('js-enabled')")
    if how == "link":
        page.get_by_role("link", name="Hide this page").click()
    else:
        for key in ("Escape", "Escape", "Tab", "Escape", "Escape"):
            page.keyboard.press(key)
        assert page.url.endswith("/s/grange/help/")
        page.keyboard.press("Escape")
    page.wait_for_url("**/hidden-in-this-test/")
    page.go_back()
    assert not page.url.endswith("/s/grange/help/")


def test_without_a_script_the_link_leads_away(page_without_script: Page, settings: Any) -> None:
    settings.BELISHA_HIDE_TO = "/hidden-in-this-test/"
    page_without_script.goto("/s/grange/help/")
    page_without_script.get_by_role("link", name="Hide this page").click()
    page_without_script.wait_for_url("**/hidden-in-this-test/")
