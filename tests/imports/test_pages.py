"""The pages on which a roll is brought in: from a file to the people."""

import io
import re
import zipfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from belisha.base.clock import today
from belisha.imports.files.limits import LARGEST_FILE
from belisha.imports.files.reader import read_file
from belisha.imports.forms import ColumnMappingForm
from belisha.imports.models import JobTitle, Roll, RollLayout
from belisha.imports.states import ImportState
from belisha.people.models import Invitation, Membership, User
from tests.demo_fixtures import ClientFor
from tests.imports.steps import bring_in, roles_at

START = "/s/grange/roll/"
STAFF = (
    "Code,Forename,Surname,Mail,Post,Shoe size\n"
    "EJ,Eleanor,Jones,e.jones@grange.example,Class Teacher,5\n"
    "DM,Dot,Moon,,Lunchtime wizard,6\n"
)
COLUMNS = {"staff_code": "0", "given": "1", "family": "2", "email": "3", "role": "4"}


@pytest.fixture
def head(client_for: ClientFor, settings: Any) -> Client:
    settings.BELISHA_SECOND_FACTOR = "optional"
    return client_for("headteacher@grange")


def upload(client: Client, data: bytes | str, name: str = "roll.csv", **more: str) -> str:
    """Post the file; the page that follows, or the page with the error."""
    content = data.encode() if isinstance(data, str) else data
    response = client.post(START, {"roll": SimpleUploadedFile(name, content)}, **more)
    return response.headers["Location"] if response.status_code == 302 else response.content.decode()


def take_to_check(client: Client, data: str = STAFF) -> str:
    """The address of the dry run."""
    columns = upload(client, data)
    titles = client.post(columns, COLUMNS).headers["Location"]
    return client.post(titles, {"title-0": "support-staff", "title-1": "teacher"}).headers["Location"]


def test_the_whole_way_from_a_file_to_the_people(head: Client) -> None:
    columns = upload(head, STAFF)
    page = head.get(columns).content.decode()
    assert "Eleanor" in page
    assert re.search(r'<option value="1" selected>Forename', page)
    titles = head.post(columns, COLUMNS).headers["Location"]
    page = head.get(titles).content.decode()
    assert page.index("Lunchtime wizard") < page.index("Class Teacher")
    assert "Not known: choose" in page or "A guess: check it" in page
    check = head.post(titles, {"title-0": "support-staff", "title-1": "teacher"}).headers["Location"]
    page = head.get(check).content.decode()
    assert "Joining: 2" in page
    assert "Nothing has been changed yet" in page
    assert roles_at("grange", "Eleanor Jones") == []
    plan = Roll.objects.get().plan
    progress = head.post(check.replace("check", "begin"), {"plan": plan, "invites": "on"}).headers["Location"]
    page = head.get(progress).content.decode()
    assert "0 of 2 lines are done" in page
    done = head.post(progress.replace("progress", "go-on")).headers["Location"]
    assert "Import complete" in head.get(done).content.decode()
    assert (roles_at("grange", "Eleanor Jones"), roles_at("grange", "Dot Moon")) == (
        ["teacher"],
        ["support-staff"],
    )
    assert "Shoe size" not in repr(list(Roll.objects.values()))


def test_with_htmx_each_step_brings_the_next(head: Client) -> None:
    check = take_to_check(head)
    head.post(check.replace("check", "begin"), {"plan": Roll.objects.get().plan})
    response = head.post(check.replace("check", "go-on"), HTTP_HX_REQUEST="true")
    assert response.headers["HX-Redirect"].endswith("/done/")


def test_what_was_said_of_columns_and_titles_is_remembered(head: Client) -> None:
    check = take_to_check(head)
    head.post(check.replace("check", "drop"))
    assert (RollLayout.objects.count(), JobTitle.objects.count()) == (1, 2)
    columns = upload(head, STAFF)
    assert "as you chose last time" in head.get(columns).content.decode()
    titles = head.post(columns, COLUMNS).headers["Location"]
    page = head.get(titles).content.decode()
    assert "Not known" not in page
    assert page.count("Your choice last time") == 2


