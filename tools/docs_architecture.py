"""Generate the two drawings of ARCHITECTURE.md: the rooms with what crosses between them, and the pipelines.

A drawing stands between `<!-- drawing: NAME -->` and `<!-- end -->`; the rest of the page is written by hand.
"""

from __future__ import annotations

import ast
import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "belisha"
PAGE = ROOT / "ARCHITECTURE.md"
NAMES_SHOWN = 2
MARK = re.compile(r"(<!-- drawing: ([a-z]+) -->\n).*?(<!-- end -->)", re.DOTALL)

# From words to a page, and from a clause to somebody's list: each function takes what the one before returns.
PIPELINES: dict[str, tuple[tuple[str, str], ...]] = {
    "an answer": (
        ("belisha.rules.language.reading", "read_policy"),
        ("belisha.rules.judge", "compile_policy"),
        ("belisha.rules.judge", "judge"),
        ("belisha.answers.page", "answer_page"),
    ),
    "a duty": (
        ("belisha.rules.language.reading", "read_policy"),
        ("belisha.rules.calendar", "calendar"),
        ("belisha.training.clause_duties", "clause_duties"),
        ("belisha.duties.reconciliation", "reconcile"),
    ),
}
RESULTS = {"an answer": "page", "a duty": "list"}


class DrawingError(Exception):
    """The code no longer has what a drawing shows."""


def page() -> str:
    """Return ARCHITECTURE.md with both drawings as the code is."""
    drawings = {"rooms": rooms(), "pipelines": pipelines()}
    return MARK.sub(
        lambda found: f"{found[1]}\n{drawings[found[2]]}\n{found[3]}", PAGE.read_text(encoding="utf-8")
    )


def rooms() -> str:
    """Return the rooms from top to bottom. An arrow bears the names that most often cross it."""
    crossing = _crossing()
    below = {room: {target for upper, target in crossing if upper == room} for room in _order()}
    lines = ["```mermaid", "flowchart TB"]
    for floor in _floors():
        lines += [f"    {room}" for room in floor]
    for (upper, lower), names in sorted(crossing.items(), key=lambda each: _place(each[0])):
        if lower in _direct(upper, below):
            shown = ", ".join(name for name, _ in _most(names)[:NAMES_SHOWN])
            lines.append(f'    {upper} -- "{shown}" --> {lower}')
    lines += ["```", "", "| room | what others import from it most |", "|---|---|"]
    for room in _order():
        used: Counter[str] = Counter()
        for (_, lower), names in crossing.items():
            if lower == room:
                used.update(names)
        told = ", ".join(f"`{name}`" for name, _ in _most(used)[:5]) or "nothing"
        lines.append(f"| `{room}` | {told} |")
    return "\n".join(lines)


def pipelines() -> str:
    """Return each pipeline as functions, joined by the type that one returns."""
    lines = ["```mermaid", "flowchart LR"]
    for number, (name, steps) in enumerate(PIPELINES.items()):
        lines += [f'    subgraph p{number} ["{name}"]', "    direction LR"]
        before = ""
        for place, (module, function) in enumerate(steps):
            node = f"p{number}s{place}"
            lines.append(f'    {node}["{function}<br/>{module.removeprefix("belisha.")}"]')
            if before:
                lines.append(f'    {before} -- "{_returned(*steps[place - 1])}" --> {node}')
            before = node
        lines.append(f'    {before} -- "{_returned(*steps[-1])}" --> p{number}end(("{RESULTS[name]}"))')
        lines.append("    end")
    return "\n".join([*lines, "```"])


def _floors() -> list[list[str]]:
    stated = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = stated["tool"]["importlinter"]["contracts"]
    layers = next(each["layers"] for each in contracts if each["id"] == "floors")
    return [[room.strip() for room in floor.split("|")] for floor in layers]


def _order() -> list[str]:
    return [room for floor in _floors() for room in floor]


def _place(pair: tuple[str, str]) -> tuple[int, int]:
    order = _order()
    return order.index(pair[0]), order.index(pair[1])


def _direct(upper: str, below: dict[str, set[str]]) -> set[str]:
    """Return the rooms that `upper` uses and reaches by no other room, so that the drawing can be read."""
    return {
        room
        for room in below[upper]
        if not any(room in _reached(other, below) for other in below[upper] - {room})
    }


def _reached(room: str, below: dict[str, set[str]]) -> set[str]:
    found: set[str] = set()
    waiting = [room]
    while waiting:
        for each in below[waiting.pop()] - found:
            found.add(each)
            waiting.append(each)
    return found


def _crossing() -> dict[tuple[str, str], Counter[str]]:
    """Return the names that each room imports from each other room, with how many files do."""
    found: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    order = set(_order())
    for file in sorted(PACKAGE.rglob("*.py")):
        room = file.relative_to(PACKAGE).parts[0]
        if room not in order or "migrations" in file.parts:
            continue
        for lower, name in _imports(file):
            if lower in order and lower != room:
                found[room, lower][name] += 1
    return found


def _imports(file: Path) -> Iterator[tuple[str, str]]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("belisha."):
            yield from (((node.module or "").split(".")[1], alias.name) for alias in node.names)


def _most(names: Counter[str]) -> list[tuple[str, int]]:
    return sorted(names.items(), key=lambda each: (-each[1], each[0]))


def _returned(module: str, function: str) -> str:
    """Return the type that a function says it returns. Raise DrawingError if there is no such function."""
    file = ROOT / Path(*module.split(".")).with_suffix(".py")
    tree = ast.parse(file.read_text(encoding="utf-8")) if file.is_file() else ast.Module([], [])
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and node.name == function and node.returns:
            return ast.unparse(node.returns).replace('"', "").replace("'", "")
    raise DrawingError(f"ARCHITECTURE.md shows `{module}.{function}`, which is not there")
