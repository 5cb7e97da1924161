"""Find how strongly a sentence binds: by its kind, its modal words, or its form."""

import re
from dataclasses import dataclass
from functools import lru_cache

from belisha.reading.language.lexicon import lexicon, pattern

_APOSTROPHE = str.maketrans({"'": "’", "`": "’"})
_SUBORDINATE = pattern("subordinate")
_CONDITIONS = frozenset(
    [
        "if",
        "when",
        "where",
        "whenever",
        "once",
        "after",
        "before",
        "as",
        "while",
        "whilst",
        "since",
        "unless",
        "until",
        "because",
        "although",
        "though",
        "except",
    ]
)
_CONTENT = pattern("content")
_FINITE = pattern("finite")
_ANY_MODAL = pattern("any-modal")
_BELIEF = pattern("belief")
_RESOLVED = pattern("resolved")
_WOULD = pattern("would")
_ASSIGNED = pattern("assigned")
_TOLD = re.compile(r"\b(aware|note|reminded|remember) that\b")
_INVERTED = pattern("inverted")
_FRONT = pattern("front")
_WORD = re.compile(r"[a-z’-]+")
_ADVERBS = frozenset(
    [
        "always",
        "never",
        "also",
        "then",
        "only",
        "please",
        "immediately",
        "regularly",
        "promptly",
        "clearly",
        "actively",
        "instead",
        "not",
        "therefore",
        "further",
        "to",
        "and",
        "or",
        "both",
        "carefully",
        "properly",
        "fully",
        "consistently",
        "all",
        "either",
    ]
)
_NO_VERBS = frozenset(["we", "i", "you", "they", "he", "she", "it", "the", "a", "an", "our", "their", "no"])
OPPOSITE = {"must": "must not", "should": "should not", "may": "must not"}


@dataclass(frozen=True, slots=True)
class SentenceForce:
    """A modality, where its word stands, and how sure it is from 0 to 1."""

    modality: str
    start: int = 0
    end: int = 0
    confidence: float = 0.9


def folded(text: str) -> str:
    """Return small letters with one kind of apostrophe."""
    return text.translate(_APOSTROPHE).lower()


@lru_cache(maxsize=4096)
def kind_of(text: str) -> str:
    """Return document, definition, consequence, right or fact, or nothing for what may bind."""
    low = folded(text)
    for kind, phrases in lexicon().kinds.items():
        if phrases.search(low):
            return kind
    return ""


@lru_cache(maxsize=4096)
def force_of(text: str) -> SentenceForce | None:
    """Return the force that the words of a sentence give it, or None if no word does."""
    low = folded(text)
    cut = prefix_length(text)
    if cut:
        inner = _force(low[cut:]) or (_of_resolution(low[cut:]) if _RESOLVED.fullmatch(low[:cut]) else None)
        if inner is not None:
            return SentenceForce(inner.modality, inner.start + cut, inner.end + cut)
        return None if _BELIEF.match(low) else _force(low)
    outer = _force(low)
    if outer is not None and outer.modality == "should" and (told := _TOLD.search(low)):
        inner = _force(low[told.end() :])
        if (
            inner is not None
            and inner.modality in ("must not", "should not")
            and "that " not in low[told.end() : told.end() + inner.start]
        ):
            return SentenceForce(inner.modality, inner.start + told.end(), inner.end + told.end())
    return outer


def prefix_length(text: str) -> int:
    """Return the length of what only leads to the sentence: "please note that", "I understand that"."""
    found = lexicon().lists["prefix"].match(text.translate(_APOSTROPHE))
    return found.end() if found else 0


def _of_resolution(low: str) -> SentenceForce | None:
    """Return the force of what was resolved: "that the clerk would report", told of afterwards."""
    found = _WOULD.match(low)
    if found is None:
        return None
    return SentenceForce("must not" if found[2] else "must", found.start(1), found.end(), 0.8)


def _force(low: str) -> SentenceForce | None:
    if assigned := _ASSIGNED.match(low):  # "Action: clerk to write"
        return SentenceForce("must", assigned.end(), assigned.end() + 2, 0.8)
    found = []
    for modality, phrases in lexicon().force.items():
        for match in phrases.finditer(low):
            if not _is_subordinate(low, match.start()):
                found.append(SentenceForce(modality, match.start(), match.end()))
                break
    if not found:
        return None
    order = list(lexicon().force)
    first = min(each.start for each in found)
    near = [each for each in found if _is_near(low, first, each)]
    return min(near, key=lambda each: order.index(each.modality))


def _is_near(low: str, first: int, each: SentenceForce) -> bool:
    """Return whether a force word belongs to the first finite verb."""
    if each.start <= first:
        return True
    between = low[first : each.start]
    return len(between) < 60 and not re.search(
        r"[,;:]| (and|or|but|to|so|which|who|that|if|when|as) ", between
    )


def _is_subordinate(low: str, at: int) -> bool:
    """Return whether a word stands in a clause that depends on another ("who may", "if they should")."""
    before = low[:at]
    if before.rfind("(") > before.rfind(")"):
        return True
    start = max(before.rfind(","), before.rfind(";"), before.rfind(":"), before.rfind(" and "))
    piece = before[start + 1 :].strip()
    found = _SUBORDINATE.search(piece)
    if found is None:
        return False
    inside = piece[found.start() :]
    if found[1] in ("that", "as") and _CONTENT.search(piece[: found.start()]):
        return False
    if found[1] in _CONDITIONS:
        return _FINITE.search(inside) is None
    if found[1] in ("who", "whom", "which", "that"):
        return _FINITE.search(inside) is None and not _has_verb(found[1], inside)
    return True


def _has_verb(pronoun: str, inside: str) -> bool:
    """Return whether what begins with a pronoun has its verb already: "who walk home", "that show others"."""
    words = _WORD.findall(inside)[1:]
    first = next((word for word in words if word not in _ADVERBS and not word.endswith("ly")), "")
    return first in lexicon().verbs or (pronoun == "who" and bool(first) and first not in _NO_VERBS)


def begins_with_verb(text: str) -> tuple[bool, bool]:
    """Return whether a passage begins like an instruction, and whether with a "not" or "never"."""
    words = _WORD.findall(folded(text))[:5]
    negative = False
    for word in words:
        if word in ("not", "never", "don’t", "avoid", "refrain", "no", "nor"):
            negative = True
            if word in ("avoid", "refrain", "no", "don’t"):
                return True, True
            continue
        if word == "do" and "not" in words[:3]:
            negative = True
            continue
        if word in ("are", "is", "be") or word in lexicon().verbs:
            return True, negative
        if word in _ADVERBS or word.endswith("ly"):
            continue
        return False, negative
    return False, negative


def is_gerund(text: str) -> bool:
    """Return whether a passage begins with a doing: "posting pictures", "the posting of", "not having"."""
    return bool(pattern("is-gerund").match(folded(text)))


def without_front(text: str) -> tuple[str, int]:
    """Return a sentence without the condition or adverb before its first comma, and what was cut off."""
    low = folded(text)
    cut = prefix_length(text)
    if cut:
        return text[cut:], cut
    if inverted := _INVERTED.match(low):
        return text[inverted.end() :], inverted.end()
    if not _FRONT.match(low):
        return text, 0
    comma = text.find(",")
    if 0 < comma < 220:
        rest = text[comma + 1 :]
        return rest.lstrip(), comma + 1 + len(rest) - len(rest.lstrip())
    return text, 0
