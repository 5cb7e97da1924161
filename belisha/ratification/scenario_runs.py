"""Saved scenarios, run against a text."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from belisha.policies.models import PolicyVersion
from belisha.policies.queries import policy_of
from belisha.ratification.models import MeantChange, Scenario
from belisha.ratification.queries import scenarios_of
from belisha.ratification.situation_words import situation_words
from belisha.rules.examples import Example, shipped_examples
from belisha.rules.judge import SituationError, judge
from belisha.rules.policy import Policy
from belisha.rules.ruling import Situation, Verdict


@dataclass(frozen=True, slots=True)
class Run:
    """One scenario under a text. `found` is None where it cannot be judged; `meant`: it is meant to."""

    scenario: Scenario
    expected: Verdict
    found: Verdict | None
    trouble: str = ""
    meant: MeantChange | None = None

    @property
    def holds(self) -> bool:
        """Whether it comes out as expected."""
        return self.found == self.expected

    @property
    def blocks(self) -> bool:
        """Whether the text cannot be published because of it."""
        return not self.holds and self.meant is None

    @property
    def words(self) -> str:
        """The situation as a reader takes it in."""
        return situation_words(self.scenario.situation)


@dataclass(frozen=True, slots=True)
class ExampleFlip:
    """An example that ships beside the policy and comes out differently."""

    question: str
    words: str
    before: Verdict
    after: Verdict


def run_scenarios(version: PolicyVersion, on: date) -> tuple[Run, ...]:
    """Every scenario of the document under the version's text, on a day.

    Raises belisha.rules.contradictions.ContradictionError, belisha.rules.errors.PolicyError.
    """
    policy = policy_of(version)
    meant = {
        each.scenario_id: each
        for each in MeantChange.objects.filter(version=version, checksum=version.checksum).select_related(
            "by"
        )
    }
    return tuple(_run(policy, each, meant.get(each.pk), on) for each in scenarios_of(version.document))


def _run(policy: Policy, scenario: Scenario, meant: MeantChange | None, on: date) -> Run:
    expected = Verdict(scenario.verdict)
    try:
        found = judge(policy, scenario.situation, on=on).verdict
    except SituationError as error:
        return Run(scenario, expected, None, str(error), meant)
    return Run(scenario, expected, found, meant=meant if meant and meant.verdict == found else None)


def example_flips(before: Policy, after: Policy, slug: str, on: date) -> tuple[ExampleFlip, ...]:
    """The examples beside the policy with this slug that come out differently under the later text."""
    return tuple(_flips(before, after, shipped_examples(slug), on))


def _flips(before: Policy, after: Policy, examples: Iterable[Example], on: date) -> Iterable[ExampleFlip]:
    for example in examples:
        was, now = (_verdict(policy, example.situation, on) for policy in (before, after))
        if was is not None and now is not None and was != now:
            yield ExampleFlip(example.question, situation_words(example.situation), was, now)


def _verdict(policy: Policy, situation: Situation, on: date) -> Verdict | None:
    try:
        return judge(policy, situation, on=on).verdict
    except SituationError:
        return None
