"""People's words, made comparable: folded, split, stemmed and, where misspelt, mended."""

import re
import unicodedata
from collections.abc import Iterable

from rapidfuzz import fuzz, process

_CONTRACTIONS = {
    "i'm": "i am", "i've": "i have", "i'd": "i would", "i'll": "i will", "can't": "can not",
    "cant": "can not", "won't": "will not", "wont": "will not", "don't": "do not", "dont": "do not",
    "doesn't": "does not", "doesnt": "does not", "isn't": "is not", "isnt": "is not", "it's": "it is",
    "that's": "that is", "he's": "he is", "she's": "she is", "they're": "they are", "we're": "we are",
    "we've": "we have", "what's": "what is", "who's": "who is", "where's": "where is", "there's": "there is",
    "aren't": "are not", "wasn't": "was not", "hasn't": "has not", "haven't": "have not", "didn't": "did not",
    "shouldn't": "should not", "mustn't": "must not", "couldn't": "could not", "wouldn't": "would not",
    "im": "i am", "ive": "i have", "u": "you", "r": "are", "ur": "your", "pls": "please", "plz": "please",
    "gonna": "going to", "wanna": "want to", "gotta": "have to", "needn't": "need not", "fb": "facebook",
    "pic": "photo", "pics": "photos", "vid": "video", "vids": "videos", "dm": "message", "dms": "messages",
    "msg": "message", "msgs": "messages", "txt": "text", "ppl": "people", "bf": "boyfriend", "pw": "password",
}  # fmt: skip
_WORD = re.compile(r"[a-z0-9]+(?:['-][a-z0-9]+)*")
_QUOTES = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-"})  # noqa: RUF001
_ENDINGS = (
    "ations",
    "ation",
    "ments",
    "ment",
    "ings",
    "ing",
    "edly",
    "ers",
    "ied",
    "ies",
    "ed",
    "er",
    "es",
    "ly",
    "s",
)
STOP_WORDS = frozenset(
    """a an the is are be been being am was were to of in on at for with by from as it its this that these those
    and or but if then so i you he she we they me my your his her our their him them us do does did have has had
    can could may might shall should would will must not no any some what which who whom when where how why there
    here about into out up down off over under just very too also than ok okay please alright right fine allowed
    all one two get got going go want like need supposed one's im it's let someone anyone somebody anybody ever
    still even really actually thing things something anything bit""".split()
)  # fmt: skip
_MIN_MENDED_LENGTH = 5
_MEND_CUTOFF = 84


def fold(text: str) -> str:
    """The text in lower case, without accents, with plain quotes and contractions written out."""
    plain = unicodedata.normalize("NFKD", text.translate(_QUOTES))
    lowered = "".join(each for each in plain if not unicodedata.combining(each)).lower()
    return " ".join(_CONTRACTIONS.get(word, word) for word in re.findall(r"[^\s]+", _spaced(lowered)))


def words(text: str) -> list[str]:
    """The words of a text, folded, in order; a possessive loses its ending ("pupil's" is "pupil")."""
    return [re.sub(r"'s?$", "", word) for word in _WORD.findall(fold(text))]


def stem(word: str) -> str:
    """A word without its commonest endings, so that "posting", "posted" and "posts" are one."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:  # noqa: PLR2004 - a stem keeps three letters
            base = word[: -len(ending)]
            if ending in ("ied", "ies"):
                return base + "y"
            if len(base) > 3 and base[-1] == base[-2] and base[-1] not in "lsz":  # noqa: PLR2004
                return base[:-1]
            return base.removesuffix("e")
    return word.removesuffix("e") if len(word) > 3 else word  # noqa: PLR2004


def telling_stems(tokens: Iterable[str]) -> list[str]:
    """The stems of the words that tell something: without those that stand in every question."""
    return [stem(word) for word in tokens if word not in STOP_WORDS]


class Speller:
    """Mends words that are not known, where a known word is near enough."""

    def __init__(self, known: Iterable[str], spellings: Iterable[tuple[str, str]] = ()) -> None:
        """Take the known words, and spellings that are known to mean another word."""
        self._known = frozenset(known) | STOP_WORDS
        self._choices = sorted(word for word in self._known if len(word) >= _MIN_MENDED_LENGTH - 1)
        self._spellings = dict(spellings)

    def mend(self, token: str) -> str:
        """The word itself where it is known or nothing is near; else the nearest known word."""
        if token in self._spellings:
            return self._spellings[token]
        if token in self._known or len(token) < _MIN_MENDED_LENGTH or not token.isalpha():
            return token
        if stem(token) in self._known or token.removesuffix("s") in self._known:
            return token
        found = process.extractOne(token, self._choices, scorer=fuzz.ratio, score_cutoff=_MEND_CUTOFF)
        return str(found[0]) if found and found[0][0] == token[0] else token


def _spaced(text: str) -> str:
    """Punctuation parted from words, so that contractions are seen."""
    return re.sub(r"([?!.,;:()\"])", r" \1 ", text)
