"""What a roll states: one row for a person, and what is wrong with a line."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class RollRow:
    """One person of a roll. `keys` tell them from others in the school's own system, the best first.

    A key is a field's name and its value ("admission:1234"); a person whom the file gives no number has
    their name for a key ("name:ruby ashdown"), or their address. `roles` are words of our vocabulary,
    `line_manager` is what the file says of them: a name, an address or a number.
    """

    line: int
    keys: tuple[str, ...]
    name: str
    roles: tuple[str, ...]
    email: str = ""
    year_group: str = ""
    group: str = ""
    from_on: date | None = None
    to_on: date | None = None
    where: str = ""
    line_manager: str = ""

    @property
    def key(self) -> str:
        """The key that tells this person best."""
        return self.keys[0]


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a line: the value as it stands, what was expected and what to do about it.

    `stops` says whether the line is left out; where it does not, the line is taken and this is pointed out.
    `where` names the file of an archive, `name` whom the line is about where that can be read.
    """

    line: int
    column: str
    value: str
    expected: str
    advice: str
    stops: bool = True
    where: str = ""
    name: str = ""


class UnreadableRollError(Exception):
    """The file is no roll that can be read. The sentence says what it is and what to do."""


LONGEST_SHOWN = 60


def shown(value: str) -> str:
    """A value short enough to stand in a sentence."""
    flat = " ".join(value.split())
    return flat if len(flat) <= LONGEST_SHOWN else f"{flat[: LONGEST_SHOWN - 1]}…"
