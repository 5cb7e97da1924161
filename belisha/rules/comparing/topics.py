"""Actions by topic, in the order in which readers are shown them."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from belisha.rules.vocabulary.loading import pack_files, wider
from belisha.rules.vocabulary.words import Action

AGES = "Ages and families"
ELSE = "Other matters"


@cache
def topics() -> Mapping[str, str]:
    """Return the topic of each action of the shipped vocabulary, and of the packs that have one."""
    packs = pack_files().values()
    of_packs = {action: pack.topic for pack in packs if pack.topic for action in pack.own("actions")}
    return of_packs | {action: topic["title"] for topic in _read()["topics"] for action in topic["actions"]}


@cache
def gravities() -> Mapping[str, int]:
    """Return how grave each topic is, by its title: 1 is the gravest."""
    return {topic["title"]: topic["grave"] for topic in _read()["topics"]}


@cache
def grave_towards() -> frozenset[str]:
    """Return those towards whom a rule is graver than towards others: children."""
    return frozenset(_read()["grave_towards"])


@cache
def topics_at_the_door() -> frozenset[str]:
    """Return the topics that visitors are told of first, by their titles."""
    return frozenset(_read()["at_the_door"])


@cache
def _read() -> dict[str, Any]:
    text = files("belisha").joinpath("library", "topics.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def topic_of(action: str, actions: Mapping[str, Action]) -> str:
    """Return the topic of an action, or of the nearest wider one that has one."""
    known = topics()
    return next((known[each] for each in wider(actions, action) if each in known), ELSE)
