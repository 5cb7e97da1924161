"""Words that are written so as not to be found: sh!t, f**k, i d i o t, stuuupid."""

import re
from collections.abc import Callable, Iterator

from belisha.asking.sentence_embeddings import has_word
from belisha.checking.lexicon import CheckLexicon, word_set
from belisha.checking.text import CAMEL, JOINED, Words, parted

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
_RUDE = ("insult.noun", "insult.adjective", "swear.strong", "group.slur", "group.named", "group.ill")
_RUN = re.compile(r"(.)\1+")
_TRIPLE = re.compile(r"([a-z])\1\1")


def hidden_words(words: Words, lexicon: CheckLexicon) -> Iterator[tuple[str, tuple[int, int]]]:
    """Yield (topic, run of words) for each disguised word that is rude."""
    plain = words.source.plain
    for found in () if _DISGUISE.isdisjoint(plain) else _CHUNK.finditer(plain):
        if _DISGUISE.isdisjoint(found[0]):
            continue
        chunk = found[0].rstrip("!").lstrip("#")
        if any(each.isalpha() for each in chunk) and 3 <= len(chunk) <= 24:
            yield from _as_rude(words, found.start(), found.end(), _readings(chunk), lexicon)
    for found in _SPACED.finditer(plain):
        joined = re.sub(r"[ .\-_*]", "", found[0])
        yield from _as_rude(words, found.start(), found.end(), (joined,), lexicon)
    yield from _stretched(words, lexicon)


def undisguised(text: str, mended: Callable[[str], str]) -> str:
    """Return a text with disguised and misspelt words as they may be meant, by what `mended` makes of a word.

    Words that were written into one ("WeAreHere") are parted, "$" and digits read as letters, and letters
    that are written three times and more once.
    """
    text = JOINED.sub(lambda found: CAMEL.sub(" ", found[0]), text)
    return _CHUNK.sub(lambda found: _plainly(found[0], mended), text)


def _plainly(chunk: str, mended: Callable[[str], str]) -> str:
    low = chunk.lower()
    if low.isalpha():
        return _alike(low, chunk, mended)
    if not chunk[0].isalpha() or _DISGUISE.isdisjoint(low) or "@" in chunk:
        return chunk
    core = low.rstrip("!|")
    if any(each in "*#" for each in core):
        return next(_starred(core), chunk)
    return next(
        (each for each in (core.replace("8", "ate"), core.translate(_LETTERS)) if _is_known(each, mended)),
        chunk,
    )


def _alike(low: str, chunk: str, mended: Callable[[str], str]) -> str:
    if chunk[0].isupper() or not low.isascii() or len(parted(low)) > 1:
        return chunk
    return mended(_RUN.sub(r"\1", low) if _TRIPLE.search(low) else low)


def _is_known(word: str, mended: Callable[[str], str]) -> bool:
    return word.isalpha() and (has_word(word) or mended(word) != word)


def _stretched(words: Words, lexicon: CheckLexicon) -> Iterator[tuple[str, tuple[int, int]]]:
    """Yield rude words with letters written more than once."""
    rude: dict[str, list[str]] = {}
    for word in words.different:
        if _RUN.search(word) and not lexicon.topics_of(word):
            topics = [each for each in lexicon.topics_of(_RUN.sub(r"\1", word)) if each in _RUDE]
            if topics:
                rude[word] = topics
    for place, word in enumerate(words.words) if rude else ():
        for topic in rude.get(word, ()):
            yield topic, (place, place)


def _readings(chunk: str) -> Iterator[str]:
    yield chunk.translate(_LETTERS)
    if "*" in chunk or "#" in chunk:
        yield from _starred(chunk)
    yield re.sub(r"[^a-z]", "", chunk.translate(_LETTERS))


def _starred(chunk: str) -> Iterator[str]:
    """Yield the rude words that a word with stars for letters may be."""
    pattern = re.compile(
        "".join("[a-z]" if each in "*#" else re.escape(each) for each in chunk.translate(_LETTERS))
    )
    yield from (each for each in _SHORT_RUDE if len(each) == len(chunk) and pattern.fullmatch(each))


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
