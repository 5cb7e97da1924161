"""Documents made by the tests: small ones of each shape."""

from __future__ import annotations

import io
import zipfile
from itertools import pairwise

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
NUMBERING = f"""<w:numbering {W}>
<w:abstractNum w:abstractNumId="0">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%1%2)"/></w:lvl>
</w:abstractNum>
<w:abstractNum w:abstractNumId="1">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="•"/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="0"/>
<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>
</w:numbering>"""
STYLES = f"""<w:styles {W}><w:style w:type="paragraph" w:styleId="Heading1">
<w:name w:val="heading 1"/></w:style></w:styles>"""


def paragraph(text: str, *, num: int = 0, level: int = 0, style: str = "", runs: str = "") -> str:
    """Return a paragraph's XML: in a list if `num` is given; `runs` is XML in place of the text."""
    props = f'<w:pStyle w:val="{style}"/>' if style else ""
    if num:
        props += f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{num}"/></w:numPr>'
    inner = runs or f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'
    return f"<w:p><w:pPr>{props}</w:pPr>{inner}</w:p>"


def heading(text: str) -> str:
    """Return a heading's XML."""
    return paragraph(text, style="Heading1")


def bullet(text: str) -> str:
    """Return a bullet's XML."""
    return paragraph(text, num=2)


def table(*rows: tuple[str, ...]) -> str:
    """Return a table's XML."""
    made = ""
    for row in rows:
        cells = "".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row)
        made += f"<w:tr>{cells}</w:tr>"
    return f"<w:tbl>{made}</w:tbl>"


def _part(name: str) -> zipfile.ZipInfo:
    """Return a part's entry with a fixed time, so that the same document has the same bytes."""
    entry = zipfile.ZipInfo(name)
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def docx(*body: str, **parts: str) -> bytes:
    """Return a Word file of these paragraphs, with further parts by name (of `word/`) or path."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(_part("[Content_Types].xml"), '<?xml version="1.0"?><Types/>')
        document = f"<w:document {W} {MC}><w:body>{''.join(body)}</w:body></w:document>"
        archive.writestr(_part("word/document.xml"), document)
        for name, text in {"numbering": NUMBERING, "styles": STYLES, **parts}.items():
            archive.writestr(_part(name if "/" in name else f"word/{name}.xml"), text)
    return stream.getvalue()


def pdf_table(
    lefts: tuple[int, ...],
    tops: tuple[int, ...],
    texts: tuple[tuple[int, int, str], ...],
    *,
    gaps: tuple[tuple[int, int, int], ...] = (),
) -> bytes:
    """Return a PDF page with a ruled table and texts at (x, y).

    `lefts` are its upright rules, `tops` its level ones. `gaps` are stretches (from, to, height) without a
    level rule, where a cell goes over two rows.
    """
    drawn = [f"{x} {min(tops)} m {x} {max(tops)} l S" for x in lefts]
    for y in tops:
        for one, other in pairwise(lefts):
            if (one, other, y) not in gaps:
                drawn.append(f"{one} {y} m {other} {y} l S")
    drawn += [f"BT /F1 9 Tf {x} {y} Td ({text}) Tj ET" for x, y, text in texts]
    return _pdf_page("\n".join(drawn))


def pdf(*lines: str, notes: tuple[str, ...] = ()) -> bytes:
    """Return a PDF of one page: lines from y = 760 down by 30, and notes as what is in their dictionaries."""
    drawn = [f"BT /F1 12 Tf 60 {760 - 30 * at} Td ({line}) Tj ET" for at, line in enumerate(lines)]
    return _pdf_page("\n".join(drawn), " ".join(f"<< /Type /Annot {note} >>" for note in notes))


def _pdf_page(drawn: str, notes: str = "") -> bytes:
    """Return a PDF of one page from what is drawn on it, with Helvetica as F1."""
    content = drawn.encode()
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R "
    page += b"/Resources << /Font << /F1 5 0 R >> >> /Annots [%s] >>" % notes.encode()
    stream = b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content)
    pages = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
    parts = [b"<< /Type /Catalog /Pages 2 0 R >>", pages, page, stream, font]
    body, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = b"startxref\n%d\n%%%%EOF" % len(body)
    return body + b"xref\n0 6\n0000000000 65535 f \n" + table + b"trailer << /Size 6 /Root 1 0 R >>\n" + start
