"""The demonstration's policies on their way: built once, however often it is run."""

from __future__ import annotations

from belisha.answers.models import AnswerLog
from belisha.demo.ratification_history import LABEL, build_ratification_history
from belisha.people.models import School
from belisha.policies.models import PolicyVersion
from belisha.ratification.models import Comment, Scenario, Signature


def test_one_asks_its_people_and_another_waits_for_the_chair(demo: None) -> None:
    for _ in range(2):
        for school in School.objects.all():
            build_ratification_history(school)
    stand = dict(PolicyVersion.objects.filter(label=LABEL).values_list("school__slug", "state"))
    assert stand == {"grange": "in consultation", "barley-lane": "approved"}
    assert list(Comment.objects.values_list("state", flat=True)) == ["open", "open", "accepted"]
    assert [signature.part for signature in Signature.objects.all()] == ["school"]
    assert (Scenario.objects.count(), AnswerLog.objects.count()) == (2, 120)
