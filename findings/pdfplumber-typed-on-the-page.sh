#!/usr/bin/env bash
# pdfplumber 0.11.10 (and pypdf 7.1.1): the date of approval is not in the text of the signed policy.
#
# A school meets it: the clerk opens the PDF of a policy in an ordinary viewer, chooses "Add text", and types
# the date of approval on the line for it. The PDF shows it and prints it; in the file it is a note of kind FreeText.
# Expected: the text of the page has the date that everybody sees on it.
# Seen: `extract_text()` of both ends at "Approved on:". A check for missing dates calls the policy not approved.
#
# Belisha: reads what was typed on a page, at its place (belisha/reading/formats/pdf.py, tests/reading/test_pdf.py).
set -euo pipefail

work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
python3 -m venv --without-pip "$work/venv"
python3 -m pip --python "$work/venv" --disable-pip-version-check install --quiet --no-deps \
  pdfplumber==0.11.10 \
  pdfminer.six==20260107 \
  pypdf==7.1.1 \
  pypdfium2==5.15.2 \
  pillow==13.0.0 \
  charset-normalizer==3.5.3 \
  cryptography==50.0.2 \
  cffi==2.1.1 \
  pycparser==3.12
cd "$work"
venv/bin/python - <<'PY'
import io
import sys

import pdfplumber
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import FreeText
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

writer = PdfWriter()
page = writer.add_blank_page(595, 842)
font = DictionaryObject({
    NameObject("/Type"): NameObject("/Font"), NameObject("/Subtype"): NameObject("/Type1"),
    NameObject("/BaseFont"): NameObject("/Helvetica"),
})
fonts = DictionaryObject({NameObject("/F1"): font})
page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
words = DecodedStreamObject()
words.set_data(b"BT /F1 12 Tf 60 700 Td (Social media policy. Approved on:) Tj ET")
page[NameObject("/Contents")] = writer._add_object(words)
writer.add_annotation(0, FreeText(text="12 May 2026", rect=(240, 694, 340, 714)))
made = io.BytesIO()
writer.write(made)

noted = [each.get_object() for each in PdfReader(made).pages[0]["/Annots"]]
texts = [pdfplumber.open(made).pages[0].extract_text(), PdfReader(made).pages[0].extract_text()]
print("expected: Social media policy. Approved on: 12 May 2026")
print("seen:    ", texts, " while the page holds", [(each["/Subtype"], each["/Contents"]) for each in noted])
if [text.strip() for text in texts] != ["Social media policy. Approved on:"] * 2:
    sys.exit(f"pdfplumber or pypdf reads what was typed on a page now: {texts}.")
PY
