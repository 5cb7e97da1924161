#!/usr/bin/env bash
# dateparser 1.5.0: in a running text, "2.10pm" becomes ten at night, and days get lost.
#
# A school meets it: a log of an incident, written as people in England write times, with a full stop. Dates are
# taken out of such a text for a timeline.
# Expected: `search_dates` finds what `parse` reads from the same words: 5 March 2026 at 2.10pm is 14:10.
# Seen: `parse` reads 14:10. `search_dates` finds 5 March at midnight and, separately, 10pm of the day on which it
# runs; "3 March 2026 at 8.45am" comes out as 8 March, and "Friday 4 September 2026 at 3.30pm" as the fourth of
# November and the tenth of September. With a colon all is well.
#
# Belisha: takes no date out of a story; whoever reports enters the day in a field of its own, and a chat's stamps
# are read whole or not at all (belisha/evidence/chats.py, tests/evidence/test_chats.py).
set -euo pipefail

work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
python3 -m venv --without-pip "$work/venv"
python3 -m pip --python "$work/venv" --disable-pip-version-check install --quiet --no-deps \
  dateparser==1.5.0 \
  python-dateutil==4.0.0 \
  pytz==2026.6 \
  regex==2026.11.19 \
  tzdata==2026.6 \
  tzlocal==5.4.5
cd "$work"
venv/bin/python - <<'PY'
import sys
import warnings
from datetime import datetime

warnings.simplefilter("ignore")
import dateparser
from dateparser.search import search_dates

SETTINGS = {"RELATIVE_BASE": datetime(2026, 11, 10), "DATE_ORDER": "DMY"}


def seen(text):
    found = search_dates(text, languages=["en"], settings=SETTINGS) or []
    return [f"{when:%Y-%m-%d %H:%M}" for _, when in found]


SEEN = {
    "The head replied on 5 March 2026 at 2.10pm.": ["2026-03-05 00:00", "2026-11-10 22:00"],
    "Screenshot taken 3 March 2026 at 8.45am by the DSL": ["2026-03-08 00:00"],
    "Sent on Friday 4 September 2026 at 3.30pm to the class": ["2026-11-04 00:00", "2026-09-10 00:00"],
    "On 5 March 2026 at 2:10pm the head replied.": ["2026-03-05 14:10"],
}
whole = dateparser.parse("5 March 2026 at 2.10pm", languages=["en"], settings=SETTINGS)
found = {text: seen(text) for text in SEEN}
print("expected: one moment each; `parse` reads 2.10pm as", whole)
for text, moments in found.items():
    print("seen:    ", moments, " in:", text)
if found != SEEN or whole != datetime(2026, 3, 5, 14, 10):
    sys.exit(f"dateparser reads these times in another way now: {found}, {whole}.")
PY
