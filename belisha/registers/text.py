"""Words for entries: titles, cells of a list, and rows of a record."""

from datetime import date
from textwrap import shorten
from typing import Any

from belisha.base.templating import day
from belisha.base.text import capital
from belisha.people.roles import role_label
from belisha.registers.descriptions import EntryField, RegisterDescription
from belisha.registers.documents import asked_words
from belisha.registers.models import RegisterEntry
from belisha.rules.vocabulary.loading import load_vocabulary

LONGEST_TITLE = 80  # characters


def columns_of(register: RegisterDescription) -> list[str]:
    """Return the headings of the columns that differ from register to register."""
    return [each.label.rstrip("?") for each in register.listed]


def title_of(entry: RegisterEntry) -> str:
    """Return what stands for an entry in a list: its title, what was asked, its topic, or its number."""
    if entry.situation.get("action") and entry.description.begins == "asked" and not entry.title:
        return capital(asked_words(entry))
    topic = entry.description.topic_word(entry.topic) if entry.topic else ""
    return entry.title or topic or f"{capital(entry.description.one)} {entry.pk}"


def request_title(entry: RegisterEntry) -> str:
    """Return what was asked, for whoever asked or decides: in their own words where nothing else says it."""
    plain = title_of(entry)
    if entry.description.is_sensitive or not plain.endswith(f" {entry.pk}"):
        return plain
    values = entry.values
    said = next((values.get(spec.name) for spec in entry.description.fields if spec.kind == "text"), "")
    return shorten(str(said), LONGEST_TITLE, placeholder="…") if said else plain


def entry_cells(register: RegisterDescription, entry: RegisterEntry) -> list[str]:
    """Return the cells of the columns of `columns_of`. Nothing is decrypted for a register without any."""
    if not register.listed:
        return []
    values = entry.values
    return [value_words(spec, values.get(spec.name)) for spec in register.listed]


def value_words(spec: EntryField, value: Any) -> str:
    """Return a stored value in words."""
    if value in (None, ""):
        return ""
    if spec.kind == "yes-no":
        return "Yes" if value == "yes" else "No"
    if spec.kind == "choice":
        return dict(spec.choices).get(str(value), str(value))
    if spec.kind == "platform":
        platform = load_vocabulary().platforms.get(str(value))
        return platform.label if platform else "Another"
    if spec.kind == "day":
        try:
            return day(date.fromisoformat(str(value)))
        except ValueError:
            return str(value)
    return str(value)


def rows_of(entry: RegisterEntry) -> list[tuple[str, str]]:
    """Return what an entry says, as (label, words); empty fields are left out."""
    register, values = entry.description, entry.values
    found = []
    for label, user in ((register.person_label, entry.person), (register.other_label, entry.other)):
        if user is not None:
            found.append((label.rstrip("?"), user.name))
    if entry.topic:
        found.append((register.topic_label.rstrip("?") or "Which", register.topic_word(entry.topic)))
    for spec in register.fields:
        words = value_words(spec, values.get(spec.name))
        if words:
            found.append((spec.label.rstrip("?"), words))
    return found


def asker_words(entry: RegisterEntry) -> str:
    """Return the role of whoever asked."""
    return role_label(str(entry.situation.get("role", "")))
