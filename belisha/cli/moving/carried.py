"""Which rows go along when a school moves, and which stay behind, with the reason.

Every model is one or the other: rows with a school, rows that hang on those, the people whom they name and
the files that they keep. `tests/house/test_moving.py` fails for a model that is neither.
"""

# ruff: noqa: SLF001 - Django describes a model through `_meta`

from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from django.apps import apps
from django.db.models import Field, Model, Q, QuerySet

from belisha.cli.backup.rows import LEFT_OUT as NEVER_COPIED
from belisha.cli.backup.rows import models_of

Rows: TypeAlias = Mapping[type[Model], QuerySet[Any]]

SCHOOL, PERSON, FILE = "people.School", "people.User", "base.EncryptedFile"
SECOND_FACTOR, RECORD, HEAD = "mfa.Authenticator", "audit.Event", "audit.Head"
SEAL_KEY = "acknowledgements.SealKey"
BY_THEMSELVES = {
    SCHOOL: "the school itself",
    PERSON: "everybody whom a row that is carried names",
    FILE: "every file that a row that is carried keeps",
    SECOND_FACTOR: "of those whose account comes along",
    RECORD: "the two chains of the school",
    HEAD: "made anew, under the seal of the new place",
    SEAL_KEY: "public keys under which what is carried was sealed",
}
"""What is carried although it has no school and hangs on nothing that has one."""

STAYS = {
    "account.EmailAddress": "nobody signs in by it: a person's own row has the address",
    "account.EmailConfirmation": "it confirms such an address",
    "auth.Group": "nobody's rights come from it",
    "auth.Group_permissions": "nobody's rights come from it",
    "auth.Permission": "every installation has its own",
    "base.DisposalPermit": "it lasts for one transaction",
    "connections.WebhookDelivery": "what waits is sent from where it was made; it goes after a month",
    "contenttypes.ContentType": "every installation has its own",
    "governance.ReportSharing": "a school agrees anew at the new place, with the trust there",
    "people.Oversight": "the body is another school, which stays; the new place says who oversees it",
    "rolls.Roll": "an import is undone where it was made",
    "rolls.RollLine": "it belongs to such an import",
    "socialaccount.SocialAccount": "the sign-in of a provider is that of one address of a site",
    "socialaccount.SocialApp": "a provider is set up by each site",
    "socialaccount.SocialToken": "it belongs to such a sign-in",
}

ENCRYPTED = {
    "channels.Enquiry": {"words": "enquiry"},
    "channels.OfficialAccount": {"secret": "official account"},  # nosec B105 - a purpose
    "complaints.Entry": {"words": "complaints"},
    "complaints.Matter": {"name": "complaints", "contact": "complaints"},
    "connections.Webhook": {"secret": "webhook"},  # nosec B105
    "registers.EntryFile": {"name": "registers"},
    "registers.EntryNote": {"words": "registers"},
    "registers.RegisterEntry": {"details": "registers"},
    "reputation.Mention": {"excerpt": "reputation"},
    "retention.Breach": {"what": "data protection", "measures": "data protection"},
    "retention.DataRequest": {"words": "data protection", "answer": "data protection"},
}
"""Texts that are encrypted with the site's key, each with the purpose that its key is derived for."""

NUMBERS = {
    "audit.MovedRecord": ("offset",),
    "cases.IncidentCase": ("version_id",),
    "retention.DisposalItem": ("row",),
    "retention.LegalHold": ("row",),
}
"""Columns that hold an id without being a foreign key."""
KEYS = {"cases.Report": ("origin",), "duties.Duty": ("key",), "notices.Notice": ("key",)}
"""Columns with a key that names rows: "training privacy 12 2026-09-01"."""
LINKS = {"duties.Duty": ("link",)}
"""Columns with a path on this site."""


def label(model: type[Model]) -> str:
    """Return the name of a model in the tables of this module."""
    return model._meta.label


def carried_rows(school_id: int, using: str = "default") -> Rows:
    """Return the rows of a school, by model, but for people, files and the record."""
    found: dict[type[Model], QuerySet[Any]] = {}
    waiting = []
    for model in _movable():
        rows = model._base_manager.using(using)
        if label(model) == SCHOOL:
            found[model] = rows.filter(pk=school_id)
        elif any(field.name == "school" for field in model._meta.local_concrete_fields):
            found[model] = rows.filter(school_id=school_id)
        elif label(model) not in BY_THEMSELVES:
            waiting.append(model)
    while ready := {model: parents for model in waiting if (parents := list(_parents(model, found)))}:
        for model, parents in ready.items():
            hangs = Q(pk__in=[])
            for field in parents:
                hangs |= Q(**{f"{field.name}__in": found[_related(field)].order_by().values("pk")})
            found[model] = model._base_manager.using(using).filter(hangs)
        waiting = [model for model in waiting if model not in found]
    return dict(sorted(found.items(), key=lambda pair: pair[0]._meta.db_table))


def forgotten() -> set[str]:
    """Return the models that neither go along nor stay for a reason."""
    known = {label(model) for model in carried_rows(0)} | BY_THEMSELVES.keys() | STAYS.keys()
    return {label(model) for model in models_of(apps).values()} - known


def relations(model: type[Model]) -> "list[Field[Any, Any]]":
    """Return the columns of a model that point at another row, apart from its own key."""
    return [field for field in model._meta.local_concrete_fields if field.is_relation]


def _movable() -> Iterator[type[Model]]:
    for table, model in models_of(apps).items():
        if label(model) not in STAYS and table not in NEVER_COPIED:
            yield model


def _parents(model: type[Model], found: Mapping[type[Model], Any]) -> "Iterator[Field[Any, Any]]":
    for field in relations(model):
        other = _related(field)
        if other in found and other is not model and label(other) not in (PERSON, FILE):
            yield field


def _related(field: "Field[Any, Any]") -> type[Model]:
    related: type[Model] = field.related_model  # type: ignore[assignment]
    return related
