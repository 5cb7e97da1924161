"""Saved answers keep a version from the website; what flips is counted over what people asked."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from belisha.answers.models import AnswerLog
from belisha.base.clock import today
from belisha.people.models import Term
from belisha.policies.models import PolicyVersion
from belisha.ratification.exceptions import NotReadyError
from belisha.ratification.models import Scenario
from belisha.ratification.publication.answer_replay import FREER, STRICTER, direction_of
from belisha.ratification.publication.impact import impact_of
from belisha.ratification.publication.review_dates import review_date_of
from belisha.ratification.scenarios.actions import add_scenario, record_intended_change
from belisha.rules.language.policy import Control
from belisha.rules.ruling import Situation, Verdict
from tests.demo_fixtures import ClientFor
from tests.ratification.ratifying import brought_to, in_force, new_draft, person, published

SITUATION = Situation("teacher", "use-school-name")


def saved(verdict: str = "needs-permission") -> Scenario:
    return add_scenario(
        by=person("slt@grange"),
        document=in_force().document,
        question="May I use the logo?",
        situation=SITUATION,
        verdict=verdict,
    )


def asked(times: int, action: str = "use-school-name", towards: str = "", **fields: object) -> None:
    version = in_force()
    hour = timezone.now().replace(minute=0, second=0, microsecond=0)
    row = {"school": version.school, "version": version, "asked_at": hour, "verdict": "prohibited"} | fields
    AnswerLog.objects.bulk_create(
        AnswerLog(role="teacher", action=action, towards=towards, is_sure=True, **row) for _ in range(times)
    )


def test_a_failing_scenario_blocks_publication_and_says_which(client_for: ClientFor) -> None:
    version = brought_to("ratified")
    scenario = saved()
    with pytest.raises(NotReadyError, match="The scenario “May I use the logo\\?” expects “Ask first”, but"):
        published(version)
    head = client_for("headteacher@grange")
    page = head.get(f"/s/grange/versions/{version.pk}/publication/").content.decode()
    assert "Before you can publish" in page
    address = f"/s/grange/versions/{version.pk}/scenarios/{scenario.pk}/"
    meant = {"checksum": version.checksum, "reason": "Governors want advice, no ban"}
    assert client_for("slt@grange").post(address, meant).status_code == 403
    assert head.post(address, {"checksum": version.checksum}).status_code == 409
    for _ in range(2):
        assert head.post(address, meant).status_code == 302
    published(version)
    scenario.refresh_from_db()
    assert scenario.verdict == "prohibited"


def test_what_is_meant_holds_for_that_text_alone(demo: None) -> None:
    version = brought_to("ratified")
    scenario = saved()
    with pytest.raises(NotReadyError, match="The text has changed"):
        record_intended_change(
            by=person("clerk@grange"), version=version, scenario=scenario, checksum="0" * 64, reason="Why"
        )


def test_a_scenario_is_saved_once_and_from_the_page_of_an_answer(client_for: ClientFor) -> None:
    client = client_for("slt@grange")
    query = "as=teacher&action=befriend&towards=pupil&fact=immediate-family:no"
    page = client.get(f"/s/grange/scenarios/?{query}").content.decode()
    assert 'value="immediate-family:no"' in page
    assert '<option value="prohibited" selected>' in page
    data = {
        "document": in_force().document_id,
        "question": "May I?",
        "verdict": "prohibited",
        "as": "teacher",
        "action": "befriend",
        "towards": "pupil",
        "fact": "immediate-family:no",
    }
    for _ in range(2):
        assert client.post("/s/grange/scenarios/", data).status_code == 302
    scenario = Scenario.objects.get()
    assert scenario.facts == {"immediate-family": False}
    clash = client.post("/s/grange/scenarios/", data | {"verdict": "allowed"})
    assert clash.status_code == 409
    assert "retire that one first" in clash.content.decode()
    wrong = client.post("/s/grange/scenarios/", {**data, "action": "", "question": "Mine"})
    assert wrong.status_code == 400
    assert "Choose who does what" in wrong.content.decode()
    assert client_for("headteacher@calcot").get("/s/grange/scenarios/").status_code == 404
    assert client_for("teacher@grange").get("/s/grange/scenarios/").status_code == 403
    address = f"/s/grange/scenarios/{scenario.pk}/retire/"
    assert client_for("clerk@grange").post(address).status_code == 403
    assert client.post(address).status_code == 302
    scenario.refresh_from_db()
    assert scenario.retired_at is not None


def test_the_answers_that_flip_are_counted_and_few_are_not_told_apart(client_for: ClientFor) -> None:
    asked(5)
    asked(2, facts={"in-lesson": False})
    asked(4, action="befriend", towards="pupil")
    asked(9, asked_at=timezone.now() - timedelta(400))
    asked(3, action="a-word-of-long-ago", towards="")
    version = new_draft()
    impact = impact_of(version, today())
    assert impact.replayed is not None
    assert (impact.replayed.total, impact.replayed.changed) == (11, 7)
    assert impact.replayed.ways == {STRICTER: 7, "alike": 4}
    flip = impact.replayed.flips[0]
    assert (flip.times, flip.before, flip.after) == (5, Verdict.NEEDS_PERMISSION, Verdict.PROHIBITED)
    assert [few.said for few in impact.replayed.few] == ["fewer than 3"]
    assert [change.how for change in impact.clauses] == ["changed"]
    assert any(row.heading == "Unless" for row in impact.clauses[0].rows)
    page = client_for("governor@grange").get(f"/s/grange/versions/{version.pk}/changes/")
    assert page.status_code == 404
    PolicyVersion.objects.filter(pk=version.pk).update(state="for approval")
    seen = client_for("governor@grange").get(f"/s/grange/versions/{version.pk}/changes/").content.decode()
    assert "<svg" in seen
    assert "asked 5 times" in seen
    assert "And fewer than 3 more" in seen
    assert "under the draft" in seen


def test_the_same_text_flips_nothing(demo: None) -> None:
    asked(3)
    version = new_draft(title="The name and the logo")
    impact = impact_of(version, today())
    assert impact.replayed is not None
    assert (impact.replayed.changed, bool(impact.comparison)) == (0, False)
    assert len(impact.clauses) == 1


@pytest.mark.parametrize(
    ("was", "now", "way"),
    [
        ("allowed", "prohibited", STRICTER),
        ("prohibited", "allowed", FREER),
        ("discouraged", "needs-permission", STRICTER),
        ("prohibited", "discouraged", FREER),
        ("allowed", "required", "otherwise"),
        ("silent", "silent", "alike"),
    ],
)
def test_which_way_an_answer_turns(was: str, now: str, way: str) -> None:
    assert direction_of(Verdict(was), Verdict(now)) == way


@pytest.mark.parametrize(
    ("said", "period", "day"),
    [
        ("Spring Term 2027", "", date(2027, 3, 24)),
        ("September 2027", "2 years", date(2027, 9, 30)),
        ("June 2023", "2 years", date(2028, 11, 21)),
        ("annually", "", date(2027, 11, 21)),
        ("when needed", "", None),
        ("", "", None),
        ("June 2023", "", date(2023, 6, 30)),
    ],
)
def test_what_the_document_says_becomes_a_day(demo: None, said: str, period: str, day: date | None) -> None:
    version = in_force("barley-lane")
    Term.objects.filter(school=version.school).delete()
    days = {"starts_on": date(2027, 1, 5), "ends_on": date(2027, 3, 24)}
    Term.objects.create(school=version.school, name="Spring Term 2027", **days)
    control = Control("x", "X", "X", "X", "X", "ratified", review_due=said, review_period=period)
    assert review_date_of(version, control, date(2026, 11, 21)) == day
