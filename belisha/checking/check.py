"""Hold a draft up to a policy: observe, judge, and say what is minded."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from functools import lru_cache

from ahocorasick_rs import AhoCorasick

from belisha.checking.detectors import detectors
from belisha.checking.draft import (
    LONGEST,
    Checked,
    DraftError,
    Finding,
    FindingSeverity,
    Observation,
    PostDraft,
)
from belisha.checking.lexicon import lexicon
from belisha.checking.looks import FirstLook, can_look_again
from belisha.checking.roll import SchoolRoll
from belisha.checking.rulings import Judge, audience_of, gravest
from belisha.checking.scene import Scene
from belisha.checking.school_names import names_of
from belisha.checking.text import plain_words
from belisha.rules.language.policy import Policy
from belisha.rules.vocabulary.loading import load_vocabulary
from belisha.rules.vocabulary.words import Vocabulary

_ORDER = {FindingSeverity.BLOCK: 0, FindingSeverity.WARN: 1, FindingSeverity.INFO: 2}
_EMPTY_ROLL = SchoolRoll()


def check(
    policy: Policy,
    draft: PostDraft,
    roll: SchoolRoll | None = None,
    *,
    on: date | None = None,
    vocabulary: Vocabulary | None = None,
    school_names: Iterable[str] = (),
) -> Checked:
    """Return what a policy minds in a draft, the gravest findings first.

    `roll` is who is at the school; without it names are known by their shape alone, and a note says so.
    Raise DraftError if the draft is empty or too long, or its audience unknown.
    """
    words = load_vocabulary() if vocabulary is None else vocabulary
    roll = _EMPTY_ROLL if roll is None else roll
    if not draft.text.strip() and not draft.has_photo:
        raise DraftError("there is nothing to check; write what you want to post")
    if len(draft.text) > LONGEST:
        raise DraftError(f"the draft has {len(draft.text):,} characters; check at most {LONGEST:,} at once")
    audience = audience_of(draft.audience)
    draft = _with(draft, audience.id)
    scene = Scene(
        draft, roll, names_of(policy.control, school_names), lexicon(), roles_within(draft.role, words)
    )
    findings = _sorted(_found(scene, Judge(policy, draft, words, on)))
    asks = tuple(dict.fromkeys(each.question for each in findings if each.question))[:2]
    notes = () if roll.people else ("No roll was given: names are known by their shape alone.",)
    return Checked(gravest(findings), findings, asks, _first_help(scene.words.stream, words), notes)


def observe(scene: Scene) -> list[Observation]:
    """Return what every detector sees, each once."""
    found: dict[tuple[str, int, int], Observation] = {}
    for detect in detectors():
        for each in detect(scene):
            key = each.kind, each.start, each.end
            if key not in found or each.sure > found[key].sure:
                found[key] = each
    return list(found.values())


def _found(scene: Scene, judge: Judge) -> list[Finding]:
    """Return what is minded of what is observed; what was learnt adds clauses that nothing else cites."""

    def judged(observations: Iterable[Observation]) -> Iterable[Finding]:
        return judge.findings(answered(without_allowed(observations, scene.draft), scene.draft))

    def add(learnt: Iterable[Observation]) -> None:
        cited = {clause.id for each in found for clause in each.clauses}
        new = judged(one for one in learnt if one.kind not in known)
        found.extend(each for each in new if not cited.issuperset(clause.id for clause in each.clauses))

    seen = observe(scene)
    found, known = list(judged(seen)), {each.kind for each in seen}
    if scene.words.words:
        look = FirstLook(scene)
        is_open = all(each.severity is FindingSeverity.INFO for each in found)
        if is_open and look.is_worth_another and can_look_again(scene):
            add(look.again())
        else:
            add(look.sure())
            add(look.doubtful())
    return found


def without_allowed(observations: Iterable[Observation], draft: PostDraft) -> list[Observation]:
    """Return observations without those of words that the school allows."""
    if not draft.allowed:
        return list(observations)
    return [
        each
        for each in observations
        if " ".join(plain_words(draft.text[each.start : each.end])) not in draft.allowed
    ]


def answered(observations: Iterable[Observation], draft: PostDraft) -> list[Observation]:
    """Return observations as sure as the answers to their questions make them, without those denied."""
    found = []
    for each in observations:
        reply = draft.answers.get(each.question)
        if reply is not None:
            each = replace(each, question="", sure=each.if_yes if reply else each.if_no)  # noqa: PLW2901
        if each.sure > 0:
            found.append(each)
    return found


def roles_within(role: str, words: Vocabulary) -> frozenset[str]:
    """Return a role with every wider one."""
    found, waiting = {role}, [role]
    while waiting:
        entry = words.roles.get(waiting.pop())
        for each in entry.within if entry else ():
            if each not in found:
                found.add(each)
                waiting.append(each)
    return frozenset(found)


def _with(draft: PostDraft, audience: str) -> PostDraft:
    if draft.audience == audience:
        return draft
    return replace(draft, audience=audience)


def _sorted(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(findings, key=lambda each: (_ORDER[each.severity], each.start, -each.sure)))


def _first_help(stream: str, words: Vocabulary) -> str:
    """Return what to do first where the words tell of danger; empty otherwise."""
    return words.alarm.says if _alarms(words.alarm.phrases).find_matches_as_indexes(stream) else ""


@lru_cache(maxsize=8)
def _alarms(phrases: tuple[str, ...]) -> AhoCorasick:
    return AhoCorasick([f" {' '.join(plain_words(phrase))} " for phrase in phrases])
