"""What the systems of schools really write: each fault that was seen in a real kind of file, and its
relatives.
"""

from datetime import date, timedelta

import pytest

from belisha.base.clock import today
from belisha.imports import actions
from belisha.imports.models import LineKind, RollLine, RollPerson
from belisha.people.models import Membership, User
from tests.imports.reading_steps import packed
from tests.imports.steps import bring_in, checked, head_of, roles_at, said

pytestmark = pytest.mark.usefixtures("demo")
HEAD = "Staff Code,Forename,Surname,Job Title,Work Email\n"
TARA = "TLA,Tara,Lark,Teacher,tara.lark@hazel.example\n"
BASIL = "BFI,Basil,Finch,Teaching Assistant,basil.finch@hazel.example\n"
STAFF = HEAD + TARA + BASIL
PARENTS = "Name,Role,E-mail\nTara Lark,Parent,tara.lark@hazel.example\nCy Wren,Parent,cy.wren@home.example\n"
YESTERDAY = today() - timedelta(days=1)


def answer(roll, **answers):  # type: ignore[no-untyped-def]
    """Answer who is the same person, by name."""
    lines = {line.name: line.pk for line in roll.lines.filter(likely__isnull=False)}
    by_line = {lines[name.replace("_", " ")]: words for name, words in answers.items()}
    return actions.resolve_possible_matches(by=head_of("grange"), roll=roll, answers=by_line)


def test_a_file_of_parents_ends_no_role_of_staff() -> None:
    bring_in(STAFF)
    bring_in(PARENTS)
    assert roles_at("grange", "Tara Lark") == ["parent", "teacher"]
    assert sorted(RollPerson.objects.get(user__name="Tara Lark").roles) == ["parent", "teacher"]
    assert said(checked(STAFF)) == {"same": 2}
    assert said(checked(PARENTS, drop=True)) == {"same": 2}


def test_whoever_leaves_the_staff_stays_a_parent() -> None:
    bring_in(STAFF)
    bring_in(PARENTS)
    bring_in(HEAD + BASIL, gone=True)
    assert roles_at("grange", "Tara Lark") == ["parent"]
    bring_in("Name,Role,E-mail\nCy Wren,Parent,cy.wren@home.example\n", gone=True)
    assert roles_at("grange", "Tara Lark") == []


def test_a_file_of_governors_ends_no_other_role_and_a_mixed_file_does() -> None:
    bring_in(STAFF)
    bring_in("Name,Role,E-mail\nTara Lark,Governor,tara.lark@hazel.example\n")
    assert roles_at("grange", "Tara Lark") == ["governor", "teacher"]
    bring_in(STAFF.replace("TLA,Tara,Lark,Teacher", "TLA,Tara,Lark,Governor"))
    assert roles_at("grange", "Tara Lark") == ["governor"]


REUSED = HEAD + "TLA,Tom,Langley,Teacher,tom.langley@hazel.example\n" + BASIL


def test_a_staff_code_that_is_given_again_asks_and_puts_no_new_name_on_a_sign_in() -> None:
    bring_in(STAFF)
    tara = User.objects.get(name="Tara Lark")
    tara.set_password("quiet-umbrella-forest")
    tara.save()
    roll = checked(REUSED)
    (line,) = roll.lines.filter(likely__isnull=False)
    assert (line.kind, line.name, line.likely) == (LineKind.JOINER, "Tom Langley", tara)
    with pytest.raises(actions.ImportRefusedError, match="First answer"):
        bring_in(None, roll=roll)
    roll = answer(roll, Tom_Langley="another")
    assert said(roll) == {"joiner": 1, "same": 1, "missing": 1}
    bring_in(None, roll=roll, gone=True)
    tara.refresh_from_db()
    assert (tara.name, roles_at("grange", "Tara Lark"), roles_at("grange", "Tom Langley")) == (
        "Tara Lark", [], ["teacher"],
    )  # fmt: skip
    again = checked(REUSED)
    assert said(again) == {"same": 2}
    actions.cancel_import(by=head_of("grange"), roll=again)
    actions.undo_import(by=head_of("grange"), roll=roll)
    assert roles_at("grange", "Tara Lark") == ["teacher"]
    assert said(checked(STAFF, drop=True)) == {"same": 2}


