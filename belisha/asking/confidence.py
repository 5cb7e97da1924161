"""Estimate how likely it is that a question was understood, and whether that is enough to answer it straight.

A logistic regression over what the parts of asking found, learnt by `tools/fit_sureness.py` on questions that
nothing else was chosen or learnt on. Its weights are data in the library.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import exp, sqrt

from belisha.asking.action_classifier import FLOOR, ActionScores
from belisha.asking.entities import Entities
from belisha.asking.grammar import GrammaticalForm, is_reversed
from belisha.asking.interpretations import OBLIGING, Interpretation
from belisha.asking.kind_names import WordsKind
from belisha.asking.kinds import KindOfWords
from belisha.asking.phrase_index import OUT_OF_SCOPE
from belisha.asking.situations import ParsedQuestion
from belisha.asking.spelling import Speller
from belisha.asking.text import normalise
from belisha.rules.ruling import FORBIDDING, Verdict

SURENESS_FILE = "sureness.toml"
COMPARED = 5
# A longer question is no harder than one of so many words.
_LONG = 30
_CLAUSE_KINDS = (WordsKind.MEANING, WordsKind.WHEN, WordsKind.CONSEQUENCES)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the parts of asking found for a question.

    `interpretations` are best first, each with its worth. `is_reversed` says that something is left undone.
    `strange` and `corrected` are the shares of its words that nothing knows, and that were read as another;
    `words` is their number.
    """

    choice: ActionScores
    interpretations: Sequence[tuple[Interpretation, float]]
    kind: KindOfWords
    form: GrammaticalForm
    role: str
    strange: float = 0.0
    corrected: float = 0.0
    words: int = 0
    sentences: int = 1
    is_reversed: bool = False


@dataclass(frozen=True, slots=True)
class Sureness:
    """The weights of the features, and how sure an answer must be to be given straight.

    `straight_permission` is the same for a verdict that allows something.
    """

    intercept: float
    weights: Mapping[str, float]
    straight: float
    straight_permission: float

    def of(self, evidence: Evidence) -> float:
        """Return how likely the answer is right, from 0 to 1."""
        found = features_of(evidence)
        strength = self.intercept + sum(self.weights.get(name, 0.0) * value for name, value in found.items())
        return round(1 / (1 + exp(-max(-30.0, min(30.0, strength)))), 2)

    def is_straight(self, sure: float, verdict: Verdict) -> bool:
        """Return whether an answer with this verdict is given without a question first."""
        return sure >= (self.straight_permission if verdict is Verdict.ALLOWED else self.straight)


def evidence_of(
    question: str,
    choice: ActionScores,
    interpretations: Sequence[tuple[Interpretation, float]],
    asked: ParsedQuestion,
    entities: Entities,
    speller: Speller,
    kind: KindOfWords,
) -> Evidence:
    """Return what the parts of asking found for a question, as typed, and read as `entities`."""
    typed, read = normalise(question).split(" "), entities.text.split(" ")
    count = len(read)
    return Evidence(
        choice,
        interpretations,
        kind,
        asked.form,
        asked.role,
        strange=sum(map(speller.is_strange, read)) / count,
        corrected=len(set(typed) - set(read)) / count,
        words=count,
        sentences=sum(each in (".", "!", "?", ";") for each in read),
        is_reversed=is_reversed(entities.text),
    )


def features_of(evidence: Evidence) -> dict[str, float]:
    """Return the features of a question by name, each from about -1 to 1."""
    kind = evidence.kind
    common = {
        "told": float(evidence.form is GrammaticalForm.TOLD),
        "what now": float(evidence.form is GrammaticalForm.WHAT_NOW),
        "strange words": evidence.strange,
        "corrected words": evidence.corrected,
        "length": min(evidence.words, _LONG) / _LONG,
        "several sentences": float(evidence.sentences > 1),
        "kind is plain": kind.likely,
        "incident": float(kind.kind is WordsKind.INCIDENT),
        "answered by clauses": float(kind.kind in _CLAUSE_KINDS),
        "harm": sqrt(kind.harm),
    }
    if evidence.interpretations:
        return common | _understood(evidence)
    return common | _not_covered(evidence)


def _understood(evidence: Evidence) -> dict[str, float]:
    first, worth = evidence.interpretations[0]
    verdict, choice = first.ruling.verdict, evidence.choice
    other = max(
        (its for each, its in evidence.interpretations if each.ruling.verdict is not verdict), default=0.0
    )
    top = max(choice.learnt, key=choice.learnt.__getitem__, default=OUT_OF_SCOPE)
    is_nearest = float(choice.nearest == first.meant)
    # Of a school's own action nothing was learnt, which tells nothing against it: its phrases alone speak.
    is_learnt = first.meant in choice.learnt
    return {
        "understood": 1.0,
        "fit": first.fit,
        "lead over another verdict": worth - other,
        "distance from what is not covered": choice.best - choice.elsewhere,
        "agreement": _agreement([each for each, _ in evidence.interpretations[:COMPARED]]),
        "likelihood learnt": sqrt(choice.learnt[first.meant]) if is_learnt else is_nearest,
        "learnt alike": float(top == first.meant) if is_learnt else is_nearest,
        "nearest alike": is_nearest,
        "not what was said": float(first.situation.action != first.meant),
        "somebody else acts": float(first.situation.role != evidence.role),
        "silent": float(verdict is Verdict.SILENT),
        "depends": float(verdict is Verdict.DEPENDS),
        "allowed": float(verdict is Verdict.ALLOWED),
        "duty": float(verdict in OBLIGING),
        # "May I keep it at home?" is no question of the duty to keep it at school.
        "duty where leave is asked": float(
            verdict in OBLIGING and evidence.form is GrammaticalForm.MAY and not evidence.is_reversed
        ),
        "duty where something is told": float(verdict in OBLIGING and evidence.form is GrammaticalForm.TOLD),
        "ban where something is told": float(verdict in FORBIDDING and evidence.form is GrammaticalForm.TOLD),
        "about something else": float(evidence.kind.kind is WordsKind.ELSEWHERE),
    }


def _not_covered(evidence: Evidence) -> dict[str, float]:
    choice = evidence.choice
    return {
        "distance from what is covered": max(FLOOR, choice.elsewhere) - choice.best,
        "likelihood learnt of nothing": sqrt(choice.learnt.get(OUT_OF_SCOPE, 0.0)),
        "nothing, and about something else": float(evidence.kind.kind is WordsKind.ELSEWHERE),
    }


def _agreement(interpretations: Sequence[Interpretation]) -> float:
    """Return the share of the interpretations, weighted by fit, with the verdict of the first."""
    alike = sum(
        each.fit for each in interpretations if each.ruling.verdict is interpretations[0].ruling.verdict
    )
    return alike / (sum(each.fit for each in interpretations) or 1.0)


@cache
def sureness() -> Sureness:
    """Return the weights and thresholds that ship with Belisha."""
    content = tomllib.loads((files("belisha") / "library" / SURENESS_FILE).read_text(encoding="utf-8"))
    return Sureness(
        content["intercept"], content["weights"], content["straight"], content["straight_permission"]
    )
