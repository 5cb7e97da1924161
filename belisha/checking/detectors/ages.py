"""Children on social media: how old they are, and on which platform. The policy says who is too young."""

from collections.abc import Iterator

from belisha.asking.ages import NUMBERS, number_of
from belisha.checking.draft import Observation
from belisha.checking.platforms import AGE, PLATFORM, UNDER_AGE, platforms_in
from belisha.checking.scene import Run, Scene
from belisha.rules.vocabulary.words import OTHER

_KIND = "too-young-for-site"
_YOUNGEST, _OLDEST = 4, 17
_NAMED, _UNNAMED = 0.78, 0.6
# "8 year old", "8yo"; "I am 8", "only 8", "not 13 yet".
_YEARS, _OLD, _SHORT = (
    frozenset({"year", "years", "yr", "yrs"}),
    frozenset({"old", "olds"}),
    ("yo", "yr", "yrs"),
)
_BEFORE = frozenset(
    {"am", "is", "only", "aged", "turned", "just", "be", "was", "nearly", "almost", "under", "not"}
)
_BELOW = frozenset({"under", "not", "nearly", "almost"})
_UNITS = frozenset(
    {"am", "pm", "oclock", "minutes", "hours", "days", "weeks", "months", "of", "times", "percent", "miles"}
)


def detect(scene: Scene) -> Iterator[Observation]:
    """Yield children who are said to be on a platform, with their age."""
    yield from _aged(scene)
    for run in scene.once_a_sentence(scene.runs("circumstance.age_feigned")):
        sentence = scene.sentences[run[0]]
        if (_on(scene, sentence) or scene.has(sentence, "circumstance.account")) and not _is_undone(
            scene, run
        ):
            yield scene.seen(_KIND, run, _NAMED, facts=((UNDER_AGE, True),))


def _aged(scene: Scene) -> Iterator[Observation]:
    if not scene.anywhere("circumstance.has_account") or not (
        scene.anywhere("circumstance.account") or any(platforms_in(scene.words))
    ):
        return
    done: set[int] = set()
    for run, age in ages_in(scene):
        sentence = scene.sentences[run[0]]
        if sentence in done or not scene.has(sentence, "circumstance.has_account") or _is_undone(scene, run):
            continue
        platform = _on(scene, sentence)
        if platform or scene.has(sentence, "circumstance.account"):
            done.add(sentence)
            sure = _NAMED if platform else _UNNAMED
            yield scene.seen(_KIND, run, sure, facts=((AGE, age), (PLATFORM, platform or OTHER)))


def ages_in(scene: Scene) -> Iterator[tuple[Run, int]]:
    """Yield where a child's age is said, and how old that is."""
    words = scene.words.words
    for place, word in enumerate(words):
        if not (word[0].isdigit() or word in NUMBERS):
            continue
        number, run = _number(word), (place, place)
        if not number:
            continue
        after = scene.after(place, 2)
        if word[0].isdigit() and not word.isdigit():
            yield run, number
        elif after[:1] and after[0] in _YEARS and after[1:] and after[1] in _OLD:
            yield (place, place + 2), number
        elif after[:1] and after[0] in _SHORT:
            yield (place, place + 1), number
        elif (before := scene.before(place)) and before[0] in _BEFORE and not (after and after[0] in _UNITS):
            yield (place - 1, place), number - (before[0] in _BELOW)


def _number(word: str) -> int:
    """Return the age that a word may be, alone or with its unit ("8yo"); 0 for none."""
    figures = next((word.removesuffix(each) for each in _SHORT if word.endswith(each)), word)
    number = number_of(figures) if len(figures) < 3 or figures.isalpha() else 0
    return number if _YOUNGEST <= number <= _OLDEST else 0


def _on(scene: Scene, sentence: int) -> str:
    """Return the platform that a sentence names; empty where it names none."""
    return next((name for run, name in platforms_in(scene.words) if scene.sentences[run[0]] == sentence), "")


def _is_undone(scene: Scene, run: Run) -> bool:
    """Return whether having an account is denied or spoken against."""
    sentence = scene.sentences[run[0]]
    having = [
        *scene.runs("circumstance.has_account", sentence),
        *scene.runs("circumstance.account", sentence),
    ]
    return (
        scene.is_condemned(run)
        or "no" in scene.before(run[0], 2)
        or any(scene.is_negated(each) for each in having)
    )
