"""Take in a school that another installation exported: whole or not at all, beside those that are here."""

# ruff: noqa: SLF001 - Django describes a model through `_meta`

import base64
import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import PurePosixPath
from typing import Any

from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Model
from django.urls import reverse
from django.utils import timezone

from belisha.access.sign_in import sign_in_rules
from belisha.audit.models import confidential_chain
from belisha.audit.moved import adopt_events
from belisha.base import file_store
from belisha.base.clock import today
from belisha.base.data_keys import wrap_key
from belisha.base.models import EncryptedFile
from belisha.cases.marks import mark_of
from belisha.cases.models import CaseMark, CasePerson
from belisha.cli.backup.archive import PIECE, BackupReader
from belisha.cli.backup.rows import check_references_later, columns_of, last_id, load, models_of, set_last_id
from belisha.cli.moving.carried import (
    ENCRYPTED,
    KEYS,
    LINKS,
    NUMBERS,
    SEAL_KEY,
    SECOND_FACTOR,
    label,
    relations,
)
from belisha.cli.moving.ids import offset_for, shift_event, shift_key, shift_link
from belisha.cli.moving.leaving import ABOUT, CONFIDENTIAL_EVENTS, OPEN_EVENTS, STORED, UNUSABLE, Told
from belisha.outbox.bounced_addresses import hash_of_address
from belisha.outbox.links import absolute
from belisha.outbox.models import NoticeState
from belisha.people.accounts.encryption import encrypt
from belisha.people.accounts.mail import queue_invitation
from belisha.people.accounts.tokens import hash_token, new_token
from belisha.people.models import Invitation, Membership, School, User
from belisha.people.roles import most_powerful_role

ELSEWHERE = "elsewhere"
MOVED = "the school moved before it was sent; it was left to where it was written"
SEALED = {"cases.Report": "report", "cases.IncidentCase": "case"}
"""Models that seal their words under a key of their own, with the noun by which they are named."""
FACTORS = ("secret", "seed")
"""What a second factor encrypts with the site's key."""


class ArrivingError(Exception):
    """The school cannot be taken in. The message is a sentence."""


@dataclass(slots=True)
class Arrived:
    """The school at its new place: the offset of its ids, and the links for those to be invited."""

    school: School
    offset: int
    rows: int = 0
    links: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Place:
    """Where rows arrive: the offset, both names in addresses, and the former ids of what rows point at."""

    offset: int
    slugs: tuple[str, str]
    ids: dict[type[Model], set[Any]]


def import_school(archive: BackupReader, *, slug: str = "", told: Told) -> Arrived:
    """Take in the school of an export, in one transaction. `slug`: its name in addresses here, if another.

    Raise ArrivingError with nothing changed.
    """
    about = json.loads(archive.open_file(PurePosixPath(ABOUT)).read())
    slug = slug or about["slug"]
    _check_versions(archive)
    _check_free(about, slug)
    last_here = max(last_id(model, "default") for model in models_of(apps).values())
    offset = offset_for(lowest=about["lowest"], last_here=last_here)
    place = Place(offset, (about["slug"], slug), _former_ids(archive))
    with _stored_files(archive, told):
        try:
            with transaction.atomic():
                return _take_in(archive, about, place, told)
        except IntegrityError as error:
            said = " ".join(str(error).split())
            message = f"a row of it does not fit what is here ({said}). Nothing was changed."
            raise ArrivingError(message) from error


def _take_in(archive: BackupReader, about: dict[str, Any], place: Place, told: Told) -> Arrived:
    by_table, total = models_of(apps), 0
    check_references_later(connection)
    for table, count in archive.manifest.rows.items():
        model = by_table[table]
        if load(model, _arriving_rows(archive, model, place), connection) != count:
            message = f"its table `{table}` has another number of rows than it says. Nothing was changed."
            raise ArrivingError(message)
        total += count
        if count:
            told(f"{table}: {count}")
    for key, since in about["seal_keys"]:
        keys = apps.get_model(SEAL_KEY)._base_manager
        keys.get_or_create(public_key=key, defaults={"since_at": datetime.fromisoformat(since)})
    school = School.objects.get(pk=about["school_id"] + place.offset)
    _raise_ids(archive, place.offset)
    _mark_again(school)
    _take_in_record(archive, school, place.offset, about["former_keys"], told)
    arrived = Arrived(school, place.offset, total)
    _invite(arrived)
    return arrived


