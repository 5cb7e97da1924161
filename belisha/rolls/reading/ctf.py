"""The common transfer file (CTF), in which schools in England hand on pupils: the Department's own XML.

Read are a pupil's number, name and year, and nothing else: no birthday, address, contact or assessment.
"""

from xml.sax import SAXException  # nosec B406
from xml.sax.handler import ContentHandler  # nosec B406: what reads is defusedxml
from xml.sax.xmlreader import AttributesImpl, Locator  # nosec B406

from defusedxml import DefusedXmlException
from defusedxml.sax import parseString

from belisha.rolls.reading.limits import MOST_ROWS
from belisha.rolls.reading.row import UnreadableRollError
from belisha.rolls.reading.table import Table, known_table

# The tag, and what it is called here.
WANTED = {
    "UPN": "upn",
    "Surname": "family",
    "Forename": "given",
    "PreferredSurname": "preferred_family",
    "PreferredForename": "preferred_given",
    "NCyearActual": "year_group",
}
WITHIN = ("Pupil", "BasicDetails")


def read_ctf(data: bytes) -> Table:
    """The pupils of a common transfer file. Raises UnreadableRollError where it is another sort of XML."""
    reader = _Pupils()
    try:
        parseString(data, reader)
    except DefusedXmlException as error:
        message = (
            "The XML file defines words of its own (a “DTD” or “entity”), which no system of a school "
            "does. It was not read."
        )
        raise UnreadableRollError(message) from error
    except (SAXException, UnicodeError, ValueError, LookupError) as error:
        message = (
            "The XML file is damaged or was not copied to its end. Export the common transfer file again."
        )
        raise UnreadableRollError(message) from error
    if reader.root != "CTfile":
        message = (
            f"The XML file begins with “{reader.root[:60]}”, and a common transfer file with “CTfile”. "
            "Export a common transfer file (CTF), or a CSV file."
        )
        raise UnreadableRollError(message)
    if not reader.pupils:
        message = "The common transfer file holds no pupils. Export it again, with the pupils chosen."
        raise UnreadableRollError(message)
    rows = [
        (line, "", {"role": "pupil", **dict.fromkeys(WANTED.values(), ""), **cells})
        for line, cells in reader.pupils
    ]
    return known_table("ctf", rows)


class _Pupils(ContentHandler):
    """Collects the pupils, each with the line that they begin on."""

    def __init__(self) -> None:
        super().__init__()
        self.root = ""
        self.path: list[str] = []
        self.text: list[str] = []
        self.pupils: list[tuple[int, dict[str, str]]] = []
        self.place = Locator()

    def setDocumentLocator(self, locator: Locator) -> None:  # noqa: N802
        """Where in the file the reader stands."""
        self.place = locator

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802, ARG002
        """A tag opens."""
        tag = name.rpartition(":")[2]
        self.root = self.root or tag
        self.path.append(tag)
        self.text = []
        if tag == "Pupil" and len(self.path) <= 3:
            if len(self.pupils) >= MOST_ROWS:
                message = f"The file has more than {MOST_ROWS:,} pupils. Export one school at a time."
                raise UnreadableRollError(message)
            self.pupils.append((self.place.getLineNumber() or 0, {}))

    def characters(self, content: str) -> None:
        """Some text of the tag that is open."""
        self.text.append(content)

    def endElement(self, name: str) -> None:  # noqa: N802, ARG002
        """The tag that was opened last closes."""
        tag = self.path.pop()
        field = WANTED.get(tag)
        if field and self.pupils and self.path and self.path[-1] in WITHIN:
            self.pupils[-1][1].setdefault(field, " ".join("".join(self.text).split()))
        self.text = []
