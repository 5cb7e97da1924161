#!/usr/bin/env bash
# docx2python 3.7.1: the review date of a policy is the one from before it was changed.
#
# A school meets it: the cover of a Word policy shows the review date in a content control that is mapped to a
# property of the document (Insert, Quick Parts). The date is changed as a property, as SharePoint does it from the
# column of its list. The file then holds the new date as the property, and the words of last time in the text.
# Expected: the property's value. ISO/IEC 29500-1, 17.5.2.6: the contents of the mapped element replace the words
# in the document, and so Word shows it.
# Seen: the words of last time. The policy is called overdue, with no sign that a newer date is in the file.
#
# Belisha: reads the property (belisha/reading/formats/docx_bindings.py, tests/reading/test_docx.py).
set -euo pipefail

work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
python3 -m venv --without-pip "$work/venv"
python3 -m pip --python "$work/venv" --disable-pip-version-check install --quiet --no-deps \
  docx2python==3.7.1 \
  lxml==6.1.3 \
  paragraphs==1.0.1 \
  typing_extensions==4.16.0
cd "$work"
venv/bin/python - <<'PY'
import sys
import zipfile

from docx2python import docx2python

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
COVER = "http://schemas.microsoft.com/office/2006/coverPageProps"
STORE = "{55AF091B-3C7A-41E3-B477-F2FDAA23CFDA}"


def related(*pairs):
    each = "".join(
        f'<Relationship Id="r{n}" Type="{OFFICE}/relationships/{kind}" Target="{to}"/>' for n, (kind, to) in enumerate(pairs)
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{each}</Relationships>'


KINDS = "application/vnd.openxmlformats-"
PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
    f'<Default Extension="rels" ContentType="{KINDS}package.relationships+xml"/><Override PartName="/word/document.xml"'
    f' ContentType="{KINDS}officedocument.wordprocessingml.document.main+xml"/><Override PartName="/customXml/itemProps1.xml"'
    f' ContentType="{KINDS}officedocument.customXmlProperties+xml"/></Types>',
    "_rels/.rels": related(("officeDocument", "word/document.xml")),
    "word/_rels/document.xml.rels": related(("customXml", "../customXml/item1.xml")),
    "customXml/_rels/item1.xml.rels": related(("customXmlProps", "itemProps1.xml")),
    "customXml/item1.xml": f'<CoverPageProperties xmlns="{COVER}"><PublishDate>2027-09-01T00:00:00</PublishDate></CoverPageProperties>',
    "customXml/itemProps1.xml": f'<ds:datastoreItem ds:itemID="{STORE}" xmlns:ds="{OFFICE}/customXml"/>',
    "word/document.xml": f'<w:document {W} xmlns:r="{OFFICE}/relationships"><w:body><w:p><w:r><w:t xml:space="preserve">Next review: </w:t></w:r>'
    f'<w:sdt><w:sdtPr><w:dataBinding w:prefixMappings="xmlns:c=\'{COVER}\'"'
    f' w:xpath="/c:CoverPageProperties[1]/c:PublishDate[1]" w:storeItemID="{STORE}"/>'
    '<w:date w:fullDate="2024-09-01T00:00:00Z"><w:dateFormat w:val="dd/MM/yyyy"/></w:date></w:sdtPr>'
    "<w:sdtContent><w:r><w:t>01/09/2024</w:t></w:r></w:sdtContent></w:sdt></w:p></w:body></w:document>",
}
with zipfile.ZipFile("policy.docx", "w") as archive:
    for name, text in PARTS.items():
        archive.writestr(name, text)
with docx2python("policy.docx") as read:
    text = read.text.strip()
print("expected: Next review: 01/09/2027")
print("seen:    ", text)
if text != "Next review: 01/09/2024":
    sys.exit(f"docx2python reads a mapped date in another way now: {text!r}.")
PY
