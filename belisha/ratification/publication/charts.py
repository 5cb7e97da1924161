"""Parts of one bar: where each begins and how long it is, for the template to draw. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class BarPart:
    """One part: its kind (for its pattern), label, number, start and length in percent."""

    kind: str
    words: str
    number: int
    at: float
    length: float

    @property
    def share(self) -> str:
        """Return the share in words: "12 %", or "under 1 %" for a small one."""
        return f"{self.length:.0f} %" if self.length >= 1 or not self.number else "under 1 %"


def bar(parts: Iterable[tuple[str, str, int]]) -> tuple[BarPart, ...]:
    """Return `(kind, words, number)` triples as parts of one bar; empty ones stay for the table, without
    length.
    """
    given = list(parts)
    total = sum(number for _, _, number in given)
    found, at = [], 0.0
    for kind, words, number in given:
        length = 100 * number / total if total else 0.0
        found.append(BarPart(kind, words, number, round(at, 3), round(length, 3)))
        at += length
    return tuple(found)
