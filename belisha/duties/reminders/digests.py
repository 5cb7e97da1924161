"""Word a reminder: one mail with all that its reader needs to know, and no name but theirs. Pure."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import NamedTuple

SHOWN = 30
RHYTHM = (
    "We send email like this on school days only, and once a week at most unless something is due within "
    "three days. You can choose to have it less often on your home page."
)
LAST = (
    "Nothing has changed since our last emails, so we will not repeat this one. If these cannot be done, "
    "speak to your line manager or headteacher, so that somebody else does them or the policy is changed."
)


class DigestItem(NamedTuple):
    """One open duty as a mail shows it. `link` is the page where it is done, or empty."""

    title: str
    cites: str
    due_on: date
    link: str = ""
    missed_before: bool = False


@dataclass(slots=True)
class Digest:
    """What one reader is told.

    `own` are duties of the reader, `office` those of an office that they hold; `team` and `school` are late
    duties of others, and `hand_on` duties of people whom mail does not reach. `coming` are duties of others
    that are not late yet, and `missed` those whose period has ended. `is_last`: no mail says the same again.
    """

    own: list[DigestItem] = field(default_factory=list)
    office: list[DigestItem] = field(default_factory=list)
    team: list[DigestItem] = field(default_factory=list)
    school: list[DigestItem] = field(default_factory=list)
    hand_on: list[DigestItem] = field(default_factory=list)
    coming: list[DigestItem] = field(default_factory=list)
    missed: list[DigestItem] = field(default_factory=list)
    is_last: bool = False

    @property
    def said(self) -> tuple[object, ...]:
        """Return all that decides the words, to compare and to hash: equal digests make equal mails."""
        lists = (self.own, self.office, self.team, self.school, self.hand_on, self.coming, self.missed)
        return (*map(tuple, lists), self.is_last)

    def content(self, on: date) -> str:
        """Return a hash of what the mail says: what comes up and how near it is, the rest by title."""
        own = [
            sorted((item.title, item.due_on.isoformat(), _nearness(item.due_on, on)) for item in items)
            for items in (self.own, self.office, self.coming)
        ]
        others = (self.team, self.school, self.hand_on, self.missed)
        counted = [sorted(item.title for item in items) for items in others]
        return hashlib.sha256(repr((own, counted)).encode()).hexdigest()


def subject_of(digest: Digest, school: str, on: date) -> str:
    """Return the subject, such as `2 things to do, 1 of them late: Grange Infant School`."""
    mine = [*digest.own, *digest.office]
    if not mine:
        return f"{_about_others(digest)}: {school}"
    late = sum(item.due_on < on for item in mine)
    said = f"{len(mine)} thing{'s' if len(mine) > 1 else ''} to do"
    if late:
        said += f", {late} of them late" if len(mine) > 1 else ", and it is late"
    return f"{said}: {school}"


def text_of(
    digest: Digest,
    *,
    name: str,
    school: str,
    on: date,
    mine: str,
    all_of_them: str,
    absolute: Callable[[str], str] = str,
) -> str:
    """Return the mail as plain text.

    `mine` and `all_of_them` are the addresses of the reader's own list and of the school's; `absolute` makes
    a whole address of a path.
    """
    rest = text_after_name(
        digest, school=school, on=on, mine=mine, all_of_them=all_of_them, absolute=absolute
    )
    return greeting(name) + rest


def greeting(name: str) -> str:
    """Return the first paragraph of a mail, which is all that names its reader."""
    return f"Hello {name},\n\n"


def text_after_name(
    digest: Digest,
    *,
    school: str,
    on: date,
    mine: str,
    all_of_them: str,
    absolute: Callable[[str], str] = str,
) -> str:
    """Return the mail after its greeting: the same for all who are told the same."""
    parts: list[str] = []
    for said, items in (
        (f"You are asked to do this at {school}:", digest.own),
        ("Your office is asked for this:", digest.office),
    ):
        if items:
            parts.append("\n".join((said, "", *_listed(items, on, absolute))))
    for said, items in (
        ("Late, from people you manage:", digest.team),
        ("Late at the school, after reminders:", digest.school),
        ("Missed: the time for these has passed, and they were not done:", digest.missed),
        ("Please tell these people yourself, because email does not reach them:", digest.hand_on),
    ):
        if items:
            parts.append("\n".join((said, "", *_counted(items), "", f"See who: {all_of_them}")))
    if digest.coming:
        coming = ("Coming up at the school:", "", *_coming(digest.coming, on), "", f"See who: {all_of_them}")
        parts.append("\n".join(coming))
    parts.append(f"Everything you are asked to do: {mine}")
    if digest.is_last:
        parts.append(LAST)
    parts.append(RHYTHM)
    return "\n\n".join(parts) + "\n"


def _about_others(digest: Digest) -> str:
    if digest.team or digest.school:
        return "Late duties to look at"
    if digest.missed:
        return "Missed duties to look at"
    return "Coming up" if digest.coming else "Reminders to pass on"


def _listed(items: Sequence[DigestItem], on: date, absolute: Callable[[str], str]) -> Iterable[str]:
    ordered = sorted(items, key=lambda item: (item.due_on, item.title))
    for item in ordered[:SHOWN]:
        cited = f" ({item.cites})" if item.cites else ""
        again = ", and it was missed last time" if item.missed_before else ""
        yield f"* {item.title}{cited}: {_due(item.due_on, on)}{again}"
        if item.link:
            yield f"  {absolute(item.link)}"
    if len(ordered) > SHOWN:
        yield f"* and {len(ordered) - SHOWN} more"


def _counted(items: Sequence[DigestItem]) -> Iterable[str]:
    """Yield how often each thing is open, without naming anybody."""
    counts: dict[str, int] = {}
    for item in items:
        counts[item.title] = counts.get(item.title, 0) + 1
    ordered = sorted(counts.items(), key=lambda found: (-found[1], found[0]))
    for title, count in ordered[:SHOWN]:
        yield f"* {title}: {count}"
    if len(ordered) > SHOWN:
        yield f"* and {len(ordered) - SHOWN} more"


def _coming(items: Sequence[DigestItem], on: date) -> Iterable[str]:
    """Yield what comes up and when, without naming anybody."""
    counts = Counter((item.due_on, item.title) for item in items)
    for (due_on, title), count in sorted(counts.items())[:SHOWN]:
        yield f"* {title}: {_due(due_on, on)}" + (f" ({count} people)" if count > 1 else "")
    if len(counts) > SHOWN:
        yield f"* and {len(counts) - SHOWN} more"


def _nearness(due_on: date, on: date) -> str:
    days = (due_on - on).days
    return "late" if days < 0 else "now" if days <= 3 else "soon" if days <= 7 else "later"


@lru_cache(maxsize=1024)
def _due(due_on: date, on: date) -> str:
    said, days = f"{due_on.day} {due_on:%B %Y}", (due_on - on).days
    if days < 0:
        return f"was due on {said}"
    if days == 0:
        return "due today"
    near = {"now": ", very soon", "soon": ", within a week"}.get(_nearness(due_on, on), "")
    return f"due by {said}{near}"
