"""Understand questions to a policy with more words than those that were learnt: of packs, and a school's own.

What was learnt knows the shipped actions alone, and would take each question for one of them. Where a policy
speaks with more words, its clauses say which actions are likely: those it rules on go before those that it
passes over. A policy of shipped words alone is read as ever.
"""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from belisha.asking.classifier_weights import ClassifierWeights, load_weights
from belisha.asking.identity import cached_by_identity
from belisha.asking.interpretations import Interpretation
from belisha.asking.phrase_index import phrase_index_of
from belisha.rules.judge import CompiledPolicy
from belisha.rules.language.clauses import Note, Office, Procedure, Rule
from belisha.rules.ruling import FactValue
from belisha.rules.vocabulary.words import Vocabulary

# Chosen on questions to four policies that no shipped word was made for (tests/asking/packs, the files -a).
TOLD, WITHIN_TOLD, LEARNT = 0.2, 0.1, 0.0
SHRINK, SHARPNESS = 0.3, 0.2
SPEAKS_OF_MORE, RELATED = 0.2, 0.25


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

    An action that a clause is on is likelier than one that a clause on a wider action covers. One that was not
    learnt is given what learning would have given it. Nothing for a policy of shipped words alone.
    """
    vocabulary = policy.vocabulary
    if not has_more_words(vocabulary):
        return {}
    learnt = load_weights().actions
    named = frozenset(_named(policy))
    found = {}
    for action in vocabulary.actions:
        weight = (
            TOLD if action in named else 0.0 if named.isdisjoint(policy.wider_actions(action)) else WITHIN_TOLD
        )
        if weight:
            found[action] = weight + (0.0 if action in learnt else LEARNT)
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


def more_exactly(action: str, facts: Mapping[str, FactValue], policy: CompiledPolicy) -> str:
    """Return the narrower action that the circumstances make of one: a picture, on your own device.

    It is one that the policy rules on, that was not learnt, and all of whose own facts are known to hold;
    the action itself if there is none. What is ruled of the wider action holds for it too.
    """
    told = told_actions(policy)
    if not told:
        return action
    learnt, actions = load_weights().actions, policy.vocabulary.actions
    for other in told:
        if other in learnt or other == action or not actions[other].supposes:
            continue
        if action in actions[other].within and all(facts.get(each) is True for each in actions[other].supposes):
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
    rated: Sequence[tuple[Interpretation, float]], policy: CompiledPolicy
) -> list[tuple[Interpretation, float]]:
    """Return interpretations, best first, where a policy with more words covers one of several that are near.

    What it covers goes before what it passes over, by more where the two are related: a policy may rule on
    part of what was asked, or on something wider.
    """
    if not rated or not told_actions(policy):
        return list(rated)
    first = rated[0][0].meant
    found = [
        (
            each,
            worth
            + SPEAKS_OF_MORE * each.speaks
            + RELATED * (each.speaks and each.meant != first and are_related(first, each.meant, policy.vocabulary)),
        )
        for each, worth in rated
    ]
    if rated[0][0].speaks:
        found = list(rated)
    return sorted(found, key=lambda each: -each[1])
