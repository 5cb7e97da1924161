"""Generate the page of fields: for each row that is kept, who sees it, and which fields fewer see or set."""

from __future__ import annotations

import inspect
import os
import re
from collections.abc import Iterator
from typing import Any

import django
from django.apps import apps

# By the name of a field, in this order. Who sees the row does not see these, whatever their rights.
BY_NAME = (
    (r"password|.*(token|code|receipt|stamp)_hash|hash|head", "a hash: tells nobody what it is of"),
    (r"wrapped_key|secret", "a key, encrypted under the site's: nobody"),
    (
        r"sealed(_\w+)?",
        "encrypted with the key of the case: whoever works on the case, and each look is recorded",
    ),
    (
        r"sha256|checksum|\w*_hash|signature|seal|public_key|previous|statement",
        "made by the site, set by nobody",
    ),
    (
        r"(made|entered|added|recorded|begun|decided|approved|asked|invited)_(by|at)|state|tries",
        "set by the site with the act, never by a form",
    ),
)
# What is so for one field alone.
BY_HAND = {
    "complaints.Entry.words": "encrypted: whoever hears it, the sender by the receipt; looks are recorded",
    "complaints.Matter.contact": "encrypted: whoever hears it; looks are recorded",
    "complaints.Matter.name": "encrypted: whoever hears it; looks are recorded",
    "directory.SchoolContact.is_public": "whether everybody sees the contact or the school's people alone",
    "duties.Duty.is_confidential": "where it is set, only whom the duty is for sees it",
    "notices.Notice.text": "its reader; deleted once sent",
    "people.Membership.extra_rights": "set by whoever may say who holds which right",
    "people.Membership.role": "set by whoever looks after people",
    "people.School.rights": "set by whoever may say who holds which right",
    "people.User.account": "which rows are one person at several schools: that person alone",
    "people.User.email": "the person, and whoever looks after people at that school",
    "policies.PolicyVersion.source": "of a draft: whoever sees the draft; once published: anybody",
    "registers.RegisterEntry.details": "by register: those whom its description lets read it",
    "rolls.RollLine.row": "deleted once the roll is brought in",
}


def fields(note: str) -> str:
    """Return the page. Raise KeyError for a rule by hand whose field is no more."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "belisha.config.settings")
    django.setup()
    about = (
        "Who sees a row is decided by its school, by rights and by the row itself, in one function for "
        "each (`visible_to`), whose sentence stands here. Whoever sees a row sees its fields, except those "
        "below. Whoever may change a row ([addresses](addresses.md) say who) can set the fields that its "
        "form names ([forms](forms.md)) and no others. Where a dash stands, the row is reached through "
        "another one only.\n"
    )
    rules = [f"| `{name}` | {words} |" for name, words in BY_NAME]
    table = ["## By name\n", "| fields | rule |", "|---|---|", *_escaped(rules)]
    unknown = dict(BY_HAND)
    rooms: dict[str, list[str]] = {}
    for model in _models():
        rooms.setdefault(options(model).app_label, []).append(described(model, unknown))
    if unknown:
        raise KeyError(f"docs_fields.BY_HAND names fields that are not there: {sorted(unknown)}")
    parts = ["# Fields\n", about, note, "\n".join(table) + "\n"]
    parts += [f"## {room}\n\n" + "\n".join(rows) for room, rows in sorted(rooms.items())]
    return "\n".join(parts).rstrip() + "\n"


def described(model: Any, unknown: dict[str, str]) -> str:
    """Return a row's heading, who sees it, its fields, and a table of those with a rule of their own."""
    names = [field.name for field in options(model).concrete_fields if field.name not in ("id", "school")]
    ruled = [(name, rule) for name in names if (rule := rule_of(model, name, unknown))]
    plain = ", ".join(f"`{name}`" for name in names if name not in dict(ruled)) or "none"
    rows = [f"| {name} | {rule} |" for name, rule in ruled]
    table = ["| field | rule |", "|---|---|", *rows, ""] if rows else []
    return "\n".join([f"### {model.__name__}\n", f"{seen_by(model)} Fields as the row: {plain}.\n", *table])


def rule_of(model: Any, name: str, unknown: dict[str, str]) -> str:
    """Return the rule of a field, or "" if it goes as its row goes."""
    by_hand = unknown.pop(f"{options(model).label}.{name}", "")
    return by_hand or next((words for pattern, words in BY_NAME if re.fullmatch(pattern, name)), "")


def seen_by(model: Any) -> str:
    """Return the sentence that says who sees a row."""
    visible = getattr(getattr(model, "objects", None), "visible_to", None)
    told = inspect.getdoc(getattr(visible, "__func__", visible)) if visible else ""
    words = " ".join((told or "–").split("\n\n")[0].split())
    return re.sub(r"^(Return|Filter to)\b", "One sees", words)


def options(model: Any) -> Any:
    """Return what Django knows of a model."""
    return model._meta  # noqa: SLF001 - Django's documented way


def _escaped(rows: list[str]) -> Iterator[str]:
    for row in rows:
        pattern, words = row.removeprefix("| `").split("` | ", 1)
        yield f"| `{pattern.replace('|', chr(92) + '|')}` | {words}"


def _models() -> list[Any]:
    ours = [model for model in apps.get_models() if model.__module__.startswith("belisha.")]
    return sorted(ours, key=lambda model: str(options(model).label))