def _check_versions(archive: BackupReader) -> None:
    here: dict[str, set[str]] = {}
    for app, name in MigrationRecorder(connection).applied_migrations():
        here.setdefault(app, set()).add(name)
    there = {app: set(names) for app, names in archive.manifest.migrations.items()}
    if here != there:
        message = (
            f"it was exported by Belisha {archive.manifest.version}, whose tables are not those of this one: "
            "bring both installations to the same version, and export it again. Nothing was changed."
        )
        raise ArrivingError(message)


def _check_free(about: dict[str, Any], slug: str) -> None:
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]*", slug):
        message = f"`{slug}` cannot be a school's name in addresses: use small letters, digits and hyphens."
        raise ArrivingError(message)
    if about["urn"] and School.objects.filter(urn=about["urn"]).exists():
        message = f"a school with the URN {about['urn']} is here already. Nothing was changed."
        raise ArrivingError(message)
    if School.objects.filter(slug=slug).exists():
        message = (
            f"another school is at /s/{slug}/ here: give this one another name in addresses with --slug. "
            "Nothing was changed."
        )
        raise ArrivingError(message)


@contextmanager
def _stored_files(archive: BackupReader, told: Told) -> Iterator[None]:
    """Store the encrypted files, as they are. Whatever fails inside takes them away again.

    After a kill the sweep removes them, since no row knows them.
    """
    written: list[str] = []
    try:
        for file in archive.files():
            if str(file).startswith(STORED):
                _make_room(file.name)
                with archive.open_file(file) as source:
                    file_store.write_file(file.name, iter(partial(source.read, PIECE), b""))
                written.append(file.name)
        told(f"files: {len(written)}")
        yield
    except BaseException:
        for name in written:
            with suppress(OSError):
                file_store.remove_stored(name)
        raise


def _make_room(name: str) -> None:
    """Remove what a killed import has left of a file. Raise ArrivingError if a row knows it."""
    if EncryptedFile.objects.filter(name=name).exists():
        message = "one of its files is here already: the school was imported before, or is of this place."
        raise ArrivingError(f"{message} Nothing was changed.")
    file_store.remove_stored(name)


# --- rows ----------------------------------------------------------------------------------------


def _former_ids(archive: BackupReader) -> dict[type[Model], set[Any]]:
    """Return the former ids of the rows of every model that others point at."""
    by_table = models_of(apps)
    models = [by_table[table] for table in archive.manifest.rows]
    targets = {each.related_model for model in models for each in relations(model)}
    found: dict[type[Model], set[Any]] = {}
    for model in models:
        if model in targets:
            lines = archive.lines(model._meta.db_table)
            at = next(lines).index(model._meta.pk.column)
            found[model] = {row[at] for row in lines}
    return found


def _arriving_rows(archive: BackupReader, model: type[Model], place: Place) -> Iterator[list[Any]]:
    lines, fields = archive.lines(model._meta.db_table), columns_of(model)
    if next(lines) != [each.column for each in fields]:
        message = f"the columns of its table `{model._meta.db_table}` are not those of this version."
        raise ArrivingError(message)
    changes = [_change_of(model, each, place) for each in fields]
    names = [each.attname for each in fields]
    for line in lines:
        values = [change(value) for change, value in zip(changes, line, strict=True)]
        yield _whole_row(label(model), dict(zip(names, values, strict=True)))


def _change_of(model: type[Model], each: Any, place: Place) -> Callable[[Any], Any]:
    """Return how the values of a column change on the way."""
    name, offset = label(model), place.offset
    if each.is_relation:
        return partial(_pointed, place.ids.get(each.related_model, set()), offset)
    if each.primary_key or each.attname in NUMBERS.get(name, ()):
        return lambda value: None if value is None else value + offset
    if each.attname in KEYS.get(name, ()):
        return lambda value: shift_key(value, offset)
    if (name, each.attname) == ("acknowledgements.Acknowledgement", "witnesses"):
        return lambda value: [[person + offset, said] for person, said in value]
    if each.attname in LINKS.get(name, ()):
        return lambda value: shift_link(value, offset, place.slugs)
    purpose = ENCRYPTED.get(name, {}).get(each.attname)
    if purpose:
        return lambda value: encrypt(value, purpose) if value else value
    if name == "people.School" and each.attname == "slug":
        return lambda _: place.slugs[1]
    return lambda value: value


