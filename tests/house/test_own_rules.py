"""A rule of our own that no linter knows: a view asks for what is visible, or for what is of its school."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.project import PACKAGE

VIEWS = sorted(each for each in PACKAGE.rglob("*views*.py") if "migrations" not in each.parts)
# A view that asks a model without a school, and why it may.
WITHOUT_SCHOOL = {
    ("acknowledgements/receipt_views.py", "SealKey"): "the site's public keys, which anybody may have",
    (
        "governance/views.py",
        "School",
    ): "the body that is chosen, whose name is no secret; the action checks it",
    ("registers/consent_views.py", "User"): "the person's own row, and a child that was checked before",
}


def _chains(tree: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    """Each `Model.objects…` of a file, with its model's name and the whole chain of calls on it."""
    parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    for node in ast.walk(tree):
        is_manager = isinstance(node, ast.Attribute) and node.attr == "objects"
        if is_manager and isinstance(node.value, ast.Name) and node.value.id[:1].isupper():
            top: ast.AST = node
            while isinstance(parents[top], ast.Attribute) or (
                isinstance(parents[top], ast.Call) and parents[top].func is top
            ):
                top = parents[top]
            yield node.value.id, top


def _is_limited(chain: ast.expr) -> bool:
    calls = [each for each in ast.walk(chain) if isinstance(each, ast.Call)]
    names = {each.func.attr for each in calls if isinstance(each.func, ast.Attribute)}
    keywords = {keyword.arg or "" for each in calls for keyword in each.keywords}
    return "visible_to" in names or any(
        each.split("__")[0] in ("school", "memberships", "body") for each in keywords
    )


@pytest.mark.parametrize("file", VIEWS, ids=lambda each: each.relative_to(PACKAGE).as_posix())
def test_a_view_asks_for_what_is_visible_or_of_its_school(file: Path) -> None:
    name = file.relative_to(PACKAGE).as_posix()
    wide = {model for model, chain in _chains(ast.parse(file.read_text())) if not _is_limited(chain)}
    excused = {model for where, model in WITHOUT_SCHOOL if where == name}
    assert wide == excused, "read through `visible_to(actor)`, or filter by the school"


def test_the_rule_finds_what_it_forbids() -> None:
    tree = ast.parse(
        "Duty.objects.filter(pk=1)\nDuty.objects.visible_to(actor).get(pk=1)\nUser.objects.all()"
    )
    assert [_is_limited(chain) for _, chain in _chains(tree)].count(False) == 2
