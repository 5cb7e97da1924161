"""Whether a word that could be a name is used as one."""

from typing import TYPE_CHECKING

from belisha.checking.lexicon import word_set
from belisha.checking.names import common_names, name_data
from belisha.checking.roll import Likeness, NameMatch

if TYPE_CHECKING:
    from belisha.checking.scene import Scene

_LEADS = word_set("before_names")
_FOLLOWS = word_set("after_names")
_AFTER_WORD = word_set("things_after_names")
_DATE_BEFORE = word_set("before_dates")
_SHORT_WORDS = word_set("not_initials")


def has_context(scene: "Scene", match: NameMatch) -> bool:
    """Return whether the draft shows that a name is that of somebody at the school."""
    sentence = scene.sentences[match.first]
    if scene.draft.audience in ("school-page", "parents", "pupils", "staff"):
        return True
    if scene.near_school(sentence):
        return True
    if scene.is_staff and scene.has_several_first_names:
        return True
    topics = (
        "class.context",
        "class.named",
        "class.own",
        "event.weak",
        "incident.said",
        "confidential.personal",
        "confidential.medical",
    )
    return any(scene.has(near, *topics) for near in (sentence - 1, sentence, sentence + 1))


def is_namesake(scene: "Scene", match: NameMatch) -> bool:
    """Return whether another surname follows a first name ("Mohammed Salah"): somebody else."""
    words, after = scene.words, scene.after(match.last)
    if (
        match.likeness not in (Likeness.FIRST, Likeness.MISSPELT_FIRST)
        or not after
        or after[0] in _FOLLOWS
        or after[0] in _AFTER_NAME
    ):
        return False
    following = match.last + 1
    return (
        words.capital[following]
        and words.capital[match.first]
        and _gap(scene, match) == " "
        and not words.is_all_capitals
    )


def is_person(scene: "Scene", match: NameMatch) -> bool:
    """Return whether a single word is used as a name."""
    place, words = match.first, scene.words
    if match.likeness is Likeness.INITIALS:
        sentence = scene.sentences[place]
        return (
            scene.has(sentence, "class.named", "class.own", "people.pupils")
            and words.words[place] not in _SHORT_WORDS
        )
    is_common = words.words[match.first] in common_names() or words.words[match.last] in common_names()
    is_tagged = words.starts[place] > 0 and words.text[words.starts[place] - 1] in "#@"
    if is_tagged:
        return True
    before, after = scene.before(place), scene.after(match.last)
    if not words.capital[place]:
        is_all_small = not words.has_capitals
        if is_common or match.likeness is Likeness.SURNAME:
            return is_all_small and bool(set(before) & _LEADS) and bool(set(after) & _FOLLOWS)
        return is_all_small or has_context(scene, match)
    if not is_common:
        return not (
            match.likeness is Likeness.MISSPELT_FIRST and words.opens[place] and not set(after) & _FOLLOWS
        )
    return _is_common_word_a_name(scene, match, before, after)


def _is_common_word_a_name(scene: "Scene", match: NameMatch, before: list[str], after: list[str]) -> bool:
    place, words = match.first, scene.words
    word = words.words[place]
    if set(after) & _AFTER_WORD or any(each.isdigit() for each in (*before, *after)):
        return False
    if word in name_data()["common"]["months"] and set(before) & _DATE_BEFORE:
        return False
    follows = match.last + 1 < len(words.words) and words.capital[match.last + 1] and bool(after)
    if follows and after[0] not in _FOLLOWS and not _is_possessive(scene, match):
        return False
    if words.opens[place] or (not before and place):
        return (
            bool(set(after) & (_FOLLOWS - {"your", "you"}))
            or _is_possessive(scene, match)
            or "," in _gap(scene, match)
        )
    return True


def _is_possessive(scene: "Scene", match: NameMatch) -> bool:
    end = scene.words.ends[match.last]
    return scene.words.text[end - 2 : end].lower() in ("'s", "’s")


def _gap(scene: "Scene", match: NameMatch) -> str:
    words = scene.words
    stop = words.starts[match.last + 1] if match.last + 1 < len(words.words) else len(words.text)
    return words.text[words.ends[match.last] : stop]


_AFTER_NAME = frozenset({"i", "year", "class", "reception", "mr", "mrs", "miss", "ms", "star", "well"})
