"""What the record can tell: each room declares its verbs as codes with labels in `ROOM/record.py`.

The record stores the code, which its chain of hashes covers; pages show the label. Lines of earlier builds
hold the label itself. They are never rewritten: they are shown as they are, and found with the others.
"""

from collections.abc import Iterator, Mapping
from functools import cache

from django.core.exceptions import ImproperlyConfigured
from django.db import models
from django.utils.module_loading import autodiscover_modules


class Verb(models.TextChoices):
    """Something that can be done and recorded: a code, and the words with which pages tell it.

    class KiteEvent(Verb):
        FLEW_KITE = "flew-kite", "flew a kite"
    """


def verb_of(stored: str) -> Verb | None:
    """Return the verb that an event holds, as a code or as an earlier build wrote it. None: no room's."""
    return _by_stored().get(stored)


def verb_label(stored: str) -> str:
    """Return the words for the verb of an event: its label, or what an earlier build stored."""
    verb = verb_of(stored)
    return str(verb.label) if verb else stored


def stored_as(*codes: str) -> list[str]:
    """Return what the record holds for these verbs: the codes, and the labels in lines of earlier builds.

    Raise KeyError for what is no verb's code.
    """
    return [stored for code in codes for stored in (str(code), str(_by_stored()[code].label))]


def codes_with(words: str) -> list[str]:
    """Return the codes of the verbs whose label has these words, in any case of letters."""
    sought = words.casefold()
    return [verb.value for verb in all_verbs() if sought in str(verb.label).casefold()]


def all_verbs() -> Iterator[Verb]:
    """Yield every verb of every room."""
    autodiscover_modules("record")
    for kind in Verb.__subclasses__():
        yield from kind


@cache
def _by_stored() -> Mapping[str, Verb]:
    """Return every verb by its code and by its label. Raise ImproperlyConfigured if two share one of them."""
    found: dict[str, Verb] = {}
    for verb in all_verbs():
        for stored in {verb.value, str(verb.label)}:
            other = found.setdefault(stored, verb)
            if other is not verb:
                message = f"two verbs of the record are called `{stored}`: rename one ({other!r}, {verb!r})"
                raise ImproperlyConfigured(message)
    return found
