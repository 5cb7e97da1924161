"""One disposal, request and breach at the school, for the walk over every address."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from belisha.base.clock import today
from belisha.people.models import School
from belisha.reputation.watching import add_place, bring_in_mention
from belisha.retention.actions import place_hold
from belisha.retention.breaches import log_breach
from belisha.retention.models import Disposal
from belisha.retention.requests import take_in_request
from tests.ratification.ratifying import person


def build_retention(school: School, teacher_id: int) -> dict[str, Any]:
    head = person(f"headteacher@{school.slug}")
    asked = take_in_request(by=head, school=school, kind="access", received_on=today(), person=teacher_id)
    breach = log_breach(by=head, school=school, what="A list was lost.", noticed_at=timezone.now())
    values = {
        "school": school,
        "kind": "question",
        "trigger": "made",
        "period": "3 years",
        "until": today(),
        "total": 0,
        "prepared_by_id": head.user_id,
    }
    place_hold(by=head, school=school, reason="a claim", holding="lessons")
    waiting = Disposal.objects.create(holding="answers", **values)
    done = Disposal.objects.create(
        holding="lessons", state="destroyed", certificate="{}", decided_by_id=teacher_id, **values
    )
    slt = person(f"slt@{school.slug}")
    place = add_place(
        by=slt,
        school=school,
        kind="press",
        title="Local paper",
        address="https://paper.example.org/",
        office="slt",
    )
    mention, _ = bring_in_mention(
        school=school,
        link="https://paper.example.org/1",
        title="About the school",
        text="Words of a mention",
        by=slt,
    )
    return {
        "watched_place": place.pk,
        "mention": mention.pk,
        "data_request": asked.pk,
        "breach": breach.pk,
        "disposal": waiting.pk,
        "disposal.done": done.pk,
    }
