"""Read from the tests which clauses of the source documents they show: `@pytest.mark.clause("G84d")`.

A mark is read without running anything: on a test, on a class, as `pytestmark` of a module or class, or on a
`pytest.param` of a table. Its ids are written out, or the page that is made from them would miss it. What the
product does is the row's id, else the first line of the test's docstring: `{name}` in it is the row's value.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

NAME = "clause"
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, order=True)
class Shown:
    """A clause that a test shows: its id, what the product does for it, and the test."""

    clause: str
    does: str
    test: str


@dataclass
class MarkedModule:
    """What one file of tests shows, and a line for each mark that cannot be read."""

    path: str
    tree: ast.Module
    shown: list[Shown] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    _read: set[int] = field(default_factory=set)

    def read(self) -> MarkedModule:
        """Read every mark of the file."""
        self._aliases = {name for name, value in _assigned(self.tree) if _is_mark(value, set())}
        self._read |= {id(value) for _, value in _assigned(self.tree) if _is_mark(value, set())}
        everywhere = list(self._pytestmark(self.tree))
        for owner, test in _tests(self.tree):
            ids = [*everywhere, *self._marks(test.decorator_list)]
            if owner is not None:
                ids += [*self._marks(owner.decorator_list), *self._pytestmark(owner)]
            self._show(ids, test, owner)
        for call in _calls(self.tree):
            self._read_param(call)
        self.faults += [
            f"{self.path}:{node.lineno} has a mark that is neither on a test nor on a `pytest.param` of one"
            for node in ast.walk(self.tree)
            if isinstance(node, ast.Name | ast.Attribute)
            and isinstance(node.ctx, ast.Load)
            and _is_mark(node, self._aliases)
            and id(node) not in self._read
        ]
        return self

    def _show(self, ids: list[str], test: Function, owner: ast.ClassDef | None, row: str = "") -> None:
        does = row or _line_of(test)
        place = "::".join(filter(None, (self.path, owner.name if owner else "", test.name)))
        place = f"{place}[{row}]" if row else place
        self.shown += [Shown(each, does, place) for each in dict.fromkeys(ids)]

    def _read_param(self, call: ast.Call) -> None:
        marks = next((word.value for word in call.keywords if word.arg == "marks"), None)
        ids = list(self._marks(_items(marks))) if marks is not None else []
        if not ids:
            return
        users = list(self._users(call))
        row = next((word.value for word in call.keywords if word.arg == "id"), None)
        name = row.value if isinstance(row, ast.Constant) and isinstance(row.value, str) else ""
        if not users:
            self.faults.append(f"{self.path}:{call.lineno} marks a row that no test of this file takes")
        for owner, test in users:
            if name or "{" not in _line_of(test):
                self._show(ids, test, owner, name)
            else:
                place = "::".join(filter(None, (self.path, owner.name if owner else "", test.name)))
                self.shown += [Shown(each, _filled(_line_of(test), test, call), place) for each in ids]

    def _users(self, call: ast.Call) -> Iterator[tuple[ast.ClassDef | None, Function]]:
        """Yield the tests that take a row: it stands in their decorators, or in a table that these name."""
        tables = {
            name for name, value in _assigned(self.tree) if any(node is call for node in ast.walk(value))
        }
        while more := {
            name for name, value in _assigned(self.tree) if name not in tables and tables & set(_names(value))
        }:
            tables |= more
        for owner, test in _tests(self.tree):
            above = [*test.decorator_list, *(owner.decorator_list if owner else [])]
            nodes = [node for each in above for node in ast.walk(each)]
            names = {node.id for node in nodes if isinstance(node, ast.Name)}
            if any(node is call for node in nodes) or names & tables:
                yield owner, test

    def _pytestmark(self, holder: ast.Module | ast.ClassDef) -> Iterator[str]:
        for name, value in _assigned(holder):
            if name == "pytestmark":
                yield from self._marks(_items(value))

    def _marks(self, nodes: list[ast.expr]) -> Iterator[str]:
        for node in nodes:
            if isinstance(node, ast.Call) and _is_mark(node.func, self._aliases):
                self._read.add(id(node.func))
                yield from self._ids(node)

    def _ids(self, call: ast.Call) -> Iterator[str]:
        if not call.args or call.keywords:
            self.faults.append(f"{self.path}:{call.lineno} has a mark without ids")
        for each in call.args:
            if isinstance(each, ast.Constant) and isinstance(each.value, str):
                yield each.value
            else:
                self.faults.append(
                    f"{self.path}:{call.lineno} has a mark whose ids are not written out: "
                    f'`{ast.unparse(each)}`; expected ids such as `"G84d"`'
                )


def read_marks(text: str, *, path: str) -> MarkedModule:
    """Return what a file of tests shows. Raise SyntaxError where it is not Python."""
    return MarkedModule(path, ast.parse(text)).read()


def marks_under(folder: Path, *, root: Path) -> tuple[list[Shown], list[str]]:
    """Return what all tests under a folder show, in the files' order, and a line for each faulty mark."""
    shown: list[Shown] = []
    faults: list[str] = []
    for file in sorted(folder.rglob("*.py")):
        text = file.read_text(encoding="utf-8")
        if f"mark.{NAME}" in text:
            module = read_marks(text, path=file.relative_to(root).as_posix())
            shown += module.shown
            faults += module.faults
    return shown, faults


def _is_mark(node: ast.AST, aliases: set[str]) -> bool:
    """Whether an expression is `pytest.mark.clause`, or a name that stands for it in this file."""
    if isinstance(node, ast.Name):
        return node.id in aliases
    if not (isinstance(node, ast.Attribute) and node.attr == NAME):
        return False
    return getattr(node.value, "attr", getattr(node.value, "id", "")) == "mark"


def _line_of(test: Function) -> str:
    """Return the first line of a test's docstring, else the words of its name."""
    return (ast.get_docstring(test) or test.name.removeprefix("test_").replace("_", " ")).splitlines()[0]


def _filled(line: str, test: Function, row: ast.Call) -> str:
    """Return a line such as "Answers {verdict}." with the values of a row in the places of its arguments."""
    values = [each.value if isinstance(each, ast.Constant) else None for each in row.args]
    for above in test.decorator_list:
        if isinstance(above, ast.Call) and getattr(above.func, "attr", "") == "parametrize":
            names = [str(each.value) for each in _items(above.args[0]) if isinstance(each, ast.Constant)]
            if len(names) == len(values):
                for name, value in zip(names, values, strict=True):
                    line = line.replace("{" + name + "}", str(value))
    return line


def _tests(tree: ast.Module) -> Iterator[tuple[ast.ClassDef | None, Function]]:
    for node in tree.body:
        owner = node if isinstance(node, ast.ClassDef) else None
        for each in node.body if isinstance(node, ast.ClassDef) else [node]:
            if isinstance(each, Function) and each.name.startswith("test"):
                yield owner, each


def _assigned(holder: ast.Module | ast.ClassDef) -> Iterator[tuple[str, ast.expr]]:
    for node in holder.body:
        if isinstance(node, ast.Assign):
            yield from ((each.id, node.value) for each in node.targets if isinstance(each, ast.Name))
        elif isinstance(node, ast.AnnAssign) and node.value and isinstance(node.target, ast.Name):
            yield node.target.id, node.value


def _calls(tree: ast.Module) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def _names(value: ast.expr) -> Iterator[str]:
    return (node.id for node in ast.walk(value) if isinstance(node, ast.Name))


def _items(value: ast.expr) -> list[ast.expr]:
    return value.elts if isinstance(value, ast.List | ast.Tuple) else [value]
