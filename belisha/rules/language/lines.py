r"""The lines of a policy file: front matter, headings, statements and fields, before any meaning.

A line of prose that would read as a heading or a field is written with a backslash before it
(`\- who: ...`), as Markdown itself would have it; reading takes one backslash away.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from belisha.rules.errors import Mistakes

HEADING = re.compile(r"(#{1,3})(?: +(.*))?")
FIELD = re.compile(r"[-*] +([A-Za-z]+(?: [A-Za-z]+){0,2}) *:(?!//)(.*)")
STRUCTURE = re.compile(rf"(?:{HEADING.pattern}|{FIELD.pattern})")
# What neither XML nor a reader takes for a letter: a copy from a PDF brings some of them along.
MARKS: dict[int, str | None] = {code: None for code in (*range(32), 0xFFFE, 0xFFFF) if code not in (9, 10)}
MARKS |= {ord("\r"): "\n", **dict.fromkeys((11, 12, 28, 29, 30, 31), " ")}
KEPT_SAFE = re.compile(rf"\\+{STRUCTURE.pattern}")
FRONT = re.compile(r"([A-Za-z]+(?: [A-Za-z]+)*) *:(.*)")
WITH_ID = re.compile(r"(.*?)\s*\{#([^{}]*)\}")
FENCE = "---"


@dataclass(frozen=True, slots=True)
class FieldLine:
    """A `name: value` line. The name is in small letters; neither has spaces around it."""

    name: str
    value: str
    line: int


@dataclass(frozen=True, slots=True)
class Block:
    """A heading (`level` 1 to 3), the prose under it and the fields after the prose."""

    level: int
    heading: str
    line: int
    prose: str
    fields: tuple[FieldLine, ...]


@dataclass
class _Open:
    """A block of which lines are still being read."""

    level: int
    heading: str
    line: int
    prose: list[str] = field(default_factory=list)
    fields: list[FieldLine] = field(default_factory=list)

    def closed(self) -> Block:
        return Block(self.level, self.heading, self.line, trimmed(self.prose), tuple(self.fields))


def split_file(text: str, mistakes: Mistakes) -> tuple[tuple[FieldLine, ...], tuple[Block, ...]]:
    """Return the fields of the front matter, and the blocks of the body in order.

    Prose above the first heading makes a block of level 0. Raise PolicyError at once where there is
    no front matter; notes every other mistake in `mistakes`.
    """
    lines = clean(text.removeprefix("\ufeff")).split("\n")
    if lines[0].rstrip() != FENCE:
        mistakes.stop(1, "the file must begin with its front matter, between two lines of `---`")
    end = next((at for at, line in enumerate(lines[1:], start=1) if line.rstrip() == FENCE), 0)
    if not end:
        mistakes.stop(1, "the front matter has no end; expected a second line of `---`")
    return _front(lines[1:end], mistakes), _body(lines[end + 1 :], end + 2, mistakes)


def clean(text: str) -> str:
    """Return the text with one kind of line end and without the control characters that a paste brings."""
    return text.replace("\r\n", "\n").translate(MARKS)


def keep_safe(prose: str) -> str:
    """Return prose as it stands in the file: no line of it reads as a heading or a field."""
    return "\n".join(
        f"\\{line}" if STRUCTURE.fullmatch(line) or KEPT_SAFE.fullmatch(line) else line
        for line in prose.split("\n")
    )


def trimmed(lines: list[str]) -> str:
    """Return the lines without the blank ones before and after them."""
    start, end = 0, len(lines)
    while start < end and not lines[start].strip():
        start += 1
    while start < end and not lines[end - 1].strip():
        end -= 1
    return "\n".join(lines[start:end])


def split_parts(value: str, sign: str) -> tuple[str, ...]:
    """Return the parts of a value between signs (`;` or `,`). A backslash before a sign escapes it."""
    if "\\" not in value:
        return tuple(part.strip() for part in value.split(sign))
    parts, at = [""], 0
    while at < len(value):
        if value[at] == sign:
            parts.append("")
        else:
            at += value[at] == "\\" and value[at + 1 : at + 2] in ("\\", sign)
            parts[-1] += value[at]
        at += 1
    return tuple(part.strip() for part in parts)


def join_parts(parts: Iterable[str], sign: str) -> str:
    """Return parts as one value, which `split_parts` takes apart again."""
    safe = (part.replace("\\", "\\\\").replace(sign, f"\\{sign}") for part in parts)
    return f"{sign} ".join(safe).strip()


def _front(lines: list[str], mistakes: Mistakes) -> tuple[FieldLine, ...]:
    fields = []
    for number, line in enumerate(lines, start=2):
        if not line.strip():
            continue
        if found := FRONT.fullmatch(line):
            fields.append(FieldLine(_name(found[1]), found[2].strip(), number))
        else:
            mistakes.add(number, f"`{line.strip()}` is not front matter; expected `name: value`")
    return tuple(fields)


def _body(lines: list[str], first: int, mistakes: Mistakes) -> tuple[Block, ...]:
    block = _Open(0, "", first)
    blocks = [block]
    for number, line in enumerate(lines, start=first):
        start = line[:1]
        if start == "#" and (found := HEADING.fullmatch(line)):
            block = _Open(len(found[1]), (found[2] or "").strip(), number)
            blocks.append(block)
        elif start in {"-", "*"} and (found := FIELD.fullmatch(line)):
            block.fields.append(FieldLine(_name(found[1]), found[2].strip(), number))
        elif not block.fields:
            block.prose.append(line[1:] if start == "\\" and KEPT_SAFE.fullmatch(line) else line)
        elif line.startswith("  ") and line.strip() and lines[number - first - 1].strip():
            last = block.fields[-1]
            block.fields[-1] = FieldLine(last.name, f"{last.value} {line.strip()}".strip(), last.line)
        elif line.strip():
            mistakes.add(
                number,
                f"`{_short(line)}` is not a field; the statement comes first, and a line of it that "
                "begins like a field is written with `\\` before it",
            )
    return tuple(each.closed() for each in blocks)


def _name(name: str) -> str:
    return " ".join(name.casefold().split())


def _short(line: str) -> str:
    line = line.strip()
    return line if len(line) <= 40 else f"{line[:39]}…"
