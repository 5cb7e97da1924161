"""A row of parts as a bar: where each begins and how long it is. The template draws it. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Part:
    """One part: its kind (for its pattern), its words, its number, its place and length, in percent."""

    kind: str
    words: str
    number: int
    at: float
    length: float

    @property
    def share(self) -> str:
        """The share in words: "12 %"; what is there but small is "under 1 %"."""
        return f"{self.length:.0f} %" if self.length >= 1 or not self.number else "under 1 %"


def bar(parts: Iterable[tuple[str, str, int]]) -> tuple[Part, ...]:
    """`(kind, words, number)` as parts of one bar; those of nothing stay for the table, without length."""
    given = list(parts)
    total = sum(number for _, _, number in given)
    found, at = [], 0.0
    for kind, words, number in given:
        length = 100 * number / total if total else 0.0
        found.append(Part(kind, words, number, round(at, 3), round(length, 3)))
        at += length
    return tuple(found)
