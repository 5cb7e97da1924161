#!/usr/bin/env bash
# mammoth 1.13.0: words that Word hides and never prints stand in the text.
#
# A school meets it: a council's model policy has notes to the adopting school, or a school has notes of its own, set
# to "Hidden" in Word's font settings (w:vanish). Nobody sees them on the screen or on paper.
# Expected: they are left out, or told apart: the page has no such words.
# Seen: they come as live text, in the HTML and in the plain text, and no message tells of it. A note about
# a family is published with the policy.
#
# Belisha: leaves hidden words out and lists them to whoever reads the document in (belisha/reading/formats/docx.py,
# tests/reading/test_docx.py).
set -euo pipefail

work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
python3 -m venv --without-pip "$work/venv"
python3 -m pip --python "$work/venv" --disable-pip-version-check install --quiet --no-deps \
  mammoth==1.13.0 \
  cobble==0.1.4
cd "$work"
venv/bin/python - <<'PY'
import io
import sys
import zipfile

import mammoth

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
PARTS = {
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument'
    '.wordprocessingml.document.main+xml"/></Types>',
    "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
    'officeDocument" Target="word/document.xml"/></Relationships>',
    "word/document.xml": f'<w:document {W}><w:body><w:p><w:r><w:t xml:space="preserve">Ask before filming. </w:t></w:r>'
    "<w:r><w:rPr><w:vanish/></w:rPr><w:t>Agreed after the complaint of the B family.</w:t></w:r></w:p></w:body></w:document>",
}
made = io.BytesIO()
with zipfile.ZipFile(made, "w") as archive:
    for name, text in PARTS.items():
        archive.writestr(name, text)
html = mammoth.convert_to_html(made)
print("expected: <p>Ask before filming.</p>")
print("seen:    ", html.value, html.messages)
if html.value != "<p>Ask before filming. Agreed after the complaint of the B family.</p>" or html.messages:
    sys.exit(f"mammoth treats hidden words in another way now: {html}.")
PY
