"""Write a whole school into one encrypted file, for another installation to take in."""

# ruff: noqa: SLF001 - Django describes a model through `_meta`

import base64
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from cryptography.fernet import InvalidToken
from django.apps import apps
from django.db import connections, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Model

from belisha import __version__
from belisha.audit.actions import record
from belisha.audit.models import Event, confidential_chain
from belisha.audit.moved import seal_keys_from_elsewhere
from belisha.audit.record import AuditEvent
from belisha.audit.snapshot import snapshot
from belisha.audit.verification import FIELDS, event_line
from belisha.base import file_store
from belisha.base.data_keys import KeyLostError, unwrap_key
from belisha.base.models import EncryptedFile
from belisha.base.seals import public_key
from belisha.cases.models.sealed import Sealed
from belisha.cli.backup.archive import FILES, PIECE, TABLES, BackupWriter, Manifest, new_backup
from belisha.cli.backup.encryption import Secret
from belisha.cli.backup.rows import columns_of, json_line, last_id, models_of, plain_value
from belisha.cli.moving.carried import (
    ENCRYPTED,
    FILE,
    PERSON,
    SEAL_KEY,
    SECOND_FACTOR,
    carried_rows,
    label,
    relations,
)
from belisha.outbox.bounced_addresses import hash_of_address
from belisha.people.accounts.encryption import decrypt
from belisha.people.models import Membership, School, User

KIND = "belisha school 1"
ABOUT, STORED = "about.json", "stored/"
OPEN_EVENTS, CONFIDENTIAL_EVENTS = "events.jsonl", "confidential-events.jsonl"
UNUSABLE = "!moved"
_TOKEN = "gAAAA"  # nosec B105 - how every text that Fernet encrypted begins
Told = Callable[[str], None]


class LeavingError(Exception):
    """The school cannot be exported. The message is a sentence."""


@dataclass(slots=True)
class Leaving:
    """What is found while the rows are written: whom and which files they name, and what did not open."""

    school_id: int
    using: str
    people: set[int] = field(default_factory=set)
    files: set[int] = field(default_factory=set)
    lowest: int = 0
    unread: int = 0
    keys: set[str] = field(default_factory=set)


def export_school(school: School, file: Path, secret: Secret, *, told: Told) -> dict[str, Any]:
    """Write the school to `file`, encrypted: all of it or nothing. Return what is said about it.

    The export is noted in the record first, and goes along with it. Raise LeavingError, or FileExistsError.
    """
    if file.exists():
        raise FileExistsError(17, "there is a file of this name already", str(file))
    with transaction.atomic():
        record(
            school_id=school.pk,
            by=None,
            verb=AuditEvent.EXPORTED_SCHOOL,
            subject=f"school {school.pk}",
            detail={"version": __version__},
        )
    with snapshot() as using:
        manifest = _manifest(using)
        with new_backup(file, manifest, secret) as archive:
            found = Leaving(school.pk, using)
            _rows(archive, found, told)
            _events(archive, found, told)
            _people(archive, found, told)
            _files(archive, found, told)
            about = _about(school, found)
            archive.add(f"{FILES}{ABOUT}", [json.dumps(about, sort_keys=True).encode()])
    return about


def _manifest(using: str) -> Manifest:
    migrations: dict[str, list[str]] = {}
    for app, name in sorted(MigrationRecorder(connections[using]).applied_migrations()):
        migrations.setdefault(app, []).append(name)
    made_at = datetime.now(UTC).isoformat(timespec="seconds")
    manifest = Manifest(made_at, __version__, connections[using].vendor, migrations, kind=KIND)
    manifest.last_ids = {table: last_id(model, using) for table, model in models_of(apps).items()}
    return manifest


def _rows(archive: BackupWriter, found: Leaving, told: Told) -> None:
    for model, rows in carried_rows(found.school_id, found.using).items():
        _table(archive, model, rows, found, told)


def _table(archive: BackupWriter, model: type[Model], rows: Any, found: Leaving, told: Told) -> None:
    table = model._meta.db_table
    columns = [each.column for each in columns_of(model)]
    pointing = [(each.attname, label(each.related_model)) for each in relations(model)]  # type: ignore[arg-type]

    def lines() -> Iterator[bytes]:
        yield json_line(columns)
        count = 0
        for row in rows.order_by("pk").iterator(chunk_size=1000):
            count += 1
            found.lowest = min(found.lowest or row.pk, row.pk)
            for name, other in pointing:
                kept = {PERSON: found.people, FILE: found.files}.get(other)
                if kept is not None and getattr(row, name) is not None:
                    kept.add(getattr(row, name))
            yield json_line(_leaving_values(model, row, found))
        archive.manifest.rows[table] = count
        if count:
            told(f"{table}: {count}")

    archive.add(f"{TABLES}{table}.jsonl", lines())


def _leaving_values(model: type[Model], row: Any, found: Leaving) -> list[Any]:
    encrypted = ENCRYPTED.get(label(model), {})
    values = {}
    for each in columns_of(model):
        value = plain_value(getattr(row, each.attname))
        if each.attname in encrypted and value:
            value = _opened(value, encrypted[each.attname], found)
        elif each.attname == "wrapped_key" and value:
            context = row.name if isinstance(row, EncryptedFile) else row.context
            assert isinstance(row, EncryptedFile | Sealed)
            value = _unwrapped(value, context, found)
        elif each.attname == "public_key" and value:
            found.keys.add(value)
        elif isinstance(value, str) and value.startswith(_TOKEN):
            message = (
                f"`{label(model)}.{each.attname}` holds a text encrypted with this site’s key, and the "
                "export does not know of it. This is an error in Belisha: nothing was written."
            )
            raise LeavingError(message)
        values[each.attname] = value
    if label(model) == "notices.Notice":
        _open_refused(values, row)
    return list(values.values())


