"""Saved emails are read beside the original: what they say of themselves, whatever they hold."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from belisha.evidence.emails import MOST_PARTS, EmailPart, read_email

PLAIN = (
    b"Received: from a by b; Tue, 24 Nov 2026 21:05:09 +0000\r\n"
    b"Received: from c by a; Tue, 24 Nov 2026 21:05:02 +0000\r\n"
    b"Date: Tue, 24 Nov 2026 22:05:00 +0100\r\nFrom: =?utf-8?q?Zo=C3=AB?= <zoe@example.org>\r\n"
    b"To: office@school.example\r\nSubject: =?utf-8?b?QsO2c2U=?=\r\n\r\nYou will be sorry.\r\n"
)


def with_parts() -> bytes:
    made = EmailMessage()
    made["From"], made["Date"] = "a@example.org", "Tue, 24 Nov 2026 09:00:00 -0000"
    made.set_content("Plain words.")
    made.add_alternative("<p>HTML words.</p>", subtype="html")
    made.add_attachment(b"\x89PNG....", maintype="image", subtype="png", filename="x\u202egnp.exe")
    return made.as_bytes()


def test_it_says_when_from_whom_to_whom_and_what() -> None:
    found = read_email(PLAIN)
    assert (found.senders, found.receivers) == ("Zoë <zoe@example.org>", "office@school.example")
    assert (found.subject, found.words) == ("Böse", "You will be sorry.")
    assert found.sent == "Tue, 24 Nov 2026 22:05:00 +0100"
    assert found.sent_at == datetime(2026, 11, 24, 22, 5, tzinfo=timezone(timedelta(hours=1)))
    assert [at.second for at in found.received_at] == [9, 2]
    assert found.is_whole


def test_attachments_are_named_without_tricks_and_plain_text_comes_first() -> None:
    found = read_email(with_parts())
    assert found.words == "Plain words."
    assert found.parts == (EmailPart("xgnp.exe", "image/png", 8),)
    assert found.sent_at is not None
    assert found.sent_at.tzinfo is None, "-0000 says that the zone is not known"


@pytest.mark.parametrize(
    ("data", "sent", "words"),
    [
        (b"Date: yesterday evening\n\nHi", "yesterday evening", "Hi"),
        (b"Date: Tue, 24 Nov 99999 25:61:00 +9999\n\nHi", "Tue, 24 Nov 99999 25:61:00 +9999", "Hi"),
        (b"From: x\nContent-Type: text/plain; charset=no-such\n\n\xc3\xa9", "", "é"),
        (
            b"From: x\nContent-Type: text/html\n\n<style>p{}</style><p>One</p><script>two()</script>Three",
            "",
            "One\nThree",
        ),
        (b"From: x\nContent-Type: multipart/mixed; boundary=b\n\nno parts at all", "", "no parts at all"),
        (b"Subject: nothing else", "", ""),
    ],
)
def test_what_is_broken_is_given_as_it_is_written(data: bytes, sent: str, words: str) -> None:
    found = read_email(data)
    assert (found.sent, found.words.strip()) == (sent, words)
    assert found.sent_at is None


def test_an_email_of_very_many_parts_is_cut_and_says_so() -> None:
    part = b"--b\nContent-Type: text/plain\n\nx\n"
    data = b"From: x\nContent-Type: multipart/mixed; boundary=b\n\n" + part * (MOST_PARTS + 50) + b"--b--\n"
    found = read_email(data)
    assert not found.is_whole
    assert found.words.count("x") == MOST_PARTS


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300), st.integers(0, len(PLAIN)))
def test_bytes_of_any_kind_are_read_without_an_error(noise: bytes, at: int) -> None:
    found = read_email(PLAIN[:at] + noise + PLAIN[at:])
    assert isinstance(found.words, str)
