"""What the library says of reporting and of working on cases (`library/reporting.toml`)."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from belisha.cases.intake import SentReport
from belisha.people.roles import role_label
from belisha.triage import load_playbooks


@cache
def reporting() -> Mapping[str, Any]:
    """Return the content of `library/reporting.toml`."""
    text = files("belisha").joinpath("library", "reporting.toml").read_text(encoding="utf-8")
    return MappingProxyType(tomllib.loads(text))


def about_role(about: str) -> str:
    """Return the role that a choice of whom it is about stands for; empty where it stands for none."""
    return next((row["role"] for row in reporting()["about"] if row["id"] == about), "")


def category_label(category: str) -> str:
    """Return the name of a category; one that no playbook has any more stays as it is."""
    found = load_playbooks().get(category)
    return found.label if found else category or "Not sorted yet"


def takes_files(category: str) -> bool:
    """Return whether anything may be attached in a category. A category that is not known takes files."""
    found = load_playbooks().get(category)
    return found is None or found.attach.allowed


def choice_label(section: str, key: str) -> str:
    """Return the words of a choice of an image case (`more`, `answers` or `reasons`). Raise KeyError."""
    return str(reporting()["image"][section][key])


def referral_label(to: str) -> str:
    """Return what a body is called that cases are referred to."""
    return str(reporting()["referrals"].get(to, to))


def reporter_words(role: str) -> str:
    """Return who reports, as they chose it; the role's own label where it was said otherwise."""
    return next(
        (str(row["says"]) for row in reporting()["reporters"] if row["role"] == role), role_label(role)
    )


def about_words(about: str) -> str:
    """Return whom a report is about, as it was chosen; empty if it was not."""
    return next((str(row["says"]) for row in reporting()["about"] if row["id"] == about), "")


def told_of(sent: SentReport) -> list[tuple[str, str]]:
    """Return what a reporter told besides their words, as (label, value), without what they left empty."""
    about = ", ".join(each for each in (sent.about_name, about_words(sent.about)) if each)
    rows = (
        ("Who reports", reporter_words(sent.role)),
        ("Their name", sent.name),
        ("When", sent.when or sent.happened_on),
        ("Where", sent.where),
        ("Who it is about", about),
        ("Still going on", sent.going_on.capitalize()),
        ("What they would like to happen", sent.wishes),
        ("How to reach them", sent.contact),
    )
    return [(label, value) for label, value in rows if value]
