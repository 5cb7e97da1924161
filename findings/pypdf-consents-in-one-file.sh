#!/usr/bin/env bash
# pypdf 7.1.1: of two children's consent forms in one file, one child's answers are all that is left.
#
# A school meets it: the office puts the returned forms of a class into one PDF. All are made from one template, so
# that their fields have the same names.
# Expected: two answers, or a word that fields clash. Both pages show their own child and answer.
# Seen: `get_form_text_fields()` of the joined file knows one child, the last; the first child, who said Yes, is gone.
# Nothing is said. Each page's own fields still hold the right values.
#
# Belisha: a consent is entered for one child from one form, and read out of no joined file.
set -euo pipefail

work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
python3 -m venv --without-pip "$work/venv"
python3 -m pip --python "$work/venv" --disable-pip-version-check install --quiet --no-deps \
  pypdf==7.1.1
cd "$work"
venv/bin/python - <<'PY'
import io
import sys

from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, FloatObject, NameObject, NumberObject, TextStringObject


def form(**answers):
    writer = PdfWriter()
    page = writer.add_blank_page(595, 842)
    fields = ArrayObject()
    for place, (name, value) in enumerate(answers.items()):
        box = [FloatObject(each) for each in (60, 700 - 40 * place, 300, 720 - 40 * place)]
        field = DictionaryObject({
            NameObject("/Type"): NameObject("/Annot"), NameObject("/Subtype"): NameObject("/Widget"),
            NameObject("/FT"): NameObject("/Tx"), NameObject("/T"): TextStringObject(name),
            NameObject("/V"): TextStringObject(value), NameObject("/Rect"): ArrayObject(box),
            NameObject("/F"): NumberObject(4),
        })
        fields.append(writer._add_object(field))
    page[NameObject("/Annots")] = fields
    writer._root_object[NameObject("/AcroForm")] = DictionaryObject({NameObject("/Fields"): ArrayObject(fields)})
    made = io.BytesIO()
    writer.write(made)
    return made


joined = PdfWriter()
for filled in (form(child="Amy", photos="Yes"), form(child="Ben", photos="No")):
    joined.append(filled)
made = io.BytesIO()
joined.write(made)
both = PdfReader(made)
answers = both.get_form_text_fields()
pages = [[each.get_object()["/V"] for each in page["/Annots"]] for page in both.pages]
print("expected: answers of Amy and of Ben; on the pages stand", pages)
print("seen:    ", answers)
if answers != {"child": "Ben", "photos": "No"} or pages != [["Amy", "Yes"], ["Ben", "No"]]:
    sys.exit(f"pypdf reads joined forms in another way now: {answers}, {pages}.")
PY
