"""Say what a question may mean: two or three situations in plain words, each with its verdict."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from belisha.asking.interpretations import Interpretation
from belisha.rules.judge import CompiledPolicy
from belisha.rules.ruling import FORBIDDING, Ruling, Situation, Verdict
from belisha.rules.vocabulary.words import Vocabulary
from belisha.rules.wording.grammar import a, done_to

MOST_READINGS = 3
# Chosen on the fitting questions of benchmarks/questions: what is further behind was meant in 1 of 100.
PLAUSIBLE = 0.5
CONSIDERED = 8
# A ban so little behind a permission goes before it where neither is sure.
CLOSE = 0.15


@dataclass(frozen=True, slots=True)
class PossibleMeaning:
    """One meaning of a question: the situation, in words, and the ruling that it leads to."""

    situation: Situation
    words: str
    ruling: Ruling

    @property
    def verdict(self) -> Verdict:
        """Return the verdict that it leads to."""
        return self.ruling.verdict


def readings_of(
    interpretations: Sequence[tuple[Interpretation, float]], asker: str, policy: CompiledPolicy
) -> tuple[PossibleMeaning, ...]:
    """Return the likeliest readings of a question, best first, each with another outcome than the others.

    `interpretations` are best first, each with its worth. Fewer than two are returned where all that is
    plausible comes to one verdict.
    """
    if not interpretations:
        return ()
    best = max(worth for _, worth in interpretations)
    plausible = [each for each, worth in interpretations[:CONSIDERED] if worth > best - PLAUSIBLE]
    if len({each.ruling.verdict for each in plausible}) < 2:
        return ()
    return tuple(_different(plausible, asker, policy.vocabulary))[:MOST_READINGS]


def stricter_first(
    interpretations: Sequence[tuple[Interpretation, float]],
) -> list[tuple[Interpretation, float]]:
    """Return the interpretations of an unsure question, a plausible ban before what would be allowed.

    A permission that nobody meant to ask for does more harm than a ban that a second question lifts.
    """
    first, best = interpretations[0]
    ban = next(
        (
            each
            for each in interpretations[:CONSIDERED]
            if each[0].ruling.verdict in FORBIDDING and each[1] > best - CLOSE
        ),
        None,
    )
    if ban is None or first.ruling.verdict is not Verdict.ALLOWED:
        return list(interpretations)
    return [ban, *(each for each in interpretations if each is not ban)]


def reading_words(situation: Situation, asker: str, words: Vocabulary) -> str:
    """Return a situation in plain words: "Follow the account of a pupil", "Take pictures, by a parent"."""
    label = words.actions[situation.action].label
    said = done_to(label, a(situation.towards, words)) if situation.towards else label
    by = f", by {a(situation.role, words)}" if situation.role != asker else ""
    return f"{said[:1].upper()}{said[1:]}{by}"


def _different(
    plausible: Sequence[Interpretation], asker: str, words: Vocabulary
) -> Iterator[PossibleMeaning]:
    """Yield readings that read differently: the first, those with a new verdict, then with new clauses."""
    seen_words, seen_verdicts = set[str](), set[Verdict]()
    left = []
    for each in plausible:
        said = reading_words(each.situation, asker, words)
        if said in seen_words:
            continue
        reading = PossibleMeaning(each.situation, said, each.ruling)
        seen_words.add(said)
        if each.ruling.verdict in seen_verdicts:
            left.append(reading)
        else:
            seen_verdicts.add(each.ruling.verdict)
            yield reading
    yield from left
