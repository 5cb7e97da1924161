"""Who must sign in with more than a password, what stays open meanwhile, and no way round it."""

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.test import Client

from belisha.access.rights import load_rights
from belisha.access.sign_in import needs_second_factor, sign_in_rules
from belisha.audit.models import Event
from belisha.demo.people import PASSWORD
from belisha.people.models import Membership, School, User
from belisha.rules.vocabulary.loading import load_vocabulary
from tests.demo_fixtures import ClientFor

NEEDED = "/account/second-factor/needed/"
MANAGE = "/s/grange/people/manage/"


@pytest.fixture(autouse=True)
def required(second_factor_is_optional: None, settings: Any) -> None:
    settings.BELISHA_SECOND_FACTOR = "required"


def give_factor(person: str) -> Authenticator:
    return TOTP.activate(User.objects.get(email=f"{person}.example"), generate_totp_secret()).instance


def own_record(person: str) -> list[tuple[str, dict[str, Any], str]]:
    """What the record holds of somebody's own doing: what, with what, at which school."""
    schools = dict(School.objects.values_list("pk", "slug"))
    by = User.objects.get(email=f"{person}.example").pk
    return [(event.verb, event.detail, schools[event.chain]) for event in Event.objects.filter(by=by)]


def test_the_lists_are_of_words_that_there_are() -> None:
    rules = sign_in_rules()
    assert (rules.second_factor_offices | rules.personal_offices) <= load_vocabulary().roles.keys()
    assert {right.id for right in load_rights().values() if right.keep_one} == {
        "look-after-people",
        "set-up-school",
    }


@pytest.mark.parametrize(
    ("roles", "rights", "needed"),
    [
        ({"headteacher"}, set(), True),
        ({"dsl"}, set(), True),
        ({"dpo"}, set(), True),
        ({"teacher"}, {"comment"}, False),
        ({"teacher"}, {"look-after-people"}, True),
        ({"clerk"}, {"record-ratification"}, True),
        ({"teacher"}, {"a-right-that-is-gone"}, False),
    ],
)
def test_offices_and_rights_ask_for_one(roles: set[str], rights: set[str], needed: bool) -> None:
    assert needs_second_factor(roles, rights) is needed


@pytest.mark.parametrize("person", ["headteacher@grange", "dsl@grange", "dpo@grange", "clerk@grange"])
def test_a_password_alone_leads_to_setting_one_up(client_for: ClientFor, person: str) -> None:
    client = client_for(person)
    answer = client.get("/me/")
    assert answer.headers["Location"] == f"{NEEDED}?next=%2Fme%2F"
    page = client.get(NEEDED).content.decode()
    assert "One more step to sign in" in page
    assert "/account/second-factor/totp/activate/" in page


@pytest.mark.parametrize("person", ["teacher@grange", "parent@grange", "governor@grange"])
def test_others_are_not_asked(client_for: ClientFor, person: str) -> None:
    assert client_for(person).get("/me/").status_code == 200


def test_what_is_public_stays_open(client_for: ClientFor) -> None:
    head = client_for("headteacher@grange")
    for address in ("/", "/s/grange/policy/", "/s/grange/help/", "/s/grange/ask/?as=teacher&q=may+I+tweet"):
        page = head.get(address)
        assert page.status_code == 200
        assert "Finish signing in" in page.content.decode()


def test_nothing_of_the_office_is_reached_before(client_for: ClientFor) -> None:
    head = client_for("headteacher@grange")
    people = User.objects.count()
    for address in (MANAGE, "/s/grange/set-up/", "/s/grange/offices/"):
        assert head.get(address).headers["Location"].startswith(NEEDED)
    newcomer = {"name": "X", "email": "x@grange.example", "role": "teacher"}
    assert head.post("/s/grange/people/invite/", newcomer).headers["Location"] == NEEDED
    assert User.objects.count() == people


def test_with_one_the_door_is_open(client_for: ClientFor) -> None:
    give_factor("headteacher@grange")
    head = client_for("headteacher@grange")
    assert head.get(MANAGE).status_code == 200
    assert "Continue" in head.get(f"{NEEDED}?next={MANAGE}").content.decode()


