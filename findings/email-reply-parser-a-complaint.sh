#!/usr/bin/env bash
# email-reply-parser 0.5.12: the complaint itself is cut off a parent's mail.
#
# A school meets it: a parent's first mail, not an answer to any other, tells what somebody wrote online, and asks
# the school to act. Such libraries stand before a mailbox so that only "what is new" is kept.
# Expected: a sentence that ends in "wrote:", without a date, an address or quoted lines, is the parent's own.
# Seen: everything from that sentence on is taken for an earlier message, with the request at the end. What is kept
# is the greeting and one sentence.
#
# Belisha: a matter is kept word for word (belisha/complaints/, tests/complaints/test_intake.py).
set -euo pipefail

work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
python3 -m venv --without-pip "$work/venv"
python3 -m pip --python "$work/venv" --disable-pip-version-check install --quiet --no-deps \
  email-reply-parser==0.5.12
cd "$work"
venv/bin/python - <<'PY'
import sys

from email_reply_parser import EmailReplyParser

MAIL = '''Dear Head,

I am unhappy about what was said online.

On Tuesday evening, on the page of Year 6, a member of your staff wrote:

"Some families should look at themselves first."

I ask you to look into this, and to tell me what happens next.

A parent of Year 6
'''
mail = "\n".join(line.strip() for line in MAIL.splitlines())
kept = EmailReplyParser.parse_reply(mail)
print("expected: the whole mail,", len(mail.split()), "words")
print("seen:    ", len(kept.split()), "words:", repr(kept))
if kept != "Dear Head,\n\nI am unhappy about what was said online.":
    sys.exit(f"email-reply-parser keeps something else now: {kept!r}.")
PY