def _opened(text: str, purpose: str, found: Leaving) -> str:
    try:
        return decrypt(text, purpose)
    except InvalidToken:
        found.unread += 1
        return ""


def _unwrapped(wrapped: str, context: str, found: Leaving) -> str:
    try:
        return base64.b64encode(unwrap_key(wrapped, context)).decode()
    except KeyLostError:
        found.unread += 1
        return ""


def _open_refused(values: dict[str, Any], row: Any) -> None:
    """Name the address that was refused in place of its keyed hash, where it is still the person's."""
    address = row.goes_to
    is_theirs = bool(row.refused and address and hash_of_address(address) == row.refused)
    values["refused"] = address if is_theirs else ""


# --- the record, people, files -------------------------------------------------------------------


def _events(archive: BackupWriter, found: Leaving, told: Told) -> None:
    chains = ((OPEN_EVENTS, found.school_id), (CONFIDENTIAL_EVENTS, confidential_chain(found.school_id)))
    for name, chain in chains:
        events = Event.objects.using(found.using).filter(chain=chain).order_by("number").values_list(*FIELDS)

        def lines(events: Any = events) -> Iterator[bytes]:
            for row in events.iterator(chunk_size=2000):
                by = row[FIELDS.index("by")]
                if by is not None:
                    found.people.add(by)
                yield event_line(row).encode() + b"\n"

        archive.add(f"{FILES}{name}", lines())
        told(f"the record, {name.removesuffix('.jsonl')}: {events.count()}")


def _people(archive: BackupWriter, found: Leaving, told: Told) -> None:
    """Write everybody whom a row names: with their account, to be invited again, or by name alone."""
    rows = User.objects.using(found.using).filter(pk__in=sorted(found.people))
    elsewhere = set(
        Membership.objects.using(found.using).exclude(school=found.school_id).values_list("user", flat=True)
    )
    here = set(
        Membership.objects.using(found.using).filter(school=found.school_id).values_list("user", flat=True)
    )

    class Adapted:
        """The people as they go: whoever signs in for another school too loses the account on the way."""

        def order_by(self, *names: str) -> "Adapted":
            nonlocal rows
            rows = rows.order_by(*names)
            return self

        def iterator(self, chunk_size: int) -> Iterator[User]:
            for user in rows.iterator(chunk_size=chunk_size):
                yield _leaving_person(user, is_member=user.pk in here, is_elsewhere=user.pk in elsewhere)

    accounts = [user.pk for user in rows.filter(pk__in=here - elsewhere, account=None)]
    _table(archive, User, Adapted(), found, told)
    factors = apps.get_model(SECOND_FACTOR)
    lines = [json_line([each.column for each in columns_of(factors)])]
    chosen = factors._base_manager.using(found.using).filter(
        user__in=accounts, type__in=("totp", "recovery_codes")
    )
    lines += [json_line(_second_factor(factors, row, found)) for row in chosen.order_by("pk")]
    archive.add(f"{TABLES}{factors._meta.db_table}.jsonl", lines)
    archive.manifest.rows[factors._meta.db_table] = len(lines) - 1


def _leaving_person(user: User, *, is_member: bool, is_elsewhere: bool) -> User:
    is_own = is_member and not is_elsewhere and user.account_id is None
    user.account_id = None
    if not is_own:
        user.password, user.last_login = UNUSABLE, None
    if not is_member:
        user.email, user.is_active = None, False
    return user


def _second_factor(model: type[Model], row: Any, found: Leaving) -> list[Any]:
    row.data = {name: _opened_factor(value, found) for name, value in row.data.items()}
    return [plain_value(getattr(row, each.attname)) for each in columns_of(model)]


def _opened_factor(value: Any, found: Leaving) -> Any:
    return (
        _opened(value, "second factor", found)
        if isinstance(value, str) and value.startswith(_TOKEN)
        else value
    )


def _files(archive: BackupWriter, found: Leaving, told: Told) -> None:
    rows = EncryptedFile.objects.using(found.using).filter(pk__in=sorted(found.files))
    _table(archive, EncryptedFile, rows, found, told)
    count = 0
    for name in rows.filter(destroyed_at=None).order_by("pk").values_list("name", flat=True):
        try:
            with file_store.open_stored(name) as source:
                archive.add(f"{FILES}{STORED}{name}", iter(partial(source.read, PIECE), b""))
                count += 1
        except FileNotFoundError:
            found.unread += 1
    told(f"files: {count}")


def _about(school: School, found: Leaving) -> dict[str, Any]:
    keys = apps.get_model(SEAL_KEY)._base_manager.using(found.using).filter(public_key__in=found.keys)
    own = {public_key(), *seal_keys_from_elsewhere(found.using)}
    return {
        "school_id": school.pk,
        "slug": school.slug,
        "name": school.name,
        "urn": school.urn,
        "lowest": found.lowest,
        "unread": found.unread,
        "people": len(found.people),
        "former_keys": sorted(own & found.keys),
        "seal_keys": [[key, since.isoformat()] for key, since in keys.values_list("public_key", "since_at")],
    }
