"""How a draft stands to what it says: ill that is denied, words of others, words with a harmless sense."""

from functools import cache

from belisha.checking.lexicon import read_data
from belisha.checking.scene import Run, Scene

_ILL = (
    "insult.noun", "insult.adjective", "group.contempt", "group.ill", "group.slur", "accusation.crime",
    "illegal.act",
)  # fmt: skip
# A "not" reaches so far ahead, unless one of these words ends what it denies.
_REACH = 10
_NOT = frozenset({"not", "never", "no", "nobody", "none", "neither", "nor", "without", "nothing", "cannot"})
_ENDS = frozenset({"but", "only", "because", "so", "and"})


def is_ill_denied(scene: Scene, sentence: int) -> bool:
    """Return whether all the ill that a sentence names is denied, and nothing good is ("are not vermin")."""
    ill = [run for topic in _ILL for run in scene.runs(topic, sentence)]
    # "I am no racist, but": what comes after it is meant.
    if not ill or any("but" in scene.after(run[1], 2) for run in ill):
        return False
    good = scene.runs("group.good", sentence)
    return all(_is_denied(scene, run) for run in ill) and not any(_is_denied(scene, run) for run in good)


def _is_denied(scene: Scene, run: Run) -> bool:
    before = scene.before(run[0], _REACH)
    denied = next((place for place in range(len(before) - 1, -1, -1) if before[place] in _NOT), -1)
    return denied >= 0 and _ENDS.isdisjoint(before[denied + 1 :])


def is_cited(scene: Scene, run: Run) -> bool:
    """Return whether words stand, or some of them, in a quotation of more than one word."""
    return any(first <= run[1] and run[0] <= last and last > first for first, last in scene.quotes)


def is_homonym(scene: Scene, run: Run) -> bool:
    """Return whether a word that can be a slur stands beside words that give it its other sense."""
    around = _homonyms().get(scene.phrase(run))
    if around is None:
        return False
    sentence = scene.sentences[run[0]]
    return any(
        word in around
        for word, place in zip(scene.words.words, scene.sentences, strict=True)
        if abs(place - sentence) <= 1
    )


@cache
def _homonyms() -> dict[str, frozenset[str]]:
    return {word: frozenset(around) for word, around in read_data("homonyms").items()}
