"""Other ways to understand a question, where somebody would see the difference."""

from collections.abc import Iterable
from dataclasses import dataclass

from belisha.answers.answering import Answered, settle
from belisha.answers.headline import headline
from belisha.base.words import capital
from belisha.policies.clause_words import action_words
from belisha.rules.judge import CompiledPolicy
from belisha.rules.phrasing import a, label_of
from belisha.rules.ruling import Ruling, Situation, Verdict
from belisha.rules.vocabulary import load_vocabulary

MOST = 3
Seen = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class OtherReading:
    """Another reading: its words, the address that takes the question so, and what follows, in words."""

    words: str
    link: str
    verdict: Verdict
    verdict_words: str


def other_readings(compiled: CompiledPolicy, answered: Answered) -> tuple[OtherReading, ...]:
    """At most three, each with what follows from it.

    One that a person could not tell from the reading taken is left out, and so is one that comes to the
    same by the same clauses. Where the policy is silent on a reading, it is shown only if there is no other.
    """
    judged = [(situation, compiled.judge(situation)) for situation in _recognisable(answered)]
    taken = _outcome(answered.ruling)
    differing = [each for each in judged if _outcome(each[1]) != taken]
    spoken = [each for each in differing if each[1].verdict is not Verdict.SILENT]
    return tuple(_shown(compiled, answered, *each) for each in (spoken or differing)[:MOST])


def _recognisable(answered: Answered) -> Iterable[Situation]:
    """The readings that look different from the one taken and from each other."""
    seen: set[Seen] = {_looks(answered.situation)}
    for situation in answered.readings:
        if _looks(situation) not in seen:
            seen.add(_looks(situation))
            yield situation


def _looks(situation: Situation) -> Seen:
    vocabulary = load_vocabulary()
    towards = label_of(situation.towards, vocabulary) if situation.towards else ""
    return action_words(situation.action), towards, label_of(situation.role, vocabulary)


def _outcome(ruling: Ruling) -> tuple[Verdict, tuple[str, ...]]:
    return ruling.verdict, tuple(ground.clause for ground in ruling.deciding)


def _shown(
    compiled: CompiledPolicy, answered: Answered, situation: Situation, ruling: Ruling
) -> OtherReading:
    action, towards, _ = _looks(situation)
    words = f"{action} ({towards})" if towards else action
    if situation.role != answered.situation.role:
        words += f", by {a(situation.role, load_vocabulary())}"
    link = settle(answered.question, situation).query()
    return OtherReading(
        capital(words), link, ruling.verdict, headline(compiled, situation, ruling).words.rstrip(":")
    )
