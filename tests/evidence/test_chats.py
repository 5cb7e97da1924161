"""Exported chats are read beside the original: both systems, both orders of dates, no line lost."""

from __future__ import annotations

from datetime import datetime

import pytest

from belisha.evidence.chats import ChatDateOrder, read_chat

IOS = (
    "\u200e[24/11/2026, 18:03:11] Ann: Hello\n[24/11/2026, 18:04:00] Bob: Two\nlines\n"
    "\u200e[25/11/2026, 07:00:00] Ann: \u200eimage omitted"
)
ANDROID = (
    "24/11/2026, 18:03 - Messages are end-to-end encrypted.\n"
    "24/11/2026, 18:04 - Ann: Hi: there\n25/11/2026, 06:10 - Bob: Ok"
)
AMERICAN = "[11/24/26, 6:03:11\u202fPM] Ann: Hello\n[11/25/26, 7:00:00\u202fAM] Bob: Morning"


def test_an_export_of_ios_is_read() -> None:
    chat = read_chat(IOS)
    assert [(line.who, line.words) for line in chat.lines] == [
        ("Ann", "Hello"),
        ("Bob", "Two\nlines"),
        ("Ann", "image omitted"),
    ]
    assert chat.lines[0].at == datetime(2026, 11, 24, 18, 3, 11)  # noqa: DTZ001
    assert (chat.order, chat.is_certain) == (ChatDateOrder.DAY_FIRST, True)


def test_an_export_of_android_is_read_with_lines_of_the_system() -> None:
    chat = read_chat(ANDROID)
    assert (chat.lines[0].who, chat.lines[0].words) == ("", "Messages are end-to-end encrypted.")
    assert chat.lines[1].words == "Hi: there"


def test_a_month_that_comes_first_is_seen() -> None:
    chat = read_chat(AMERICAN)
    assert chat.order is ChatDateOrder.MONTH_FIRST
    assert [line.at and line.at.hour for line in chat.lines] == [18, 7]


def test_dates_that_only_ascend_one_way_show_their_order() -> None:
    text = "01/03/2026, 10:00 - Ann: a\n02/03/2026, 10:00 - Ann: b\n01/04/2026, 10:00 - Ann: c"
    assert read_chat(text).order is ChatDateOrder.DAY_FIRST


@pytest.mark.parametrize(("order", "month"), [(ChatDateOrder.DAY_FIRST, 4), (ChatDateOrder.MONTH_FIRST, 3)])
def test_where_the_file_does_not_show_it_a_person_is_asked(order: ChatDateOrder, month: int) -> None:
    text = "03/04/2026, 10:00 - Ann: Hello"
    asked = read_chat(text)
    assert (asked.order, asked.is_certain, asked.lines[0].at) == (ChatDateOrder.NOT_KNOWN, False, None)
    read = read_chat(text, order)
    assert read.lines[0].at is not None
    assert read.lines[0].at.month == month


def test_no_line_is_lost_whatever_comes() -> None:
    text = "nonsense\n[99/99/2026, 10:00:00] Ann: odd\n\n24/11/2026, 18:04 - Ann: Hi"
    raw = "\n".join(line.raw for line in read_chat(text).lines)
    assert all(piece in raw for piece in ("nonsense", "odd", "Hi"))


def test_a_time_with_a_dot_is_one_moment() -> None:
    """dateparser 1.5.0 finds ten at night in "2.10pm": findings/dateparser-times-with-a-dot.sh."""
    (line,) = read_chat("25/03/2026, 2.10pm - Ann: Hello").lines
    assert line.at == datetime(2026, 3, 25, 14, 10)  # noqa: DTZ001
