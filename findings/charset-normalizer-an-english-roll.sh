#!/usr/bin/env bash
# charset-normalizer 3.5.3: a roll saved by Excel for Windows is taken for Central European.
#
# A school meets it: a roll or a list for consents is saved as "CSV" in Excel in England. That is Windows-1252.
# Expected: the names come out as they were typed, since all of them are ordinary in Windows-1252.
# Seen: the best guess is cp1250, and Hélène, Anaïs and Núñez get other letters: no name matches a post then.
# No error, and no letter that looks broken.
#
# Belisha: reads UTF-8 and UTF-16 where the bytes are that, otherwise Windows-1252, and guesses no language
# (belisha/imports/files/decoding.py, tests/imports/test_csv.py).
set -euo pipefail

work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
python3 -m venv --without-pip "$work/venv"
python3 -m pip --python "$work/venv" --disable-pip-version-check install --quiet --no-deps \
  charset-normalizer==3.5.3
cd "$work"
venv/bin/python - <<'PY'
import sys

from charset_normalizer import from_bytes

FIRST = (
    "Amy Ben Hélène Anaïs Tom Zoë Ruby Leo Siân José Chloé Max René Ella Noah Ivy Jack Isla Freya Arlo "
    "Noémie Björn Lily Theo"
).split()
LAST = (
    "Cole Ash Moon Brown Jones Green Wood Khan Patel Smith Núñez Clarke Evans Hughes Reed Shaw Webb Fox "
    "Hill Lane Dale Marsh Frost Price"
).split()
lines = [f"{forename},{surname},{place % 6 + 1}B" for place, (forename, surname) in enumerate(zip(FIRST, LAST))]
roll = "\r\n".join(["Forename,Surname,Class", *lines, ""])
best = from_bytes(roll.encode("cp1252")).best()
typed, read = ([cell for cell in text.replace("\r\n", ",").split(",") if not cell.isascii()] for text in (roll, str(best)))
wrong = {before: after for before, after in zip(typed, read) if before != after}
print("expected: cp1252,", typed)
print(f"seen:     {best.encoding},", read)
if best.encoding != "cp1250" or wrong != {"Hélène": "Hélčne", "Anaïs": "Anaďs", "Núñez": "Núńez"}:
    sys.exit(f"charset-normalizer reads an English roll in another way now: {best.encoding}, {wrong}.")
PY
