"""Understand questions to a policy with more words than those that were learnt: of packs, and a school's own.

What was learnt knows the shipped actions alone, and would take each question for one of them. Where a policy
speaks with more words, its clauses say which actions are likely: those it rules on go before those that it
passes over. A policy of shipped words alone is read as ever.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np

from belisha.asking.classifier_weights import ClassifierWeights, load_weights
from belisha.asking.identity import cached_by_identity
from belisha.asking.interpretations import Interpretation
from belisha.asking.phrase_index import phrase_index_of
from belisha.rules.judge import CompiledPolicy
from belisha.rules.language.clauses import Note, Office, Procedure, Rule
from belisha.rules.ruling import FactValue
from belisha.rules.vocabulary.words import Action, Vocabulary

# Chosen on questions to four policies of other kinds (tests/asking/packs, the files -a and -b).
TOLD, WITHIN_TOLD = 0.2, 0.1
SHRINK, SHARPNESS = 0.3, 0.2
SPEAKS_OF_MORE, RELATED = 0.2, 0.25
SUPPOSED, CLOSE = 0.08, 0.12


@cached_by_identity
def has_more_words(vocabulary: Vocabulary) -> bool:
    """Return whether a vocabulary has actions that were not learnt."""
    return not load_weights().actions.issuperset(vocabulary.actions)


@cached_by_identity
def fresh_weights(vocabulary: Vocabulary) -> ClassifierWeights:
    """Learn the actions of a vocabulary from its phrases, at once: linear discriminants of their vectors.

    It takes a fifth of a second, once for a vocabulary, and is a little less sure than what ships.
    """
    actions, vectors = phrase_index_of(vocabulary).rows
    names = tuple(dict.fromkeys(actions))
    place = {name: row for row, name in enumerate(names)}
    rows = np.array([place[each] for each in actions])
    counts = np.bincount(rows).astype(np.float32)
    means = np.zeros((len(names), vectors.shape[1]), dtype=np.float32)
    np.add.at(means, rows, vectors)
    means /= counts[:, None]
    apart = vectors - means[rows]
    spread = apart.T @ apart / len(rows)
    size = np.trace(spread) / len(spread)
    spread = (1 - SHRINK) * spread + SHRINK * size * np.eye(len(spread), dtype=np.float32)
    weights = np.linalg.solve(spread, means.T).astype(np.float32)
    intercepts = -0.5 * np.einsum("ij,ji->i", means, weights)
    return ClassifierWeights(names, SHARPNESS * weights, SHARPNESS * intercepts)


@cached_by_identity
def told_actions(policy: CompiledPolicy) -> Mapping[str, float]:
    """Return the actions that a policy with more words tells of, each with what that adds to its score.

    An action that a clause is on is likelier than one that a clause on a wider action covers. Nothing is
    returned for a policy of shipped words alone.
    """
    vocabulary = policy.vocabulary
    if not has_more_words(vocabulary):
        return {}
    named = frozenset(_named(policy))
    found = {}
    for action in vocabulary.actions:
        if action in named:
            found[action] = TOLD
        elif not named.isdisjoint(policy.wider_actions(action)):
            found[action] = WITHIN_TOLD
    return found


def _named(policy: CompiledPolicy) -> Iterator[str]:
    for clause in policy.policy.clauses:
        if isinstance(clause, Rule):
            yield from (clause.action, *clause.on)
        elif isinstance(clause, Office):
            yield clause.answers_for
        elif isinstance(clause, Procedure):
            yield from clause.on
        elif isinstance(clause, Note):
            yield from clause.about


def more_exact_fits(
    fits: Iterable[tuple[str, float]], facts: Mapping[str, FactValue], policy: CompiledPolicy
) -> Mapping[str, float]:
    """Return the scores of actions, best first, each action made as exact as the circumstances make it."""
    found: dict[str, float] = {}
    for action, fit in fits:
        found.setdefault(_more_exactly(action, facts, policy), fit)
    return found


def _more_exactly(action: str, facts: Mapping[str, FactValue], policy: CompiledPolicy) -> str:
    """Return the narrower action that the circumstances make of one: a picture, on your own device.

    It is one that the policy rules on, that was not learnt, and all of whose own facts are known to hold;
    the action itself if there is none. What is ruled of the wider action holds for it too.
    """
    learnt, actions = load_weights().actions, policy.vocabulary.actions
    for other in told_actions(policy):
        narrower = actions[other]
        if other in learnt or not narrower.supposes or action not in narrower.within:
            continue
        if not _supposes_more(narrower, facts):
            return other
    return action


def are_related(one: str, other: str, vocabulary: Vocabulary) -> bool:
    """Return whether one of two actions is within the other, or a question on one falls under the other."""
    first, second = vocabulary.actions[one], vocabulary.actions[other]
    return (
        one in (*second.within, *second.otherwise)
        or other in (*first.within, *first.otherwise)
        or not set(first.within).isdisjoint(second.within)
    )


def prefer_covered(
    rated: Sequence[tuple[Interpretation, float]], facts: Mapping[str, FactValue], policy: CompiledPolicy
) -> list[tuple[Interpretation, float]]:
    """Return interpretations, best first, as a policy with more words covers them.

    What it covers goes before what it passes over, by more where the two are related: a policy may rule on
    part of what was asked, or on something wider. Of two that it covers, the narrower goes first where they
    are close, but not one whose own circumstances nobody told.
    """
    told = told_actions(policy)
    if not rated or not told:
        return list(rated)
    vocabulary = policy.vocabulary
    learnt, actions = load_weights().actions, vocabulary.actions

    def lost(each: Interpretation) -> float:
        is_open = each.meant not in learnt and _supposes_more(actions[each.meant], facts)
        return SUPPOSED if is_open else 0.0

    rated = sorted(((each, worth - lost(each)) for each, worth in rated), key=lambda each: -each[1])
    first, best = rated[0]
    if not first.speaks:
        covered = [
            (
                each,
                worth
                + each.speaks * (SPEAKS_OF_MORE + RELATED * are_related(first.meant, each.meant, vocabulary)),
            )
            for each, worth in rated
        ]
        return sorted(covered, key=lambda each: -each[1])
    for place, (each, worth) in enumerate(rated):
        if (
            worth > best - CLOSE
            and each.speaks
            and each.meant not in learnt
            and first.meant in actions[each.meant].within
            and told.get(each.meant, 0.0) >= TOLD
            and not _supposes_more(actions[each.meant], facts)
        ):
            return [rated[place], *rated[:place], *rated[place + 1 :]]
    return list(rated)


def _supposes_more(action: Action, facts: Mapping[str, FactValue]) -> bool:
    """Return whether an action supposes circumstances that are not known to hold."""
    return any(facts.get(each) is not True for each in action.supposes)
