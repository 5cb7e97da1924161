"""The common transfer file (CTF) and the admissions transfer file (ATF): the Department's own XML of pupils.

Read are a pupil's number, name, year, days and state, and nothing else: no birthday, address, contact or
mark.
"""

import codecs
import re
from xml.sax import SAXException  # nosec B406
from xml.sax.handler import ContentHandler  # nosec B406: what reads is defusedxml
from xml.sax.xmlreader import AttributesImpl, Locator  # nosec B406

from defusedxml import DefusedXmlException
from defusedxml.sax import parseString

from belisha.imports.files.limits import MOST_ROWS
from belisha.imports.files.row import UnreadableFileError
from belisha.imports.files.table import ORG_JOINT, Table, known_table

# The tag, and what it is called here.
WANTED = {
    "UPN": "upn",
    "Surname": "family",
    "Forename": "given",
    "PreferredSurname": "preferred_family",
    "PreferredForename": "preferred_given",
    "NCyearActual": "year_group",
    "NCYearActual": "year_group",
    "EnrolStatus": "state",
}
WITHIN = ("Pupil", "BasicDetails")
HISTORY = "School"  # within it stand the days at one school of a pupil's history
ROOTS = frozenset(("ctfile", "atfile"))
SIDES = {"SourceSchool": "source", "DestSchool": "dest", "SourceLEA": "source", "SourceLA": "source"}
DECLARED = re.compile(rb"""^\s*<\?xml[^>]*encoding\s*=\s*["']utf-?8["'][^>]*\?>""", re.IGNORECASE)
NOT_A_SCHOOL = re.compile(r"[LXMZN?*0 ]*", re.IGNORECASE)  # lost, missing, not known: "LLLLLLL", "XXXXXXX"
RECODED = (
    "The file says that it is written in UTF-8, and it is not. It is read as Windows writes it. Look at "
    "names with accents."
)


def read_ctf(data: bytes) -> Table:
    """Return the pupils of a transfer file. Raise UnreadableFileError for another sort of XML."""
    reader = _PupilHandler()
    data, notes = _recoded(data)
    try:
        parseString(data, reader)
    except DefusedXmlException as error:
        message = (
            "The XML file defines words of its own (a “DTD” or “entity”), which no system of a school "
            "does. It was not read."
        )
        raise UnreadableFileError(message) from error
    except (SAXException, UnicodeError, ValueError, LookupError) as error:
        message = (
            "The XML file is damaged or was not copied to its end. Export the common transfer file again."
        )
        raise UnreadableFileError(message) from error
    if reader.root.lower() not in ROOTS:
        message = (
            f"The XML file begins with “{reader.root[:60]}”, and a common transfer file with “CTfile”. "
            "Export a common transfer file (CTF), or a CSV file."
        )
        raise UnreadableFileError(message)
    if not reader.pupils:
        message = "The common transfer file holds no pupils. Export it again, with the pupils chosen."
        raise UnreadableFileError(message)
    return _table_of(reader, notes)


def _recoded(data: bytes) -> tuple[bytes, list[str]]:
    """Return the file in the encoding that it states: some write cp1252 and say UTF-8."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data, []
    body = data.removeprefix(codecs.BOM_UTF8)
    if body.startswith(b"<?xml") and b"encoding" in body[:120] and not DECLARED.match(body):
        return data, []
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return body.decode("cp1252", errors="replace").encode("utf-8"), [RECODED]
    return data, []


def _table_of(reader: "_PupilHandler", notes: list[str]) -> Table:
    """Return the table of the pupils: a row for the school that sends, and one for the school that receives.

    Whoever brings the file in says which of the two theirs is: from the one pupils leave, at the other they
    join.
    """
    source, dest = reader.school("source"), reader.school("dest")
    schools = [school for school in (source, dest) if school]
    if source and dest and source[0] == dest[0]:
        schools = [source]
    rows = []
    for line, cells in reader.pupils:
        fields = {"role": "pupil", **dict.fromkeys((*WANTED.values(), "from_on", "to_on"), ""), **cells}
        if len(schools) < 2:
            rows.append((line, "", {**fields, "org": ORG_JOINT.join(key for key, _ in schools)}))
            continue
        state = "" if fields["to_on"] else "left"
        rows.append((line, "", {**fields, "org": schools[0][0], "state": state}))
        rows.append((line, "", {**fields, "org": schools[1][0], "from_on": "", "to_on": ""}))
    return known_table(
        "ctf", rows, notes=notes, schools=schools if len(schools) > 1 else (), is_delta=len(schools) > 1
    )


class _PupilHandler(ContentHandler):
    """Collects the pupils, each with the line that they begin on, and the two schools of the header."""

    def __init__(self) -> None:
        super().__init__()
        self.root = ""
        self.path: list[str] = []
        self.text: list[str] = []
        self.pupils: list[tuple[int, dict[str, str]]] = []
        self.sides: dict[str, dict[str, str]] = {}
        self.history: dict[str, str] = {}
        self.place = Locator()

    def school(self, side: str) -> tuple[str, str] | None:
        """Return the number and name of the school that sends or receives; None where it is no one school."""
        said = self.sides.get(side, {})
        number = said.get("lea", "") + said.get("estab", "")
        if not number or NOT_A_SCHOOL.fullmatch(number) or not any(map(str.isdigit, said.get("estab", ""))):
            return None
        return number, said.get("name", "") or f"School {number}"

    def setDocumentLocator(self, locator: Locator) -> None:  # noqa: N802
        """Keep where in the file the parser is."""
        self.place = locator

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802, ARG002
        """Note that a tag opens."""
        tag = name.rpartition(":")[2]
        self.root = self.root or tag
        self.path.append(tag)
        self.text = []
        if tag == HISTORY:
            self.history = {}
        if tag == "Pupil" and len(self.path) <= 3:
            if len(self.pupils) >= MOST_ROWS:
                message = f"The file has more than {MOST_ROWS:,} pupils. Export one school at a time."
                raise UnreadableFileError(message)
            self.pupils.append((self.place.getLineNumber() or 0, {}))

    def characters(self, content: str) -> None:
        """Keep some text of the tag that is open."""
        self.text.append(content)

    def endElement(self, name: str) -> None:  # noqa: N802, ARG002
        """Take what the tag that closes holds, if it is wanted."""
        tag = self.path.pop()
        text = " ".join("".join(self.text).split())
        self.text = []
        if not self.path:
            return
        if "Header" in self.path[:2]:
            self._header(tag, text)
            return
        if self.path[-1] == HISTORY:
            self.history[tag] = text
        elif tag == HISTORY and self.pupils:
            self._history()
        field = WANTED.get(tag)
        if field and self.pupils and self.path[-1] in WITHIN:
            self.pupils[-1][1].setdefault(field, text)

    def _history(self) -> None:
        """Take the days at the school that sends the file: those at earlier schools are no
        concern of ours.
        """
        source = self.sides.get("source", {})
        own = source.get("lea"), source.get("estab")
        if (self.history.get("LEA") or self.history.get("LA"), self.history.get("Estab")) == own:
            cells = self.pupils[-1][1]
            cells["from_on"] = self.history.get("EntryDate", "")
            cells["to_on"] = self.history.get("LeavingDate", "")

    def _header(self, tag: str, text: str) -> None:
        side = next((SIDES[part] for part in self.path if part in SIDES), "")
        names = {"LEA": "lea", "LA": "lea", "Estab": "estab", "SchoolName": "name"}
        if side and tag in names:
            self.sides.setdefault(side, {}).setdefault(names[tag], text)
