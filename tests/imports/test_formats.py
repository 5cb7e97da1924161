"""Common transfer file, OneRoster and School Data Sync; and archives that mean harm."""

import io
import zipfile

import pytest

from belisha.imports.files import archive as archive_module
from belisha.imports.files.reader import read_file
from belisha.imports.files.row import UnreadableFileError
from tests.imports.reading_steps import packed, read, rows

CTF = """<?xml version="1.0" encoding="{0}"?>
<CTfile><Header><DocumentName>Common Transfer File</DocumentName><CTFversion>25.0</CTFversion></Header>
<CTFpupilData>
<Pupil><UPN>A123</UPN><Surname>Ashdown</Surname><Forename>Zoë</Forename><DOB>2019-01-01</DOB>
<BasicDetails><PreferredSurname>Ash</PreferredSurname><NCyearActual>R</NCyearActual></BasicDetails>
<Contacts><Contact><Surname>Private</Surname><Email>p@private.example</Email></Contact></Contacts></Pupil>
<Pupil><UPN>B456</UPN><Surname>Sayed</Surname><Forename>Ali</Forename>
<BasicDetails><NCyearActual>1</NCyearActual></BasicDetails></Pupil>
</CTFpupilData></CTfile>"""
MANIFEST = "propertyName,value\nmanifest.version,1.0\noneroster.version,1.1\n"
ORGS = (
    "sourcedId,status,name,type\ns1,active,Grange,school\ns2,active,Other,school\nla,active,County,district\n"
)
USERS = (
    "sourcedId,status,enabledUser,orgSourcedIds,role,givenName,familyName,email,grades,password\n"
    "u1,active,true,s1,teacher,Eleanor,Jones,e@g.example,,secret\n"
    'u2,active,true,"s1,s2",student,Ruby,Ashdown,r@g.example,02,secret\n'
    "u3,tobedeleted,true,s1,teacher,Gone,Away,,,\n"
    "u4,active,true,s2,teacher,Other,School,o@g.example,,\n"
)
CLASSES = "sourcedId,status,title,classType\nc1,active,Owls,homeroom\nc2,active,Maths,scheduled\n"
ENROLLED = "sourcedId,status,classSourcedId,userSourcedId\ne1,active,c1,u2\ne2,active,c2,u2\n"


@pytest.mark.parametrize("encoding", ["UTF-8", "UTF-16", "ISO-8859-1"])
def test_a_common_transfer_file_gives_pupils_with_their_line_and_nothing_else(encoding: str) -> None:
    data = CTF.format(encoding).encode(encoding)
    found = rows(data)
    assert [(row.line, row.key, row.name, row.year_group) for row in found] == [
        (4, "upn:a123", "Zoë Ash", "R"),
        (7, "upn:b456", "Ali Sayed", "1"),
    ]
    assert "rivate" not in repr(read_file(data))
    assert "2019" not in repr(read_file(data))


BOMB = (
    '<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol">'
    + "".join(f'<!ENTITY lol{n} "{f"&lol{n - 1 or str()};" * 10}">' for n in range(1, 10))
    + "]><CTfile>&lol9;</CTfile>"
)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (BOMB, "defines words of its own"),
        (
            '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><CTfile>&x;</CTfile>',
            "defines words of its own",
        ),
        ("<CTfile><CTFpupilData><Pupil>", "damaged"),
        ("<CTfile/>", "no pupils"),
        ("<rss></rss>", "begins with “rss”"),
        ("<?xml version='1.0' encoding='no-such'?><CTfile/>", "damaged"),
        ("<a>" * 200_000, "damaged"),
    ],
)
def test_other_xml_is_refused(data: str, sentence: str) -> None:
    with pytest.raises(UnreadableFileError, match=sentence):
        read_file(data.encode())


def test_oneroster_gives_people_of_one_school_with_their_class() -> None:
    data = packed(manifest=MANIFEST, orgs=ORGS, users=USERS, classes=CLASSES, enrollments=ENROLLED)
    table = read_file(data)
    assert (table.kind, table.schools) == ("oneroster", (("s1", "Grange"), ("s2", "Other")))
    assert "secret" not in repr(table)
    found = [row for row in rows(data, school="s1") if not row.is_gone]
    assert [(row.key, row.name, row.roles, row.email, row.year_group, row.group) for row in found] == [
        ("person_id:u1", "Eleanor Jones", ("teacher",), "e@g.example", "", ""),
        ("person_id:u2", "Ruby Ashdown", ("pupil",), "", "2", "Owls"),
    ]
    assert [row.name for row in rows(data, school="s2")] == ["Ruby Ashdown", "Other School"]


