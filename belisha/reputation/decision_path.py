"""The decision path for a mention, as data: the first question answered with yes decides.

Pure but for the file.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from belisha.rules.language.policy import Policy

# What was heard answers a question before anybody reads: a person may still say no.
SUGGESTED = {"danger": "danger", "allegation": "allegation", "access": "access", "complaint": "complaint"}


@dataclass(frozen=True, slots=True)
class PathStep:
    """A question of the path, what follows from yes, and the clauses of the sources that ask for it."""

    id: str
    asks: str
    outcome: str
    clauses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MentionOutcome:
    """What to do with a mention: its words, who does it, within how many working days, and model replies."""

    id: str
    title: str
    about: str
    office: str
    days: int
    replies: tuple[str, ...] = ()


@cache
def path_steps() -> tuple[PathStep, ...]:
    """Return the questions in order."""
    return tuple(
        PathStep(row["id"], row["asks"], row["outcome"], tuple(row["clauses"])) for row in _content()["step"]
    )


@cache
def mention_outcomes() -> Mapping[str, MentionOutcome]:
    """Return every outcome by its id."""
    replies = _content()["reply"]
    return {
        key: MentionOutcome(
            key,
            row["title"],
            row["about"],
            row["office"],
            row["days"],
            tuple(replies.get(key, {}).get("texts", ())),
        )
        for key, row in _content()["outcome"].items()
    }


def decide(answers: Mapping[str, bool]) -> PathStep | None:
    """Return the step that decides: the first answered yes. None while one before it is not answered."""
    for step in path_steps():
        if step.id not in answers:
            return None
        if answers[step.id]:
            return step
    return path_steps()[-1]


def clause_for(step: PathStep, policy: Policy | None) -> tuple[str, str] | None:
    """Return (id, title) of this school's clause that asks for a step, or None: it is advice."""
    if policy is None:
        return None
    for clause in policy.clauses:
        if set(step.clauses) & set(clause.cites):
            return clause.id, clause.title
    return None


def title_words() -> tuple[str, ...]:
    """Return the words by which the title of a clause says that it is about the school's reputation."""
    return tuple(_content()["title_words"])


@cache
def _content() -> Mapping[str, Any]:
    text = files("belisha").joinpath("library", "reputation", "path.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
