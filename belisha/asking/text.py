"""Normalise, split and stem people's words for comparison."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

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
    "whats": "what is", "whos": "who is", "wheres": "where is", "theres": "there is", "thats": "that is",
    "hes": "he is", "shes": "she is", "theyre": "they are", "weve": "we have", "youre": "you are",
    "theyve": "they have", "arent": "are not", "wasnt": "was not", "hasnt": "has not",
    "havent": "have not", "shouldnt": "should not", "mustnt": "must not", "couldnt": "could not",
    "wouldnt": "would not", "werent": "were not", "you're": "you are", "they've": "they have",
    "weren't": "were not", "msg": "message", "msgs": "messages", "txt": "text", "ppl": "people",
    "bf": "boyfriend", "pw": "password",
}  # fmt: skip
_QUOTES = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-"})
_PUNCTUATION = re.compile(r"([?!.,;:()\"])")
_WORD = re.compile(r"[a-z0-9]+(?:['-][a-z0-9]+)*")
_POSSESSIVE = re.compile(r"'s?$")
_ENDINGS = (
    "ations", "ation", "ments", "ment", "ings", "ing", "edly", "ers", "ied", "ies", "ed", "er", "es", "ly",
    "s",
)  # fmt: skip
_SHORTEST_STEM = 3
STOP_WORDS = frozenset({
    "a", "about", "actually", "all", "allowed", "alright", "also", "am", "an", "and", "any", "anybody",
    "anyone", "anything", "are", "as", "at", "be", "been", "being", "bit", "but", "by", "can", "could", "did",
    "do", "does", "down", "even", "ever", "fine", "for", "from", "get", "go", "going", "got", "had", "has",
    "have", "he", "her", "here", "him", "his", "how", "i", "if", "im", "in", "into", "is", "it", "it's",
    "its", "just", "let", "like", "may", "me", "might", "must", "my", "need", "no", "not", "of", "off", "ok",
    "okay",
    "on", "one", "one's", "or", "our", "out", "over", "please", "really", "right", "shall", "she", "should",
    "so", "some", "somebody", "someone", "something", "still", "supposed", "than", "that", "the", "their",
    "them", "then", "there", "these", "they", "thing", "things", "this", "those", "to", "too", "two", "under",
    "up", "us", "very", "want", "was", "we", "were", "what", "when", "where", "which", "who", "whom", "why",
    "will", "with", "would", "you", "your",
})  # fmt: skip


def normalise(text: str) -> str:
    """Return the text in lower case, without accents, with plain quotes and contractions written out.

    Punctuation is separated from words, and words by single spaces.
    """
    if not text.isascii():
        plain = unicodedata.normalize("NFKD", text.translate(_QUOTES))
        text = "".join(each for each in plain if not unicodedata.combining(each))
    parted = _PUNCTUATION.sub(r" \1 ", text.lower()).split()
    return " ".join([_CONTRACTIONS.get(word, word) for word in parted])


def words(text: str) -> list[str]:
    """Return the normalised words of a text, in order, without possessive endings."""
    return words_of(normalise(text))


def words_of(normalised: str) -> list[str]:
    """Return the words of a text that is already normalised."""
    return [_POSSESSIVE.sub("", word) if "'" in word else word for word in _WORD.findall(normalised)]


@lru_cache(maxsize=16_384)
def stem(word: str) -> str:
    """Return a word without its commonest endings, so that "posting", "posted" and "posts" are one."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            base = word[: -len(ending)]
            if ending in ("ied", "ies"):
                return base + "y"
            if len(base) > _SHORTEST_STEM and base[-1] == base[-2] and base[-1] not in "lsz":
                return base[:-1]
            return base.removesuffix("e")
    return word.removesuffix("e") if len(word) > _SHORTEST_STEM else word


def content_stems(tokens: Iterable[str]) -> list[str]:
    """Return the stems of the content words, without stop words."""
    return [stem(word) for word in tokens if word not in STOP_WORDS]
