#!/usr/bin/env bash
# vaderSentiment 3.3.2: what an inspection says against a school is counted as praise.
#
# A school meets it: a watch list that sorts comments on a school into good and bad by their words.
# Expected: "requires improvement", "special measures" and "urgent improvement" (grades of inspections in
# England, all of them bad) are negative, or at least not positive (0.05 and over is positive).
# Seen: +0.46, +0.40 and +0.59, beside +0.61 for "outstanding". A school in trouble looks well liked.
#
# Belisha: no program grades a mention; a person does (belisha/reputation/, tests/reputation/test_reputation.py).
set -euo pipefail

work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
python3 -m venv --without-pip "$work/venv"
python3 -m pip --python "$work/venv" --disable-pip-version-check install --quiet --no-deps \
  vaderSentiment==3.3.2 \
  requests==2.34.2 \
  urllib3==2.8.0 \
  idna==3.20 \
  certifi==2026.10.19.post1 \
  charset-normalizer==3.5.3
cd "$work"
venv/bin/python - <<'PY'
import sys

from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

SEEN = {
    "Ofsted says that the school requires improvement": 0.4588,
    "The school is in special measures": 0.4019,
    "The inspectors ask for urgent improvement": 0.5859,
}
measure = SentimentIntensityAnalyzer()
found = {words: measure.polarity_scores(words)["compound"] for words in SEEN}
for words, score in found.items():
    print(f"expected: under 0.05; seen: {score:+.4f}  {words}")
if found != SEEN:
    sys.exit(f"vaderSentiment grades inspections in another way now: {found}.")
PY
