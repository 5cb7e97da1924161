"""The words of a draft as the learnt detector reads them: names and numbers stand for what they are."""

from belisha.checking.name_usage import has_context
from belisha.checking.roll import Likeness
from belisha.checking.scene import Scene

_AS = {"pupil": "pupil", "parent": "parent", "carer": "parent", "governor": "governor"}
_ALONE = frozenset({Likeness.FIRST, Likeness.MISSPELT_FIRST, Likeness.SURNAME})
_TITLES = frozenset({"mr", "mrs", "miss", "ms", "mx"})


def telling_words(scene: Scene) -> list[str]:
    """Return the plain words with "pupil", "teacher", "school" or "00" in place of names and numbers."""
    words = scene.words
    found = [f"{'0' * min(len(each), 6)}" if each.isdigit() else each for each in words.words]
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
