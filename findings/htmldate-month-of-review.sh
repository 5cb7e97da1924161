#!/usr/bin/env bash
# htmldate 1.11.0: a policy that was "last reviewed in September 2026" is dated 1 January, of another year even.
#
# A school meets it: a page of its website says when a policy was last reviewed, by month or term as schools do, and
# a check of websites asks how old each page is.
# Expected: September 2026, or no date: neither January nor another year stands on the page.
# Seen: 1 January 2026 for every month and term. With the year of a statutory guidance on the same page ("KCSIE
# 2025"), asked for the original date, 1 January 2025. A review made this month looks eleven months old.
#
# Belisha: a month allows its last day, a term its last school day, and a bare year beside other words is no date
# (belisha/rules/linting/dates.py, tests/rules/test_lint_review_dates.py).
set -euo pipefail

work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
python3 -m venv --without-pip "$work/venv"
python3 -m pip --python "$work/venv" --disable-pip-version-check install --quiet --no-deps \
  htmldate==1.11.0 \
  charset-normalizer==3.5.3 \
  dateparser==1.5.0 \
  lxml==6.1.3 \
  python-dateutil==4.0.0 \
  pytz==2026.6 \
  regex==2026.11.19 \
  tzdata==2026.6 \
  tzlocal==5.4.5 \
  urllib3==2.8.0
cd "$work"
venv/bin/python - <<'PY'
import sys
import warnings

warnings.simplefilter("ignore")
from htmldate import find_date


def dated(words, original):
    page = f"<html><head><title>Policies</title></head><body><main><h1>Social media policy</h1>{words}</main></body></html>"
    return find_date(page, original_date=original, min_date="2015-01-01", max_date="2026-11-29")


SEEN = {
    ("<p>Last reviewed: September 2026</p>", False): "2026-01-01",
    ("<p>Last reviewed: Spring Term 2026</p>", False): "2026-01-01",
    ("<p>KCSIE 2025 applies.</p><p>Last reviewed: September 2026</p>", True): "2025-01-01",
    ("<p>Last reviewed: 3 April 2026</p>", False): "2026-04-03",
}
found = {asked: dated(*asked) for asked in SEEN}
for (words, _), day in found.items():
    print("seen:", day, " in:", words)
if found != SEEN:
    sys.exit(f"htmldate dates these pages in another way now: {found}.")
PY
