"""Words that are written so as not to be found: sh!t, f**k, i d i o t, stuuupid."""

import re
from collections.abc import Iterator

from belisha.checking.lexicon import CheckLexicon, word_set
from belisha.checking.text import Words

_CHUNK = re.compile(r"[^\s\"',.;:?()]+")
_DISGUISE = frozenset("0123456789@$*!|+#")
_SPACED = re.compile(r"(?<![a-z0-9])[a-z](?:[ .\-_*][a-z]){2,24}(?![a-z0-9])")
_LETTERS = str.maketrans(
    {
        "0": "o",
        "1": "i",
        "3": "e",
        "4": "a",
        "5": "s",
        "7": "t",
        "@": "a",
        "$": "s",
        "!": "i",
        "|": "i",
        "8": "b",
        "9": "g",
    }
)
_RUDE = ("insult.noun", "insult.adjective", "swear.strong", "group.slur")
_RUN = re.compile(r"(.)\1+")


def hidden_words(words: Words, lexicon: CheckLexicon) -> Iterator[tuple[str, tuple[int, int]]]:
    """Yield (topic, run of words) for each disguised word that is rude."""
    plain = words.source.plain
    for found in _CHUNK.finditer(plain):
        if _DISGUISE.isdisjoint(found[0]):
            continue
        chunk = found[0].rstrip("!").lstrip("#")
        if any(each.isalpha() for each in chunk) and 3 <= len(chunk) <= 24:
            yield from _as_rude(words, found.start(), found.end(), _readings(chunk), lexicon)
    for found in _SPACED.finditer(plain):
        joined = re.sub(r"[ .\-_*]", "", found[0])
        yield from _as_rude(words, found.start(), found.end(), (joined,), lexicon)
    yield from _stretched(words, lexicon)


def _stretched(words: Words, lexicon: CheckLexicon) -> Iterator[tuple[str, tuple[int, int]]]:
    """Yield rude words with letters written more than once."""
    last = -1
    for found in _RUN.finditer(words.stream):
        place = words.at(found.start())
        if place == last:
            continue
        last, word = place, words.words[place]
        if not lexicon.topics_of(word):
            for topic in lexicon.topics_of(_RUN.sub(r"\1", word)):
                if topic in _RUDE:
                    yield topic, (place, place)


def _readings(chunk: str) -> Iterator[str]:
    yield chunk.translate(_LETTERS)
    if "*" in chunk or "#" in chunk:
        pattern = re.compile(
            "".join("[a-z]" if each in "*#" else re.escape(each) for each in chunk.translate(_LETTERS))
        )
        yield from (each for each in _SHORT_RUDE if len(each) == len(chunk) and pattern.fullmatch(each))
    yield re.sub(r"[^a-z]", "", chunk.translate(_LETTERS))


_SHORT_RUDE = word_set("starred")


def _as_rude(
    words: Words, start: int, end: int, readings: Iterator[str] | tuple[str, ...], lexicon: CheckLexicon
) -> Iterator[tuple[str, tuple[int, int]]]:
    run = _run_of(words, start, end)
    if run is None:
        return
    for reading in readings:
        topics = [each for each in lexicon.topics_of(reading) if each in _RUDE]
        if topics and " ".join(words.words[run[0] : run[1] + 1]) != reading:
            yield from ((topic, run) for topic in topics)
            return


def _run_of(words: Words, start: int, end: int) -> tuple[int, int] | None:
    first_at, last_at = words.source.span(start, end)
    return words.between(first_at, last_at)
