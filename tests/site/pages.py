"""Every address of the site, by name, with what it takes and who may see it.

A test fails where an address is in the site and not here: nothing is reachable that nobody thought about.
"""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

ANYBODY, SIGNED_IN, MANAGERS = "anybody", "signed in", "managers"
SCHOOL = {"school": "grange"}


@dataclass(frozen=True)
class Page:
    name: str
    who: str = ANYBODY
    kwargs: tuple[tuple[str, str], ...] = ()
    query: tuple[tuple[str, str], ...] = ()
    methods: str = "GET"
    title: str = ""

    @property
    def address(self) -> str:
        path = reverse(self.name, kwargs=dict(self.kwargs))
        return f"{path}?{urlencode(self.query)}" if self.query else path

    def __str__(self) -> str:
        return self.name


def at(name: str, who: str = ANYBODY, *, title: str = "", methods: str = "GET", **kwargs: str) -> Page:
    """A page of Grange."""
    return Page(name, who, (("school", "grange"), *kwargs.items()), methods=methods, title=title)


ASKED = (("as", "teacher"), ("q", "Can I accept a friend request from a pupil?"))

PAGES = (
    Page("policies:schools", title="Choose a school"),
    Page("policies:compare", title="Compare two policies"),
    Page("policies:compare", query=(("a", "grange"), ("b", "calcot")), title="Compare"),
    at("answers:front", title="Ask"),
    at("answers:ask", title="Ask", methods="GET POST"),
    Page("answers:ask", kwargs=(("school", "grange"),), query=ASKED, title="No", methods="GET POST"),
    at("policies:who", title="Who are you?"),
    at("policies:for_role", role="teacher", title="teacher"),
    at("policies:for_role", role="pupil", title="pupil"),
    at("policies:whole", title="Whole policy"),
    at("policies:clause", clause="friend-pupil", title="Friending a pupil"),
    at("policies:offices", title="Who does what"),
    at("policies:help", title="Get help"),
    at("policies:examine", title="Examine"),
    at("policies:lint", title="Faults of the document"),
    Page("account_login", title="Sign in", methods="GET POST"),
    Page("account_signup", title="How to get an account"),
    Page("account_reset_password", title="Forgotten your password", methods="GET POST"),
    Page("account_reset_password_done", title="Look at your mail"),
    Page("account_reset_password_from_key_done", title="Your password is changed"),
    Page("account_inactive", title="This account is closed"),
    Page("people:me", SIGNED_IN, title="My page"),
    Page("account_logout", SIGNED_IN, title="Sign out", methods="GET POST"),
    Page("account_change_password", SIGNED_IN, title="Change your password", methods="GET POST"),
    Page("account_reauthenticate", SIGNED_IN, title="Is it still you?", methods="GET POST"),
    Page("mfa_index", SIGNED_IN, title="How you sign in"),
    Page("mfa_list_webauthn", SIGNED_IN, title="Passkeys and security keys"),
    at("people:manage", MANAGERS, title="People of Grange Infant School", methods="GET POST"),
    at("answers:asked", MANAGERS, title="What people ask"),
)

# Addresses that a test of their own visits, because they need more than a name.
ELSEWHERE = {
    "people:accept": "test_invitations: an invitation's link",
    "people:withdraw": "test_invitations: POST only",
    "account_reset_password_from_key": "test_accounts: a link that was mailed",
    "account_email": "test_accounts: leads to the person's own page",
    "mfa_authenticate": "journeys: the second step of signing in",
    "mfa_reauthenticate": "journeys: asked before a change, once a second factor is on",
    "mfa_activate_totp": "journeys: asks for the password first",
    "mfa_deactivate_totp": "test_accounts: needs a second factor",
    "mfa_view_recovery_codes": "journeys: shown once a second factor is on",
    "mfa_generate_recovery_codes": "test_accounts: needs a second factor",
    "mfa_download_recovery_codes": "test_accounts: needs a second factor",
    "mfa_add_webauthn": "journeys: a passkey",
    "mfa_reauthenticate_webauthn": "journeys: a passkey",
    "mfa_remove_webauthn": "journeys: a passkey",
    "mfa_edit_webauthn": "journeys: a passkey",
    "mfa_login_webauthn": "journeys: a passkey",
}
