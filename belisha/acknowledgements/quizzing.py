"""A few questions on what somebody may do, drawn from the clauses that bind them: "May you …?".

Every answer comes from `judge`. A situation is asked about only if the policy answers it plainly: yes, no, or
only with somebody's permission.
"""

import hashlib
import tomllib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

from belisha.rules.comparing.phrases import Phrases, gerund, shipped
from belisha.rules.judge import CompiledPolicy, compile_policy
from belisha.rules.phrasing import done_to
from belisha.rules.policy import Policy
from belisha.rules.ruling import Ruling, Situation, Verdict
from belisha.rules.words import Vocabulary

FEWEST, MOST = 3, 5
# Of a clause that names many, whom it names first is asked about.
PARTIES = 2


class Answer(StrEnum):
    """What may be chosen, in the order in which it is shown."""

    YES = "yes"
    ASK = "ask"
    NO = "no"


ANSWERS = {
    Verdict.ALLOWED: Answer.YES,
    Verdict.NEEDS_PERMISSION: Answer.ASK,
    Verdict.PROHIBITED: Answer.NO,
    Verdict.DISCOURAGED: Answer.NO,
}
# What is asked about first: nobody guesses whom to ask, and everybody guesses "no".
TURNS = (Answer.ASK, Answer.NO, Answer.YES, Answer.NO, Answer.ASK)


@dataclass(frozen=True, slots=True)
class Question:
    """One question, its right answer, the clauses that decide it, and whom to ask (may be empty)."""

    id: str
    words: str
    right: Answer
    clauses: tuple[str, ...]
    way_out: str = ""
    is_advice: bool = False


def questions(
    policy: Policy,
    role: str,
    vocabulary: Vocabulary,
    on: date,
    *,
    seed: str,
    among: Collection[str] | None = None,
) -> tuple[Question, ...]:
    """Up to five questions for a role, the same ones for the same seed; fewer where the policy has no more.

    `among` are ids of clauses that changed, one of which must decide; then they are three at most.
    """
    compiled = compile_policy(policy, vocabulary, on=on)
    pool = [
        each
        for each in _pool(compiled, role, Phrases(vocabulary))
        if among is None or not set(among).isdisjoint(each.clauses)
    ]
    firm = [each for each in pool if not each.is_advice]
    advice = [each for each in pool if each.is_advice]
    picked = tuple(_picked([*firm, *advice[: max(0, FEWEST - len(firm))]], seed))
    return picked if among is None else picked[:FEWEST]


def _pool(compiled: CompiledPolicy, role: str, phrases: Phrases) -> Iterator[Question]:
    roles = compiled.wider_roles(role)
    for speaker in compiled.speakers:
        if not speaker.who & roles or not _is_sayable(speaker.action, compiled.vocabulary, phrases):
            continue
        for party in speaker.parties[:PARTIES] or ("",):
            situation = Situation(role, speaker.action, party or None)
            ruling = compiled.judge(situation)
            decides = speaker.clause.id in {each.clause for each in ruling.deciding}
            if decides and _is_plain(ruling) and not compiled.decide(situation).is_conditional:
                yield _question(ruling, speaker.action, party, phrases, compiled.vocabulary)


def _question(ruling: Ruling, action: str, party: str, phrases: Phrases, vocabulary: Vocabulary) -> Question:
    label = vocabulary.actions[action].label
    return Question(
        id=f"{action}--{party}" if party else action,
        words=f"May you {_to_do(action, label, party, phrases)}?",
        right=ANSWERS[ruling.verdict],
        clauses=tuple(each.clause for each in ruling.deciding),
        way_out=ruling.way_out,
        is_advice=ruling.verdict is Verdict.DISCOURAGED,
    )


def _to_do(action: str, label: str, party: str, phrases: Phrases) -> str:
    """What is asked about, as it stands after "may you": "be friends on social media with pupils"."""
    doing = shipped().doing.get(action, "")
    verb, _, rest = doing.partition(" ")
    words: str = _data()["asked"].get(action, "")
    if not words and "{party}" in doing and verb == gerund(label.partition(" ")[0]):
        words = f"{label.partition(' ')[0]} {rest}"
    whom = phrases.names.of((party,), "or") if party else ""
    if words:
        anybody = shipped().anybody
        return words.format(party=whom or anybody.get(action, anybody["default"]))
    # Where the words that ship speak of nobody else, whom it is towards is told in the label already.
    return done_to(label, whom) if whom and not doing else label


def _is_plain(ruling: Ruling) -> bool:
    """Whether the answer holds as it is: nothing asked back decides it, and a "no" has no way round it."""
    if ruling.verdict not in ANSWERS or any(ask.decides for ask in ruling.asks):
        return False
    return ANSWERS[ruling.verdict] is not Answer.NO or not (ruling.tried or ruling.way_out)


def _is_sayable(action: str, vocabulary: Vocabulary, phrases: Phrases) -> bool:
    """Whether there are words for doing it that stand in a question."""
    if action in not_asked():
        return False
    if action in shipped().doing:
        return True
    words = set(vocabulary.actions[action].label.split())
    return not phrases.happens(action) and words.isdisjoint(("you", "your", "them", "their"))


@cache
def not_asked() -> frozenset[str]:
    """The actions that nobody is asked about: crimes, and what a question would only embarrass with."""
    return frozenset(_data()["not_asked"])


@cache
def _data() -> dict[str, Any]:
    text = files("belisha").joinpath("library", "quizzing.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def _is_guessed(question: Question) -> bool:
    """Whether the answer is a plain "no" towards anybody: what is towards somebody is asked about first."""
    return question.right is Answer.NO and "--" not in question.id


def _shuffled(seed: str, question: Question) -> bytes:
    return hashlib.sha256(f"{seed} {question.id}".encode()).digest()


def _picked(pool: Iterable[Question], seed: str) -> Iterator[Question]:
    """One for each action, mixed, the kinds of answer by turns."""
    mixed = sorted(pool, key=lambda each: (_is_guessed(each), _shuffled(seed, each)))
    once = {each.id.partition("--")[0]: each for each in reversed(mixed)}
    left = [each for each in mixed if once[each.id.partition("--")[0]] is each]
    chosen: list[Question] = []
    for turn in TURNS:
        if left:
            following = next((each for each in left if each.right is turn), left[0])
            left.remove(following)
            chosen.append(following)
    return iter(sorted(chosen[:MOST], key=lambda each: _shuffled(seed, each)))
