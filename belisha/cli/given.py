"""What people write after a command: a policy, a role, facts, a day."""

import argparse
from datetime import date
from pathlib import Path

from belisha.asking.mentions import named_role
from belisha.cli.failing import Misused
from belisha.rules.nearest import did_you_mean
from belisha.rules.policy import Policy
from belisha.rules.reading import library_slugs, load_policy, read_policy
from belisha.rules.ruling import FactValue
from belisha.rules.vocabulary import load_vocabulary
from belisha.rules.words import Vocabulary

TRUE, FALSE = ("yes", "true", "1"), ("no", "false", "0")


def policy_of(word: str) -> Policy:
    """The shipped policy of that slug, or the policy in that file.

    Raises Misused where there is neither, PolicyError with every mistake of a file.
    """
    if word in library_slugs():
        return load_policy(word)
    text = text_of(word)
    if text is None:
        near = did_you_mean(word, library_slugs())
        raise Misused(f"`{word}` is neither a policy that ships nor a file{near or '; `belisha policies` lists them'}")
    return read_policy(text, name=Path(word).name)


def text_of(path: str) -> str | None:
    """The text of a file, None where there is no such file. Raises Misused for one that cannot be read."""
    if not Path(path).is_file():
        return None
    try:
        return Path(path).read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise Misused(f"`{path}` is not a text file in UTF-8; save it as plain text and try again") from None
    except OSError as error:
        raise Misused(f"`{path}` cannot be read: {error.strerror}") from None


def role_of(word: str, vocabulary: Vocabulary | None = None) -> str:
    """The role that a word names: its id, an office, or an everyday name. Raises Misused for others."""
    words = vocabulary or load_vocabulary()
    role = named_role(word, words)
    if role is None:
        names = [name for each in words.roles.values() for name in (each.id, *each.names)]
        raise Misused(f"`{word}` is not a role that Belisha knows{did_you_mean(word, names)}")
    return role


def facts_of(pairs: list[str], vocabulary: Vocabulary | None = None) -> dict[str, FactValue]:
    """The facts in `NAME=VALUE` words. Yes and no become true and false, figures numbers."""
    facts: dict[str, FactValue] = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        name, value = name.strip(), value.strip().lower()
        if not (name and equals and value):
            raise Misused(f"`{pair}` is not a fact; write NAME=VALUE, such as in-break=yes or age=12")
        facts[name] = value in TRUE if value in (*TRUE, *FALSE) and name != "age" else _figure(value)
    return facts


def _figure(value: str) -> FactValue:
    return int(value) if value.isdigit() else value


def day_of(word: str) -> date:
    """A day written as 2026-11-21, for argparse."""
    try:
        return date.fromisoformat(word)
    except ValueError:
        raise argparse.ArgumentTypeError(f"`{word}` is not a day; write it as 2026-11-21") from None


def today() -> date:
    """The day on which the command runs. Nothing below this floor looks at a clock."""
    return date.today()  # noqa: DTZ011 - a school's day is the machine's day
