"""Whatever is brought, a table or a sentence comes out, and never a traceback."""

import io
import json
import zipfile

from hypothesis import given, settings
from hypothesis import strategies as st

from belisha.imports.files.reader import read_file
from belisha.imports.files.row import UnreadableFileError
from belisha.imports.files.table import Table, table_from
from belisha.imports.planning.serialization import row_as_json
from tests.imports.reading_steps import read

HEADINGS = st.sampled_from(
    [
        "Name",
        "Surname",
        "Forename",
        "Role",
        "Email",
        "Adno",
        "Year",
        "Start date",
        "Leaving date",
        "Class",
        "x",
        "",
    ]
)
CELLS = st.one_of(
    st.text(max_size=20),
    st.sampled_from(
        ["", "teacher", "cook", "=1+1", "01/09/2026", "2", "a@b.example", "\x00", '"', "Ann One"]
    ),
)
FILES = st.sampled_from(
    ["users.csv", "manifest.csv", "orgs.csv", "roles.csv", "Student.csv", "Teacher.csv", "x.csv"]
)
IDS = st.sampled_from(
    ["sourcedId", "givenName", "familyName", "role", "SIS ID", "First Name", "Last Name", "grade"]
)
TAGS = st.sampled_from(
    ["CTfile", "CTFpupilData", "Pupil", "UPN", "Surname", "Forename", "NCyearActual", "BasicDetails"]
)


def survives(data: bytes) -> None:
    try:
        table = read_file(data)
    except UnreadableFileError:
        return
    written = json.dumps(table.as_json())
    assert "\\u0000" not in written  # PostgreSQL keeps no such letter
    assert table_from(json.loads(written)) == table
    found = read(data, role_of_all="teacher")
    for row in found.rows:
        assert isinstance(json.loads(json.dumps(row_as_json(row))), dict)
        assert row.name
        assert "\x00" not in repr(row)
    lines = {row.line for row in table.rows}
    assert {row.line for row in found.rows} <= lines
    assert isinstance(table, Table)


@given(st.binary(max_size=300))
def test_any_bytes(data: bytes) -> None:
    survives(data)


@given(
    st.lists(
        st.sampled_from([b",", b'"', b"\n", b"\r", b"\x00", b"Name", b"Role", b"\xff", b"\xe9", b"=", b"a"])
    )
)
def test_bytes_that_look_like_a_list(parts: list[bytes]) -> None:
    survives(b"".join(parts))


@settings(max_examples=150)
@given(
    st.lists(HEADINGS, min_size=1, max_size=6),
    st.lists(st.lists(CELLS, max_size=7), max_size=6),
    st.sampled_from([",", ";", "\t", "|"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]),
)
def test_any_list(headings: list[str], lines: list[list[str]], separator: str, encoding: str) -> None:
    def quoted(cell: str) -> str:
        return '"' + cell.replace('"', '""') + '"'

    text = "\n".join(separator.join(map(quoted, line)) for line in [headings, *lines])
    survives(text.encode(encoding, errors="replace"))


@given(
    st.dictionaries(
        FILES, st.tuples(st.lists(IDS, min_size=1), st.lists(st.lists(CELLS, max_size=8), max_size=4))
    )
)
def test_any_archive(files: dict[str, tuple[list[str], list[list[str]]]]) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, (headings, lines) in files.items():
            archive.writestr(
                name, "\n".join(",".join(line) for line in [headings, *lines]).encode(errors="replace")
            )
    survives(made.getvalue())


@given(
    st.recursive(
        st.text(max_size=8), lambda inner: st.tuples(TAGS, st.lists(inner, max_size=3)), max_leaves=12
    )
)
def test_any_xml(tree: object) -> None:
    def written(node: object) -> str:
        if isinstance(node, tuple):
            return f"<{node[0]}>{''.join(map(written, node[1]))}</{node[0]}>"
        return str(node).replace("<", "").replace("&", "")

    survives(f"<CTfile><CTFpupilData>{written(tree)}</CTFpupilData></CTfile>".encode(errors="replace"))