def test_oneroster_with_faults_names_the_file_and_the_line() -> None:
    found = read(packed(manifest=MANIFEST, users=USERS.replace("e@g.example", "nonsense")))
    (fault,) = found.faults
    assert (fault.where, fault.line, fault.value) == ("users.csv", 2, "nonsense")


def test_the_first_school_data_sync() -> None:
    data = packed(
        School="SIS ID,Name\n1,Grange\n",
        Student="SIS ID,School SIS ID,Username,First Name,Last Name,Grade\n"
        "7,1,ruby@g.example,Ruby,Ashdown,2\n",
        Teacher="SIS ID,School SIS ID,Username,First Name,Last Name\n7T,1,e@g.example,Eleanor,Jones\n",
    )
    assert [(row.key, row.roles, row.email, row.year_group) for row in rows(data)] == [
        ("person_id:7", ("pupil",), "", "2"),
        ("person_id:7t", ("teacher",), "e@g.example", ""),
    ]


def test_the_second_school_data_sync_gives_a_person_every_post() -> None:
    data = packed(
        orgs="sourcedId,name,type\n1,Grange,school\n",
        users="sourcedId,username,givenName,familyName,email\n7,e@g.example,Eleanor,Jones,\n8,x,Ruby,Ashdown,\n",
        roles="userSourcedId,orgSourcedId,role,grade\n7,1,teacher,\n7,1,aide,\n7,1,teacher,\n8,1,student,03\n",
    )
    assert [(row.name, row.roles, row.email, row.year_group) for row in rows(data)] == [
        ("Eleanor Jones", ("teacher", "teaching-assistant"), "e@g.example", ""),
        ("Ruby Ashdown", ("pupil",), "", "3"),
    ]


def test_one_list_in_an_archive_is_read_as_a_list() -> None:
    assert rows(packed(staff="Name,Role\nDot,cook\n"))[0].name == "Dot"


def archive(*entries: tuple[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed_file:
        for name, data in entries:
            packed_file.writestr(name, data)
    return made.getvalue()


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (archive(("../users.csv", b"x")), "leads out of its folder"),
        (archive(("/etc/users.csv", b"x")), "leads out of its folder"),
        (archive(("a\\..\\..\\users.csv", b"x")), "leads out of its folder"),
        (archive(("C:users.csv", b"x")), "leads out of its folder"),
        (archive(("a/users.csv", b"x"), ("b/users.csv", b"y")), "twice"),
        (archive(*((f"{n}.csv", b"x") for n in range(61))), "at most 60"),
        (archive(("picture.png", b"x")), "no CSV file"),
        (archive(("a.csv", b"x"), ("b.csv", b"y")), "neither OneRoster"),
        (archive(("[Content_Types].xml", b""), ("xl/workbook.xml", b"")), "Excel workbook"),
        (archive(("[Content_Types].xml", b""), ("word/document.xml", b"")), "Office document"),
        (archive(("users.csv", b"x"))[:40], "damaged"),
        (packed(manifest=MANIFEST.replace("version,1.1", "version,2.0"), users=USERS), "OneRoster “2.0”"),
        (packed(manifest=MANIFEST, users="sourcedId,givenName\n1,Ann\n"), "no column “familyName”"),
    ],
    # An archive holds the time at which it was made: its bytes would be another name in each process.
    ids=lambda value: "archive" if isinstance(value, bytes) else None,
)
def test_archives_that_are_refused(data: bytes, sentence: str) -> None:
    with pytest.raises(UnreadableFileError, match=sentence):
        read_file(data)


def test_an_archive_that_unpacks_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive_module, "LARGEST_UNPACKED", 1_000_000)
    bomb = archive(("users.csv", bytes(30_000_000)))
    assert len(bomb) < 40_000
    with pytest.raises(UnreadableFileError, match="unpacks to more"):
        read_file(bomb)


def test_a_locked_archive_is_refused() -> None:
    data = bytearray(archive(("users.csv", b"Name\nDot\n")))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + place] |= 1
    with pytest.raises(UnreadableFileError, match="locked with a password"):
        read_file(bytes(data))
