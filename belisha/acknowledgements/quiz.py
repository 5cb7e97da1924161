"""A short check of understanding, drawn from the clauses that bind a role: "May you …?", "Must you …?".

Every answer comes from `judge`. A situation is used only if the policy answers it plainly: it must or should
be done, it may, it may with someone's permission, or it may not or should not. One of each kind that the
policy has for the role is asked about, and an answer that is safer than the policy requires is taken too.
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

from belisha.rules.judge import CompiledPolicy, compile_policy
from belisha.rules.language.policy import Policy
from belisha.rules.ruling import Ruling, Situation, Verdict
from belisha.rules.vocabulary.words import Vocabulary
from belisha.rules.wording.activities import ActivityPhrases, gerund, shipped
from belisha.rules.wording.grammar import done_to

FEWEST, MOST = 3, 5
# Of a clause that names many, whom it names first is asked about.
PARTIES = 2


class QuizAnswer(StrEnum):
    """The answers to choose from, in the order shown."""

    YES = "yes"
    ASK = "ask"
    NO = "no"


ANSWERS = {
    Verdict.ALLOWED: QuizAnswer.YES,
    Verdict.REQUIRED: QuizAnswer.YES,
    Verdict.RECOMMENDED: QuizAnswer.YES,
    Verdict.NEEDS_PERMISSION: QuizAnswer.ASK,
    Verdict.PROHIBITED: QuizAnswer.NO,
    Verdict.DISCOURAGED: QuizAnswer.NO,
}
# The order of the kinds: nobody guesses whom to ask, and everybody guesses "no".
KINDS = (
    Verdict.NEEDS_PERMISSION,
    Verdict.PROHIBITED,
    Verdict.ALLOWED,
    Verdict.REQUIRED,
    Verdict.DISCOURAGED,
    Verdict.RECOMMENDED,
)
OBLIGING = (Verdict.REQUIRED, Verdict.RECOMMENDED)
ADVICE = (Verdict.DISCOURAGED, Verdict.RECOMMENDED)
ASKS = {Verdict.REQUIRED: "Must you", Verdict.DISCOURAGED: "Should you", Verdict.RECOMMENDED: "Should you"}
# What is safe where the policy allows more: to ask first where one may, and to leave what one could ask for.
SAFER = {Verdict.ALLOWED: QuizAnswer.ASK, Verdict.NEEDS_PERMISSION: QuizAnswer.NO}


@dataclass(frozen=True, slots=True)
class QuizQuestion:
    """A question, its right answer, the clauses that decide it, and whom to ask (may be empty)."""

    id: str
    words: str
    right: QuizAnswer
    clauses: tuple[str, ...]
    verdict: Verdict
    way_out: str = ""

    def accepts(self, answer: str) -> bool:
        """Return whether the answer is right, or safer than the policy requires."""
        return answer in (self.right, SAFER.get(self.verdict))


def quiz_questions(
    policy: Policy,
    role: str,
    vocabulary: Vocabulary,
    on: date,
    *,
    seed: str,
    among: Collection[str] | None = None,
) -> tuple[QuizQuestion, ...]:
    """Return up to five questions for a role, the same for the same seed; fewer if the policy has no more.

    `among` are ids of changed clauses, one of which must decide; then three questions at most.
    """
    compiled = compile_policy(policy, vocabulary, on=on)
    pool = [
        each
        for each in _pool(compiled, role, ActivityPhrases(vocabulary))
        if among is None or not set(among).isdisjoint(each.clauses)
    ]
    picked = tuple(_picked(pool, seed))
    return picked if among is None else picked[:FEWEST]


def _pool(compiled: CompiledPolicy, role: str, phrases: ActivityPhrases) -> Iterator[QuizQuestion]:
    roles = compiled.wider_roles(role)
    for speaker in compiled.compiled_clauses:
        if not speaker.who & roles or not _is_sayable(speaker.action, compiled.vocabulary, phrases):
            continue
        for party in speaker.parties[:PARTIES] or ("",):
            situation = Situation(role, speaker.action, party or None)
            ruling = compiled.judge(situation)
            decides = speaker.clause.id in {each.clause for each in ruling.deciding}
            if ruling.verdict in OBLIGING and speaker.action in truisms():
                continue
            if decides and _is_plain(ruling) and not compiled.decide(situation).is_conditional:
                yield _question(ruling, speaker.action, party, phrases, compiled.vocabulary)


def _question(
    ruling: Ruling, action: str, party: str, phrases: ActivityPhrases, vocabulary: Vocabulary
) -> QuizQuestion:
    label = vocabulary.actions[action].label
    return QuizQuestion(
        id=f"{action}--{party}" if party else action,
        words=f"{ASKS.get(ruling.verdict, 'May you')} {_to_do(action, label, party, phrases)}?",
        right=ANSWERS[ruling.verdict],
        clauses=tuple(each.clause for each in ruling.deciding),
        verdict=ruling.verdict,
        way_out=ruling.way_out,
    )


def _to_do(action: str, label: str, party: str, phrases: ActivityPhrases) -> str:
    """Return the words that follow "may you": "be friends on social media with pupils"."""
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
    """Return whether the answer holds as it is: no open question decides it, and a "no" has no exception."""
    if ruling.verdict not in ANSWERS or any(ask.decides for ask in ruling.asks):
        return False
    return ANSWERS[ruling.verdict] is not QuizAnswer.NO or not (ruling.tried or ruling.way_out)


def _is_sayable(action: str, vocabulary: Vocabulary, phrases: ActivityPhrases) -> bool:
    """Return whether there are words for the action that fit a question."""
    if action in not_asked():
        return False
    if action in shipped().doing:
        return True
    words = set(vocabulary.actions[action].label.split())
    return not phrases.happens(action) and words.isdisjoint(("you", "your", "them", "their"))


@cache
def not_asked() -> frozenset[str]:
    """Return the actions that are never used: crimes, and questions that would only embarrass."""
    return frozenset(_data()["not_asked"])


@cache
def truisms() -> frozenset[str]:
    """Return the duties that everyone affirms without reading, which test nothing."""
    return frozenset(_data()["truisms"])


@cache
def _data() -> dict[str, Any]:
    text = files("belisha").joinpath("library", "quizzing.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def _is_guessed(question: QuizQuestion) -> bool:
    """Return whether the answer is a plain "no" towards anyone: others are used first."""
    return question.right is QuizAnswer.NO and "--" not in question.id


def _shuffled(seed: str, question: QuizQuestion) -> bytes:
    return hashlib.sha256(f"{seed} {question.id}".encode()).digest()


def _picked(pool: Iterable[QuizQuestion], seed: str) -> Iterator[QuizQuestion]:
    """Return one question for each action, mixed: one of each kind, then more of what binds, kind by kind."""
    mixed = sorted(pool, key=lambda each: (_is_guessed(each), _shuffled(seed, each)))
    once = {each.id.partition("--")[0]: each for each in reversed(mixed)}
    left = [each for each in mixed if once[each.id.partition("--")[0]] is each]
    firm = tuple(kind for kind in KINDS if kind not in ADVICE)
    chosen: list[QuizQuestion] = []
    for kind in (*KINDS, *firm * MOST, *ADVICE * FEWEST):
        following = next((each for each in left if each.verdict is kind), None)
        if following is None:
            continue
        left.remove(following)
        chosen.append(following)
    return iter(sorted(chosen[:MOST], key=lambda each: _shuffled(seed, each)))
