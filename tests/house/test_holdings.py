"""Every row that belongs to a school says whose data it is, how long it is kept, and how it is erased."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.db.models import Model

from belisha.base.holdings import Holding, exemptions, holdings
from belisha.base.retention_schedule import RetentionTrigger, retention_kinds
from belisha.base.scoped import SchoolScoped

OF_SCHOOLS = [model for model in apps.get_models() if issubclass(model, SchoolScoped)]


def _said() -> set[type[Model]]:
    parts = {part for each in holdings().values() for part in each.parts}
    return {each.model for each in holdings().values()} | parts | set(exemptions())


def _silent() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for model in set(OF_SCHOOLS) - _said():
        found.setdefault(model._meta.app_label, set()).add(model.__name__)
    return found


def test_every_row_of_a_school_says_whose_data_it_is_and_how_it_goes() -> None:
    silent = _silent()
    assert not silent, (
        f"{silent}: in the room's `holdings.py`, give each model a `Holding`, or `exempt` it with a reason"
    )


def test_no_model_is_both_held_and_exempt() -> None:
    held = {each.model for each in holdings().values()}
    assert held & set(exemptions()) == set()


@pytest.mark.parametrize("key", sorted(holdings()))
def test_a_holding_is_of_a_known_kind_with_known_triggers(key: str) -> None:
    found = holdings()[key]
    assert found.kind in retention_kinds(), f"`{found.kind}` is not in library/retention.toml"
    assert set(found.triggers) <= set(RetentionTrigger), f"known triggers are {', '.join(RetentionTrigger)}"
    assert bool(found.triggers) != bool(found.kept_because), "a trigger, or why it stays: one of the two"


@pytest.mark.django_db
@pytest.mark.parametrize("key", sorted(holdings()))
def test_a_holding_finds_the_same_people_in_rows_and_by_query(key: str) -> None:
    found = holdings()[key]
    _check_queries(found)
    for row in found.model._default_manager.order_by("-pk")[:10]:
        found.stub(row)
        for subject in found.subjects(row):
            assert subject.part
            assert subject.user_id or subject.name
            if subject.user_id and found.about is not None:
                _check_found(found, row, subject.user_id)


def _check_queries(found: Holding) -> None:
    rows = found.model._default_manager.all()
    for trigger, expression in found.triggers.items():
        list(rows.annotate(**{f"on_{trigger}": expression})[:1])
    if found.about is not None:
        list(rows.filter(found.about(0))[:1])


def _check_found(found: Holding, row: Any, user: int) -> None:
    assert found.about is not None
    assert found.disclosed is not None
    theirs = found.model._default_manager.filter(found.about(user), pk=row.pk)
    assert theirs.exists(), f"`about({user})` does not find a row that `subjects` finds them in"
    for label, _ in found.disclosed(row, user):
        assert label


def test_every_kind_of_record_has_a_source_and_a_reason() -> None:
    for kind in retention_kinds().values():
        assert kind.source
        assert kind.purpose
        assert kind.basis
        assert kind.may_be_erased or kind.refusal, f"`{kind.key}`: why can nobody have it erased?"
