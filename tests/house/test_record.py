"""What is stored is a code: nothing compares the English of a verb, and nothing is recorded in English."""

import ast
import re
import sys
from collections.abc import Iterator
from enum import Enum, EnumType
from pathlib import Path

import pytest

from belisha.audit.models import LONGEST
from belisha.audit.verbs import all_verbs, stored_as
from belisha.base.holdings import holdings
from tests.house.project import PACKAGE, ROOT, python_files

CODE = re.compile(r"[a-z]+(-[a-z]+)*")
LOOKUPS = {"filter", "exclude", "get", "get_or_create", "create", "update", "Q", "count"}
RECORDING = {"record", "record_refusal", "refusals_recorded"}
STATES = {"state", "verb", "opinion"}


def sources() -> Iterator[tuple[Path, ast.AST]]:
    for path in python_files():
        yield path, ast.parse(path.read_text())


def literals(node: ast.expr) -> list[str]:
    parts = node.elts if isinstance(node, ast.Tuple | ast.List | ast.Set) else [node]
    return [
        each.value
        for each in parts
        if isinstance(each, ast.Constant) and isinstance(each.value, str) and each.value
    ]


def english(tree: ast.AST) -> Iterator[int]:
    """Yield the lines that look up or compare a state, a verb or an opinion by its words."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in LOOKUPS:
            for keyword in node.keywords:
                if {*(keyword.arg or "").split("__")} & STATES and literals(keyword.value):
                    yield node.lineno
        elif isinstance(node, ast.Compare):
            sides = [node.left, *node.comparators]
            named = {side.attr for side in sides if isinstance(side, ast.Attribute)}
            if named & STATES and any(literals(side) for side in sides):
                yield node.lineno


def test_code_compares_states_and_verbs_by_their_codes() -> None:
    found = [f"{path.relative_to(ROOT)}:{line}" for path, tree in sources() for line in english(tree)]
    assert found == [], "compare with the member of the class that declares it"


@pytest.mark.parametrize(
    "line",
    [
        'x = version.state == "published"',
        'x = event.verb in ("signed in", "did a duty")',
        'Event.objects.filter(verb__startswith="commented")',
        'Event.objects.exclude(verb="signed in")',
        'rows.filter(version__state="published")',
    ],
)
def test_the_rule_finds_what_it_looks_for(line: str) -> None:
    assert list(english(ast.parse(line)))


def test_every_verb_has_a_code_and_words_that_fit() -> None:
    verbs = list(all_verbs())
    assert len(verbs) > 300
    assert [verb for verb in verbs if not CODE.fullmatch(verb.value)] == []
    assert [verb for verb in verbs if len(verb.value) > LONGEST["verb"] or not verb.label] == []


def test_every_verb_is_used() -> None:
    used: set[str] = set()
    for path, tree in sources():
        if path.name != "record.py":
            used |= {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    whole = {"CommentEvent"}
    assert [
        repr(verb) for verb in all_verbs() if verb.name not in used and type(verb).__name__ not in whole
    ] == []


def test_the_looks_of_holdings_are_verbs_of_the_record() -> None:
    assert all(stored_as(*each.looks) for each in holdings().values() if each.looks)


def test_only_values_of_verbs_are_recorded() -> None:
    """mypy refuses a sentence where `record` is called; this looks at what calls give it by name."""
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path, tree in sources()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", "").startswith(("record", "refusals_recorded"))
        for keyword in node.keywords
        if keyword.arg == "verb" and not isinstance(keyword.value, ast.Name | ast.Attribute | ast.IfExp)
    ]
    assert found == []


def test_templates_compare_states_that_exist() -> None:
    """A template has no classes to compare with: a state that is renamed is found here."""
    codes = {str(code) for kind in state_classes() for code in kind}
    found = {
        (path.name, word)
        for path in sorted(PACKAGE.rglob("*.html"))
        for compared in re.findall(
            r"\.state (?:==|!=|in|not in) (\"[^\"]*\"|'[^']*'|\([^)]*\))", path.read_text()
        )
        for word in re.findall(r"[\"']([^\"']+)[\"']", compared)
    }
    assert len(found) > 20
    assert {each for each in found if each[1] not in codes} == set()


def state_classes() -> Iterator[type[Enum]]:
    """Yield the classes of the rooms that declare states."""
    for module in (sys.modules[name] for name in sorted(sys.modules) if name.startswith("belisha.")):
        for name, kind in vars(module).items():
            if isinstance(kind, EnumType) and name.endswith("State"):
                yield kind
