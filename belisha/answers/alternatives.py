"""List other interpretations of a question that differ visibly."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from belisha.answers.answering import TELLS, Answered, with_situation
from belisha.answers.headline import headline
from belisha.asking.meanings import reading_words
from belisha.policies.documents.clause_text import action_label
from belisha.rules.judge import CompiledPolicy
from belisha.rules.ruling import Ruling, Situation, Verdict
from belisha.rules.vocabulary.loading import load_vocabulary
from belisha.rules.wording.grammar import label_of

MOST_ALTERNATIVES = 3
Seen = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another interpretation: its words, the address that takes the question so, and its verdict in words."""

    words: str
    link: str
    verdict: Verdict
    verdict_words: str


def alternatives(compiled: CompiledPolicy, answered: Answered) -> tuple[Alternative, ...]:
    """Return at most three other interpretations, each with its verdict.

    One that reads like the interpretation taken is left out, and so is one with the same verdict by the
    same clauses. One on which the policy is silent is shown only if there is no other.
    """
    judged = [(situation, compiled.judge(situation)) for situation in _recognisable(answered)]
    taken = _outcome(answered.ruling)
    differing = [each for each in judged if _outcome(each[1]) != taken]
    spoken = [each for each in differing if each[1].verdict is not Verdict.SILENT]
    return tuple(_shown(compiled, answered, *each) for each in (spoken or differing)[:MOST_ALTERNATIVES])


def meanings(compiled: CompiledPolicy, answered: Answered) -> tuple[Alternative, ...]:
    """Return what a question may mean, to choose from before any verdict: the likeliest first."""
    taken = (answered.situation,) if answered.situation.action else ()
    return tuple(
        _shown(compiled, answered, situation, compiled.judge(situation))
        for situation in (*taken, *answered.readings)
    )


def _recognisable(answered: Answered) -> Iterable[Situation]:
    """Yield the interpretations that read differently from the one taken and from each other."""
    seen: set[Seen] = {_looks(answered.situation)}
    for situation in answered.readings:
        if _looks(situation) not in seen:
            seen.add(_looks(situation))
            yield situation


def _looks(situation: Situation) -> Seen:
    vocabulary = load_vocabulary()
    towards = label_of(situation.towards, vocabulary) if situation.towards else ""
    return action_label(situation.action), towards, label_of(situation.role, vocabulary)


def _outcome(ruling: Ruling) -> tuple[Verdict, tuple[str, ...]]:
    return ruling.verdict, tuple(ground.clause for ground in ruling.deciding)


def _shown(compiled: CompiledPolicy, answered: Answered, situation: Situation, ruling: Ruling) -> Alternative:
    words = reading_words(situation, answered.question.role, load_vocabulary())
    asked = with_situation(answered.question, situation)
    kind = asked.kind if asked.kind in TELLS else ""
    chosen = replace(asked, kind=kind, clauses=(), others=(), is_unsure=False)
    return Alternative(
        words,
        chosen.query(),
        ruling.verdict,
        headline(compiled.vocabulary, situation, ruling).words.rstrip(":"),
    )
