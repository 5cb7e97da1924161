"""What a file states: one row for a person, and what is wrong with a line."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Post:
    """One role of a person, with its days. `is_ended`: the file marks it as gone, unless a last day is to
    come.
    """

    role: str
    from_on: date | None = None
    to_on: date | None = None
    is_ended: bool = False

    def is_over(self, day: date) -> bool:
        """Return whether the post has ended by the day."""
        return self.is_ended if self.to_on is None else self.to_on < day


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One person of a file. `keys` tell them from others in the school's own system, the best first.

    A key is a field's name and its value ("admission:1234"); a person to whom the file gives no number has
    their name as key ("name:ruby ashdown"), or their address. The roles of `posts` are words of our
    vocabulary. `name` is empty where a file of changes does not repeat it; `line_manager` is what the file
    says: a name, an address or a number. `is_gone`: the file says that the person has left. `in_capitals`:
    the file writes all names in capitals, so that ours says nothing about upper and lower case.
    """

    line: int
    keys: tuple[str, ...]
    name: str
    posts: tuple[Post, ...]
    email: str = ""
    year_group: str = ""
    group: str = ""
    where: str = ""
    line_manager: str = ""
    is_gone: bool = False
    in_capitals: bool = False

    @property
    def key(self) -> str:
        """Return the key that tells this person best."""
        return self.keys[0]

    @property
    def roles(self) -> tuple[str, ...]:
        """Return the different roles of the posts, in the order of the file."""
        return tuple(dict.fromkeys(post.role for post in self.posts))

    @property
    def to_on(self) -> date | None:
        """Return the last day of the last post; None where one has no end."""
        days = [post.to_on for post in self.posts]
        return None if not days or None in days else max(day for day in days if day)

    def current_posts(self, day: date) -> tuple[Post, ...]:
        """Return the posts that last on the day or begin later."""
        return tuple(post for post in self.posts if not post.is_over(day))


@dataclass(frozen=True, slots=True)
class LineFault:
    """What is wrong with a line: the value as it is written, what was expected and what to do about it.

    `stops`: the line is left out; otherwise it is used, and this is pointed out. `where` names the file of
    an archive, `name` the person of the line if it can be read.
    """

    line: int
    column: str
    value: str
    expected: str
    advice: str
    stops: bool = True
    where: str = ""
    name: str = ""


class UnreadableFileError(Exception):
    """Raised for a file that is no list of people. The message says what it is and what to do."""


LONGEST_SHOWN = 60


def shortened(value: str) -> str:
    """Return the value, short enough to stand in a sentence."""
    flat = " ".join(value.split())
    return flat if len(flat) <= LONGEST_SHOWN else f"{flat[: LONGEST_SHOWN - 1]}…"
