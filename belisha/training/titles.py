"""What a duty is called on somebody's list: what they do, not what the policy heads the clause with. Pure."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from belisha.base.text import capital
from belisha.rules.calendar import Recurring
from belisha.rules.vocabulary.loading import load_vocabulary

SAYS_LITTLE = ("it", "this", "them")


def duty_title(recurring: Recurring) -> str:
    """Return what is to be done: the library's words, the clause's title if it says so, else the action."""
    if recurring.action in _titles():
        title = recurring.title[:1].lower() + recurring.title[1:]
        return _titles()[recurring.action].replace("{title}", title)
    words = recurring.title.casefold().split()
    if len(words) > 1 and words[0] in _verbs() and words[-1] not in SAYS_LITTLE:
        return recurring.title
    action = load_vocabulary().actions.get(recurring.action)
    return capital(action.label) if action else recurring.title


@cache
def _titles() -> Mapping[str, str]:
    text = files("belisha").joinpath("library", "duty_titles.toml").read_text(encoding="utf-8")
    titles: dict[str, str] = tomllib.loads(text)["titles"]
    return titles


@cache
def _verbs() -> frozenset[str]:
    """Return the verbs with which the vocabulary's actions begin."""
    return frozenset(action.label.casefold().split()[0] for action in load_vocabulary().actions.values())
