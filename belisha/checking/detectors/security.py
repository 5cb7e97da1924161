"""Codes, keys, alarms, passwords, and being alone on site."""

import re
from collections.abc import Iterator

from belisha.checking.draft import Observation
from belisha.checking.scene import Run, Scene

_STRONG = re.compile(r"code|alarm|cctv|key|password|on site|in the building|in school|empty|unlocked|lock")
_GIVEN = re.compile(
    r"(?<!\w)(?:pw|pwd|pass ?word|pass ?code|log-?in|user ?name)(?!\w)"
    r"(?:[^.!?:=\n]{0,40}?(?: is|:|=) ?[^\s]{0,30}[\d!@#$%]| (?=[^\s\d]{0,30}\d)[^\s]{1,30})[^\s]{0,30}",
    re.IGNORECASE,
)
_VALUE = re.compile(r"(?:is|:|=|are)\s{0,3}[\"']?[\w!@#$%^&*-]{3,40}", re.IGNORECASE)


def detect(scene: Scene) -> Iterator[Observation]:
    """Yield what weakens the school's security, and passwords."""
    for run in scene.once_a_sentence(scene.runs("security.said")):
        if scene.is_condemned(run) and not scene.has(scene.sentences[run[0]], "school.own", "school.at"):
            continue
        sure = _sure(scene, run)
        if sure:
            yield scene.seen("weakens-security", run, sure)
    for found in _GIVEN.finditer(scene.draft.text):
        if not scene.anywhere("security.password_harmless"):
            yield Observation("gives-password", found.start(), found.end(), 0.88)
    for run in scene.once_a_sentence(scene.runs("security.password")):
        if scene.inside(run, "security.password_harmless") or scene.is_negated(run):
            continue
        tail = scene.draft.text[scene.words.starts[run[0]] : scene.words.ends[run[1]] + 45]
        given = bool(_VALUE.search(tail)) or "login" in scene.phrase(run) or "my log" in scene.phrase(run)
        shared = {"use", "borrow", "here", "share", "sharing", "shared"} & set(scene.before(run[0], 5))
        if given or shared:
            yield scene.seen("gives-password", run, 0.85)


def _sure(scene: Scene, run: Run) -> float:
    sentence = scene.sentences[run[0]]
    here = sentence in scene.school_sentences
    if here:
        return 0.85
    strong = bool(_STRONG.search(scene.phrase(run)))
    if scene.near_school(sentence) and strong:
        return 0.8
    if scene.is_staff and strong and not scene.has(sentence, "people.things"):
        return 0.6 if {"my", "our"} & set(scene.before(run[0], 3)) else 0.7
    return 0.0