def test_a_double_click_does_it_once(head: Client) -> None:
    check = take_to_check(head)
    begin, plan = check.replace("check", "begin"), Roll.objects.get().plan
    first, second = head.post(begin, {"plan": plan}), head.post(begin, {"plan": plan})
    assert first.headers["Location"] == second.headers["Location"]
    go_on = check.replace("check", "go-on")
    ends = {head.post(go_on).headers["Location"] for _ in range(3)}
    assert len(ends) == 1
    assert Membership.objects.filter(user__name="Eleanor Jones").count() == 1
    assert head.get(check).headers["Location"].endswith("/done/")
    assert upload(head, STAFF).endswith("/columns/")
    assert "under way already" in upload(head, STAFF)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "The file is empty"),
        (b"%PDF-1.7 ...", "a PDF document"),
        (b"\x89PNG....", "a picture"),
        (b"Name,Role\n", "nobody under them"),
        (b"<html><table></table></html>", "a web page"),
        (b"<?xml version='1.0'?><Other/>", "begins with “Other”"),
        (b"x" * (LARGEST_FILE + 1), "at most 20 MB are read"),
        (b"PK\x03\x04 broken", "is damaged"),
    ],
)
def test_what_is_no_roll_gets_a_sentence(head: Client, data: bytes, sentence: str) -> None:
    page = upload(head, data)
    assert sentence in page
    assert "<title>Error: " in page
    assert not Roll.objects.exists()


def test_no_file_and_a_workbook_get_a_sentence(head: Client) -> None:
    response = head.post(START, {})
    assert response.status_code == 400
    assert "Choose the file that your system exported" in response.content.decode()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("[Content_Types].xml", "")
        archive.writestr("xl/workbook.xml", "")
    assert "CSV UTF-8" in upload(head, packed.getvalue(), "staff.csv")


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"family": ""}, "Choose the column with the last names"),
        ({"email": "2"}, "is chosen twice"),
        ({"role": ""}, "or say below what everybody is"),
        ({"role": "77"}, "Choose a column of the file"),
        ({"role_of_all": "everyone"}, "Choose a role from the list"),
    ],
)
def test_columns_that_cannot_be_get_a_sentence(head: Client, changes: dict[str, str], sentence: str) -> None:
    response = head.post(upload(head, STAFF), {**COLUMNS, **changes})
    assert response.status_code == 400
    page = response.content.decode()
    assert sentence in page
    assert "<title>Error: " in page
    assert Roll.objects.get().state == ImportState.COLUMNS


def test_a_title_that_nobody_named_gets_a_sentence(head: Client) -> None:
    titles = head.post(upload(head, STAFF), COLUMNS).headers["Location"]
    response = head.post(titles, {"title-0": "", "title-1": "school"})
    page = response.content.decode()
    assert response.status_code == 400
    assert "Choose what “Lunchtime wizard” means here" in page
    assert "Choose what “Class Teacher” means here" in page


def test_errors_stand_by_line_with_the_value(head: Client) -> None:
    bad = (
        STAFF + "AA,Ann,One,not-an-address,Class Teacher,\nBB,Bob,Two,e.jones@grange.example,Class Teacher,\n"
    )
    page = head.get(take_to_check(head, bad)).content.decode()
    assert "Lines that cannot be read: 1" in page
    assert "<q>not-an-address</q>" in page
    assert "Pointed out: 1" in page
    assert "line 2 has it too" in page
    one_kind = head.get(f"{START}{Roll.objects.get().pk}/check/?kind=error").content.decode()
    assert one_kind.count("<q>") == 1


