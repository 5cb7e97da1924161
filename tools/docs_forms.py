"""Generate the page of forms: what each field takes."""

from __future__ import annotations

import importlib
import inspect
import os
import pkgutil
from collections.abc import Iterator
from typing import Any

import django
from django.forms import BaseForm

import belisha

KINDS = {
    "LineField": "one line of text",
    "CharField": "text",
    "EmailField": "an e-mail address",
    "URLField": "a web address",
    "DateField": "a date",
    "SplitDateField": "a date",
    "DateTimeField": "a date and time",
    "TimeField": "a time",
    "IntegerField": "a whole number",
    "BooleanField": "yes or no",
    "ChoiceField": "one of a list",
    "TypedChoiceField": "one of a list",
    "ModelChoiceField": "one of a list",
    "MultipleChoiceField": "some of a list",
    "ModelMultipleChoiceField": "some of a list",
    "FileField": "a file",
    "ImageField": "a picture",
    "SlugField": "letters, digits and hyphens",
    "UUIDField": "a code that the page gives",
}


def forms(note: str) -> str:
    """Return the page: each room's forms, each field with what it takes. A choice is held to its list."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "belisha.config.settings")
    django.setup()
    about = (
        "What each field of each form takes. The server decides by these rules, whatever a browser sends; "
        "what does not keep to them is refused with a sentence, and nothing of it is saved. A list that "
        "depends on the school (its people, its policy) is made when the form is shown, and an answer that "
        "is not on it is refused. Rules between fields are told where they apply.\n"
    )
    parts = ["# Forms\n", about, note]
    rooms: dict[str, list[str]] = {}
    for room, form in found():
        rooms.setdefault(room, []).append(described(form))
    parts += [f"## {room}\n\n" + "\n".join(texts) for room, texts in sorted(rooms.items())]
    return "\n".join(parts).rstrip() + "\n"


def found() -> Iterator[tuple[str, Any]]:
    """Yield each form of Belisha's own with the room that it is in, in the order of the code."""
    seen = set()
    for module in sorted(each.name for each in pkgutil.walk_packages(belisha.__path__, "belisha.")):
        if not module.rsplit(".", 1)[-1].endswith(("forms", "form")):
            continue
        loaded = importlib.import_module(module)
        for _, form in inspect.getmembers(loaded, inspect.isclass):
            if issubclass(form, BaseForm) and form.__module__ == module and form not in seen:
                seen.add(form)
                if getattr(form, "base_fields", None):
                    yield module.split(".")[1], form


def described(form: Any) -> str:
    """Return a form's heading, its purpose and the table of its fields."""
    told = (inspect.getdoc(form) or "").split("\n\n")[0].replace("\n", " ")
    rows = [f"| {name} | {taken(field)} |" for name, field in form.base_fields.items()]
    return "\n".join([f"### {form.__name__}\n", told, "", "| field | takes |", "|---|---|", *rows, ""])


def taken(field: Any) -> str:
    """Return what a field takes, in words."""
    kinds = (each.__name__ for each in type(field).__mro__)
    said = [next((KINDS[kind] for kind in kinds if kind in KINDS), type(field).__name__)]
    if named := str(field.label or ""):
        said.insert(0, f"“{named.rstrip('?:')}”:".replace("|", "\\|"))
    for name, words in (
        ("min_length", "at least {} characters"),
        ("max_length", "at most {} characters"),
        ("min_value", "{} or more"),
        ("max_value", "{} or less"),
    ):
        if (value := getattr(field, name, None)) is not None and not callable(value):
            said.append(f", {words.format(value)}")
    said.append("" if field.required else " (may be left empty)")
    label = f"{said.pop(0)} " if said[0].startswith("“") else ""
    return label + "".join(said)
