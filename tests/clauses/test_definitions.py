"""A definition of a policy decides whom its rules bind."""

from __future__ import annotations

import pytest

from belisha.rules.judge import judge
from belisha.rules.ruling import Situation
from tests.clauses.asked import policy_of, without

clause = pytest.mark.clause
BOUND = [
    pytest.param(
        "barley-lane", "B58c", "volunteer", "befriend", "prohibited", "silent", marks=clause("B58c")
    ),
    pytest.param("coads-green", "C48a", "pupil", "post-abuse", "silent", "prohibited", marks=clause("C48a")),
    pytest.param(
        "hr-cooperative", "H26", "governor", "post-abuse", "prohibited", "silent", marks=clause("H26")
    ),
]


@pytest.mark.parametrize(("slug", "cite", "role", "action", "verdict", "otherwise"), BOUND)
def test_a_definition_decides_who_is_bound(
    slug: str, cite: str, role: str, action: str, verdict: str, otherwise: str
) -> None:
    """A rule that names a group binds a {role} as the definition says: {verdict}, else {otherwise}."""
    situation = Situation(role, action, "parent" if action == "befriend" else None)
    assert judge(policy_of(slug), situation).verdict == verdict
    assert judge(without(slug, cite), situation).verdict == otherwise