def _pointed(known: set[Any], offset: int, value: Any) -> Any:
    """Return the new id that a foreign key holds; None for a row that did not come along."""
    return value + offset if value in known else None


def _whole_row(name: str, row: dict[str, Any]) -> list[Any]:
    """Return a row's values, after what several columns together, or a key, ask for."""
    if name == "base.EncryptedFile":
        row["wrapped_key"] = _wrapped(row["wrapped_key"], row["name"])
    elif name in SEALED:
        row["wrapped_key"] = _wrapped(row["wrapped_key"], f"{SEALED[name]} {row['reference']}")
    elif name == "people.School":
        row |= {"moved_to": "", "moved_at": None}  # wherever it was closed, here it is open
    elif name == "notices.Notice":
        row["refused"] = hash_of_address(row["refused"]) if row["refused"] else ""
        if row["state"] in (NoticeState.WAITING, NoticeState.SENDING):
            row |= {"state": NoticeState.DROPPED.value, "text": "", "trouble": MOVED}
    elif name == "drafting.Merging" and row["model_id"] is None and not row["library"]:
        row |= {"library": ELSEWHERE, "ended_at": row["ended_at"] or timezone.now().isoformat()}
    elif name == SECOND_FACTOR:
        row["data"] = {key: _sealed_factor(key, value) for key, value in row["data"].items()}
    return list(row.values())


def _wrapped(plain: str, context: str) -> str:
    return wrap_key(base64.b64decode(plain), context) if plain else ""


def _sealed_factor(key: str, value: Any) -> Any:
    return encrypt(value) if key in FACTORS and isinstance(value, str) else value


# --- what is done once the rows are in -----------------------------------------------------------


def _raise_ids(archive: BackupReader, offset: int) -> None:
    """Let no id be given that the school ever gave: its record speaks of what is gone, too."""
    by_table = models_of(apps)
    for table in archive.manifest.rows:
        last = archive.manifest.last_ids.get(table, 0) + offset
        if last > last_id(by_table[table], "default"):
            set_last_id(by_table[table], last, connection)


def _mark_again(school: School) -> None:
    """Make the keyed hashes anew by which people, handles and addresses of cases are found again."""
    for person in CasePerson.objects.filter(case__school=school).exclude(mark=""):
        person.mark = mark_of(school.pk, "person", str(person.user_id))
        person.save(update_fields=["mark"])
    for mark in CaseMark.objects.filter(case__school=school).select_related("case"):
        mark.mark = mark_of(school.pk, mark.kind, mark.case.opened(mark.sealed))
        mark.save(update_fields=["mark"])


def _take_in_record(archive: BackupReader, school: School, offset: int, keys: list[str], told: Told) -> None:
    for name, is_confidential in ((OPEN_EVENTS, False), (CONFIDENTIAL_EVENTS, True)):
        chain = confidential_chain(school.pk) if is_confidential else school.pk

        def passed(number: int, name: str = name) -> None:
            if number % 10_000 == 0:
                told(f"the record, {name.removesuffix('.jsonl')}: {number} so far")

        with archive.open_file(PurePosixPath(name)) as lines:
            adopt_events(
                lines,
                school_id=school.pk,
                is_confidential=is_confidential,
                offset=offset,
                seal_keys=keys,
                moved=partial(_shifted, offset=offset, chain=chain),
                passed=passed,
            )


def _shifted(event: dict[str, Any], *, offset: int, chain: int) -> dict[str, Any]:
    return shift_event(event, offset, chain)


def _invite(arrived: Arrived) -> None:
    """Invite whoever is at the school today and signed in with an account of another school before."""
    school = arrived.school
    held: dict[int, list[str]] = {}
    for user, role in Membership.objects.filter(school=school).on(today()).values_list("user", "role"):
        held.setdefault(user, []).append(role)
    people = User.objects.filter(pk__in=held, password=UNUSABLE, is_active=True, email__isnull=False)
    for user in people.order_by("name", "pk"):
        token = new_token()
        invitation = Invitation.objects.create(
            school=school,
            email=str(user.email),
            name=user.name,
            role=most_powerful_role(held[user.pk], school.rights),
            token_hash=hash_token(token),
            expires_at=timezone.now() + sign_in_rules().invitation_holds,
        )
        link = absolute(reverse("people:accept", args=[token]))
        queue_invitation(invitation, link)
        arrived.links.append((user.name, link))
