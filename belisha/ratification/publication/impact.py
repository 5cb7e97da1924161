"""What governors vote on: how a draft differs from the policy in force, and whose answers change."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from belisha.people.roles import role_label
from belisha.policies.models import PolicyVersion
from belisha.policies.queries import policy_of, read_version
from belisha.policies.versions.clause_diff import ClauseDifference, clause_changes
from belisha.ratification.publication.answer_replay import (
    ChangedAnswer,
    ReplayResult,
    asked_situations,
    replay,
)
from belisha.ratification.queries import version_before
from belisha.ratification.scenarios.runs import ChangedExample, ScenarioRun, changed_examples, run_scenarios
from belisha.rules.compare import Comparison, compare
from belisha.rules.judge import compile_policy
from belisha.rules.vocabulary.loading import load_vocabulary

NAMES = "present", "the draft"


@dataclass(frozen=True, slots=True)
class Impact:
    """A draft compared with the version in force (None: there is none yet)."""

    before: PolicyVersion | None
    clauses: tuple[ClauseDifference, ...] = ()
    comparison: Comparison | None = None
    replayed: ReplayResult | None = None
    by_role: tuple[tuple[str, tuple[ChangedAnswer, ...]], ...] = ()
    runs: tuple[ScenarioRun, ...] = ()
    examples: tuple[ChangedExample, ...] = ()


def impact_of(version: PolicyVersion, on: date) -> Impact:
    """Return everything that the page of changes shows.

    Raises belisha.rules.contradictions.ContradictionError if the draft contradicts itself.
    """
    before, runs = version_before(version), run_scenarios(version, on)
    if before is None:
        return Impact(None, runs=runs)
    was, now = policy_of(before), policy_of(version)
    words = load_vocabulary()
    compiled = compile_policy(was, words, on=on), compile_policy(now, words, on=on)
    replayed = replay(*compiled, asked_situations(before))
    return Impact(
        before,
        clause_changes(was, now),
        meaning_of(before, version, on),
        replayed,
        _by_role(replayed.flips),
        runs,
        changed_examples(was, now, version.document.slug, on),
    )


def meaning_of(before: PolicyVersion, after: PolicyVersion, on: date) -> Comparison:
    """Return what the two texts decide differently on a day. Cached for each pair of texts."""
    return _compare((before.pk, before.checksum), (after.pk, after.checksum), on)


@lru_cache(maxsize=128)
def _compare(a: tuple[int, str], b: tuple[int, str], on: date) -> Comparison:
    return compare(read_version(*a), read_version(*b), on=on, names=NAMES)


def _by_role(flips: tuple[ChangedAnswer, ...]) -> tuple[tuple[str, tuple[ChangedAnswer, ...]], ...]:
    """Return the changed answers by role, the role with the most questions first."""
    roles: dict[str, list[ChangedAnswer]] = {}
    for flip in flips:
        roles.setdefault(flip.role, []).append(flip)
    order = sorted(roles.items(), key=lambda each: -sum(flip.times for flip in each[1]))
    return tuple((role_label(role), tuple(found)) for role, found in order)
