"""Rules of our own that no linter knows: what a view asks for, and how rows are locked."""

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


# Rows that many others name: whoever adds such a row waits, at the end of a transaction, for whoever holds
# them for a change of key. Two that also write in the record would then wait for each other on PostgreSQL.
NAMED_BY_MANY = {"School", "User", "PolicyVersion", "PolicyDocument"}


def _locks_keys(tree: ast.AST) -> list[str]:
    """The models of rows that are locked as if their keys were to change."""
    return [
        model
        for model, chain in _chains(tree)
        for each in ast.walk(chain)
        if model in NAMED_BY_MANY
        and isinstance(each, ast.Call)
        and isinstance(each.func, ast.Attribute)
        and each.func.attr == "select_for_update"
        and "no_key" not in {keyword.arg for keyword in each.keywords}
    ]


def test_a_row_that_many_others_name_is_locked_without_its_key() -> None:
    found = {
        f"{file.relative_to(PACKAGE)}: {model}"
        for file in PACKAGE.rglob("*.py")
        for model in _locks_keys(ast.parse(file.read_text(encoding="utf-8")))
    }
    assert not found, "lock it by `select_for_update(no_key=True)`"


def test_the_rule_of_locks_finds_what_it_forbids() -> None:
    tree = ast.parse(
        "School.objects.select_for_update().get(pk=1)\nSchool.objects.select_for_update(no_key=True).get(pk=1)"
    )
    assert _locks_keys(tree) == ["School"]
