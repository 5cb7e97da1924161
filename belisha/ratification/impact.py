"""What governors vote on: how a draft differs from the policy in force, and whom it answers otherwise."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from belisha.people.roles import role_label
from belisha.policies.models import PolicyVersion
from belisha.policies.queries import policy_of, read_version
from belisha.ratification.clause_changes import ClauseChange, clause_changes
from belisha.ratification.queries import version_before
from belisha.ratification.replay import Flip, Replayed, asked_at, replay
from belisha.ratification.scenario_runs import ExampleFlip, Run, example_flips, run_scenarios
from belisha.rules.compare import Comparison, compare
from belisha.rules.judge import compile_policy
from belisha.rules.vocabulary import load_vocabulary

NAMES = "present", "the draft"


@dataclass(frozen=True, slots=True)
class Impact:
    """A draft beside the version that answers today (None: there is none yet)."""

    before: PolicyVersion | None
    clauses: tuple[ClauseChange, ...] = ()
    comparison: Comparison | None = None
    replayed: Replayed | None = None
    by_role: tuple[tuple[str, tuple[Flip, ...]], ...] = ()
    runs: tuple[Run, ...] = ()
    examples: tuple[ExampleFlip, ...] = ()


def impact_of(version: PolicyVersion, on: date) -> Impact:
    """Everything that the page of a vote shows.

    Raises belisha.rules.contradictions.ContradictionError where the draft contradicts itself: then nothing
    can be said of its answers.
    """
    before, runs = version_before(version), run_scenarios(version, on)
    if before is None:
        return Impact(None, runs=runs)
    was, now = policy_of(before), policy_of(version)
    words = load_vocabulary()
    compiled = compile_policy(was, words, on=on), compile_policy(now, words, on=on)
    replayed = replay(*compiled, asked_at(before))
    return Impact(
        before,
        clause_changes(was, now),
        meaning_of(before, version, on),
        replayed,
        _by_role(replayed.flips),
        runs,
        example_flips(was, now, version.document.slug, on),
    )


def meaning_of(before: PolicyVersion, after: PolicyVersion, on: date) -> Comparison:
    """What the two decide differently on a day. Worked out once for each pair of texts."""
    return _compare((before.pk, before.checksum), (after.pk, after.checksum), on)


@lru_cache(maxsize=128)
def _compare(a: tuple[int, str], b: tuple[int, str], on: date) -> Comparison:
    return compare(read_version(*a), read_version(*b), on=on, names=NAMES)


def _by_role(flips: tuple[Flip, ...]) -> tuple[tuple[str, tuple[Flip, ...]], ...]:
    """The flips under whom they concern, the role with the most questions first."""
    roles: dict[str, list[Flip]] = {}
    for flip in flips:
        roles.setdefault(flip.role, []).append(flip)
    order = sorted(roles.items(), key=lambda each: -sum(flip.times for flip in each[1]))
    return tuple((role_label(role), tuple(found)) for role, found in order)