def test_the_same_person_under_a_new_name_is_a_change_once_somebody_says_so() -> None:
    bring_in(STAFF)
    married = STAFF.replace("Tara,Lark,Teacher,tara.lark", "Tamsin,Wren,Teacher,tamsin.wren")
    roll = answer(checked(married), Tamsin_Wren="same")
    assert said(roll) == {"change": 1, "same": 1}
    bring_in(None, roll=roll)
    assert roles_at("grange", "Tamsin Wren") == ["teacher"]


@pytest.mark.parametrize(
    ("given", "family", "email", "kind"),
    [
        ("Tara", "Larke", "tara.lark", "change"),  # spelt anew
        ("Tara", "Wren", "tara.lark", "change"),  # the number and the address agree, and half the name
        ("T", "Lark", "tara.lark", "change"),
        ("Tara Jane", "Lark", "tara.lark", "change"),
        ("Tara", "Langley", "tara.langley", "joiner"),  # only the number agrees: asked
        ("John", "Lark", "tara.lark", "change"),
        ("Mo", "Finch", "tara.lark", "joiner"),
    ],
)
def test_a_name_that_can_be_the_same_persons_is_not_asked(
    given: str, family: str, email: str, kind: str
) -> None:
    bring_in(STAFF)
    roll = checked(STAFF.replace("Tara,Lark,Teacher,tara.lark", f"{given},{family},Teacher,{email}"))
    assert said(roll).get(kind) == 1
    assert roll.lines.filter(likely__isnull=False, answer="").count() == (kind == "joiner")


def test_an_admission_number_and_an_address_that_are_given_again_ask_too() -> None:
    pupils = "Admission Number,Surname,Forename\n101,Ashdown,Ruby\n102,Sayed,Ali\n"
    bring_in(pupils, role_of_all="pupil")
    roll = checked(pupils.replace("Ashdown,Ruby", "Bell,Oscar"), role_of_all="pupil")
    assert [line.likely.name for line in roll.lines.filter(likely__isnull=False)] == ["Ruby Ashdown"]
    actions.cancel_import(by=head_of("grange"), roll=roll)
    bring_in("Name,Role,Email\nTara Lark,teacher,office@hazel.example\n")
    roll = checked("Name,Role,Email\nMo Finch,teacher,office@hazel.example\n", drop=True)
    assert [line.likely.name for line in roll.lines.filter(likely__isnull=False)] == ["Tara Lark"]
    roll = answer(roll, Mo_Finch="another")
    bring_in(None, roll=roll)
    assert User.objects.get(name="Mo Finch").email is None
    assert User.objects.get(name="Tara Lark").email == "office@hazel.example"


def test_a_number_given_again_is_not_asked_where_its_old_holder_has_another_line() -> None:
    bring_in(STAFF)
    roll = checked(REUSED + "TLK,Tara,Lark,Teacher,tara.lark@hazel.example\n")
    assert (said(roll), roll.lines.filter(likely__isnull=False).count()) == ({"joiner": 1, "same": 2}, 0)
    bring_in(None, roll=roll)
    assert roles_at("grange", "Tom Langley") == ["teacher"]
    assert said(checked(REUSED + "TLK,Tara,Lark,Teacher,tara.lark@hazel.example\n")) == {"same": 3}


CONTRACTS = "Staff Code,Forename,Surname,Job Title,Start Date,End Date,Work Email\n"


def test_an_ended_contract_does_not_live_again_and_the_next_begins_when_it_begins() -> None:
    bring_in(
        CONTRACTS + "TLA,Tara,Lark,Teaching Assistant,01/09/2022,31/08/2025,tara.lark@hazel.example\n"
        "TLA,Tara,Lark,Teacher,01/09/2025,,tara.lark@hazel.example\n"
    )
    (held,) = Membership.objects.filter(user__name="Tara Lark")
    assert (held.role, held.from_on, held.to_on) == ("teacher", date(2025, 9, 1), None)


def test_a_contract_that_ends_in_the_file_ends_the_role_on_its_day() -> None:
    first = "TLA,Tara,Lark,Teaching Assistant,01/09/2022,{},\n"
    bring_in(CONTRACTS + first.format(""))
    bring_in(CONTRACTS + first.format("31/08/2025") + "TLA,Tara,Lark,Teacher,01/09/2025,,\n")
    old, new = Membership.objects.filter(user__name="Tara Lark").order_by("from_on")
    assert (old.role, old.to_on) == ("teaching-assistant", date(2025, 8, 31))
    assert (new.role, new.from_on, new.to_on) == ("teacher", date(2025, 9, 1), None)


