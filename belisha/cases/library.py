"""What the library says of reporting and of working on cases (`library/reporting.toml`)."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

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
