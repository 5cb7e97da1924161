#!/usr/bin/env bash
# autocorrect 2.6.1: names of children, staff and offices become other words.
#
# A school meets it: a text box that mends spelling before it is searched or checked for names.
# Expected: a word that begins with a capital inside a sentence is a name, and is left alone.
# Seen: Niamh, Kieran and Saoirse become Name, Iran and Satire; Mrs Akhtar becomes Mrs Altar; the LADO becomes
# the LAO and the DSL the SL. A check for names of pupils that runs afterwards finds none.
#
# Belisha: names are looked for in the text as it was written, and the words of the school's own offices are never
# mended (belisha/asking/spelling.py, tests/asking/test_spelling.py).
set -euo pipefail

work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
python3 -m venv --without-pip "$work/venv"
python3 -m pip --python "$work/venv" --disable-pip-version-check install --quiet --no-deps \
  autocorrect==2.6.1
cd "$work"
venv/bin/python - <<'PY'
import sys

from autocorrect import Speller

mend = Speller("en")
said = {
    "Niamh, Kieran and Saoirse won the race": "Name, Iran and Satire won the race",
    "Mrs Akhtar leads the choir": "Mrs Altar leads the choir",
    "Please tell the DSL and the LADO": "Please tell the SL and the LAO",
}
found = {words: mend(words) for words in said}
for words, mended in found.items():
    print(f"expected: {words}\nseen:     {mended}")
if found != said:
    sys.exit(f"autocorrect treats these names in another way now: {found}.")
PY