def test_renewed_contracts_are_one_role_and_one_to_come_begins_on_its_day() -> None:
    later = today() + timedelta(days=60)
    bring_in(
        CONTRACTS + "TLA,Tara,Lark,Teacher,01/09/2022,31/08/2023,\n"
        "TLA,Tara,Lark,Teacher,01/09/2023,31/08/2024,\nTLA,Tara,Lark,Teacher,01/09/2024,,\n"
        f"BFI,Basil,Finch,Cook,01/09/2024,{later - timedelta(days=1):%d/%m/%Y},\n"
        f"BFI,Basil,Finch,Teacher,{later:%d/%m/%Y},,\n"
    )
    (tara,) = Membership.objects.filter(user__name="Tara Lark")
    assert (tara.from_on, tara.to_on) == (date(2022, 9, 1), None)
    held = Membership.objects.filter(user__name="Basil Finch").order_by("from_on")
    assert [(each.role, each.from_on) for each in held] == [
        ("support-staff", date(2024, 9, 1)), ("teacher", later),
    ]  # fmt: skip


MANIFEST = "propertyName,value\nmanifest.version,1.0\noneroster.version,{}\nfile.users,{}\nfile.roles,{}\n"
ORGS = "sourcedId,status,dateLastModified,name,type\no1,active,,Hazel Primary School,school\n"
USERS = "sourcedId,status,dateLastModified,enabledUser,username,givenName,familyName,email\n"
USERS_11 = "sourcedId,status,enabledUser,orgSourcedIds,role,givenName,familyName,email\n"
ROLES = "sourcedId,status,dateLastModified,userSourcedId,roleType,role,beginDate,endDate,orgSourcedId\n"
MIRA = "u1,active,2026-09-01,true,mlark,Mira,Lark,mira.lark@hazel.example\n"


def oneroster(
    users: str, roles: str | None = None, *, users_are: str = "bulk", roles_are: str = "bulk"
) -> bytes:
    version = "1.2" if roles is not None else "1.1"
    manifest = MANIFEST.format(version, users_are, roles_are if roles is not None else "absent")
    files = {"manifest": manifest, "orgs": ORGS, "users": users}
    return packed(**files, **({"roles": ROLES + roles} if roles is not None else {}))


TEACHES = "r1,{},2026-09-01,u1,primary,teacher,2024-09-01,{},o1\n"
GUARDS = "r2,active,2026-09-01,u1,secondary,guardian,2026-09-01,,o1\n"


def test_a_role_that_is_to_be_deleted_is_not_given_and_ends() -> None:
    gone = oneroster(USERS + MIRA, TEACHES.format("tobedeleted", "") + GUARDS)
    roll = checked(gone)
    assert roll.lines.get().effects["roles"] == ["parent"]
    actions.cancel_import(by=head_of("grange"), roll=roll)
    bring_in(oneroster(USERS + MIRA, TEACHES.format("active", "")))
    bring_in(gone)
    assert roles_at("grange", "Mira Lark") == ["parent"]


def test_whoever_a_bulk_file_marks_as_gone_leaves() -> None:
    users = USERS_11 + "u1,active,true,o1,teacher,Mira,Lark,\nu2,active,true,o1,teacher,Basil,Finch,\n"
    bring_in(oneroster(users))
    roll = checked(oneroster(users.replace("u2,active,true", "u2,tobedeleted,true")))
    assert said(roll) == {"same": 1, "leaver": 1}
    bring_in(None, roll=roll)
    assert roles_at("grange", "Basil Finch") == []


DELTA_BEFORE = (
    USERS_11 + "u1,active,true,o1,teacher,Mira,Lark,mira.lark@hazel.example\n"
    "u2,active,true,o1,teacher,Basil,Finch,\nu3,active,true,o1,teacher,Cy,Wren,\n"
)
DELTA = (
    USERS_11 + "u1,active,true,o1,teacher,Mira,Larke,mira.lark@hazel.example\n"
    "u2,tobedeleted,false,o1,teacher,Basil,Finch,\n"
)


