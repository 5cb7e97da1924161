"""Empty a Word file but for its look: styles, paper, the heads of its pages and its logo. Pure."""

from collections.abc import Iterator
from copy import deepcopy
from io import BytesIO
from typing import Any

from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn

from belisha.sandbox import Limits, limited

# What a document needs for its look. Comments, notes, the data of forms and links are left behind.
LOOK = {
    RELATIONSHIP_TYPE.STYLES,
    RELATIONSHIP_TYPE.THEME,
    RELATIONSHIP_TYPE.FONT_TABLE,
    RELATIONSHIP_TYPE.NUMBERING,
}
USED_IN_STYLE = ("Title", "Subtitle", "Heading 1", "Heading 2", "List Bullet", "Table Grid")
# A logo stands above the text: it is looked for in so many paragraphs.
FIRST_PARAGRAPHS = 8


class UnusableLookError(Exception):
    """The file cannot be opened as a Word document."""


@limited(Limits(seconds=20))
def emptied(data: bytes) -> bytes:
    """Return a Word file with the styles, paper, heading and logo of another, and none of its text.

    The footer goes: it would name another version. So does any line of the heading with a figure in it, such
    as a date. Raise UnusableLookError if `data` is no Word file.
    """
    try:
        document = Document(BytesIO(data))
    except Exception as error:
        raise UnusableLookError(str(error)) from None
    body = document.element.body
    logo, paper = _logo(body), deepcopy(document.sections[-1]._sectPr)  # noqa: SLF001
    for child in list(body):
        body.remove(child)
    if logo is not None:
        body.append(logo)
    body.append(paper)
    for mark in list(paper.iter(qn("w:footerReference"))):
        paper.remove(mark)
    _tidy_heading(document)
    _drop_relations(document.part, kept=set(_references(body)), kinds=LOOK)
    # Who wrote it, for which firm, a picture of its first page: nothing of the package but the document.
    _drop_relations(document.part.package, kept=set(), kinds={RELATIONSHIP_TYPE.OFFICE_DOCUMENT})
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _logo(body: Any) -> Any:
    """Return a paragraph above the text that holds a picture in its line and no words, or None."""
    for paragraph in list(body.iterchildren(qn("w:p")))[:FIRST_PARAGRAPHS]:
        pictures = list(paragraph.iter(qn("wp:inline")))
        words = "".join(each.text or "" for each in paragraph.iter(qn("w:t"))).strip()
        if pictures and not words and not list(paragraph.iter(qn("wp:anchor"))):
            return paragraph
    return None


def _tidy_heading(document: Any) -> None:
    """Take out of the heads of pages what belongs to one version, and what is fetched from elsewhere."""
    for section in document.sections:
        for header in (section.header, section.first_page_header, section.even_page_header):
            if header.is_linked_to_previous:
                continue
            outside = {key for key, each in header.part.rels.items() if each.is_external}
            for paragraph in header.paragraphs:
                has_figure = any(each.isdigit() for each in paragraph.text)
                if has_figure or outside & set(_references(paragraph._p)):  # noqa: SLF001
                    paragraph.clear()
            for key in outside:
                header.part.rels.pop(key)


def _drop_relations(part: Any, kept: set[str], kinds: set[str]) -> None:
    for key, each in list(part.rels.items()):
        if key not in kept and each.reltype not in kinds:
            part.rels.pop(key)


def _references(element: Any) -> Iterator[str]:
    """Yield the ids of the relations that an element names."""
    for each in element.iter():
        for name in ("r:id", "r:embed", "r:link"):
            if found := each.get(qn(name)):
                yield found


def complete_styles(document: Any) -> None:
    """Add the styles that a version is written in where the school's file lacks them."""
    plain = None
    for name in USED_IN_STYLE:
        if name not in document.styles:
            plain = plain or Document()
            document.styles.element.append(deepcopy(plain.styles[name].element))
