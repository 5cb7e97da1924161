"""Find who has which part in a story: who did it, and who is harmed, each by role."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from belisha.asking.lexicon import lexicon_of
from belisha.rules.vocabulary.words import Vocabulary
from belisha.triage.events import triage_content

OUTSIDER, UNKNOWN, WRITER = "outsider", "unknown", "writer"
# How strongly one construction speaks for a part.
STRONG, FAIR, WEAK = 3.0, 2.0, 1.0
_REACH = 70
_OBJECTS = ("me", "us", "my", "our")
_OWN_GROUP = 12


@dataclass(slots=True)
class _Mention:
    """A role that a story names, and how much speaks for each part."""

    role: str
    start: int
    end: int
    did: float = 0.0
    harmed: float = 0.0


@dataclass(frozen=True, slots=True)
class StoryPeople:
    """The roles of those who did it and of those harmed, the likeliest first; empty where not said."""

    alleged: tuple[str, ...] = ()
    harmed: tuple[str, ...] = ()
    named: tuple[str, ...] = field(default=())


def find_people(text: str, role: str, vocabulary: Vocabulary) -> StoryPeople:
    """Return the people in a normalised story that somebody in `role` tells."""
    mentions = _mentions(text, role, vocabulary)
    for mention in mentions:
        if _pattern("owns").match(text, mention.end):
            mention.did += FAIR
            continue
        _weigh_before(text, mention)
        _weigh_after(text, mention)
    _weigh_pronouns(text, mentions)
    alleged = _best(mentions, "did", "harmed")
    if not alleged:
        others = (each for each in mentions if each.role != WRITER and each.did >= 0 and each.harmed < FAIR)
        alleged = list(dict.fromkeys(each.role for each in others))[:1]
    harmed = [each for each in _best(mentions, "harmed", "did") if each not in alleged[:1] or each == "pupil"]
    return StoryPeople(
        tuple(dict.fromkeys(role if each == WRITER else each for each in alleged)),
        tuple(dict.fromkeys(role if each == WRITER else each for each in harmed)),
        tuple(dict.fromkeys(each.role for each in mentions if each.role != WRITER)),
    )


def _mentions(text: str, role: str, vocabulary: Vocabulary) -> list[_Mention]:
    """Return the people named in a text, in order, without those who only say whose or which."""
    roles = vocabulary.roles
    found = [
        _Mention(each.word, each.start, each.end)
        for each in lexicon_of(vocabulary).roles.longest(text)
        if not roles[each.word].is_institution and not roles[each.word].is_group
    ]
    for wanted, pattern in _own_names(is_pupil=role == "pupil"):
        found += [_Mention(wanted, each.start(), each.end()) for each in pattern.finditer(text)]
    found.sort(key=lambda each: (each.start, -each.end))
    kept: list[_Mention] = []
    for each in found:
        if not kept or each.start >= kept[-1].end:
            kept.append(each)
    pairs = zip(kept, [*kept[1:], None], strict=False)
    return [each for each, follower in pairs if not _is_modifier(text, each, follower)]


@cache
def _own_names(*, is_pupil: bool) -> tuple[tuple[str, re.Pattern[str]], ...]:
    people = triage_content()["people"]
    found = [(role, re.compile(pattern)) for role, pattern in people["names"].items()]
    if is_pupil:
        found.append(("pupil", re.compile(people["phrases"]["mates"])))
    found.append((WRITER, re.compile(r"\b(?:i|me|my|we|us|our)\b(?! (?:school|class|head|year|policy)\b)")))
    return tuple(found)


def _is_modifier(text: str, mention: _Mention, follower: _Mention | None) -> bool:
    """Return whether a mention only says whose or which: "my teacher", "year 6 parent", "parents' chat"."""
    if mention.role == WRITER:
        is_near = follower is not None and follower.start - mention.end <= _OWN_GROUP
        return is_near and text[mention.start : mention.end] in ("my", "our")
    if _pattern("place").match(text, mention.end):
        return True
    return follower is not None and follower.role != WRITER and follower.start - mention.end <= 1


def _weigh_before(text: str, mention: _Mention) -> None:
    before = _pattern("determiners").sub("", text[max(0, mention.start - _REACH) : mention.start])
    is_object = mention.role == WRITER and text[mention.start : mention.end] in _OBJECTS
    if _pattern("told_to").search(before):
        _weigh_told(text, mention)
    elif _pattern("doing_before").search(before):
        mention.harmed += FAIR
        mention.did -= FAIR if is_object else 0
    elif (before.endswith("for ") and text.startswith(" to ", mention.end)) or _pattern("by").search(before):
        mention.did += 0 if is_object else STRONG
    elif _pattern("towards").search(before):
        mention.harmed += FAIR
        mention.did -= WEAK
    elif is_object:
        mention.did -= FAIR


def _weigh_told(text: str, mention: _Mention) -> None:
    """Weigh somebody who was told or asked: to stop it, to do what is barred, or only to know of it."""
    if _pattern("asked_to_stop").match(text, mention.end):
        mention.did += STRONG
    elif _pattern("asked_for").match(text, mention.end):
        mention.harmed += STRONG
    else:
        mention.did -= STRONG
        mention.harmed -= FAIR


def _weigh_after(text: str, mention: _Mention) -> None:
    if text.startswith(("'s ", "' "), mention.end):
        mention.harmed += WEAK
        mention.did -= WEAK
    elif _pattern("witnesses").match(text, mention.end):
        mention.did -= FAIR
    elif _pattern("suffers").match(text, mention.end):
        mention.harmed += STRONG
        mention.did -= FAIR
    elif mention.did >= STRONG or (mention.role == WRITER and text[mention.start : mention.end] in _OBJECTS):
        return
    elif mention.harmed > 0 and not text.startswith(" who ", mention.end):
        # "chats with children on Facebook": whom something is done to is not who does it.
        return
    elif _pattern("does").match(text, mention.end):
        mention.did += STRONG
    elif mention.role != WRITER and _pattern("is").match(text, mention.end):
        # "when the children are alone" tells of a time, not of who did it.
        before = _pattern("determiners").sub("", text[max(0, mention.start - _REACH) : mention.start])
        mention.did += -FAIR if _pattern("only_when").search(before) else WEAK


def _weigh_pronouns(text: str, mentions: list[_Mention]) -> None:
    """Credit what "he", "she" or "they" did to the last person named before."""
    for found in _pattern("pronoun_does").finditer(text):
        before = [each for each in mentions if each.end <= found.start() and each.role != WRITER]
        able = [each for each in before if each.harmed < FAIR]
        if able:
            able[-1].did += FAIR


def _best(mentions: Sequence[_Mention], part: str, other: str) -> list[str]:
    """Return the roles for which most speaks, and those for which little less does."""
    found = sorted(mentions, key=lambda each: -getattr(each, part))
    if part == "did" and any(each.role != WRITER and each.did >= FAIR for each in found):
        found = [each for each in found if each.role != WRITER]
    enough = max(WEAK, getattr(found[0], part) - WEAK) if found else 0
    fit = [
        each for each in found if getattr(each, part) >= enough and getattr(each, part) > getattr(each, other)
    ]
    return list(dict.fromkeys(each.role for each in fit))


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(triage_content()["people"]["phrases"][name])
