"""Actions by topic, in the order in which readers are shown them."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from belisha.rules.vocabulary import wider
from belisha.rules.words import Action

AGES = "Ages and families"
ELSE = "Other matters"


@cache
def topics() -> Mapping[str, str]:
    """The topic of each action of the shipped vocabulary."""
    text = files("belisha").joinpath("library", "topics.toml").read_text(encoding="utf-8")
    return {action: topic["title"] for topic in tomllib.loads(text)["topics"] for action in topic["actions"]}


def topic_of(action: str, actions: Mapping[str, Action]) -> str:
    """The topic of an action, or of the nearest wider one that has one."""
    known = topics()
    return next((known[each] for each in wider(actions, action) if each in known), ELSE)
