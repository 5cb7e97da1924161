"""Plain words of a draft, with the place of each in what was written.

Letters are compared without case, accents and look-alikes; invisible characters and marks that turn the
direction of writing are passed over. A hyphen parts words, and so does an underscore.
"""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import cached_property, lru_cache
from itertools import accumulate, pairwise

_LETTERS = {
    "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "ŋ": "n",
    "’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'", "′": "'", "“": '"', "”": '"', "«": '"', "»": '"',
    "„": '"',
    "–": "-", "—": "-", "‑": "-", "‐": "-", "−": "-", "…": ".",
    # Cyrillic and Greek letters that look like Latin ones.
    "а": "a", "в": "b", "е": "e", "к": "k", "м": "m", "н": "h", "о": "o", "р": "p", "с": "c", "т": "t",
    "у": "y", "х": "x", "і": "i", "ј": "j", "ѕ": "s", "ԁ": "d", "ɡ": "g", "ո": "n", "α": "a", "β": "b",
    "ε": "e", "ι": "i", "κ": "k", "ν": "v", "ο": "o", "ρ": "p", "τ": "t", "υ": "u", "χ": "x",
}  # fmt: skip
_TOKEN = re.compile(r"[a-z0-9]+(?:'[a-z]+)*")
CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
# Three words and more that are written into one.
JOINED = re.compile(r"(?<![^\s#])(?:[A-Z][a-z]{1,20}){3,12}(?![A-Za-z])")
_TAG = re.compile(r"[#@][^\s#@]+")
_DIGIT = re.compile(r"\d")
_STOP = re.compile(r"[.!?\n]")
_LONG_RUN = re.compile(r"([a-z])\1{2,}")
# What has no end is parted after so many words: detectors look through whole sentences.
LONGEST_SENTENCE = 80
_ABBREVIATIONS = frozenset({"mr", "mrs", "ms", "dr", "st", "rev", "prof", "mx", "vs", "no", "yr", "dept"})
_IS = frozenset(
    {"it", "he", "she", "that", "what", "who", "there", "here", "where", "how", "this", "everyone"}
)
_ENDINGS = {"re": "are", "ve": "have", "ll": "will", "m": "am", "d": "would"}
_WHOLE = {
    "dont": ("do", "not"), "doesnt": ("does", "not"), "didnt": ("did", "not"), "isnt": ("is", "not"),
    "arent": ("are", "not"), "wasnt": ("was", "not"), "werent": ("were", "not"), "cant": ("can", "not"),
    "cannot": ("can", "not"), "couldnt": ("could", "not"), "wont": ("will", "not"),
    "wouldnt": ("would", "not"),
    "shouldnt": ("should", "not"), "hasnt": ("has", "not"), "havent": ("have", "not"),
    "hadnt": ("had", "not"),
    "im": ("i", "am"), "ive": ("i", "have"), "youre": ("you", "are"), "theyre": ("they", "are"),
    "shes": ("she", "is"), "hes": ("he", "is"), "thats": ("that", "is"), "whats": ("what", "is"),
    "gonna": ("going", "to"), "gotta": ("have", "to"), "wanna": ("want", "to"), "mustnt": ("must", "not"),
    "aint": ("is", "not"), "can't": ("can", "not"), "won't": ("will", "not"), "shan't": ("will", "not"),
    "ain't": ("is", "not"), "u": ("you",), "ur": ("your",), "r": ("are",), "y'all": ("you", "all"),
    "hed": ("he", "would"), "shed": ("shed",), "ppl": ("people",), "skool": ("school",), "bc": ("because",),
    "let's": ("lets",), "o'clock": ("oclock",),
}  # fmt: skip


