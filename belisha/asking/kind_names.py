"""Name the kinds of words that people type. Apart, since forms read it before the model is loaded."""

from enum import StrEnum


class WordsKind(StrEnum):
    """What somebody who types these words needs."""

    DISCLOSURE = "disclosure"
    INCIDENT = "incident"
    PERMISSION = "permission"
    WHAT_TO_DO = "whattodo"
    WHOM = "whom"
    WHEN = "when"
    MEANING = "meaning"
    CONSEQUENCES = "follows"
    FACTS = "facts"
    ELSEWHERE = "elsewhere"
