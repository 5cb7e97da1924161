"""Saved answers, judged under a text."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from belisha.policies.models import PolicyVersion
from belisha.policies.queries import policy_of
from belisha.ratification.models import MeantChange, Scenario
from belisha.ratification.queries import scenarios_of
from belisha.ratification.scenarios.situation_text import situation_text
from belisha.rules.examples import Example, shipped_examples
from belisha.rules.judge import SituationError, judge
from belisha.rules.language.policy import Policy
from belisha.rules.ruling import Situation, Verdict


@dataclass(frozen=True, slots=True)
class ScenarioRun:
    """One saved answer under a text. `found` is None if it cannot be judged; `meant` is its confirmation."""

    scenario: Scenario
    expected: Verdict
    found: Verdict | None
    trouble: str = ""
    meant: MeantChange | None = None

    @property
    def holds(self) -> bool:
        """Return whether the verdict is as expected."""
        return self.found == self.expected

    @property
    def blocks(self) -> bool:
        """Return whether it blocks publication."""
        return not self.holds and self.meant is None

    @property
    def words(self) -> str:
        """Return the situation in words."""
        return situation_text(self.scenario.situation)


@dataclass(frozen=True, slots=True)
class ChangedExample:
    """An example shipped with the policy whose answer changes."""

    question: str
    words: str
    before: Verdict
    after: Verdict


def run_scenarios(version: PolicyVersion, on: date) -> tuple[ScenarioRun, ...]:
    """Judge every saved answer of the document under the version's text, on a day.

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


def _run(policy: Policy, scenario: Scenario, meant: MeantChange | None, on: date) -> ScenarioRun:
    expected = Verdict(scenario.verdict)
    try:
        found = judge(policy, scenario.situation, on=on).verdict
    except SituationError as error:
        return ScenarioRun(scenario, expected, None, str(error), meant)
    return ScenarioRun(scenario, expected, found, meant=meant if meant and meant.verdict == found else None)


def changed_examples(before: Policy, after: Policy, slug: str, on: date) -> tuple[ChangedExample, ...]:
    """Return the shipped examples of this policy whose answer changes under the later text."""
    return tuple(_flips(before, after, shipped_examples(slug), on))


def _flips(before: Policy, after: Policy, examples: Iterable[Example], on: date) -> Iterable[ChangedExample]:
    for example in examples:
        was, now = (_verdict(policy, example.situation, on) for policy in (before, after))
        if was is not None and now is not None and was != now:
            yield ChangedExample(example.question, situation_text(example.situation), was, now)


def _verdict(policy: Policy, situation: Situation, on: date) -> Verdict | None:
    try:
        return judge(policy, situation, on=on).verdict
    except SituationError:
        return None
