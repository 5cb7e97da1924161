"""Looks, mentions and replies: from the watch list to an answer that two people have seen."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from belisha.base.clock import today
from belisha.complaints.models import HeardBy, Matter
from belisha.people.models import School
from belisha.reputation.actions import (
    MentionError,
    approve_reply,
    change_reply,
    decide_mention,
    draft_reply,
    record_sent,
    reopen_mention,
    set_aside,
    start_complaint,
    start_request,
)
from belisha.reputation.decision_path import clause_for, path_steps
from belisha.reputation.duty_sources import reputation_duties
from belisha.reputation.forms import PlaceForm
from belisha.reputation.models import Mention, MentionReply, WatchedPlace
from belisha.reputation.states import MentionState
from belisha.reputation.watching import add_place, bring_in_mention, read_place, record_look
from tests.demo_fixtures import ClientFor
from tests.ratification.ratifying import person
from tests.reputation.test_hearing import RSS


@pytest.fixture
def calcot(demo: None) -> School:
    return School.objects.get(slug="calcot")


def slt() -> Any:
    return person("slt@calcot")


def head() -> Any:
    return person("headteacher@calcot")


def watched(school: School, **more: Any) -> WatchedPlace:
    values = {
        "kind": "google-reviews",
        "title": "Google reviews",
        "address": "https://maps.example.org/calcot",
    }
    return add_place(by=slt(), school=school, office="slt", **{**values, **more})


def mention(
    school: School, text: str = "The gate is always shut.", link: str = "https://town.example.org/1"
) -> Mention:
    return bring_in_mention(school=school, link=link, title="About the school", text=text, by=slt())[0]


def yes_to(step: str) -> dict[str, bool]:
    ids = [each.id for each in path_steps()]
    return dict.fromkeys(ids[: ids.index(step)], False) | {step: True}


@pytest.mark.clause("K44a", "K50b")
def test_a_look_is_a_record_also_when_nothing_was_found_and_the_next_falls_due(calcot: School) -> None:
    """Places where the school is talked about are on a list; each look is recorded, and a missed one falls
    due.
    """
    place = watched(
        calcot, kind="wikipedia", title="Wikipedia article", address="https://en.wikipedia.org/wiki/Calcot"
    )
    first = next(reputation_duties(calcot, today()))
    assert (first.office, first.due_on) == ("slt", today() + timedelta(days=7))
    look = record_look(by=slt(), place=place)
    assert look.found == 0
    assert next(reputation_duties(calcot, today())).due_on == today() + timedelta(days=28)


@pytest.mark.clause("K42", "K48a")
def test_praise_and_criticism_are_heard_decided_and_answered_after_a_second_look(calcot: School) -> None:
    """What is said of the school is decided on by a path that cites the policy, and answered once another
    has looked.
    """
    found = mention(calcot)
    assert decide_mention(by=slt(), mention=found, answers=yes_to("unhappy")).outcome == "invite"
    reply = draft_reply(by=slt(), mention=found, words="Please ring the office.")
    with pytest.raises(PermissionDenied, match="somebody else"):
        approve_reply(by=slt(), reply=reply)
    with pytest.raises(MentionError, match="cannot be sent"):
        record_sent(by=slt(), reply=reply, link="https://town.example.org/1#r")
    approved = approve_reply(by=head(), reply=reply)
    assert change_reply(by=slt(), reply=approved, words="Please do ring the office.").approved_by_id is None
    approve_reply(by=head(), reply=MentionReply.objects.get(pk=reply.pk))
    record_sent(by=slt(), reply=MentionReply.objects.get(pk=reply.pk), link="https://town.example.org/1#r")
    found.refresh_from_db()
    assert found.state == MentionState.ENDED


def test_the_database_refuses_a_reply_approved_by_whoever_wrote_it(calcot: School) -> None:
    found = mention(calcot)
    decide_mention(by=slt(), mention=found, answers=yes_to("praise"))
    reply = draft_reply(by=slt(), mention=found, words="Thank you.")
    with pytest.raises(IntegrityError), transaction.atomic():
        MentionReply.objects.filter(pk=reply.pk).update(state="approved", approved_by=reply.drafted_by_id)


@pytest.mark.clause("K48a")
def test_each_step_cites_the_clause_of_the_schools_own_policy(calcot: School) -> None:
    """The decision path shows the clause of this school's policy where there is one, and says where it is
    advice.
    """
    from belisha.policies.queries import policy_in_force

    policy = policy_in_force("calcot")
    assert policy is not None
    cited = {step.id: clause_for(step, policy.policy) for step in path_steps()}
    assert cited["praise"] is not None
    assert cited["access"] is None


def test_what_needs_no_reply_gets_none(calcot: School) -> None:
    found = mention(calcot)
    decide_mention(by=slt(), mention=found, answers=yes_to("threat"))
    with pytest.raises(MentionError, match="not to reply"):
        draft_reply(by=slt(), mention=found, words="Stop it.")


def test_a_mention_that_is_a_subject_access_request_starts_its_month(
    calcot: School, client_for: ClientFor
) -> None:
    found = mention(calcot, "I want a copy of all the data you hold on my child.")
    assert found.heard == ["access"]
    duty = next(each for each in reputation_duties(calcot, today()) if each.key.startswith("mention"))
    assert duty.due_on == today()
    page = client_for("headteacher@calcot").get(f"/s/calcot/reputation/mentions/{found.pk}/").content.decode()
    assert "Take it in as a request about personal data" in page
    made = start_request(by=head(), mention=found)
    assert made.due_on >= today() + timedelta(days=27)
    with pytest.raises(PermissionDenied):
        start_request(by=slt(), mention=found)
    with pytest.raises(MentionError, match="already"):
        start_request(by=head(), mention=found)
    page = client_for("headteacher@calcot").get(f"/s/calcot/reputation/mentions/{found.pk}/").content.decode()
    assert "Take it in as a request about personal data" not in page
    assert "Taken in as a request about personal data on" in page


def test_an_allegation_goes_to_those_who_hear_concerns_and_about_the_head_to_governors(
    calcot: School,
) -> None:
    found = mention(calcot, "The teacher grabbed my son by the arm.")
    assert "allegation" in found.heard
    start_complaint(by=slt(), mention=found)
    assert Matter.objects.latest("pk").heard_by == HeardBy.SCHOOL
    with pytest.raises(MentionError, match="passed on to them already"):
        start_complaint(by=slt(), mention=found)
    start_complaint(by=slt(), mention=found, about_head=True)
    assert Matter.objects.latest("pk").heard_by == HeardBy.GOVERNORS


def test_help_comes_before_anything_where_a_child_may_be_in_danger(
    calcot: School, client_for: ClientFor
) -> None:
    found = mention(calcot, "She says she wants to die.")
    page = client_for("slt@calcot").get(f"/s/calcot/reputation/mentions/{found.pk}/").content.decode()
    assert page.index("call 999") < page.index("What it says")
    assert "/s/calcot/help/" in page


def test_the_same_comes_in_once_and_a_change_opens_it_again(calcot: School) -> None:
    first = mention(calcot)
    again, is_new = bring_in_mention(
        school=calcot,
        link="https://town.example.org/1#top",
        title="About the school",
        text="The gate is always shut.",
    )
    assert (again.pk, is_new) == (first.pk, False)
    set_aside(by=slt(), mention=first)
    _, is_new = bring_in_mention(
        school=calcot,
        link="https://town.example.org/1",
        title="About the school",
        text="Making a formal complaint.",
    )
    first.refresh_from_db()
    assert (is_new, first.state) == (True, MentionState.NEW)
    assert Mention.objects.filter(school=calcot).count() == 1


def test_no_program_says_whether_a_mention_is_praise(calcot: School) -> None:
    """vaderSentiment 3.3.2 takes a bad inspection for praise: findings/vader-ofsted-grades.sh."""
    made = mention(calcot, "Ofsted says that the school requires improvement")
    assert (made.tone, made.topic) == ("", "")


def test_not_about_us_teaches_the_filter(calcot: School) -> None:
    place = watched(calcot)
    for number in range(2):
        found, _ = bring_in_mention(
            school=calcot,
            link=f"https://feed.example.org/{number}",
            title=f"Calcot bus timetable {number}",
            text="x",
            place=place,
        )
        set_aside(by=slt(), mention=found)
    third, is_new = bring_in_mention(
        school=calcot,
        link="https://feed.example.org/9",
        title="Calcot bus timetable 9",
        text="x",
        place=place,
    )
    assert (is_new, third.state) == (False, MentionState.NOT_US)


class _Feed(BaseHTTPRequestHandler):
    content = RSS

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/rss+xml")
        self.end_headers()
        self.wfile.write(self.content)

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def feed_address() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Feed)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/feed"
    server.shutdown()
    server.server_close()


def test_a_feed_brings_each_mention_in_once(calcot: School, feed_address: str, settings: Any) -> None:
    settings.BELISHA_FETCH_PRIVATE = True
    place = watched(calcot, kind="press", title="Local paper", feed=feed_address)
    assert (read_place(place), read_place(place)) == (1, 0)
    found = Mention.objects.get(school=calcot)
    assert found.title == "Grange Infants & friends"
    assert "fair" not in found.excerpt  # encrypted


def test_a_feed_on_a_private_network_is_not_fetched_and_its_keeper_is_told(
    calcot: School, feed_address: str
) -> None:
    place = watched(calcot, kind="press", title="Local paper", feed=feed_address)
    assert read_place(place) == 0
    place.refresh_from_db()
    assert place.feed_trouble
    assert any("fails" in each.key for each in reputation_duties(calcot, today()))


def test_a_persons_account_is_refused_on_the_page_with_the_reason_and_nothing_typed_is_lost(
    calcot: School, client_for: ClientFor
) -> None:
    given = {"kind": "other", "title": "A parent", "address": "https://x.com/angrydad_1", "office": "slt"}
    answer = client_for("slt@calcot").post("/s/calcot/reputation/places/add/", given)
    assert answer.status_code == 400
    text = answer.content.decode()
    assert "does not watch private people" in text
    assert "https://x.com/angrydad_1" in text
    assert not WatchedPlace.objects.filter(school=calcot).exists()


def test_the_share_sheet_fills_the_form_and_the_pages_lead_on(calcot: School, client_for: ClientFor) -> None:
    browser = client_for("slt@calcot")
    form = browser.get(
        "/s/calcot/reputation/mentions/add/?title=Post&url=https://town.example.org/7"
    ).content.decode()
    assert 'value="https://town.example.org/7"' in form
    made = browser.post(
        "/s/calcot/reputation/mentions/add/",
        {"link": "https://town.example.org/7", "title": "Post", "text": "Lovely fair!", "tone": "praise"},
    )
    page = made["Location"]
    browser.post(page, {"do": "decide", "path-decides": "praise"})
    text = browser.get(page).content.decode()
    assert "Thank them" in text
    assert "Texts to begin with" in text
    answer = browser.post(page, {"do": "draft", "reply-words": "The facts are: …"})
    assert answer.status_code == 400
    assert "Fill in the gap" in answer.content.decode()
    assert client_for("teacher@calcot").get("/s/calcot/reputation/").status_code == 403


def test_what_was_set_aside_by_mistake_is_opened_again(calcot: School) -> None:
    made, _ = bring_in_mention(
        school=calcot, link="https://town.example.org/9", title="Town page", text="A school", by=slt()
    )
    with pytest.raises(MentionError):
        reopen_mention(by=slt(), mention=made)
    set_aside(by=slt(), mention=made)
    again = reopen_mention(by=slt(), mention=made)
    assert (again.state, again.ended_at, again.outcome) == (MentionState.NEW, None, "")
    with pytest.raises(PermissionDenied):
        reopen_mention(by=person("teacher@calcot"), mention=made)


def test_only_those_who_may_watch_are_offered_to_look(calcot: School) -> None:
    calcot.rights = {"watch-reputation": ["clerk"]}
    assert [word for word, _ in PlaceForm(school=calcot).fields["office"].choices] == ["clerk"]
