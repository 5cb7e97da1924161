"""The words of a draft as the learnt detector reads them: names and groups stand for what they are."""

from collections.abc import Iterator
from functools import cache

from belisha.asking.sentence_embeddings import has_word
from belisha.checking.lexicon import lexicon, word_set
from belisha.checking.name_usage import has_context
from belisha.checking.roll import Likeness
from belisha.checking.scene import Run, Scene

_AS = {"pupil": "pupil", "parent": "parent", "carer": "parent", "governor": "governor"}
_ALONE = frozenset({Likeness.FIRST, Likeness.MISSPELT_FIRST, Likeness.SURNAME})
_TITLES = frozenset({"mr", "mrs", "miss", "ms", "mx"})
_SHORTEST = 5
# Any protected group is read as these, so that what is learnt of one is known of all.
ONE_OF_A_GROUP, A_GROUP = "muslim", "muslims"
_MANY = frozenset(
    {"women", "men", "people", "poles", "children", "kids", "roma", "families", "poor", "disabled"}
)


def telling_words(scene: Scene) -> list[str]:
    """Return the plain words with "pupil", "teacher", "school" or "00" in place of names and numbers."""
    words = scene.words
    found = [f"{'0' * min(len(each), 6)}" if each.isdigit() else each for each in words.words]
    for (first, last), called in groups(scene):
        found[first : last + 1] = [called] * (last + 1 - first)
    for first, last in scene.names_school:
        found[first : last + 1] = ["school"] * (last + 1 - first)
    for match in scene.people:
        if match.likeness in _ALONE and not has_context(scene, match):
            continue
        role = scene.roll.people[match.people[0]].role.casefold()
        found[match.first : match.last + 1] = [_AS.get(role, "teacher")] * (match.last + 1 - match.first)
    for place, word in enumerate(words.words[:-1]):
        if word in _TITLES and words.capital[place] and words.capital[place + 1]:
            found[place] = found[place + 1] = "teacher"
    return found


def groups(scene: Scene) -> Iterator[tuple[Run, str]]:
    """Yield where protected groups are named, each with what stands for it, longer names before shorter."""
    taken: set[int] = set()
    for run in _misspelt(scene):
        taken.add(run[0])
        yield run, A_GROUP if scene.phrase(run).endswith("s") else ONE_OF_A_GROUP
    for run in sorted(scene.runs("group.named"), key=lambda each: (each[0] - each[1], each[0])):
        phrase = scene.phrase(run)
        if phrase in _VAGUE or not taken.isdisjoint(range(run[0], run[1] + 1)):
            continue
        after = scene.after(run[1], 1)
        if phrase.removeprefix("the ") in _COLOURS and not set(after) & _AS_PEOPLE:
            continue
        taken.update(range(run[0], run[1] + 1))
        last = phrase.rpartition(" ")[2]
        is_many = last in _MANY or (last.endswith("s") and not last.endswith("ss"))
        yield run, A_GROUP if is_many else ONE_OF_A_GROUP


def _misspelt(scene: Scene) -> Iterator[Run]:
    """Yield words that are no words, and but for a letter would be the name of a group."""
    names = _nearly_groups()
    for place, word in enumerate(scene.words.words):
        if len(word) >= _SHORTEST - 1 and not has_word(word):
            shorter = (word[:cut] + word[cut + 1 :] for cut in range(len(word)))
            if any(each in names for each in (word, *shorter)):
                yield place, place


@cache
def _nearly_groups() -> frozenset[str]:
    """Return the names of groups that are one word, and these without one of their letters."""
    names = [
        phrase
        for phrase, topics in lexicon().by_phrase.items()
        if "group.named" in topics and phrase.isalpha() and len(phrase) >= _SHORTEST and phrase not in _VAGUE
    ]
    return frozenset({name[:cut] + name[cut + 1 :] for name in names for cut in range(len(name))} | {*names})


def with_groups_alike(scene: Scene) -> str:
    """Return the text of a draft with one group in place of all."""
    parts, place, text = [], 0, scene.draft.text
    for run, called in sorted(groups(scene)):
        start, end = scene.words.span(*run)
        if start >= place:
            parts += [text[place:start], called.capitalize()]
            place = end
    return "".join([*parts, text[place:]])


_COLOURS, _AS_PEOPLE = word_set("adjectives_of_people"), word_set("after_people")
# These mean a group only by what is said of it.
_VAGUE = frozenset({"these people", "those people", "that lot", "girls", "boys", "men", "white", "headscarf"})