def test_the_host_can_ask_it_of_everybody(client_for: ClientFor, settings: Any) -> None:
    assert client_for("parent@grange").get("/me/").status_code == 200
    settings.BELISHA_SECOND_FACTOR = "everybody"
    for name in ("parent@grange", "pupil@grange", "teacher@grange"):
        assert client_for(name).get("/me/").headers["Location"].startswith(NEEDED), name
        assert client_for(name).get("/s/grange/policy/").status_code == 200, name
    give_factor("parent@grange")
    assert client_for("parent@grange").get("/me/").status_code == 200


def test_recovery_codes_alone_are_none(client_for: ClientFor) -> None:
    RecoveryCodes.activate(User.objects.get(email="headteacher@grange.example"))
    assert client_for("headteacher@grange").get("/me/").headers["Location"].startswith(NEEDED)


def test_the_whole_way_from_a_password_to_the_office(
    demo: None, client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    login = {"login": "headteacher@grange.example", "password": PASSWORD}
    assert client.post("/account/sign-in/", login).headers["Location"] == "/me/"
    client.get(client.get(MANAGE).headers["Location"])
    activate = "/account/second-factor/totp/activate/"
    confirm = client.get(activate).headers["Location"]
    assert client.post(confirm, {"password": PASSWORD}).headers["Location"] == activate
    client.get(activate)
    secret = client.session["mfa.totp.secret"]
    code = format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))
    with django_capture_on_commit_callbacks(execute=True):
        activated = client.post(activate, {"code": code})
    codes = client.get(activated.headers["Location"]).content.decode()
    assert f'href="{MANAGE}">Continue' in codes
    assert client.get(MANAGE).status_code == 200
    assert ("added-way-to-sign-in", {"way": "totp"}, "grange") in own_record("headteacher@grange")


def test_a_change_of_password_is_on_the_record_and_the_password_is_not(demo: None, client: Client) -> None:
    client.post("/account/sign-in/", {"login": "teacher@grange.example", "password": PASSWORD})
    new = "kerb-lantern-puffin"
    given = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    assert client.post("/account/password/", given).status_code == 302
    assert own_record("teacher@grange")[-1] == ("changed-their-password", {}, "grange")
    assert new not in str(list(Event.objects.values()))


def test_the_last_one_cannot_be_turned_off_while_it_is_needed(client_for: ClientFor) -> None:
    give_factor("headteacher@grange")
    give_factor("teacher@grange")
    turn_off = "/account/second-factor/totp/deactivate/"
    for person, kept in (("headteacher@grange", True), ("teacher@grange", False)):
        client = client_for(person)
        confirm = client.get(turn_off).headers["Location"]
        client.post(confirm, {"password": PASSWORD})
        client.post(turn_off)
        own = Authenticator.objects.filter(user__email=f"{person}.example", type="totp")
        assert own.exists() is kept


def test_a_right_beside_the_role_asks_for_one_from_then_on(client_for: ClientFor) -> None:
    client = client_for("teacher@grange")
    assert client.get("/me/").status_code == 200
    Membership.objects.filter(user__email="teacher@grange.example").update(extra_rights=["look-after-people"])
    assert client.get("/me/").headers["Location"].startswith(NEEDED)


def test_whoever_looks_after_people_helps_somebody_who_lost_theirs(client_for: ClientFor) -> None:
    give_factor("headteacher@grange")
    give_factor("dsl@grange")
    lost = client_for("dsl@grange")
    assert lost.get("/me/").status_code == 200
    dsl = User.objects.get(email="dsl@grange.example")
    address = f"/s/grange/people/{dsl.pk}/second-factor/reset/"
    assert client_for("teacher@grange").post(address).status_code == 403
    assert client_for("headteacher@calcot").post(address).headers["Location"].startswith(NEEDED)
    assert client_for("headteacher@grange").post(address).status_code == 302
    assert not Authenticator.objects.filter(user=dsl).exists()


def test_where_it_is_optional_nobody_is_asked(client_for: ClientFor, settings: Any) -> None:
    settings.BELISHA_SECOND_FACTOR = "optional"
    assert client_for("headteacher@grange").get(MANAGE).status_code == 200
