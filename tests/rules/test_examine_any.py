"""Whatever a policy says, it can be compared, examined, linted and counted."""

from __future__ import annotations

from datetime import date

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from belisha.rules.compare import compare
from belisha.rules.contradictions import contradictions
from belisha.rules.coverage import coverage
from belisha.rules.examine import examine
from belisha.rules.language.policy import Policy
from belisha.rules.lint import lint, lint_document, lint_file
from belisha.rules.vocabulary.loading import default_vocabulary
from tests.rules.strategies import policies

ON = date(2026, 11, 21)
WORDS = default_vocabulary()
ANY = policies(WORDS)
FEW = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))


@FEW
@given(ANY)
def test_any_policy_can_be_examined_and_linted(policy: Policy) -> None:
    found = examine(policy, WORDS, ON, others=())
    ids = {clause.id for clause in policy.clauses}
    assert {each.clause for each in (*found.never_decide, *found.unreached)} <= ids
    assert len([each for each in lint(policy, ON) if each.check == "contradictions"]) == len(
        {each.sentence for each in found.contradictions}
    )
    assert coverage(policy).missing is not None


@FEW
@given(ANY)
def test_any_policy_is_like_itself(policy: Policy) -> None:
    assume(not contradictions(policy, WORDS, on=ON))
    assert not compare(policy, policy, WORDS, ON)


@FEW
@given(ANY, ANY)
def test_any_two_policies_can_be_compared(one: Policy, other: Policy) -> None:
    assume(not contradictions(one, WORDS, on=ON) and not contradictions(other, WORDS, on=ON))
    there = list(compare(one, other, WORDS, ON, names=("one", "other")).differences)
    back = list(compare(other, one, WORDS, ON, names=("other", "one")).differences)
    assert len(there) == len(back)
    assert all(difference.sentence.endswith(".") for difference in there)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=300))
def test_any_text_can_be_linted(text: str) -> None:
    lint_document(text, ON)
    lint_file(f"---\n{text}", ON)
