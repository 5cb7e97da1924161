"""Suggestions for the next review: from breaches, exceptions, overridden findings, what was not covered."""

from __future__ import annotations

from typing import Any

import pytest

from belisha.answers.models import AnswerLog
from belisha.base.clock import today
from belisha.governance.report import suggestions
from belisha.people.models import School
from belisha.policies.models import PolicyVersion
from belisha.policies.states import VersionState
from belisha.rules.ruling import Verdict
from tests.demo_fixtures import ClientFor
from tests.governance.test_report import log
from tests.ratification.ratifying import in_force

CLAUSE = "friend-pupil"


@pytest.fixture
def draft(demo: None) -> PolicyVersion:
    found = in_force("grange")
    made: PolicyVersion = PolicyVersion.objects.create(
        school=found.school, document=found.document, label="next", source=found.source,
        checksum=found.checksum, state=VersionState.DRAFT,
    )  # fmt: skip
    return made


def suggested(school: School, counts: dict[str, dict[str, int]], *, has_gaps: bool = False) -> list[Any]:
    return suggestions(school, today(), today(), counts, {CLAUSE: "Friending a pupil"}, has_gaps=has_gaps)


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("breached", "was breached 5 times"),
        ("overridden", "was set aside by an exception 5 times"),
        ("overruled", "was overridden in official posts 5 times"),
    ],
)
def test_each_kind_opens_the_draft_at_its_clause(
    draft: PolicyVersion, client_for: ClientFor, kind: str, said: str
) -> None:
    (found,) = suggested(draft.school, {kind: {CLAUSE: 5}})
    assert said in found.seen
    assert found.address.endswith(f"{draft.pk}/clauses/{CLAUSE}/")
    assert client_for("headteacher@grange").get(found.address).status_code == 200
    assert suggested(draft.school, {kind: {CLAUSE: 4}}) == [], "fewer than five are never told"


def test_what_is_not_covered_opens_where_a_clause_is_added(
    draft: PolicyVersion, client_for: ClientFor
) -> None:
    AnswerLog.objects.filter(school=draft.school).delete()
    log(draft.school, Verdict.SILENT, 5)
    (found,) = suggested(draft.school, {}, has_gaps=True)
    assert "were not covered" in found.seen
    assert client_for("headteacher@grange").get(found.address).status_code == 200
    assert suggested(draft.school, {}) == []
