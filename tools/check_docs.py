"""The documents do not rot: the reference is as the code is, and whatever is linked or shown is there.

With `--write` the generated pages are written anew first.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import docs_links
import docs_reference

REFERENCE = Path(__file__).resolve().parent.parent / "docs" / "reference"


def main(arguments: list[str]) -> int:
    """0 if nothing was found; 1 with a line for each finding; 2 if misused."""
    if arguments not in ([], ["--write"]):
        print("usage: check_docs.py [--write]", file=sys.stderr)
        return 2
    try:
        pages = docs_reference.pages()
    except (docs_reference.UndocumentedError, ImportError, AttributeError) as error:
        print(f"docs: {error}", file=sys.stderr)
        return 1
    if arguments:
        for name, text in pages.items():
            (REFERENCE / name).write_text(text, encoding="utf-8")
    found = [*stale(pages), *unlisted(), *linked()]
    for line in found:
        print(f"docs: {line}", file=sys.stderr)
    print(f"docs: {len(found) or 'nothing'} found")
    return 1 if found else 0


def stale(pages: dict[str, str]) -> Iterator[str]:
    """A line for each generated page that is not as the code is."""
    for name, text in pages.items():
        page = REFERENCE / name
        if not page.is_file() or page.read_text(encoding="utf-8") != text:
            yield f"docs/reference/{name} is not as the code is: run `make docs-write`"


def unlisted() -> Iterator[str]:
    """A line for each document that its folder's README does not list."""
    for folder in sorted(path for path in REFERENCE.parent.iterdir() if path.is_dir()):
        index = folder / "README.md"
        if not index.is_file():
            continue
        text = index.read_text(encoding="utf-8")
        for page in sorted(folder.glob("*.md")):
            if page != index and f"({page.name})" not in text:
                yield f"docs/{folder.name}/README.md does not list {page.name}"


def linked() -> Iterator[str]:
    """A line for each link or command in a document that leads nowhere."""
    files = docs_links.documents()
    yield from docs_links.dead_links(files)
    yield from docs_links.unknown_targets(files)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
