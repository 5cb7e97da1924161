"""Check the documents: the generated reference is up to date, and links and commands exist.

With `--write`, write the generated pages first. With `--acting`, print which clauses the tests show to act.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import docs_acting
import docs_architecture
import docs_links
import docs_reference

REFERENCE = Path(__file__).resolve().parent.parent / "docs" / "reference"


def main(arguments: list[str]) -> int:
    """Return 0 if nothing was found, 1 with a line for each finding, 2 for wrong arguments."""
    if arguments not in ([], ["--write"], ["--acting"]):
        print("usage: check_docs.py [--write | --acting]", file=sys.stderr)
        return 2
    try:
        acting = docs_acting.acting()
        if arguments == ["--acting"]:
            print(acting, end="")
            return 0
        pages = docs_reference.pages()
        architecture = docs_architecture.page()
    except (
        docs_acting.ActingError,
        docs_architecture.DrawingError,
        docs_reference.UndocumentedError,
        ImportError,
        AttributeError,
    ) as error:
        print(f"docs: {error}", file=sys.stderr)
        return 1
    if arguments:
        for name, text in pages.items():
            (REFERENCE / name).write_text(text, encoding="utf-8")
        docs_architecture.PAGE.write_text(architecture, encoding="utf-8")
    is_drawn = docs_architecture.PAGE.read_text(encoding="utf-8") == architecture
    drawn = [] if is_drawn else ["ARCHITECTURE.md is not drawn from the code: run `make docs-write`"]
    found = [*drawn, *stale(pages), *unlisted(), *linked()]
    for line in found:
        print(f"docs: {line}", file=sys.stderr)
    print(f"docs: {len(found) or 'nothing'} found")
    return 1 if found else 0


def stale(pages: dict[str, str]) -> Iterator[str]:
    """Yield a line for each generated page that differs from the code."""
    for name, text in pages.items():
        page = REFERENCE / name
        if not page.is_file() or page.read_text(encoding="utf-8") != text:
            yield f"docs/reference/{name} differs from the code: run `make docs-write`"


def unlisted() -> Iterator[str]:
    """Yield a line for each document that its folder's README does not list."""
    for folder in sorted(path for path in REFERENCE.parent.iterdir() if path.is_dir()):
        index = folder / "README.md"
        if not index.is_file():
            continue
        text = index.read_text(encoding="utf-8")
        for page in sorted(folder.glob("*.md")):
            if page != index and f"({page.name})" not in text:
                yield f"docs/{folder.name}/README.md does not list {page.name}"


def linked() -> Iterator[str]:
    """Yield a line for each broken link and each unknown command in a document."""
    files = docs_links.documents()
    yield from docs_links.dead_links(files)
    yield from docs_links.unknown_targets(files)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
