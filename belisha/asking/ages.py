"""Find the numbers that a question states: an age ("my 11 year old"), or a number of something."""

import re
from collections.abc import Iterable

NUMBERS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18,
}  # fmt: skip
_YOUNGEST, _OLDEST = 4, 19
# An English child is this many years old, or a year older, in Year 1 (reception begins at four).
_AGE_IN_YEAR_ONE = 5
_AGE = re.compile(
    r"""
    \b(?: i\ am | is | aged? | only | just | turned | be | was | turns? | are | at | nearly | almost )\s+
    (?: only\  | just\  | nearly\  | about\  )?
    (\d{1,2}|[a-z]+)\b
    (?! \s*(?: minutes|hours|days|weeks|pupils|children|of|times|am|pm|o'clock|months ) )
    |
    \b(\d{1,2}|[a-z]+)[ -]?(?: years?[ -]?olds? | yrs?[ -]?olds? | yr | y/?o )\b
    """,
    re.VERBOSE,
)
_YEAR_GROUP = re.compile(r"\byear (\d{1,2}|[a-z]+?)s?\b")


def stated_age(text: str) -> int | None:
    """Return the age in years that a normalised text states, or at which its year group begins; else None."""
    for found in _AGE.finditer(text):
        age = number_of(found.group(1) or found.group(2))
        if 0 < age <= _OLDEST and (age >= _YOUNGEST or (found.group(1) or found.group(2)).isdigit()):
            return age
    year = _YEAR_GROUP.search(text)
    number = number_of(year.group(1)) if year else 0
    return number + _AGE_IN_YEAR_ONE if number else None


def number_beside(text: str, units: Iterable[str]) -> int | None:
    """Return the number that stands before one of these words ("two adults"); None where none does."""
    named = "|".join(map(re.escape, units))
    for found in re.finditer(rf"\b(\d{{1,4}}|[a-z]+) (?:{named})\b", text) if named else ():
        if found.group(1).isdigit() or found.group(1) in NUMBERS:
            return number_of(found.group(1))
    return None


def number_of(word: str) -> int:
    """Return the number that a word or figures stand for; 0 for none."""
    return int(word) if word.isdigit() else NUMBERS.get(word, 0)
