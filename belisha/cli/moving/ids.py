"""The ids of a school that arrives: each is what it was and one number, the same for all of them.

So whatever names a row can be told from it by subtraction, and nothing collides: the number is above every
id that the new place has ever given.
"""

import re
from collections.abc import Mapping
from typing import Any

STEP = 1_000_000
"""The offset is a multiple of this: version 12 becomes version 3000012, which a person can still read."""

DETAILS = frozenset(
    (
        "acknowledgement",
        "case",
        "comment",
        "decision",
        "document",
        "draft",
        "entry",
        "line_manager",
        "model",
        "ours",
        "people",
        "person",
        "place",
        "ratification",
        "request",
        "round",
        "row",
        "theirs",
        "user",
        "version",
    )
)
"""What holds ids in the detail of an event, where it is a whole number or a list of them."""
NOUNS = frozenset(
    (
        "acknowledgement",
        "approval",
        "breach",
        "card",
        "comment",
        "consultation",
        "contact",
        "device",
        "disposal",
        "document",
        "enquiry",
        "feed",
        "hold",
        "import",
        "invitation",
        "mention",
        "notice",
        "person",
        "place",
        "post",
        "reply",
        "request",
        "round",
        "scenario",
        "school",
        "token",
        "training",
        "version",
        "webhook",
        "word",
    )
)
"""Words after which a number that could be a year is an id."""
_NUMBER = re.compile(r"(?:(?<=^)|(?<=[ :]))\d+(?=$|[ ,])")
_YEAR = re.compile(r"(?:19|20)\d\d")
_WORD_BEFORE = re.compile(r"([\w-]+)[ :]$")
_SEGMENT = re.compile(r"(?<=/)\d+(?=/|$|[?#])")
# The edition of a document of the government: its name and its year are none of ours.
_FIRST_ALONE = re.compile(r"(edition version \d+)( .*)", re.DOTALL)


def offset_for(*, lowest: int, last_here: int) -> int:
    """Return the offset for rows with ids from `lowest`, where `last_here` is the highest id ever given."""
    return STEP * (last_here // STEP + 1) - STEP * (lowest // STEP)


def shift_key(text: str, offset: int) -> str:
    """Return a key or subject that names rows with their new ids. Dates, hashes and years stay."""
    alone = _FIRST_ALONE.fullmatch(text)
    if alone:
        return shift_key(alone[1], offset) + alone[2]

    def shifted(found: re.Match[str]) -> str:
        before = _WORD_BEFORE.search(text[: found.start()])
        is_id = not _YEAR.fullmatch(found[0]) or (before is not None and before[1] in NOUNS)
        return str(int(found[0]) + offset) if is_id or text.startswith("training ") else found[0]

    return _NUMBER.sub(shifted, text)


def shift_link(path: str, offset: int, slugs: tuple[str, str]) -> str:
    """Return a path of the school at its new place. `slugs` are the former and the new name in addresses."""
    before, after = (f"/s/{slug}/" for slug in slugs)
    if path.startswith(before):
        path = after + path.removeprefix(before)
    return _SEGMENT.sub(
        lambda found: found[0] if _YEAR.fullmatch(found[0]) else str(int(found[0]) + offset), path
    )


def shift_detail(detail: Mapping[str, Any], offset: int) -> dict[str, Any]:
    """Return the detail of an event with the new ids."""
    return {name: _moved(value, offset) if name in DETAILS else value for name, value in detail.items()}


def _moved(value: Any, offset: int) -> Any:
    if type(value) is int:
        return value + offset
    return [_moved(each, offset) for each in value] if isinstance(value, list) else value


def shift_event(event: Mapping[str, Any], offset: int, chain: int) -> dict[str, Any]:
    """Return an event, as a line of an export has it, with the new ids and in another chain."""
    by = event["by"]
    return {
        **event,
        "chain": chain,
        "by": None if by is None else by + offset,
        "subject": shift_key(event["subject"], offset),
        "detail": shift_detail(event["detail"], offset),
    }
