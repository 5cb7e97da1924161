"""Load what the library says about harm: the patterns that tell of it, whom to tell and what not to do.

Statutory sources are dated; see `belisha/library/safeguarding.toml`.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

PUPIL = "pupil"


class Concern(StrEnum):
    """Whom words of harm are about, by which it is decided who is told."""

    CHILD = "child"
    STAFF = "staff"
    HEAD = "head"
    SELF = "self"


@dataclass(frozen=True, slots=True)
class Source:
    """Guidance that is cited, with its edition and the day since which it is in force."""

    label: str
    edition: str
    since: date
    url: str

    @property
    def cited(self) -> str:
        """Return the guidance with its edition, as it is cited."""
        return f"{self.label} ({self.edition})" if self.edition else self.label


@dataclass(frozen=True, slots=True)
class DoNot:
    """What not to do, and the guidance that says so. `readers` are `school` or `home`; empty for both."""

    says: str
    source: Source
    readers: str = ""


@dataclass(frozen=True, slots=True)
class ChildWords:
    """What a child who writes is told, short and kind."""

    title: str
    first: str
    tell: str
    talk: str
    matters: Mapping[str, tuple[str, ...]]

    def about(self, matter: str) -> tuple[str, ...]:
        """Return what fits the matter (`image`, `message`), or anything else."""
        return self.matters.get(matter, self.matters[""])


class Safeguarding:
    """The content of the library's file, with its patterns compiled."""

    def __init__(self, content: Mapping[str, Any]) -> None:
        """Take the parsed file."""
        self._patterns = {name: _any_of(each) for name, each in content["patterns"].items()}
        self._steps_in = _any_of(content["patterns"]["stepping_in"])
        self._told_before = _any_of(content["patterns"]["telling"])
        tell = dict(content["tell"])
        self._instead: Mapping[str, list[str]] = tell.pop("instead")
        self.never: Mapping[str, list[str]] = tell.pop("never")
        self.why: Mapping[str, str] = tell.pop("why")
        self._tell: Mapping[str, list[str]] = tell
        self._services: Mapping[str, list[str]] = content["services"]
        self.actions: Mapping[str, list[str]] = content["actions"]
        self._at_home: frozenset[str] = frozenset(content["at_home"])
        self.bodies: frozenset[str] = frozenset(content["bodies"])
        sources = {name: Source(**row) for name, row in content["sources"].items()}
        self._do_nots = [
            (set(row["matters"]), DoNot(row["says"], sources[row["source"]], row.get("readers", "")))
            for row in content["do_not"]
        ]
        child = dict(content["child"])
        matters = {name: tuple(lines) for name, lines in child.pop("matters").items()}
        self.child = ChildWords(**child, matters=matters)

    def tells_of_harm(self, text: str) -> bool:
        """Return whether a normalised text holds a pattern that tells of harm by itself."""
        return self._has("harm", text)

    def is_plain(self, text: str) -> bool:
        """Return whether a normalised text is about teaching, writing or a word's meaning."""
        return self._has("plain", text)

    def may_tell_of_harm(self, text: str) -> bool:
        """Return whether a normalised text tells of harm, and is not about teaching or a word's meaning."""
        return self.tells_of_harm(text) and not self.is_plain(text)

    def is_urgent(self, text: str) -> bool:
        """Return whether somebody may be in danger at this moment."""
        return self._has("urgent", text)

    def is_about_image(self, text: str) -> bool:
        """Return whether a normalised text is about an indecent image of a child."""
        return self._has("image", text)

    def asks_leave(self, text: str) -> bool:
        """Return whether a normalised text asks leave for the asker's own act, other than to step in."""
        found = [each.end() for each in self._patterns["leave"].finditer(text)]
        return bool(found) and not any(self._steps_in.match(text[end:].lstrip()) for end in found)

    def is_approached(self, text: str, role: str) -> bool:
        """Return whether a child or their family asks of an adult of the school who comes near the child.

        Such a question may be the only way in which somebody tells of it: a normalised text like "can my
        coach ask me for photos". An act of the asker's own, and teaching, are none.
        """
        name = {PUPIL: "approach_child"}.get(role, "approach_family" if role in self._at_home else "")
        if (
            not name
            or self.is_plain(text)
            or (name != "approach_child" and not self._has("alone_with", text))
        ):
            return False
        return any(
            self._patterns[name].search(text[each.end() :]) and not self._has("own_act", text[: each.start()])
            for each in self._patterns["staff"].finditer(text)
        )

    def is_about_other_material(self, text: str) -> bool:
        """Return whether a normalised text is about unsuitable material that shows no child."""
        return self._has("unsuitable", text)

    def is_about_what_is_written(self, text: str) -> bool:
        """Return whether a normalised text is about abuse online, or about posts and messages."""
        return self._has("written", text)

    def is_about_writer(self, text: str) -> bool:
        """Return whether whoever writes is the one who is harmed, and not a child of theirs."""
        return self._has("self", text) and not self._has("own_child", text)

    def concern_of(self, text: str) -> Concern:
        """Return whom a text of harm is about: the head, an adult at the school, or else a child."""
        if self._has("head", text):
            return Concern.HEAD
        for found in self._patterns["staff"].finditer(text):
            if not self._told_before.search(text[: found.start()]) and not _IS_SELF.search(
                text[: found.start()]
            ):
                return Concern.STAFF
        return Concern.CHILD

    def whom_to_tell(self, concern: Concern, asker: str) -> tuple[str, ...]:
        """Return the offices and bodies to tell, in order; whoever asks as one of them is sent on."""
        found: list[str] = []
        for each in self._tell[concern]:
            found += self._instead.get(each, []) if each == asker else [each]
        return tuple(dict.fromkeys(found))

    def do_nots(self, matters: Iterable[str], reader: str) -> tuple[DoNot, ...]:
        """Return what not to do in any of these matters (`image`, `child`, `staff`, `self`), for a role."""
        wanted, where = set(matters), "home" if reader in self._at_home else "school"
        return tuple(each for of, each in self._do_nots if of & wanted and each.readers in ("", where))

    def nearest_services(self, concern: Concern, *, is_image: bool, is_for_child: bool) -> frozenset[str]:
        """Return the ids of the outside services that come first: those for the matter at hand."""
        name = "for-child" if is_for_child else "image" if is_image else concern.value
        return frozenset(self._services[name])

    def _has(self, name: str, text: str) -> bool:
        return self._patterns[name].search(text) is not None


# "i am a ta", "teacher here": who writes, not whom it is about.
_IS_SELF = re.compile(r"\b(?:i am|im|i'm|as|being|we are) (?:a |an |the |just a |only a |new )*$")


@cache
def safeguarding() -> Safeguarding:
    """Return what the library says about harm."""
    text = files("belisha").joinpath("library", "safeguarding.toml").read_text(encoding="utf-8")
    return Safeguarding(tomllib.loads(text))


def _any_of(patterns: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{each})" for each in patterns))


def national_reach(word: str) -> tuple[str, str]:
    """Return the name of an outside body and how to reach it; two empty texts for others."""
    row = _helplines().get(word)
    if row is None:
        return "", ""
    return row.get("label", ""), ", ".join(filter(None, (row.get("phone"), row.get("url"), row.get("says"))))


@cache
def _helplines() -> Mapping[str, Mapping[str, str]]:
    text = files("belisha").joinpath("library", "helplines.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
