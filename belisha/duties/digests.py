"""The words of a reminder: one mail with all that a person is to know, and no name but theirs. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

SHOWN = 30


@dataclass(frozen=True, slots=True)
class Item:
    """One open duty as a mail speaks of it. `link` is a whole address, or empty."""

    title: str
    cites: str
    due_on: date
    link: str = ""


@dataclass(slots=True)
class Digest:
    """What one reader is told: their own duties, and what is late or not reached of others."""

    own: list[Item] = field(default_factory=list)
    office: list[Item] = field(default_factory=list)
    team: list[Item] = field(default_factory=list)
    school: list[Item] = field(default_factory=list)
    hand_on: list[Item] = field(default_factory=list)


def subject_of(digest: Digest, school: str, on: date) -> str:
    """`2 things to do, 1 of them late: Grange Infant School`."""
    mine = [*digest.own, *digest.office]
    if not mine:
        return (
            f"Late duties to look at: {school}" if digest.team or digest.school else f"To hand on: {school}"
        )
    late = sum(item.due_on < on for item in mine)
    said = f"{len(mine)} thing{'s' if len(mine) > 1 else ''} to do"
    if late:
        said += f", {late} of them late" if len(mine) > 1 else ", and it is late"
    return f"{said}: {school}"


def text_of(digest: Digest, *, name: str, school: str, on: date, mine: str, all_of_them: str) -> str:
    """The mail. `mine` and `all_of_them` are the addresses of the reader's own list and of the school's."""
    parts = [f"Hello {name},"]
    for said, items in (
        (f"This is asked of you at {school}:", digest.own),
        ("This is asked of you by your office:", digest.office),
    ):
        if items:
            parts.append("\n".join((said, "", *_listed(items, on))))
    for said, items in (
        ("Late, of people whom you manage:", digest.team),
        ("Late at the school, although people were reminded:", digest.school),
        ("To hand on, because the site cannot reach these people by mail:", digest.hand_on),
    ):
        if items:
            parts.append("\n".join((said, "", *_counted(items), "", f"Whom it is about: {all_of_them}")))
    parts.append(f"Everything that is asked of you: {mine}")
    parts.append("Mail like this comes on school days only, once a day at most.")
    return "\n\n".join(parts) + "\n"


def _listed(items: Sequence[Item], on: date) -> Iterable[str]:
    ordered = sorted(items, key=lambda item: (item.due_on, item.title))
    for item in ordered[:SHOWN]:
        cited = f" ({item.cites})" if item.cites else ""
        yield f"* {item.title}{cited}: {_due(item.due_on, on)}"
        if item.link:
            yield f"  {item.link}"
    if len(ordered) > SHOWN:
        yield f"* and {len(ordered) - SHOWN} more"


def _counted(items: Sequence[Item]) -> Iterable[str]:
    """How often each thing is open, without saying of whom."""
    counts: dict[str, int] = {}
    for item in items:
        counts[item.title] = counts.get(item.title, 0) + 1
    ordered = sorted(counts.items(), key=lambda found: (-found[1], found[0]))
    for title, count in ordered[:SHOWN]:
        yield f"* {title}: {count}"
    if len(ordered) > SHOWN:
        yield f"* and {len(ordered) - SHOWN} more"


def _due(due_on: date, on: date) -> str:
    said = f"{due_on.day} {due_on:%B %Y}"
    if due_on < on:
        return f"was due on {said}"
    return "due today" if due_on == on else f"due by {said}"
