"""Leave out of a question what nobody needs for its answer: numbers, addresses and names of people."""

import re

from belisha.rules.vocabulary.loading import load_vocabulary

LEFT_OUT = "[left out]"
_NUMBER = re.compile(r"(?<!\w)\+?\(?\d(?:[ ().-]{0,2}\d){8,14}(?!\w)")
_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b", re.IGNORECASE)
_TITLED = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Sir|Madam)\.? [A-Z][\w’'-]+")
_PAIR = re.compile(r"\b([A-Z][a-z’'-]+) ([A-Z][\w’'-]+)\b")


def without_details(words: str) -> str:
    """Return the words with telephone numbers, addresses and names of people left out."""
    for pattern in (_ADDRESS, _NUMBER, _POSTCODE, _TITLED):
        words = pattern.sub(LEFT_OUT, words)
    return _PAIR.sub(_unless_known, words)


def _unless_known(found: re.Match[str]) -> str:
    """Return two words with capitals as they are if both are ordinary words ("Can Parents")."""
    from belisha.asking.spelling import speller_of  # noqa: PLC0415 - slow to import

    is_word = speller_of(load_vocabulary()).is_familiar
    return found[0] if is_word(found[1].lower()) and is_word(found[2].lower()) else LEFT_OUT
