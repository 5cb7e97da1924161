"""Signing in: by password and second factor, and by a passkey."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time

from belisha.demo.people import PASSWORD

if TYPE_CHECKING:
    from playwright.sync_api import Page


def code_for(secret: str) -> str:
    """What an authenticator app shows for the secret now."""
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def confirm(page: Page) -> None:
    """Before a change of how one signs in, the password is asked for once more."""
    page.wait_for_url("**/confirm/**")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()


def test_password_and_second_factor(
    page: Page, sign_in: Any, ask: Any, picture: Any, check_accessible: Any, fits: Any
) -> None:
    sign_in(page, "teacher@grange")
    page.wait_for_url("**/me/")
    check_accessible(page)
    picture(page, "my-page")
    page.get_by_role("link", name="How you sign in").click()
    check_accessible(page)
    page.get_by_role("link", name="Turn on an authenticator app").click()
    confirm(page)
    page.locator("#authenticator_secret").wait_for()
    secret = page.locator("#authenticator_secret").inner_text()
    picture(page, "second-factor")
    check_accessible(page)
    page.get_by_label("Code", exact=True).fill(code_for(secret))
    page.get_by_role("button", name="Turn on").click()
    page.wait_for_url("**/recovery-codes/")
    recovery = page.locator("#recovery_codes li").first.inner_text()
    check_accessible(page)

    page.goto("/account/sign-out/")
    page.locator("main").get_by_role("button", name="Sign out").click()
    sign_in(page, "teacher@grange")
    page.wait_for_url("**/authenticate/")
    picture(page, "second-step")
    check_accessible(page)
    page.get_by_label("Code", exact=True).fill("000000")
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.locator(".govuk-error-summary").wait_for()
    check_accessible(page)
    page.get_by_label("Code", exact=True).fill(recovery)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/me/")

    page.goto("/s/grange/")
    assert "You ask as: teacher" in page.locator("main").inner_text()
    picture(page, "signed-in")
    page.get_by_label("Your question").fill("Can I accept a friend request from a pupil?")
    page.get_by_role("button", name="Ask", exact=True).click()
    page.locator("#verdict").wait_for()
    assert "(your role here)" in page.locator("#answer").inner_text()
    check_accessible(page)


def test_a_passkey(page: Page, sign_in: Any, live_server: Any, check_accessible: Any) -> None:
    address = live_server.url.replace("127.0.0.1", "localhost")
    client = page.context.new_cdp_session(page)
    client.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
    }
    client.send(
        "WebAuthn.addVirtualAuthenticator",
        {"options": {**options, "isUserVerified": True, "automaticPresenceSimulation": True}},
    )
    assert address
    sign_in(page, "teacher@grange")
    page.wait_for_url("**/me/")
    page.goto("/account/second-factor/webauthn/add/")
    confirm(page)
    page.get_by_label("A name for it").fill("my phone")
    check_accessible(page)
    page.get_by_role("button", name="Add").click()
    page.wait_for_url("**/recovery-codes/")
    page.goto("/account/second-factor/webauthn/")
    assert "my phone" in page.locator("main").inner_text()
    check_accessible(page)
    page.goto("/account/sign-out/")
    page.locator("main").get_by_role("button", name="Sign out").click()
    page.goto("/account/sign-in/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url("**/me/")
