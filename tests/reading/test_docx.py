"""Word files: numbers, tracked changes, text boxes, notes and tables come as Word prints them."""

from __future__ import annotations

import pytest

from belisha.reading.read import read_document
from belisha.reading.values import BlockKind, DocumentError
from tests.reading.made import W, docx, heading, paragraph, table


def test_numbers_are_worked_out_and_restart_where_word_restarts_them() -> None:
    made = docx(
        paragraph("Phones are kept in the office.", num=1),
        paragraph("Cameras too.", num=1, level=1),
        paragraph("And tablets.", num=1, level=1),
        paragraph("Staff sign for them.", num=1),
        paragraph("A new list begins.", num=3),
    )
    assert [block.number for block in read_document(made).blocks] == ["1.", "1a)", "1b)", "2.", "1."]


def test_tracked_changes_are_accepted_or_rejected_and_what_goes_is_listed() -> None:
    runs = (
        "<w:r><w:t xml:space='preserve'>Reply within </w:t></w:r>"
        "<w:del><w:r><w:delText>two</w:delText></w:r></w:del><w:ins><w:r><w:t>five</w:t></w:r></w:ins>"
        "<w:r><w:t xml:space='preserve'> days.</w:t></w:r>"
    )
    made = docx(paragraph("", runs=runs))
    accepted, rejected = read_document(made), read_document(made, accept=False)
    assert accepted.blocks[0].text == "Reply within five days."
    assert [each.text for each in accepted.left_out] == ["two"]
    assert rejected.blocks[0].text == "Reply within two days."
    assert accepted.words_in == accepted.words_placed


def test_text_boxes_notes_and_hyphens_are_kept_and_comments_listed() -> None:
    runs = (
        "<w:r><w:t>Governors re</w:t><w:noBreakHyphen/><w:t>sign the code.</w:t>"
        "<w:footnoteReference w:id='2'/></w:r>"
        "<w:r><mc:AlternateContent><mc:Choice><w:txbxContent>"
        f"{paragraph('Ask the head first.')}</w:txbxContent></mc:Choice>"
        f"<mc:Fallback><w:txbxContent>{paragraph('Ask the head first.')}</w:txbxContent></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )
    note = f"<w:footnotes {W}><w:footnote w:id='2'>{paragraph('Each September.')}</w:footnote></w:footnotes>"
    comment = f"<w:comments {W}><w:comment>{paragraph('Is this right?')}</w:comment></w:comments>"
    document = read_document(docx(paragraph("", runs=runs), footnotes=note, comments=comment))
    assert [block.text for block in document.blocks] == [
        "Governors re-sign the code.",
        "Ask the head first.",
        "Each September.",
    ]
    assert [(each.why, each.text) for each in document.left_out] == [("comment", "Is this right?")]


def test_tables_are_read_by_row_with_their_heads() -> None:
    made = docx(heading("Who does what"), table(("Duty", "Who"), ("Check the website", "Clerk")))
    row = read_document(made).blocks[-1]
    assert (row.kind, row.cells, row.head) == (BlockKind.ROW, ("Check the website", "Clerk"), ("Duty", "Who"))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty"),
        (docx(paragraph("Cut short."))[:300], "cut short"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "password"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), "save it as DOCX"),
        (b"MIME-Version: 1.0\r\nFrom: office\r\n\r\nPolicy attached", "e-mail"),
        (b"\x89PNG\r\n\x1a\n", "picture"),
        (b"{\\rtf1 hello}", "RTF"),
        (b"%PDF-1.7\nnothing more", "no PDF"),
        (b"PK\x03\x04 and nothing", "archive"),
        (docx(paragraph("x"), numbering="<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"), "entities"),
    ],
)
def test_what_cannot_be_read_is_said_in_a_sentence(data: bytes, said: str) -> None:
    with pytest.raises(DocumentError, match=said):
        read_document(data, "policy")


def test_a_part_that_unpacks_without_end_is_not_opened() -> None:
    with pytest.raises(DocumentError, match="far more"):
        read_document(docx(paragraph("x"), styles=f"<a>{' ' * 90_000_000}</a>"))


def test_hidden_and_struck_words_are_left_out_and_listed() -> None:
    """Word prints no hidden text. mammoth 1.13.0 reads it as live: findings/mammoth-hidden-words.sh."""
    runs = "".join(
        f"<w:r><w:rPr>{look}</w:rPr><w:t xml:space='preserve'>{words}</w:t></w:r>"
        for look, words in (
            ("", "Staff may "),
            ("<w:strike/>", "not "),
            ("", "carry a phone."),
            ("<w:vanish/>", " Agreed after a complaint."),
            ("<w:vanish w:val='0'/>", " Ask first."),
        )
    )
    document = read_document(docx(paragraph("", runs=runs)))
    assert document.blocks[0].text == "Staff may carry a phone. Ask first."
    assert [(each.why, each.text) for each in document.left_out] == [
        ("struck through", "not"),
        ("hidden text", "Agreed after a complaint."),
    ]
    assert document.words_in == document.words_placed


_COVER = "http://schemas.microsoft.com/office/2006/coverPageProps"
_STORE = "{55AF091B-3C7A-41E3-B477-F2FDAA23CFDA}"
_DS = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"


def mapped(kind: str, said: str = "2027-09-01T00:00:00", path: str = "/c:Cover[1]/c:Day[1]") -> bytes:
    """Return a document with a control of that kind, mapped to a property that says `said`."""
    control = (
        "<w:r><w:t xml:space='preserve'>Next review: </w:t></w:r><w:sdt><w:sdtPr>"
        f"<w:dataBinding w:xpath='{path}' w:storeItemID='{_STORE}'/>{kind}</w:sdtPr>"
        "<w:sdtContent><w:r><w:t>01/09/</w:t></w:r><w:r><w:t>2024</w:t></w:r></w:sdtContent></w:sdt>"
    )
    parts = {
        "customXml/item1.xml": f"<Cover xmlns='{_COVER}'><Day>{said}</Day></Cover>",
        "customXml/itemProps1.xml": f"<d:datastoreItem xmlns:d='{_DS}' d:itemID='{_STORE.lower()}'/>",
    }
    return docx(paragraph("", runs=control), **parts)


@pytest.mark.parametrize(
    ("data", "shown"),
    [
        (mapped("<w:date><w:dateFormat w:val='dd/MM/yyyy'/></w:date>"), "01/09/2027"),
        (mapped("<w:date><w:dateFormat w:val='dddd, d MMMM yyyy'/></w:date>"), "Wednesday, 1 September 2027"),
        (mapped("<w:text/>", "Autumn term 2027"), "Autumn term 2027"),
        (
            mapped(
                "<w:dropDownList><w:listItem w:displayText='In a year' w:value='1'/></w:dropDownList>", "1"
            ),
            "In a year",
        ),
        (mapped("<w:richText/>"), "01/09/2024"),
        (mapped("<w:text/>", path="/c:Cover[1]/c:Other[1]"), "01/09/2024"),
        (mapped("<w:text/>", path="/c:Cover[1]/@day"), "01/09/2024"),
        (mapped("<w:text/>", ""), "01/09/2024"),
    ],
)
def test_a_mapped_control_says_what_its_property_says(data: bytes, shown: str) -> None:
    """A review date changed as a property of the document (ISO/IEC 29500-1, 17.5.2.6).

    docx2python 3.7.1 reads the words of last time: findings/docx2python-review-date-of-yesterday.sh.
    """
    document = read_document(data)
    assert document.blocks[0].text == f"Next review: {shown}"
    assert bool(document.notes) == (shown != "01/09/2024")
    assert document.words_in == document.words_placed
