"""Find the words of the vocabulary that clauses use."""

from collections.abc import Iterable
from dataclasses import fields
from functools import cache
from typing import Any

# What of a clause is in plain words, or says where it stands: no word of the vocabulary.
_PLAIN = frozenset({"id", "title", "text", "section", "cites", "doubts", "line", "what", "phrases", "ladder"})
_ENDS = (type(None), bool, int)


def used_words(values: Iterable[Any]) -> frozenset[str]:
    """Return every text of typed values that may be a word of the vocabulary, however deep it stands."""
    found: set[str] = set()
    left = list(values)
    while left:
        value = left.pop()
        if isinstance(value, str):
            found.add(value)
        elif isinstance(value, tuple | frozenset):
            left.extend(value)
        elif not isinstance(value, _ENDS):
            kind: type = type(value)
            left.extend(each for name in _names(kind) if (each := getattr(value, name)))
    return frozenset(found)


@cache
def _names(of: type) -> tuple[str, ...]:
    """Return the fields of a dataclass that may hold words; of any other value, such as a date, none."""
    known = fields(of) if hasattr(of, "__dataclass_fields__") else ()
    return tuple(each.name for each in known if each.name not in _PLAIN)
