"""Nothing that somebody wrote reaches a page unescaped: the places that make markup are few and named."""

from __future__ import annotations

import ast
import re

from tests.house.project import PACKAGE, python_files

# File to why what it passes on as markup is safe.
TRUSTED = {
    "base/charts.py": "every word goes through `escape`, and figures are numbers",
    "base/options.py": "every value and label goes through `escape`; a template is slower for long lists",
    "dashboard/state.py": "an empty text, where there is nothing to draw",
    "dashboard/timeline.py": "days and three words of ours, through `escape`",
    "base/templating.py": "a QR code that the library drew, not what somebody wrote",
}
# What the template itself holds between quotes, nobody else wrote.
CONSTANT = re.compile(r"'[^'\n]*'\s*\|\s*safe\b")
UNESCAPED = re.compile(r"\|\s*safe\b|{%-?\s*autoescape\s+false|\|\s*tojson\b")


def makes_markup(source: str) -> bool:
    """Whether Python calls something that declares a text to be safe."""
    calls = (node.func for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
    names = {call.id if isinstance(call, ast.Name) else getattr(call, "attr", "") for call in calls}
    return bool(names & {"Markup", "mark_safe", "SafeString", "SafeText"})


def test_only_named_files_make_markup() -> None:
    files = python_files()
    making = {file.relative_to(PACKAGE).as_posix() for file in files if makes_markup(file.read_text("utf-8"))}
    assert making - set(TRUSTED) == set(), "let the template escape it, or name the file here with its reason"
    assert set(TRUSTED) - making == set(), "no longer needed here"


def test_no_template_turns_escaping_off() -> None:
    templates = {file.name: file.read_text("utf-8") for file in PACKAGE.rglob("*.html")}
    assert [name for name, text in templates.items() if UNESCAPED.search(CONSTANT.sub("", text))] == []


LONGEST = 160
# Templates with a line that cannot be broken, or that are still to be set in shorter lines.
LONG_LINES = {"layout.html", "answer.html", "ask.html", "result.html"}


def test_a_change_of_a_template_can_be_read() -> None:
    long = {
        file.name
        for file in PACKAGE.rglob("*.html")
        if any(len(line) > LONGEST for line in file.read_text("utf-8").splitlines())
    }
    assert long - LONG_LINES == set(), "break the line, best within a tag or a Jinja expression"
