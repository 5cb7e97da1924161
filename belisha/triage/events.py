"""Read which events a story tells of: each has its signs in the library."""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from belisha.rules.ruling import FactValue
from belisha.triage.event_weights import load_event_weights

# From which score on an event is taken as told, and how likely what was learnt must find it; chosen on the
# tuning stories of tests/triage.
FIRED, LIKELY, ALONE, POSSIBLE, SURE, MOST = 0.5, 0.28, 0.15, 0.1, 0.2, 0.99
_WORD = re.compile(r"\{([a-z]+)\}")


@dataclass(frozen=True, slots=True)
class StoryEvent:
    """Something that a story may tell of; `belisha/library/triage.toml` says what its parts mean."""

    id: str
    playbook: str | None
    did: tuple[str, ...]
    happened: tuple[str, ...]
    where_harmed: tuple[str, ...]
    facts: Mapping[str, FactValue]
    by: tuple[str, ...]
    told_by: tuple[str, ...]
    rules_out: tuple[str, ...]
    phrases_of: tuple[str, ...]
    signs: tuple[re.Pattern[str], ...]
    unlike: re.Pattern[str] | None

    def found_signs(self, text: str) -> tuple[bool, ...]:
        """Return which of its signs a normalised text holds; none where it is plainly something else."""
        if self.unlike is not None and self.unlike.search(text):
            return (False,) * len(self.signs)
        return tuple(each.search(text) is not None for each in self.signs)


@dataclass(frozen=True, slots=True)
class Conflict:
    """Who hears nothing of what is about an office, and who is told instead and besides."""

    never: frozenset[str]
    instead: tuple[str, ...]
    also: tuple[str, ...]
    why: str


@cache
def story_events() -> Mapping[str, StoryEvent]:
    """Return the events of the library by their ids, in its order."""
    content = triage_content()
    return MappingProxyType(
        {name: _event(name, row, content["words"]) for name, row in content["events"].items()}
    )


@cache
def conflicts() -> Mapping[str, Conflict]:
    """Return the conflicts of interest by the office that a report is about."""
    return MappingProxyType(
        {
            office: Conflict(frozenset(row["never"]), tuple(row["instead"]), tuple(row["also"]), row["why"])
            for office, row in triage_content()["conflicts"].items()
        }
    )


@cache
def triage_content() -> Mapping[str, Any]:
    """Return the library's file on triage, parsed."""
    return tomllib.loads(files("belisha").joinpath("library", "triage.toml").read_text(encoding="utf-8"))


def read_events(text: str) -> Mapping[str, float]:
    """Return the events that a normalised story tells of, each with how likely it is, the likeliest first.

    A sign counts by itself. What was learnt adds events that no sign tells of where it is likely enough, and
    its first choice where nothing that decides a category was found.
    """
    if not text.strip():
        return {}
    learnt = load_event_weights().likelihoods(text)
    scores = {each.id: _score(each.found_signs(text)) for each in story_events().values()}
    enough = LIKELY if any(score >= FIRED for score in scores.values()) else ALONE
    for event, likely in learnt.items():
        if likely >= (max(SURE, enough) if event in triage_content()["grave"] else enough):
            scores[event] = max(scores[event], min(MOST, FIRED + likely / 4))
    decisive = [each.id for each in story_events().values() if each.playbook]
    if not any(scores[each] >= FIRED for each in decisive):
        first = max(decisive, key=learnt.__getitem__)
        scores[first] = FIRED if learnt[first] >= POSSIBLE else scores[first]
    ruled_out = {
        other
        for event, score in scores.items()
        if score >= FIRED
        for other in story_events()[event].rules_out
    }
    found = {event: score for event, score in scores.items() if score > 0 and event not in ruled_out}
    return dict(sorted(found.items(), key=lambda each: -each[1]))


def _score(signs: Sequence[bool]) -> float:
    """Return how likely an event is by its signs: each leaves two fifths of the doubt."""
    return 1 - 0.4 ** sum(signs) if any(signs) else 0.0


def _event(name: str, row: Mapping[str, Any], words: Mapping[str, str]) -> StoryEvent:
    return StoryEvent(
        name,
        row.get("playbook"),
        tuple(row["did"]),
        tuple(row["happened"]),
        tuple(row.get("where_harmed", ())),
        MappingProxyType(dict(row.get("facts", {}))),
        tuple(row.get("by", ())),
        tuple(row.get("told_by", ())),
        tuple(row.get("rules_out", ())),
        tuple(row.get("phrases_of", ())),
        tuple(re.compile(_written_out(each, words)) for each in row["signs"]),
        _any_of(row.get("not", ()), words),
    )


def _written_out(sign: str, words: Mapping[str, str]) -> str:
    return _WORD.sub(lambda found: words[found[1]], sign)


def _any_of(signs: Iterable[str], words: Mapping[str, str]) -> re.Pattern[str] | None:
    written = [f"(?:{_written_out(each, words)})" for each in signs]
    return re.compile("|".join(written)) if written else None