def test_a_delta_changes_what_it_holds_and_misses_nobody() -> None:
    bring_in(oneroster(DELTA_BEFORE))
    roll = checked(oneroster(DELTA, users_are="delta"))
    assert said(roll) == {"change": 1, "leaver": 1}
    bring_in(None, roll=roll)
    assert (roles_at("grange", "Mira Larke"), roles_at("grange", "Basil Finch")) == (["teacher"], [])
    assert roles_at("grange", "Cy Wren") == ["teacher"]


def test_a_delta_of_roles_ends_and_begins_only_these() -> None:
    bring_in(oneroster(USERS + MIRA, TEACHES.format("active", "") + GUARDS))
    roll = checked(oneroster(USERS, TEACHES.format("tobedeleted", ""), users_are="delta", roles_are="delta"))
    bring_in(None, roll=roll)
    assert roles_at("grange", "Mira Lark") == ["parent"]
    back = TEACHES.format("active", "").replace("teacher", "aide")
    bring_in(oneroster(USERS, back, users_are="delta", roles_are="delta"))
    assert roles_at("grange", "Mira Lark") == ["parent", "teaching-assistant"]


SDS_UK = {
    "School": "DfE Number,Name\n8882001,Hazel Primary School\n",
    "Student": "ID,School DfE Number,First Name,Last Name,Username,Grade,Status\n"
    "13001,8882001,Mira,Lark,mlark,6,Active\n13002,8882001,Old,Pupil,op,6,Inactive\n",
    "Teacher": "ID,School DfE Number,First Name,Last Name,Username,Status\n"
    "14001,8882001,Basil,Finch,bfinch,Active\n",
}


def test_school_data_sync_as_microsoft_writes_it_for_the_united_kingdom() -> None:
    bring_in(packed(**SDS_UK))
    assert (roles_at("grange", "Mira Lark"), roles_at("grange", "Basil Finch")) == (["pupil"], ["teacher"])
    assert not User.objects.filter(name="Old Pupil").exists()
    inactive = SDS_UK | {"Teacher": SDS_UK["Teacher"].replace("bfinch,Active", "bfinch,Inactive")}
    assert said(checked(packed(**inactive))) == {"same": 2, "leaver": 1}


def test_school_data_sync_of_version_2_reads_the_role_and_its_days() -> None:
    data = packed(
        orgs="sourcedId,name,type\n1,Hazel,school\n",
        users="sourcedId,username,givenName,familyName,preferredGivenName\n"
        "u1,mira@hazel.example,Miranda,Lark,Mira\nu2,b@hazel.example,Basil,Finch,\n",
        roles="userSourcedId,orgSourcedId,role,grade,roleStartDate,roleEndDate\n"
        "u1,1,teacher,,2024-09-01,\nu2,1,staff,,2020-09-01,2021-08-31\nu2,1,teacher,,2021-09-01,\n",
    )
    bring_in(data)
    assert roles_at("grange", "Mira Lark") == ["teacher"]
    (basil,) = Membership.objects.filter(user__name="Basil Finch")
    assert (basil.role, basil.from_on) == ("teacher", date(2021, 9, 1))


CTF = """<?xml version="1.0" encoding="UTF-8"?>
<CTfile><Header><DocumentName>Common Transfer File</DocumentName>
<SourceSchool><LEA>888</LEA><Estab>2001</Estab><SchoolName>Hazel Primary</SchoolName></SourceSchool>
<DestSchool><LEA>{}</LEA><Estab>{}</Estab></DestSchool></Header><CTFpupilData>
<Pupil><UPN>A123</UPN><Surname>ASHDOWN-O'NEILL</Surname><Forename>ZOË</Forename>
<BasicDetails><NCyearActual>6</NCyearActual></BasicDetails>
<SchoolHistory><School><LEA>777</LEA><Estab>2000</Estab><LeavingDate>2022-07-20</LeavingDate></School>
<School><LEA>888</LEA><Estab>2001</Estab><EntryDate>2022-09-01</EntryDate>{}</School></SchoolHistory></Pupil>
</CTFpupilData></CTfile>"""


def test_a_transfer_file_in_capitals_and_in_another_encoding_than_it_says() -> None:
    roll = bring_in(CTF.format("888", "2001", "").encode("cp1252"))
    (held,) = Membership.objects.filter(user__name="Zoë Ashdown-O'Neill")
    assert (held.year_group, held.from_on, held.to_on) == ("6", date(2022, 9, 1), None)
    assert roll.counts["joiner"] == 1