def test_missing_people_stay_unless_somebody_says_so(head: Client) -> None:
    bring_in("Name,Role\nAnn One,teacher\nBob Two,teacher\nCy Three,teacher\nDee Four,teacher\n")
    upload(head, "Name,Role\nAnn One,teacher\nBob Two,teacher\n")
    roll = Roll.objects.latest("pk")
    at = f"{START}{roll.pk}/"
    titles = head.post(f"{at}columns/", {"name": "0", "role": "1"}).headers["Location"]
    head.post(titles, {"title-0": "teacher"})
    page = head.get(f"{at}check/").content.decode()
    assert "2 people are not in the file" in page
    assert "may be only a part of the list" in page
    roll.refresh_from_db()
    refused = head.post(f"{at}begin/", {"plan": roll.plan, "missing": "leave"})
    assert refused.status_code == 400
    assert "<title>Error: " in refused.content.decode()
    head.post(f"{at}begin/", {"plan": roll.plan, "missing": "leave", "is_whole": "on"})
    head.post(f"{at}go-on/")
    assert roles_at("grange", "Dee Four") == []
    assert "Undo this import" in head.get(f"{at}done/").content.decode()
    head.post(f"{at}done/")
    assert roles_at("grange", "Dee Four") == ["teacher"]


def test_whoever_seems_the_same_is_asked_on_the_page(head: Client) -> None:
    bring_in("Name,Role\nAnn One,teacher\nBob Two,teacher\n")
    upload(head, "Staff Code,Name,Role\nA1,Ann One,teacher\nB2,Bob Two,teacher\n")
    at = f"{START}{Roll.objects.latest('pk').pk}/"
    titles = head.post(f"{at}columns/", {"staff_code": "0", "name": "1", "role": "2"}).headers["Location"]
    head.post(titles, {"title-0": "teacher"})
    page = head.get(f"{at}check/").content.decode()
    assert "is it Ann One, whom the school has?" in page
    refused = head.post(f"{at}begin/", {"plan": Roll.objects.latest("pk").plan})
    assert "First answer for each person" in refused.content.decode()
    head.post(f"{at}answer/", {"all": "same"})
    page = head.get(f"{at}check/").content.decode()
    assert "the school’s people are as this file has them" in page


def test_invitations_are_shown_once_and_pupils_get_none(head: Client) -> None:
    roll = bring_in(
        STAFF.replace("Post", "Role").replace("Mail", "Email").replace("Lunchtime wizard", "pupil")
    )
    page = head.get(f"{START}{roll.pk}/invite/").content.decode()
    assert "e.jones@grange.example" in page
    assert "Dot Moon" not in page
    assert "no mail server, so nothing is sent" in page
    listed = head.post(f"{START}{roll.pk}/invite/", {"how": "list"})
    slips = listed.content.decode()
    link = re.search(r"http://testserver/join/([\w-]{43})/", slips)
    assert link
    assert "<svg" in slips, "a slip with a QR code for each"
    assert "no-store" in listed.headers["Cache-Control"]
    saved = head.post(f"{START}{roll.pk}/invite/", {"how": "csv", "token": [link[1], "nonsense"]})
    assert saved.headers["Content-Type"].startswith("text/csv")
    assert saved.content.decode("utf-8-sig").splitlines()[1:] == [
        f"Eleanor Jones,e.jones@grange.example,{link[0]}"
    ]
    assert Client().get(f"/join/{link[1]}/").status_code == 200, "saving the links ends none of them"
    assert Invitation.objects.open().count() == 1


def test_links_of_another_school_are_not_saved(head: Client, client_for: ClientFor) -> None:
    roll = bring_in(known())
    calcot = client_for("headteacher@calcot")
    form = {"name": "Cal Cot", "email": "cal@calcot.example", "role": "teacher"}
    link = re.search(r"/join/([\w-]{43})/", calcot.post("/s/calcot/people/invite/", form).content.decode())
    assert link
    saved = head.post(f"{START}{roll.pk}/invite/", {"how": "csv", "token": [link[1]]})
    assert len(saved.content.decode("utf-8-sig").splitlines()) == 1


