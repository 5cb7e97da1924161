"""A school with a row of everything, whose ids begin at 7,000,000, and what its readers can read of it."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from typing import Any

FIRST = 7_000_000
OLD = re.compile(r"(?<![0-9a-f])70\d{5}(?![0-9a-f])")
NAME = "The Grange"


def build() -> None:
    """The demonstration with its history, and one of everything at the Grange, with ids from 7,000,001."""
    from django.apps import apps
    from django.db import connection

    from belisha.base.new_database import fill_new_database
    from belisha.cli.backup.rows import models_of, set_last_id
    from belisha.demo.build import build_demo
    from tests.access.building import build_elsewhere, build_one_of_everything

    fill_new_database(connection)
    for model in models_of(apps).values():
        set_last_id(model, FIRST, connection)
    build_demo()
    build_one_of_everything()
    build_elsewhere()
    build_demo(with_history=True)
    _further()


def _further() -> None:
    """Somebody who signs in for another school too, a second factor, a mark in a case."""
    from allauth.mfa.models import Authenticator

    from belisha.cases.marks import mark_of
    from belisha.cases.models import CaseMark, IncidentCase
    from belisha.people.accounts.encryption import encrypt
    from belisha.people.models import Membership, School, User

    school = School.objects.get(slug="grange")
    teacher = User.objects.get(email="teacher@grange.example")
    Authenticator.objects.create(user=teacher, type="totp", data={"secret": encrypt("JBSWY3DP")})
    other = User.objects.get(email="headteacher@calcot.example")
    Membership.objects.create(school=school, user=other, role="governor", from_on="2026-01-01")
    case = IncidentCase.objects.filter(school=school).first()
    assert case is not None
    mark = mark_of(school.pk, "handle", "@somebody")
    CaseMark.objects.create(case=case, kind="handle", sealed=case.seal("@somebody"), mark=mark)


def old_ids() -> Iterator[str]:
    """Yield each column of the school that still holds an id of before."""
    from django.apps import apps

    from belisha.audit.models import Event, MovedRecord
    from belisha.cli.moving.carried import carried_rows, label

    school = _school()
    for model, rows in carried_rows(school.pk).items():
        for row in rows:
            for field in model._meta.local_concrete_fields:
                value = getattr(row, field.attname)
                if OLD.search(_text(value)) and (label(model), field.attname) not in SEALED:
                    yield f"{label(model)}.{field.attname}: {_text(value)[:100]}"
    for event in Event.objects.filter(chain__in=[school.pk, -school.pk]).exclude(verb="imported-school"):
        for name in ("by", "subject", "detail"):
            if OLD.search(_text(getattr(event, name))):
                yield f"{event.verb} {name}: {getattr(event, name)}"
    assert MovedRecord.objects.filter(school=school).count() == 2
    assert apps.ready


SEALED = {
    ("registers.SealedDocument", "statement"),  # what was sealed stays as it was
    ("retention.Disposal", "certificate"),
    ("acknowledgements.Acknowledgement", "statement"),
}


def told() -> None:
    """Print what readers can read: encrypted texts, files, chronologies, how many rows there are."""
    from belisha.base.encrypted_files import check_file
    from belisha.cases.marks import mark_of
    from belisha.cases.models import CaseMark, Report
    from belisha.cli.moving.carried import ENCRYPTED, carried_rows, label
    from belisha.people.accounts.encryption import decrypt

    school = _school()
    found: dict[str, Any] = {}
    for model, rows in carried_rows(school.pk).items():
        name = label(model)
        if name in ("audit.MovedRecord", "people.Invitation", "notices.Notice"):
            continue
        found[name] = rows.count()
        for column, purpose in ENCRYPTED.get(name, {}).items():
            values = rows.order_by("pk").values_list(column, flat=True)
            found[f"{name}.{column}"] = [decrypt(text, purpose) for text in values if text]
    found["files"] = sorted(
        str(check_file(item.file, key=_key_of(item))) + item.file.sha256
        for item in _items(school)
        if item.file is not None
    )
    found["reports"] = [row.opened(row.sealed) for row in Report.objects.filter(school=school).order_by("pk")]
    for mark in CaseMark.objects.filter(case__school=school):
        value = mark.case.opened(mark.sealed)
        found["mark"] = [value, mark.mark == mark_of(school.pk, mark.kind, value)]
    sys.stdout.write(json.dumps(found, sort_keys=True, indent=1))


def _items(school: Any) -> Any:
    from belisha.evidence.models import EvidenceItem

    return EvidenceItem.objects.filter(school=school).select_related("file")


def _key_of(item: Any) -> bytes:
    from belisha.cases.models import IncidentCase, Report

    noun, reference = item.owner.split()
    owner = (Report if noun == "report" else IncidentCase).objects.get(reference=reference)
    return owner.data_key()


def _school() -> Any:
    from belisha.people.models import School

    return School.objects.filter(name="Grange Infant School").order_by("pk").last()


def _text(value: Any) -> str:
    return json.dumps(value) if isinstance(value, dict | list) else str(value)