def transferred(data: str, school: str):  # type: ignore[no-untyped-def]
    """Return the checked import of a transfer file, as the pupils of one of its two schools."""
    roll = actions.start_import(
        by=head_of("grange"), school=head_school(), file_name="x.xml", data=data.encode()
    )
    return actions.map_titles(
        by=head_of("grange"), roll=roll, roles={"pupil": "pupil"}, school_in_file=school
    )


def head_school():  # type: ignore[no-untyped-def]
    from belisha.people.models import School

    return School.objects.get(slug="grange")


def test_pupils_of_a_transfer_file_leave_its_source_and_join_its_destination() -> None:
    bring_in("UPN,Surname,Forename\nA123,Ashdown-O'Neill,Zoë\nB456,Sayed,Ali\n", role_of_all="pupil")
    data = CTF.format("888", "4000", "<LeavingDate>2025-07-21</LeavingDate>")
    roll = transferred(data, "8882001")
    assert said(roll) == {"leaver": 1, "note": 1}
    bring_in(None, roll=roll)
    assert (roles_at("grange", "Zoë Ashdown-O'Neill"), roles_at("grange", "Ali Sayed")) == ([], ["pupil"])
    assert said(transferred(data, "8884000")) == {"joiner": 1, "note": 1}


def test_names_that_look_like_nothing_are_names() -> None:
    bring_in(
        "Staff Code,Forename,Surname,Job Title\nHNA,Hyun-ji,Na,Teacher\nJNU,Jennifer,Null,Teacher\n"
        "NAN,None,Nil,Teacher\nNA,Nora,Ash,n/a\nXX,-,Solo,Teacher\n".replace("n/a", "Teacher")
    )
    for name in ("Hyun-ji Na", "Jennifer Null", "None Nil", "Nora Ash", "Solo"):
        assert roles_at("grange", name) == ["teacher"]


MONTHS = "Staff Code,Forename,Surname,Job Title,Start Date,End Date\n"


def test_a_column_with_the_month_first_is_read_so_as_a_whole_and_it_is_said_once() -> None:
    text = MONTHS + "AFI,Ada,Finch,Teacher,8/24/2021,6/11/2027\nBLA,Ben,Lark,Teacher,9/1/2021,12/1/2026\n"
    roll = checked(text)
    assert said(roll) == {"joiner": 2, "note": 1}
    bring_in(None, roll=roll)
    held = Membership.objects.get(user__name="Ben Lark")
    assert (held.from_on, held.to_on) == (date(2021, 9, 1), date(2026, 12, 1))


def test_a_column_with_both_orders_is_read_day_first_and_what_cannot_be_is_left_out() -> None:
    text = (
        MONTHS
        + "AFI,Ada,Finch,Teacher,8/24/2021,\nBLA,Ben,Lark,Teacher,9/1/2021,\nCWR,Cy,Wren,Teacher,24/8/2021,\n"
    )
    roll = checked(text)
    assert said(roll) == {"joiner": 2, "note": 1, "error": 1}
    bring_in(None, roll=roll)
    assert Membership.objects.get(user__name="Ben Lark").from_on == date(2021, 1, 9)


def test_a_chosen_order_of_day_and_month_is_kept_for_the_next_file() -> None:
    text = MONTHS + "BLA,Ben,Lark,Teacher,9/1/2021,\n"
    roll = checked(text)
    columns = roll.column_mapping["columns"]
    roll = actions.map_columns(
        by=head_of("grange"), roll=roll, columns=columns, role_of_all="", date_order="month"
    )
    roll = actions.map_titles(by=head_of("grange"), roll=roll, roles={"teacher": "teacher"})
    bring_in(None, roll=roll)
    assert Membership.objects.get(user__name="Ben Lark").from_on == date(2021, 9, 1)
    again = actions.start_import(
        by=head_of("grange"), school=head_school(), file_name="x", data=text.encode()
    )
    assert again.column_mapping["date_order"] == "month"


