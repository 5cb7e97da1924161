"""Check that the documents' links and the `make` targets that they show exist."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from urllib.parse import unquote

ROOT = Path(__file__).resolve().parent.parent
LINK = re.compile(r"!?\[[^\]]*\]\(([^()\s]+)\)")
FENCE = re.compile(r"^(```|~~~).*?^\1", re.MULTILINE | re.DOTALL)
SHOWN_MAKE = re.compile(r"^\s*(?:[A-Z_]+=\S+ )*make ([a-z]+(?:-[a-z]+)*)(?=\s|$)", re.MULTILINE)


def documents() -> list[Path]:
    """Return every Markdown document except the policies, which `belisha lint` checks."""
    asked = ["git", "ls-files", "-co", "--exclude-standard", "-z", "--", "*.md"]
    listed = subprocess.run(asked, cwd=ROOT, capture_output=True, check=True).stdout.decode().split("\0")
    found = sorted({ROOT / name for name in listed if name and not name.startswith("belisha/")})
    return [file for file in found if file.is_file()]


def dead_links(files: Iterable[Path]) -> Iterator[str]:
    """Yield a line for each link to a file or heading that does not exist."""
    for file in files:
        for target in LINK.findall(without_code(file.read_text(encoding="utf-8"))):
            if re.match(r"[a-z]+:", target):
                continue
            name, _, anchor = target.partition("#")
            aim = (file.parent / unquote(name)).resolve() if name else file
            where = f"{file.relative_to(ROOT)}: `{target}`"
            if not aim.exists():
                yield f"{where} leads to nothing"
            elif anchor and aim.suffix == ".md" and anchor not in anchors(aim):
                yield f"{where} names no heading of {aim.relative_to(ROOT)}"


def unknown_targets(files: Iterable[Path]) -> Iterator[str]:
    """Yield a line for each `make something` whose target is not in the Makefile."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z][a-z-]*):", makefile, flags=re.MULTILINE))
    for file in files:
        for code in code_of(file.read_text(encoding="utf-8")):
            for name in set(SHOWN_MAKE.findall(code)) - targets:
                yield f"{file.relative_to(ROOT)}: `make {name}` is not in the Makefile"


def without_code(text: str) -> str:
    """Return a document without code, which may show links that are not meant as links."""
    text = re.sub(r"^(?: {4}|\t).*$", "", FENCE.sub("", text), flags=re.MULTILINE)
    return re.sub(r"`[^`\n]*`(?!\])", "", text)


def code_of(text: str) -> list[str]:
    """Return the blocks and spans of code of a document."""
    blocks = [match.group() for match in FENCE.finditer(text)]
    rest = FENCE.sub("", text)
    return [*blocks, *re.findall(r"^ {4}.*$", rest, re.MULTILINE), *re.findall(r"`([^`\n]+)`", rest)]


@cache
def anchors(file: Path) -> frozenset[str]:
    """Return the anchors of a document's headings."""
    names: set[str] = set()
    prose = FENCE.sub("", file.read_text(encoding="utf-8"))
    for heading in re.findall(r"^#{1,6} (.*)$", prose, re.MULTILINE):
        words = re.sub(r"[^\w\- ]", "", re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).lower())
        name, count = words.strip().replace(" ", "-"), 0
        unique = name
        while unique in names:
            count += 1
            unique = f"{name}-{count}"
        names.add(unique)
    return frozenset(names)
