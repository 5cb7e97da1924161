"""Read exported chats for a timeline beside the untouched original: WhatsApp of iOS and Android. Pure.

The order of day and month is asked for where the file does not show it, and said back. No line is lost: lines
of the system and whatever belongs to the message before it are kept as they are.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class ChatDateOrder(StrEnum):
    """The order of day and month in an export."""

    DAY_FIRST = "day first"
    MONTH_FIRST = "month first"
    NOT_KNOWN = "not known"


@dataclass(frozen=True, slots=True)
class ChatLine:
    """One message: when (without a zone: an export has none), who (empty: the app itself), and the words."""

    at: datetime | None
    who: str
    words: str
    raw: str


@dataclass(frozen=True, slots=True)
class Chat:
    """A chat as it was read. `order` is what was used, `is_certain` whether the file itself shows it."""

    lines: tuple[ChatLine, ...]
    order: ChatDateOrder
    is_certain: bool


# [24/11/2026, 18:03:11] Name: words (iOS), 24/11/2026, 18:03 - Name: words (Android); a.m. in any form.
_MARKS = "\u200e\u200f\u202a\u202c\ufeff"
_TIME = r"(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?(?:[\s\u202f\u00a0]*([aApP])\.?[\s\u202f\u00a0]?[mM]\.?)?"
_DATE = r"(\d{1,4})[/.\-](\d{1,2})[/.\-](\d{2,4})"
_LINE = re.compile(rf"^\[?{_DATE},?\s+{_TIME}\]?\s?(?:-\s)?(.*)$", re.DOTALL)
_SAYS = re.compile(r"^([^:\n]{1,60}?):\s(.*)$", re.DOTALL)


def read_chat(text: str, order: ChatDateOrder = ChatDateOrder.NOT_KNOWN) -> Chat:
    """Return the messages of an export.

    `order` is what a person said; the file's own evidence outweighs it.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    shown = _order_shown(lines)
    used = shown if shown is not ChatDateOrder.NOT_KNOWN else order
    found: list[ChatLine] = []
    for raw in lines:
        line = raw.strip(_MARKS)
        match = _LINE.match(line)
        if match is None:
            if found and raw:
                last = found[-1]
                found[-1] = ChatLine(last.at, last.who, f"{last.words}\n{raw}", f"{last.raw}\n{raw}")
            elif raw:
                found.append(ChatLine(None, "", raw, raw))
            continue
        rest = match[8].strip(_MARKS)
        says = _SAYS.match(rest)
        who, words = (says[1].strip(_MARKS), says[2]) if says else ("", rest)
        found.append(ChatLine(_instant(match, used), who, words.strip(_MARKS), raw))
    return Chat(tuple(found), used, is_certain=shown is not ChatDateOrder.NOT_KNOWN)


def _order_shown(lines: Iterable[str]) -> ChatDateOrder:
    """Return the order that the dates themselves show: a number above 12, or dates that only then ascend."""
    pairs = [
        (int(match[1]), int(match[2]), int(match[3]))
        for match in (_LINE.match(line.strip(_MARKS)) for line in lines)
        if match and len(match[1]) < 4
    ]
    if any(first > 12 for first, _, _ in pairs):
        return ChatDateOrder.DAY_FIRST
    if any(second > 12 for _, second, _ in pairs):
        return ChatDateOrder.MONTH_FIRST
    by_day = [(year, month, day) for day, month, year in pairs]
    by_month = [(year, month, day) for month, day, year in pairs]
    ascends = (by_day == sorted(by_day), by_month == sorted(by_month))
    if ascends == (True, False):
        return ChatDateOrder.DAY_FIRST
    if ascends == (False, True):
        return ChatDateOrder.MONTH_FIRST
    return ChatDateOrder.NOT_KNOWN


def _instant(match: re.Match[str], order: ChatDateOrder) -> datetime | None:
    first, second, third = int(match[1]), int(match[2]), int(match[3])
    if len(match[1]) == 4:
        year, month, day = first, second, third
    elif order is ChatDateOrder.NOT_KNOWN and first != second:
        return None
    else:
        day, month = (first, second) if order is not ChatDateOrder.MONTH_FIRST else (second, first)
        year = third + 2000 if third < 100 else third
    hour, minute, seconds = int(match[4]), int(match[5]), int(match[6] or 0)
    if match[7]:
        hour = hour % 12 + (12 if match[7].casefold() == "p" else 0)
    try:
        return datetime(year, month, day, hour, minute, seconds)  # noqa: DTZ001 - an export has no zone
    except ValueError:
        return None
