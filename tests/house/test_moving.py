"""Every model goes along when a school moves, or stays for a reason; what is encrypted is opened."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from django.apps import apps

from belisha.cli.moving.carried import (
    BY_THEMSELVES,
    ENCRYPTED,
    KEYS,
    LINKS,
    NUMBERS,
    STAYS,
    carried_rows,
    forgotten,
    label,
)
from belisha.cli.moving.ids import DETAILS
from tests.house.project import ROOT, python_files


def test_every_model_is_carried_or_stays_for_a_reason() -> None:
    assert forgotten() == set(), "name it in belisha/cli/moving/carried.py: carried, or why it stays"
    carried = {label(model) for model in carried_rows(0)}
    assert carried & STAYS.keys() == set()
    assert len(carried) > 70
    assert all(STAYS.values())


def test_every_name_in_the_tables_is_a_model_with_that_column() -> None:
    known = {label(model) for model in apps.get_models(include_auto_created=True)}
    assert (STAYS.keys() | BY_THEMSELVES.keys()) <= known
    for table in (ENCRYPTED, NUMBERS, KEYS, LINKS):
        for name, columns in table.items():
            assert {*columns} <= {field.attname for field in apps.get_model(name)._meta.concrete_fields}


def test_every_purpose_of_encryption_is_opened_on_the_way() -> None:
    used = {
        node.value.value
        for path in python_files()
        for node in ast.parse(path.read_text()).body
        if isinstance(node, ast.Assign)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
        and any(isinstance(each, ast.Name) and each.id == "PURPOSE" for each in node.targets)
    }
    spooled = {"report"}
    assert used - spooled == {purpose for columns in ENCRYPTED.values() for purpose in columns.values()}


def details() -> Iterator[tuple[str, str]]:
    """Yield each key of a `detail` of the record whose value is an id, with where it is."""
    for path in python_files():
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.keyword) and node.arg == "detail" and isinstance(node.value, ast.Dict):
                yield from _ids(node.value, f"{path.relative_to(ROOT)}")
            is_detail = isinstance(node, ast.Assign) and any(
                isinstance(each, ast.Name) and each.id in ("detail", "told") for each in node.targets
            )
            if is_detail and isinstance(node, ast.Assign) and isinstance(node.value, ast.Dict):
                yield from _ids(node.value, f"{path.relative_to(ROOT)}")


def _ids(stated: ast.Dict, where: str) -> Iterator[tuple[str, str]]:
    for key, value in zip(stated.keys, stated.values, strict=True):
        names = {each.attr for each in ast.walk(value) if isinstance(each, ast.Attribute)}
        if isinstance(key, ast.Constant) and any(
            name in ("pk", "id") or name.endswith("_id") for name in names
        ):
            yield str(key.value), where


def test_every_id_in_the_detail_of_an_event_is_shifted() -> None:
    found = list(details())
    assert len(found) > 8
    assert [each for each in found if each[0] not in DETAILS] == []
