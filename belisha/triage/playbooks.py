"""Load the playbooks that ship: what is done in each category, where a policy says nothing of it."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from belisha.asking.safeguarding import Source


@dataclass(frozen=True, slots=True)
class Attachments:
    """What may be attached in a category, said before any field is shown."""

    allowed: bool
    kinds: tuple[str, ...]
    says: str


@dataclass(frozen=True, slots=True)
class PlaybookRow:
    """A row of a playbook: a step, an office to tell, something not to do, a clock or a question.

    `covers` are actions of the vocabulary: where a clause of the policy rules on one of them, the row is left
    out. `when` are circumstances ("harmed-pupil", "not alleged-pupil"); a row is left out where one is known
    not to hold.
    """

    values: Mapping[str, Any]
    covers: frozenset[str]
    when: tuple[str, ...]
    source: Source | None

    def text(self, name: str) -> str:
        """Return a value as text; empty where the row does not have it."""
        return str(self.values.get(name, ""))


@dataclass(frozen=True, slots=True)
class Playbook:
    """What is done in a category. `order` ranks it, gravest first; `child` is how a child would say it,
    `picture` what is drawn beside that (empty: nothing), and `child_order` where it stands when children
    choose.

    `lock` is what steps that look into it wait for; empty where none has to.
    """

    id: str
    label: str
    says: str
    child: str
    picture: str
    order: int
    child_order: int
    lock: str
    attach: Attachments
    route: tuple[PlaybookRow, ...]
    steps: tuple[PlaybookRow, ...]
    do_not: tuple[PlaybookRow, ...]
    clocks: tuple[PlaybookRow, ...]
    asks: tuple[PlaybookRow, ...]


@cache
def load_playbooks() -> Mapping[str, Playbook]:
    """Return the playbooks of the library by their ids, the gravest first."""
    folder = files("belisha").joinpath("library", "playbooks")
    names = sorted(each.name for each in folder.iterdir() if each.name.endswith(".toml"))
    found = [_playbook(name.removesuffix(".toml"), _content("playbooks", name)) for name in names]
    return MappingProxyType({each.id: each for each in sorted(found, key=lambda each: each.order)})


@cache
def statutory_sources() -> Mapping[str, Source]:
    """Return the guidance that steps cite, with edition and date, by the names that the library uses."""
    rows = {**_content("safeguarding.toml")["sources"], **_content("triage.toml")["sources"]}
    return MappingProxyType({name: Source(**row) for name, row in rows.items()})


@cache
def investigating_actions() -> frozenset[str]:
    """Return the actions that look into what has happened: they wait where advice has to come first."""
    return frozenset(_content("triage.toml")["investigating"])


def _content(*path: str) -> Mapping[str, Any]:
    return tomllib.loads(files("belisha").joinpath("library", *path).read_text(encoding="utf-8"))


def _playbook(name: str, content: Mapping[str, Any]) -> Playbook:
    attach = content["attach"]
    return Playbook(
        name,
        content["label"],
        content["says"],
        content["child"],
        content.get("picture", ""),
        content["order"],
        content["child_order"],
        content.get("lock", ""),
        Attachments(attach["allowed"], tuple(attach["kinds"]), attach["says"]),
        *(_rows(content.get(part, ())) for part in ("route", "steps", "do_not", "clocks", "asks")),
    )


def _rows(rows: Sequence[Mapping[str, Any]]) -> tuple[PlaybookRow, ...]:
    sources = statutory_sources()
    return tuple(
        PlaybookRow(
            row,
            frozenset(row.get("covers", ())),
            tuple(row.get("when", ())),
            sources[row["source"]] if "source" in row else None,
        )
        for row in rows
    )
