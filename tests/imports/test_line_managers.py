"""Line managers, second roles, guesses of job titles, and lines that were left out."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from belisha.base.clock import today
from belisha.imports import actions
from belisha.imports.models import JobTitle, LineKind, Roll
from belisha.people.models import Membership, User
from tests.demo_fixtures import ClientFor
from tests.imports.steps import bring_in, checked, head_of, roles_at

pytestmark = pytest.mark.usefixtures("demo")
DAY = timedelta(days=1)
HEADINGS = "Staff code,Name,Role,Email,Line manager\n"
STAFF = (
    HEADINGS + "A1,Ann One,teacher,ann@grange.example,slt@grange.example\n"
    "B2,Bob Two,teacher,,A1\n"
    'C3,Cy Three,support-staff,,"Two, Bob"\n'
    "D4,Dee Four,support-staff,,Nobody Known\n"
    "E5,Ed Five,support-staff,,Ed Five\n"
    "F6,Fay Six,support-staff,,\n"
)


def manager_of(name: str) -> str | None:
    manager = Membership.objects.get(user__name=name).line_manager
    return manager and manager.name


def test_line_managers_are_found_by_code_address_and_name() -> None:
    roll = checked(STAFF)
    notes = roll.lines.filter(kind=LineKind.NOTE).order_by("line")
    assert [(line.line, line.says[0][1]) for line in notes] == [(5, "Nobody Known"), (6, "Ed Five")]
    bring_in(None, roll=roll, step=2)
    assert manager_of("Ann One") == User.objects.get(email="slt@grange.example").name
    assert (manager_of("Bob Two"), manager_of("Cy Three")) == ("Ann One", "Bob Two")
    assert [manager_of(name) for name in ("Dee Four", "Ed Five", "Fay Six")] == [None, None, None]


def test_a_second_time_changes_nothing_and_another_manager_is_a_change() -> None:
    bring_in(STAFF)
    assert checked(STAFF).counts["change"] == 0
    roll = checked(STAFF.replace("B2,Bob Two,teacher,,A1", "B2,Bob Two,teacher,,C3"), drop=True)
    (line,) = roll.lines.filter(kind=LineKind.CHANGE)
    assert line.says == [["line manager", "Ann One", "Cy Three"]]
    bring_in(None, roll=roll)
    assert manager_of("Bob Two") == "Cy Three"
    actions.undo_import(by=head_of("grange"), roll=roll)
    assert manager_of("Bob Two") == "Ann One"


def test_an_empty_cell_and_a_file_without_the_column_change_no_line_manager() -> None:
    bring_in(STAFF)
    bring_in(STAFF.replace(",,A1", ",,"))
    bring_in("Staff code,Name,Role\nB2,Bob Two,teacher\n")
    assert manager_of("Bob Two") == "Ann One"


def test_two_people_of_one_name_are_nobodys_manager() -> None:
    roll = checked(HEADINGS + "A1,Ann One,teacher,,\nA2,Ann One,teacher,,\nB2,Bob Two,teacher,,Ann One\n")
    (note,) = roll.lines.filter(kind=LineKind.NOTE)
    assert "of one person" in note.says[0][2]


def test_a_title_can_be_two_roles_and_is_remembered(client_for: ClientFor) -> None:
    head = client_for("headteacher@grange")
    file = SimpleUploadedFile("roll.csv", TITLED)
    at = f"/s/grange/roll/{_begun(head.post('/s/grange/roll/', {'roll': file}).headers['Location'])}/"
    head.post(f"{at}columns/", {"staff_code": "0", "name": "1", "role": "2"})
    assert "Two roles in one" in head.get(f"{at}titles/").content.decode()
    for also in ("nonsense", "everyone"):
        assert head.post(f"{at}titles/", {"title-0": "slt", "also-0": also}).status_code == 400
    assert head.post(f"{at}titles/", {"title-0": "-", "also-0": "dsl"}).status_code == 400
    head.post(f"{at}titles/", {"title-0": "slt", "also-0": "dsl"})
    bring_in(None, roll=Roll.objects.latest("pk"))
    assert roles_at("grange", "Di Vine") == ["dsl", "slt"]
    assert JobTitle.objects.get().role == "slt dsl"
    again = SimpleUploadedFile(
        "roll.csv", b"Staff code,Name,Job title\nD2,Dot Vine,Deputy Headteacher (DSL)\n"
    )
    at = f"/s/grange/roll/{_begun(head.post('/s/grange/roll/', {'roll': again}).headers['Location'])}/"
    head.post(f"{at}columns/", {"staff_code": "0", "name": "1", "role": "2"})
    page = head.get(f"{at}titles/").content.decode()
    assert "Your choice last time" in page
    assert '<option value="dsl" selected>' in page


TITLED = b"Staff code,Name,Job title\nD1,Di Vine,Deputy Headteacher (DSL)\n"


def _begun(address: str) -> int:
    return int(address.split("/")[4])


BROKEN = "Name,Role,Start date\nAnn One,teacher,\n,teacher,\nBob Two,teacher,31/31/2026\n"


def test_lines_left_out_are_shown_when_all_is_done(client_for: ClientFor) -> None:
    roll = bring_in(BROKEN)
    head, at = client_for("headteacher@grange"), f"/s/grange/roll/{roll.pk}/"
    page = head.get(f"{at}done/").content.decode()
    assert "31/31/2026" in page
    assert "Bob Two" in page, "whose line it is"
    assert "Left out" in page
    saved = head.get(f"{at}left-out.csv")
    assert saved.headers["Content-Type"].startswith("text/csv")
    lines = saved.content.decode("utf-8-sig").splitlines()
    assert [line.split(",")[0] for line in lines] == ["Line", "3", "4"]
    assert "Ann One" not in saved.content.decode()
    assert client_for("headteacher@calcot").get(f"{at}left-out.csv").status_code == 404
    assert client_for("teacher@grange").get(f"{at}left-out.csv").status_code == 403


def test_lines_left_out_are_forgotten_after_a_week(client_for: ClientFor) -> None:
    roll = bring_in(BROKEN)
    actions.forget_old_imports(today() + 6 * DAY)
    assert roll.lines.count() == 2
    assert "31/31/2026" in repr(list(roll.lines.values()))
    actions.forget_old_imports(today() + 7 * DAY)
    assert not roll.lines.exists()
    page = client_for("headteacher@grange").get(f"/s/grange/roll/{roll.pk}/done/").content.decode()
    assert "The list of lines that were left out has been deleted" in page
