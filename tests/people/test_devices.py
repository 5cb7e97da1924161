"""Cards on shared devices: for ten minutes, on a device of the school alone, without rights or offices."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from belisha.audit.models import Event
from belisha.duties.feed_actions import make_feed
from belisha.duties.models import Feed
from belisha.people.accounts.tokens import new_code, normalise_code
from belisha.people.actor import ANONYMOUS, actor_from, actor_on_shared_device
from belisha.people.devices import actions
from belisha.people.models import Membership, PersonalCard, School, SharedDevice, User
from tests.demo_fixtures import ClientFor

DEVICES = "/s/grange/devices/"


@pytest.fixture
def grange(demo: None) -> School:
    return School.objects.get(slug="grange")


@pytest.fixture
def cook(grange: School) -> User:
    user = User.objects.create_user(None, None, name="Gilbert Ladle")
    Membership.objects.create(
        school=grange,
        user=user,
        role="support-staff",
        from_on=timezone.localdate(),
        extra_rights=["look-after-people"],
    )
    return user


@pytest.fixture
def tablet(client_for: ClientFor) -> Client:
    """A browser that has been made a shared device of Grange, as the office and the kitchen do it."""
    page = client_for("headteacher@grange").post(DEVICES, {"name": "kitchen tablet"}).content.decode()
    link = re.search(r"http://testserver(/device/open/[\w-]+/)", page)
    assert link
    client = Client()
    assert "Make this device “kitchen tablet”" in client.get(link[1]).content.decode()
    assert client.post(link[1]).headers["Location"] == "/device/"
    assert Client().post(link[1]).status_code == 410
    return client


@pytest.fixture
def code(client_for: ClientFor, cook: User) -> str:
    page = client_for("headteacher@grange").post(f"/s/grange/people/{cook.pk}/card/").content.decode()
    found = re.search(r"\b(?:[2-9A-Z]{5}-){3}[2-9A-Z]{5}\b", page)
    assert found, page
    return found[0]


def _page(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def enter(tablet: Client, code: str, number: str = "4826") -> Any:
    return tablet.post(f"/card/{code}/", {"number": number})


def test_a_cook_signs_in_by_card_and_chosen_number(tablet: Client, code: str, cook: User) -> None:
    assert "Point the camera at the QR code on your card" in _page(tablet, "/device/")
    assert (
        tablet.post("/device/", {"code": code.lower().replace("-", " ")}).headers["Location"]
        == f"/card/{code}/"
    )
    assert "for the first time" in tablet.get(f"/card/{code}/").content.decode()
    assert enter(tablet, code).headers["Location"] == "/me/"
    page = tablet.get("/me/")
    assert page.status_code == 200
    assert "Gilbert Ladle, others use this device too" in page.content.decode()
    assert tablet.post("/device/finish/").headers["Location"] == "/device/"
    assert tablet.get("/me/").headers["Location"].startswith("/account/sign-in/")
    assert "Enter your number" in enter(tablet, code, "").content.decode()
    assert enter(tablet, code).headers["Location"] == "/me/"


def test_only_hashes_are_kept(tablet: Client, code: str) -> None:
    enter(tablet, code)
    kept = repr([*PersonalCard.objects.values_list(), *SharedDevice.objects.values_list()])
    assert code not in kept
    assert "4826" not in kept.replace(PersonalCard.objects.get().number, "")
    assert tablet.cookies["belisha_device"].value not in kept
    assert tablet.cookies["belisha_device"]["httponly"]


def test_the_card_opens_nothing_elsewhere(code: str, demo: None) -> None:
    for method in (Client().get, Client().post):
        answer = method(f"/card/{code}/")
        assert answer.status_code == 403
        assert "This is not a shared device" in answer.content.decode()


def test_a_card_of_another_school_opens_nothing_here(tablet: Client, client_for: ClientFor) -> None:
    user = User.objects.get(email="parent@calcot.example")
    head = actor_from(User.objects.get(email="headteacher@calcot.example").pk, "")
    _, code = actions.make_card(by=head, school=School.objects.get(slug="calcot"), user=user)
    assert "This code is not valid" in tablet.get(f"/card/{code}/").content.decode()


@pytest.mark.parametrize("number", ["", "12", "1234", "9876", "7777", "12a4", "123456789"])
def test_a_number_that_is_no_number_is_refused(tablet: Client, code: str, number: str) -> None:
    assert enter(tablet, code, number).status_code == 400
    assert not PersonalCard.objects.get().number


def test_wrong_numbers_are_counted_and_then_the_office_helps(
    tablet: Client, code: str, cook: User, client_for: ClientFor
) -> None:
    enter(tablet, code)
    tablet.post("/device/finish/")
    said = [enter(tablet, code, "1111").content.decode() for _ in range(5)]
    assert "try 4 more times" in said[0]
    assert "try once more" in said[3]
    assert "too many times" in said[4]
    assert enter(tablet, code).status_code == 403
    refused = Event.objects.filter(refused="wrong number")
    assert refused.count() == 5
    page = client_for("headteacher@grange").post(f"/s/grange/people/{cook.pk}/card/")
    assert page.status_code == 200
    assert "has been replaced" in enter(tablet, code).content.decode()
    assert PersonalCard.objects.active().get().failed == 0


def test_it_ends_after_ten_minutes(tablet: Client, code: str) -> None:
    start = timezone.now()
    with time_machine.travel(start, tick=False) as clock:
        enter(tablet, code)
        clock.shift(timedelta(minutes=9, seconds=59))
        assert tablet.get("/me/").status_code == 200
        clock.shift(timedelta(seconds=2))
        assert tablet.get("/me/").headers["Location"] == "/device/"
        assert "_auth_user_id" not in tablet.session


def test_no_right_and_no_office_comes_along(tablet: Client, code: str, cook: User, grange: School) -> None:
    Membership.objects.create(school=grange, user=cook, role="headteacher", from_on=timezone.localdate())
    enter(tablet, code)
    for address in ("people/manage/", "set-up/", "offices/", "devices/"):
        assert tablet.get(f"/s/grange/{address}").status_code == 403
    actor = actor_on_shared_device(cook.pk, cook.name, grange.pk)
    assert actor.is_on_shared_device
    assert {place.role for place in actor.memberships} == {"support-staff", "senior-staff"}
    assert not any(place.rights for place in actor.memberships)


def test_no_calendar_link_is_made_there(tablet: Client, code: str, cook: User, grange: School) -> None:
    """Whoever comes next could keep the link."""
    enter(tablet, code)
    assert tablet.post("/duties/calendar/", {"school": "grange"}).status_code in (302, 403, 404)
    with pytest.raises(PermissionDenied, match="You cannot make a calendar link on a shared device"):
        make_feed(by=actor_on_shared_device(cook.pk, cook.name, grange.pk), school=grange)
    assert not Feed.objects.exists()


@pytest.mark.parametrize(
    "address", ["second-factor/", "second-factor/totp/activate/", "password/", "sessions/"]
)
def test_how_one_signs_in_is_not_changed_there(tablet: Client, code: str, address: str) -> None:
    enter(tablet, code)
    answer = tablet.get(f"/account/{address}")
    assert answer.status_code == 403
    assert "You cannot do this on a shared device" in answer.content.decode()


def test_another_school_is_out_of_reach(tablet: Client, code: str, cook: User, grange: School) -> None:
    calcot = School.objects.get(slug="calcot")
    Membership.objects.create(school=calcot, user=cook, role="headteacher", from_on=timezone.localdate())
    enter(tablet, code)
    assert tablet.get("/s/calcot/people/manage/").status_code == 404


def test_a_device_that_is_taken_away_ends_what_runs_on_it(
    tablet: Client, code: str, client_for: ClientFor
) -> None:
    enter(tablet, code)
    device = SharedDevice.objects.get()
    take = f"{DEVICES}{device.pk}/take-away/"
    assert client_for("headteacher@calcot").post(take).status_code == 404
    assert client_for("teacher@grange").post(take).status_code == 403
    head = client_for("headteacher@grange")
    assert head.post(take).status_code == head.post(take).status_code == 302
    assert tablet.get("/me/").headers["Location"] == "/device/"
    assert tablet.get("/device/").status_code == 403


def test_leaving_ends_the_card(tablet: Client, code: str, cook: User, client_for: ClientFor) -> None:
    enter(tablet, code)
    client_for("headteacher@grange").post(f"/s/grange/people/{cook.pk}/leave/")
    assert tablet.get("/me/").headers["Location"] == "/device/"
    assert enter(tablet, code).status_code == 403


def test_a_role_that_ends_otherwise_ends_it_too(tablet: Client, code: str, cook: User) -> None:
    enter(tablet, code)
    assert tablet.get("/me/").status_code == 200
    yesterday = timezone.localdate() - timedelta(days=1)
    Membership.objects.filter(user=cook).update(from_on=yesterday, to_on=yesterday)
    assert tablet.get("/me/").headers["Location"] == "/device/"
    assert "has no role at the school today" in enter(tablet, code).content.decode()


def test_a_card_that_nobody_used_in_time_is_closed(tablet: Client, code: str) -> None:
    PersonalCard.objects.update(first_use_until=timezone.now() - timedelta(seconds=1))
    assert "This card has expired" in enter(tablet, code).content.decode()


def test_cards_for_everybody_without_an_address_at_once(client_for: ClientFor, cook: User) -> None:
    head = client_for("headteacher@grange")
    assert "1 person has no e-mail address" in head.get("/s/grange/people/cards/").content.decode()
    sheet = head.post("/s/grange/people/cards/").content.decode()
    assert sheet.count('class="belisha-id-card"') == 1
    assert "<svg" in sheet
    assert "Everyone has an e-mail address or a card" in head.get("/s/grange/people/cards/").content.decode()


def test_a_device_needs_a_name_of_its_own(client_for: ClientFor, tablet: Client) -> None:
    head = client_for("headteacher@grange")
    for name, said in (("", "Enter a name for the device"), ("kitchen tablet", "has this name")):
        answer = head.post(DEVICES, {"name": name})
        assert answer.status_code == 400
        assert said in answer.content.decode()


def test_devices_are_for_whom_looks_after_people(client_for: ClientFor, grange: School) -> None:
    assert client_for("teacher@grange").get(DEVICES).status_code == 403
    assert client_for("headteacher@calcot").get(DEVICES).status_code == 404
    assert Client().get(DEVICES).headers["Location"].startswith("/account/sign-in/")
    with pytest.raises(PermissionDenied):
        actions.add_device(by=ANONYMOUS, school=grange, name="x")


def test_an_old_link_is_closed(client_for: ClientFor) -> None:
    page = client_for("headteacher@grange").post(DEVICES, {"name": "hall"}).content.decode()
    link = re.search(r"http://testserver(/device/open/[\w-]+/)", page)
    assert link
    SharedDevice.objects.update(opens_until=timezone.now() - timedelta(seconds=1))
    assert Client().get(link[1]).status_code == Client().post(link[1]).status_code == 410


def test_a_code_is_read_however_it_is_typed() -> None:
    code = new_code()
    assert normalise_code(f"  {code.lower()} ".replace("-", " - ")) == code
    assert len({new_code() for _ in range(100)}) == 100


def test_the_browser_keeps_no_page_for_whoever_comes_next(tablet: Client, code: str) -> None:
    enter(tablet, code)
    for path in ("/me/", "/s/grange/acknowledge/mine/", "/s/grange/policy/"):
        assert "no-store" in tablet.get(path).headers["Cache-Control"]
    tablet.post("/device/finish/")
    assert "no-store" not in tablet.get("/s/grange/policy/").headers["Cache-Control"]


def test_the_link_of_a_device_can_be_typed_and_scanned(client_for: ClientFor) -> None:
    page = client_for("headteacher@grange").post(DEVICES, {"name": "staff room"}).content.decode()
    found = re.search(r"http://testserver/device/open/((?:[2-9A-Z]{5}-){3}[2-9A-Z]{5})/", page)
    assert found, "short enough to type, without letters that look alike"
    assert "<svg" in page
    typed = found[1].lower().replace("-", "")
    assert "Make this device “staff room”" in _page(Client(), f"/device/open/{typed}/")
    assert Client().post(f"/device/open/{typed}/").headers["Location"] == "/device/"
    assert Client().get(f"/device/open/{found[1]}/").status_code == 410


def test_an_unknown_code_says_to_look_at_what_was_typed(tablet: Client) -> None:
    page = _page(tablet, f"/card/{new_code()}/")
    assert "Check each letter" in page
