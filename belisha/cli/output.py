"""Print results as JSON or as wrapped text."""

import json
import sys
import textwrap
from collections.abc import Iterable, Sized

from belisha.rules.ruling import Ruling, Verdict

WIDTH = 88
VERDICT_SENTENCES = {
    Verdict.PROHIBITED: "No.",
    Verdict.NEEDS_PERMISSION: "Ask first.",
    Verdict.DISCOURAGED: "You should not.",
    Verdict.REQUIRED: "You must.",
    Verdict.RECOMMENDED: "You should.",
    Verdict.ALLOWED: "Yes.",
    Verdict.SILENT: "The policy does not cover this.",
    Verdict.DEPENDS: "It depends.",
}


def verdict_sentence(ruling: Ruling) -> str:
    """Return the verdict as it is headed; a ban with leave in a remote case alone is no "ask first"."""
    if ruling.remote_case and not ruling.ask_first:
        return f"No, unless {ruling.remote_case}."
    return VERDICT_SENTENCES[ruling.verdict]


def counted(things: Sized, one: str) -> str:
    """Return a count with its noun: "no differences", "1 difference", "2 differences"."""
    return f"{len(things) or 'no'} {one}{'' if len(things) == 1 else 's'}"


def print_json(value: object, *, on_one_line: bool = False) -> None:
    """Print a value as JSON."""
    is_unicode = (sys.stdout.encoding or "").lower().startswith("utf")
    print(json.dumps(value, ensure_ascii=not is_unicode, indent=None if on_one_line else 2))


def print_wrapped(text: str, indent: str = "") -> None:
    """Print a paragraph, wrapped and indented."""
    print(textwrap.fill(text, WIDTH, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False))


def print_list(title: str, items: Iterable[str]) -> None:
    """Print a title and its items; print nothing if there are no items."""
    lines = list(items)
    if lines:
        print(f"\n{title}")
        for line in lines:
            print(
                textwrap.fill(
                    line, WIDTH, initial_indent="  - ", subsequent_indent="    ", break_on_hyphens=False
                )
            )
