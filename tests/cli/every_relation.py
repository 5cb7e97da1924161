"""Fill a database so that every table has a row, and every foreign key points at something in one of them."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from typing import Any

DAY = date(2026, 11, 21)
INSTANT = datetime(2026, 11, 21, 9, tzinfo=UTC)


def build() -> None:
    """The demonstration with its history, one of everything that has an address, and a row for the rest."""
    import django

    django.setup()
    from django.apps import apps
    from django.db import connection

    from belisha.base.new_database import fill_new_database
    from belisha.cli.backup.rows import models_of
    from belisha.demo.build import build_demo
    from tests.access.building import build_elsewhere, build_one_of_everything

    fill_new_database(connection)
    build_demo()
    build_one_of_everything()
    build_elsewhere()
    build_demo(with_history=True)
    _acknowledge_on_paper()
    _arrive_from_elsewhere()
    for model in models_of(apps).values():
        _fill(model)
    sys.stdout.write("".join(f"{line}\n" for line in missing(models_of(apps).values())))


def _acknowledge_on_paper() -> None:
    """One acknowledgement with the relations that only some have: nobody can change one later."""
    from belisha.acknowledgements.actions import PaperSignature, Signing, write_acknowledgement
    from belisha.acknowledgements.models import Method
    from belisha.acknowledgements.paper_actions import set_acknowledgement_aside
    from belisha.acknowledgements.presented_text import text_for_roles
    from belisha.acknowledgements.queries import bindings
    from belisha.people.actor import actor_from
    from belisha.people.models import School, User

    school = School.objects.get(slug="coads-green")
    binding = bindings(school)[0]
    person = User.objects.create(name="Clover Kerb")
    head = User.objects.get(email="headteacher@coads-green.example")
    shown = text_for_roles(binding.policy, ("teacher",), DAY)
    paper = PaperSignature(DAY, ((head.pk, head.name),), head.pk)
    signing = Signing(
        person.pk, person.name, ("teacher",), binding, shown, Method.PAPER, since=binding.version, paper=paper
    )
    made = write_acknowledgement(signing)
    set_acknowledgement_aside(by=actor_from(head.pk, head.name), made=made, reason="Entered by mistake.")
    write_acknowledgement(signing)


def _arrive_from_elsewhere() -> None:
    """A school with the record that another kept of it: lines that are no events would be told as altered."""
    from belisha.audit.models import Event
    from belisha.audit.moved import adopt_events
    from belisha.audit.verification import FIELDS, event_line
    from belisha.people.models import School

    source = School.objects.get(slug="calcot")
    school = School.objects.create(slug="moved-here", name="Moved Here School")
    rows = Event.objects.filter(chain=source.pk).order_by("number").values_list(*FIELDS)
    adopt_events(
        [event_line(row).encode() + b"\n" for row in rows],
        school_id=school.pk,
        is_confidential=False,
        offset=0,
        seal_keys=[],
        moved=lambda event: event | {"chain": school.pk},
        passed=lambda _: None,
    )


def missing(models: Any) -> Iterator[str]:
    """Yield each table without a row and each column that points at nothing in any row."""
    for model in models:
        if not model._base_manager.exists():
            yield f"{model._meta.db_table}: no row"
        for field in _relations(model):
            if not _points(model, field):
                yield f"{model._meta.db_table}.{field.column}: no relation"


def _relations(model: Any) -> list[Any]:
    return [field for field in model._meta.local_concrete_fields if field.is_relation]


def _points(model: Any, field: Any) -> bool:
    found: bool = model._base_manager.filter(**{f"{field.attname}__isnull": False}).exists()
    return found


def _fill(model: Any) -> None:
    """Add a row with every relation set, if the table has none such."""
    lacks = [field for field in _relations(model) if not _points(model, field)]
    if model._base_manager.exists() and not lacks:
        return
    if model._meta.db_table in EITHER:
        for without in EITHER[model._meta.db_table]:
            _add(model, without)
        return
    given = SPECIAL.get(model._meta.db_table, {})
    special = {name: value() if callable(value) else value for name, value in given.items()}
    if model._base_manager.exists():
        row = model._base_manager.order_by("-pk").first()
        values = {field.attname: _related(field) for field in lacks}
        model._base_manager.filter(pk=row.pk).update(**values | special)
        return
    _add(model, special)


def _add(model: Any, special: dict[str, Any]) -> None:
    """Add a row with a value in every field, but for those that are given."""
    row = model()
    for field in model._meta.local_concrete_fields:
        if field.is_relation:
            setattr(row, field.attname, _related(field))
        elif not field.primary_key and (not field.has_default() or field.unique):
            setattr(row, field.attname, _value(field))
    for name, value in special.items():
        setattr(row, name, value)
    model._base_manager.bulk_create([row])


def _related(field: Any) -> Any:
    other = field.related_model
    if not other._base_manager.exists():
        _fill(other)
    return other._base_manager.order_by("-pk").values_list(field.target_field.attname, flat=True).first()


def _value(field: Any) -> Any:
    if field.choices:
        return field.choices[0][0]
    kind = field.get_internal_type()
    values = {
        "DateField": DAY,
        "DateTimeField": INSTANT,
        "TimeField": time(9),
        "BooleanField": False,
        "JSONField": {},
        "BinaryField": b"x",
    }
    if kind in values:
        return values[kind]
    if "Integer" in kind:
        return 1
    return f"every-{field.name}"[: field.max_length or 40]


# Values without which a constraint would refuse the row.
def _name_of_the_last_person() -> str:
    """Whoever accepts an invitation has the name in it, or it would look like a number given again."""
    from belisha.people.models import User

    return str(User.objects.order_by("-pk").values_list("name", flat=True)[0])


def _first_person() -> int:
    """Somebody else than the last person, where two relations may not be one person."""
    from belisha.people.models import User

    return int(User.objects.order_by("pk").values_list("pk", flat=True)[0])


# Tables in which one relation excludes another: what is left out of each row.
EITHER: dict[str, tuple[dict[str, Any], ...]] = {
    "cases_caseaccess": (
        {"report_id": None, "office": ""},
        {"case_id": None, "user_id": None, "office": "dsl"},
    ),
    "cases_chronologyentry": ({"report_id": None}, {"case_id": None}),
}
SPECIAL: dict[str, dict[str, Any]] = {
    "channels_officialpost": {"approved_by_id": _first_person, "seconded_by_id": _first_person},
    "drafting_merging": {"ended_at": INSTANT},
    "duties_feed": {"office": "clerk"},
    "registers_registerentry": {"decided_as": "headteacher"},
    "registers_responsibility": {"child_id": _first_person},
    "reputation_mentionreply": {"approved_by_id": _first_person, "state": "approved"},
    "retention_disposal": {"decided_by_id": _first_person, "certificate": "{}"},
    "retention_legalhold": {"lifted_at": INSTANT},
    "people_invitation": {"accepted_at": INSTANT, "name": _name_of_the_last_person},
}

if __name__ == "__main__":
    build()