@lru_cache(maxsize=4096)
def _plain_letter(letter: str) -> str:
    """Return a character in plain small letters; empty for what is passed over."""
    low = letter.lower()
    if low in _LETTERS:
        return _LETTERS[low]
    if low.isascii():
        return low
    category = unicodedata.category(letter)
    if category in ("Cf", "Mn", "Me", "Cc"):
        return ""
    plain = "".join(
        _LETTERS.get(each, each)
        for each in unicodedata.normalize("NFKD", low).lower()
        if not unicodedata.combining(each)
    )
    return plain if plain.isascii() and plain else " "


class PlainText:
    """A text in plain letters. `plain` is the text; `places[i]` is where its letter `i` stood."""

    def __init__(self, text: str) -> None:
        self.text = text
        if text.isascii():
            self.plain = text.lower()
            self.places: range | list[int] = range(len(text) + 1)
            return
        parts: list[str] = []
        places: list[int] = []
        for place, letter in enumerate(text):
            plain = _plain_letter(letter)
            parts.append(plain)
            places.extend([place] * len(plain))
        self.plain = "".join(parts)
        places.append(len(text))
        self.places = places

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return where a stretch of plain letters stood in the text."""
        if end <= start:
            return self.places[start], self.places[start]
        return self.places[start], self.places[end - 1] + 1


def parted(word: str) -> tuple[str, ...]:
    """Return the plain words that one written word stands for ("don't": do, not; "Ruby's": ruby)."""
    whole = _WHOLE.get(word)
    if whole is not None:
        return whole
    if "'" not in word:
        return (_LONG_RUN.sub(r"\1\1", word),) if _LONG_RUN.search(word) else (word,)
    head, _, ending = word.rpartition("'")
    head = head.replace("'", "")
    if ending == "t" and head.endswith("n"):
        return head[:-1], "not"
    if ending == "s":
        return (head, "is") if head in _IS else (head,)
    if ending in _ENDINGS:
        return head, _ENDINGS[ending]
    return (head + ending,)


class Words:
    """The words of a draft in order: plain form, place in the text, sentence, and whether it had a capital.

    `stream` holds them with one space before and after each, so that a phrase with spaces around it is found
    only as whole words.
    """

    def __init__(self, text: str) -> None:
        self.source = PlainText(text)
        self.text = text
        self._read()
        self.capital = [each.isupper() for each in map(text.__getitem__, self.starts)]
        self.opens = [one != other for one, other in pairwise([-1, *self.sentences])]
        self.stream = f" {' '.join(self.words)} "
        self.offsets = list(accumulate(map(len, self.words), lambda at, length: at + length + 1, initial=1))

    def _read(self) -> None:
        plain, places = self.source.plain, self.source.places
        spans = [found.span() for found in _TOKEN.finditer(plain)]
        written = [plain[start:end] for start, end in spans]
        camel = self._camel_cuts()
        self.words = list(written)
        if isinstance(places, range):
            self.starts, self.ends = [start for start, _ in spans], [end for _, end in spans]
        else:
            self.starts = [places[start] for start, _ in spans]
            self.ends = [places[end - 1] + 1 for _, end in spans]
        opening = self._opening(spans, written)
        for place in reversed(self._of_parts(spans, written, camel)):
            parts = list(self._parts(*spans[place], camel))
            at = slice(place, place + 1)
            self.words[at] = [word for word, _, _ in parts]
            self.starts[at] = [start for _, start, _ in parts]
            self.ends[at] = [end for _, _, end in parts]
            if len(parts) != 1:
                opening = [each + (len(parts) - 1) * (each > place) for each in opening]
        self.sentences = _numbered(opening, len(self.words))

    def _of_parts(self, spans: list[tuple[int, int]], written: list[str], camel: list[int]) -> list[int]:
        """Return which written words stand for more than one word, or for another one."""
        different = set(written)
        special = {word for word in different if word in _WHOLE or "'" in word}
        if _LONG_RUN.search(self.source.plain):
            special |= {word for word in different if _LONG_RUN.search(word)}
        if not special and not camel:
            return []
        return [
            place
            for place, (word, (start, end)) in enumerate(zip(written, spans, strict=True))
            if word in special or (camel and bisect_right(camel, start) < bisect_left(camel, end))
        ]

    def _parts(self, start: int, end: int, camel: list[int]) -> Iterator[tuple[str, int, int]]:
        """Yield the words that one written word stands for, each with where it stands in the text."""
        for piece_start, piece_end in _pieces(start, end, camel):
            where, until = self.source.span(piece_start, piece_end)
            for part in parted(self.source.plain[piece_start:piece_end]):
                yield part, where, until

    def _opening(self, spans: list[tuple[int, int]], written: list[str]) -> list[int]:
        """Return which written words open a sentence, but for the first."""
        found: list[int] = []
        plain, begins = self.source.plain, [start for start, _ in spans]
        for stop in _STOP.finditer(plain):
            place = bisect_left(begins, stop.start())
            if 0 < place < len(spans) and (not found or found[-1] != place):
                gap = plain[spans[place - 1][1] : spans[place][0]]
                if _ends_sentence(gap, written[place - 1]):
                    found.append(place)
        return found

    def _camel_cuts(self) -> list[int]:
        """Return where words in one, hashtags and handles change to capital letters, in plain letters."""
        joined = list(JOINED.finditer(self.text))
        if "#" in self.text or "@" in self.text:
            joined += _TAG.finditer(self.text)
        cuts = {tag.start() + cut.start() for tag in joined for cut in CAMEL.finditer(tag[0])}
        if not cuts:
            return []
        places = self.source.places
        if isinstance(places, range):
            return sorted(cuts)
        return [place for place, stood in enumerate(places) if stood in cuts]

    def at(self, offset: int) -> int:
        """Return the number of the word at an offset of the stream."""
        return bisect_right(self.offsets, offset) - 1

    def between(self, start: int, end: int) -> tuple[int, int] | None:
        """Return the run of words that begin in a stretch of the text; None if there is none."""
        first, last = bisect_left(self.starts, start), bisect_left(self.starts, end) - 1
        return (first, last) if first <= last else None

    @cached_property
    def has_digits(self) -> bool:
        """Whether there is a digit in the text."""
        return _DIGIT.search(self.text) is not None

    @cached_property
    def has_capitals(self) -> bool:
        """Whether a word begins with a capital letter."""
        return any(self.capital)

    @cached_property
    def is_all_capitals(self) -> bool:
        """Whether every word begins with a capital letter."""
        return all(self.capital)

    @cached_property
    def different(self) -> frozenset[str]:
        """The plain words, each once."""
        return frozenset(self.words)

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Return where a run of words stands in the text: from its first letter to behind its last."""
        return self.starts[first], self.ends[last]


def _ends_sentence(gap: str, word: str) -> bool:
    """Return whether a sentence ends between a word and the next."""
    if "\n" in gap or "!" in gap or "?" in gap:
        return True
    return "." in gap and (" " in gap or "\t" in gap or len(gap) > 1) and word not in _ABBREVIATIONS


def _numbered(opening: list[int], count: int) -> list[int]:
    """Return the sentence of each word, by the words that open one. What has no end is parted."""
    found: list[int] = []
    number = 0
    for begin, end in pairwise([0, *opening, count]):
        for start in range(begin, end, LONGEST_SENTENCE):
            found += [number] * (min(end, start + LONGEST_SENTENCE) - start)
            number += 1
    return found


def _pieces(start: int, end: int, cuts: list[int]) -> list[tuple[int, int]]:
    inside = cuts[bisect_right(cuts, start) : bisect_left(cuts, end)]
    if not inside:
        return [(start, end)]
    edges = [start, *inside, end]
    return list(pairwise(edges))


def plain_words(text: str) -> list[str]:
    """Return the plain words of a text."""
    return [word for found in _TOKEN.findall(PlainText(text).plain) for word in parted(found)]