def test_an_address_with_a_typographic_apostrophe_is_meant_with_a_plain_one() -> None:
    roll = checked(HEAD + "SON,Sean,O’Neill,Teacher,sean.o’neill@hazel.example\n")
    (note,) = roll.lines.filter(kind=LineKind.NOTE)
    assert "’" in note.says[0][1]
    bring_in(None, roll=roll)
    assert User.objects.get(name="Sean O’Neill").email == "sean.o'neill@hazel.example"
    assert said(checked(HEAD + "ZOE,Zoë,Ash,Teacher,zoë.ash@hazel.example\n")) == {"error": 1}


def test_headings_of_a_printed_report_are_not_people_and_give_their_year() -> None:
    roll = checked(
        "Surname,Forename,Reg\nYear 3,,\nLark,Ann,3A\nFinch,Ben,3A\nTotal: 2,,\n"
        "Surname,Forename,Reg\nYear 4,,\nWren,Cy,4A\nPage 1 of 1,,\n",
        role_of_all="pupil",
    )
    assert said(roll) == {"note": 5, "joiner": 3}
    bring_in(None, roll=roll)
    pupils = Membership.objects.filter(role="pupil", group__in=("3A", "4A")).order_by("user__name")
    assert [(each.user.name, each.year_group, each.group) for each in pupils] == [
        ("Ann Lark", "3", "3A"), ("Ben Finch", "3", "3A"), ("Cy Wren", "4", "4A"),
    ]  # fmt: skip


def test_two_addresses_in_a_cell_and_an_address_of_a_family() -> None:
    roll = checked(
        "Name,Role,Email\nAnn Lark,parent,ann@home.example; lark@work.example\n"
        "Bo Lark,parent,lark@family.example\nCy Lark,parent,lark@family.example\n"
    )
    assert said(roll) == {"joiner": 3, "note": 2}
    bring_in(None, roll=roll)
    emails = dict(User.objects.filter(name__endswith=" Lark").values_list("name", "email"))
    assert emails == {"Ann Lark": "ann@home.example", "Bo Lark": "lark@family.example", "Cy Lark": None}
    again = "Name,Role,Email\nCy Lark,parent,lark@family.example\nBo Lark,parent,lark@family.example\n"
    roll = checked(again)
    assert (said(roll)["same"], roll.lines.filter(likely__isnull=False).count()) == (2, 0)


def test_what_a_spreadsheet_did_to_a_number_is_said() -> None:
    roll = checked("Adno,Name,Role\n1.23E+11,Ann Lark,pupil\n'00123,Ben Finch,pupil\n#REF!,Cy Wren,pupil\n")
    found = {line.name: line.says[0][2] for line in roll.lines.filter(kind=LineKind.ERROR)}
    assert set(found) == {"Ann Lark", "Cy Wren"}
    assert "spreadsheet" in found["Ann Lark"]
    bring_in(None, roll=roll)
    assert said(checked("Adno,Name,Role\n00123,Ben Finch,pupil\n")) == {"same": 1}


def test_invisible_letters_are_not_part_of_a_name_an_address_or_a_heading() -> None:
    bring_in(
        "\ufeffNa\u200bme,Role,E\u00admail\nAnn\u200b\u00a0Lark\u200f,teacher,\u202aann@hazel.example\u202c\n"
    )
    assert User.objects.get(email="ann@hazel.example").name == "Ann Lark"


def test_a_column_of_states_says_who_has_left() -> None:
    text = "Staff Code,Name,Role,Status\nA1,Ann Lark,teacher,{}\nB2,Ben Finch,teacher,Current\n"
    text += "C3,Old Hand,cook,Left\n"
    bring_in(text.format("Active"))
    assert not User.objects.filter(name="Old Hand").exists()
    assert said(checked(text.format("Leaver"))) == {"leaver": 1, "same": 2}


def test_what_the_dry_run_showed_is_what_is_written() -> None:
    bring_in(STAFF)
    roll = checked(STAFF.replace("Teacher,", "Cook,").replace("Basil,Finch", "Basil,Finche"))
    planned = {line.name: line.effects for line in roll.lines.all()}
    assert planned["Tara Lark"]["begin"] == [["support-staff", today().isoformat(), None]]
    assert planned["Basil Finche"]["name"] == "Basil Finche"
    bring_in(None, roll=roll)
    assert roles_at("grange", "Tara Lark") == ["support-staff"]
    assert RollLine.objects.exclude(effects={}).count() == 0