def test_a_sender_from_an_upper_floor_gets_each_link(head: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from belisha.imports import invitation_mail

    sent: list[tuple[int, int, str, str]] = []
    monkeypatch.setattr(invitation_mail, "_SENDERS", [])
    roll = bring_in(
        STAFF.replace("Post", "Role").replace("Mail", "Email").replace("Lunchtime wizard", "cook")
    )
    assert "E-mail each" not in head.get(f"{START}{roll.pk}/invite/").content.decode()
    invitation_mail.register(lambda *given: sent.append(given))
    assert "E-mail each" in head.get(f"{START}{roll.pk}/invite/").content.decode()
    head.post(f"{START}{roll.pk}/invite/", {"how": "mail"})
    ((school_id, user_id, key, link),) = sent
    assert (school_id, User.objects.get(pk=user_id).name) == (roll.school_id, "Eleanor Jones")
    assert key.startswith("invitation ")
    assert "/join/" in link


PAGES = ("columns", "titles", "check", "progress", "done", "invite")
POSTS = ("columns", "titles", "answer", "begin", "go-on", "done", "invite", "drop")


def test_another_schools_import_is_not_there_and_an_own_one_takes_the_right(
    head: Client, client_for: ClientFor, client: Client
) -> None:
    take_to_check(head)
    at = f"{START}{Roll.objects.get().pk}/"
    stranger, teacher = client_for("headteacher@calcot"), client_for("teacher@grange")
    for page in PAGES:
        assert stranger.get(f"{at}{page}/").status_code == 404, page
        assert stranger.get(f"{at}{page}/".replace("grange", "calcot")).status_code == 404, page
        assert teacher.get(f"{at}{page}/").status_code == 403, page
        assert client.get(f"{at}{page}/").headers["Location"].startswith("/account/sign-in/"), page
    for page in POSTS:
        assert stranger.post(f"{at}{page}/").status_code == 404, page
        assert teacher.post(f"{at}{page}/").status_code == 403, page
    assert (stranger.get(START).status_code, teacher.get(START).status_code) == (404, 403)
    assert head.get(f"{at}go-on/").status_code == 405
    assert Roll.objects.get().state == ImportState.CHECKED
    assert today()


NEW_PASSWORD = "quiet-umbrella-forest"


def link_for(head: Client, roll: Roll) -> str:
    page = head.post(f"{START}{roll.pk}/invite/", {"how": "list"}).content.decode()
    found = re.search(r"http://testserver(/join/[\w-]{43}/)", page)
    assert found
    return found[1]


def known(text: str = STAFF) -> str:
    """The list under headings that need nobody to name them."""
    return text.replace("Post", "Role").replace("Mail", "Email").replace("Lunchtime wizard", "cook")


def test_who_came_by_a_roll_follows_the_link_to_a_first_password(head: Client, client: Client) -> None:
    link = link_for(head, bring_in(known()))
    assert "Choose a password" in client.get(link).content.decode()
    client.post(link, {"password": NEW_PASSWORD})
    user = User.objects.get(email="e.jones@grange.example")
    assert user.check_password(NEW_PASSWORD)
    assert roles_at("grange", "Eleanor Jones") == ["teacher"]
    signed_in = client.post("/account/sign-in/", {"login": user.email, "password": NEW_PASSWORD})
    assert signed_in.status_code == 302
    assert client.get(link).status_code == 410


def test_a_link_opens_nothing_at_another_school_and_no_right_that_came_since(
    head: Client, client: Client
) -> None:
    roll = bring_in(known())
    link = link_for(head, roll)
    user = User.objects.get(email="e.jones@grange.example")
    mine = Membership.objects.create(school=roll.school, user=user, role="headteacher", from_on=today())
    assert client.post(link, {"password": NEW_PASSWORD}).headers["Location"].startswith("/account/sign-in/")
    mine.delete()
    bring_in(known(), school="calcot")
    there = User.objects.get(email="e.jones@grange.example", memberships__school__slug="calcot")
    assert client.post(link, {"password": NEW_PASSWORD}).headers["Location"] == "/me/"
    user.refresh_from_db()
    there.refresh_from_db()
    assert (user.has_usable_password(), there.has_usable_password()) == (True, False)
    assert client.get("/s/calcot/desk/").status_code == 404


def test_a_column_that_is_no_column_is_refused_however_long_its_number() -> None:
    table = read_file(b"Surname,Role\nVale,teacher\n")
    form = ColumnMappingForm({"family": "9" * 5000, "role": "1"}, table=table)
    assert "Choose a column of the file" in form.errors["family"]
