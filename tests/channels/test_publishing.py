"""Official posts that the site sends itself: approved, at their time, once, held by a pause, removed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

import feedparser
import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from belisha.audit.models import Event
from belisha.channels import actions, connectors, publishing
from belisha.channels.accounts.actions import AccountRefusedError, connect_account, disconnect_account
from belisha.channels.accounts.health import look_at_accounts
from belisha.channels.actions import PostInput, PostRefusedError
from belisha.channels.checking import checksum_of
from belisha.channels.connectors import AccountAccess, ConnectorError, OutgoingPost, SentPost
from belisha.channels.duty_sources import accounts as account_duties
from belisha.channels.duty_sources import approvals
from belisha.channels.models import OfficialAccount, OfficialPost, Publication
from belisha.channels.pausing import begin_pause, end_pause
from belisha.channels.permissions import can_end_pause
from belisha.channels.publishing import publish_due
from belisha.channels.record import ChannelEvent
from belisha.channels.states import PostState, PublicationState
from belisha.channels.sweep_tasks import look_again
from belisha.outbox.models import Notice, NoticeState
from belisha.people.models import Membership, School
from belisha.registers.consents import leaver_days
from tests.channels.test_posts import consented, deputy, head, pupil
from tests.demo_fixtures import ClientFor

LONDON = ZoneInfo("Europe/London")
PLAIN = "The library is open until six on Thursday."
NOW = datetime(2026, 12, 1, 10, tzinfo=LONDON)


class Elsewhere:
    """Another system in memory, spoken to through a connector of its own: what it holds, and its faults."""

    def __init__(self) -> None:
        self.held: dict[str, str] = {}
        self.trouble, self.dies_after, self.sent = "", False, 0

    def check(self, _: AccountAccess) -> None:
        if self.trouble:
            raise ConnectorError(self.trouble)

    def publish(self, account: AccountAccess, post: OutgoingPost) -> SentPost:
        self.check(account)
        if post.token not in self.held:
            self.sent += 1
            self.held[post.token] = post.text
        if self.dies_after:
            raise KeyboardInterrupt
        return SentPost(f"https://www.hazel.example/{post.token}", post.token)

    def remove(self, account: AccountAccess, remote: str, token: str) -> None:
        assert remote in ("", token)
        self.check(account)
        self.held.pop(token, None)


@pytest.fixture
def elsewhere(demo: None, monkeypatch: pytest.MonkeyPatch) -> Elsewhere:
    there = Elsewhere()
    real = connectors.connectors()
    kind = replace(
        real["news_feed"], check=there.check, publish=there.publish, remove=there.remove, takes_pictures=True
    )
    known = MappingProxyType({**real, "board": kind})
    for module in (
        "publishing",
        "checking",
        "views",
        "accounts.health",
        "accounts.actions",
        "accounts.views",
    ):
        monkeypatch.setattr(f"belisha.channels.{module}.connectors", lambda: known)
    return there


@pytest.fixture
def clock() -> Iterator[Any]:
    with time_machine.travel(NOW, tick=False) as travelling:
        yield travelling


def school() -> School:
    return School.objects.get(slug="barley-lane")


@pytest.fixture
def board(elsewhere: Elsewhere, clock: Any) -> OfficialAccount:
    return connect_account(by=head("barley-lane"), school=school(), kind="board", channel="The board")


def ready(account: OfficialAccount, text: str = PLAIN, **more: Any) -> OfficialPost:
    """A post for an account, approved by another."""
    given = PostInput("", text, account=account, **more)
    post = actions.write_post(by=head("barley-lane"), school=school(), given=given, role="headteacher")
    actions.send_for_approval(by=head("barley-lane"), post=post)
    post.refresh_from_db()
    other = deputy("barley-lane", "Amara Stone")
    return actions.approve_post(by=other, post=post, checksum=checksum_of(post))


def sweep() -> None:
    look_again(date(2026, 12, 1), lambda: True)


def test_an_approved_post_goes_out_once_with_its_link(board: OfficialAccount, elsewhere: Elsewhere) -> None:
    draft = PostInput("", "A draft.", account=board)
    actions.write_post(by=head("barley-lane"), school=school(), given=draft, role="headteacher")
    post = ready(board)
    sweep()
    sweep()
    post.refresh_from_db()
    assert (post.state, elsewhere.sent) == (PostState.POSTED, 1)
    assert post.channel == "The board"
    assert post.link.startswith("https://www.hazel.example/post-")
    assert Event.objects.filter(verb=ChannelEvent.PUBLISHED_OFFICIAL_POST).count() == 1


def test_it_goes_out_with_the_first_sweep_also_while_time_goes_on(
    board: OfficialAccount, elsewhere: Elsewhere, clock: Any
) -> None:
    post = ready(board)
    with time_machine.travel(NOW, tick=True):
        sweep()
    post.refresh_from_db()
    assert (post.state, elsewhere.sent) == (PostState.POSTED, 1)


def test_it_waits_for_its_time(board: OfficialAccount, elsewhere: Elsewhere, clock: Any) -> None:
    post = ready(board, post_on=date(2026, 12, 1), post_time=time(15, 30))
    sweep()
    clock.move_to(NOW.replace(hour=15, minute=29))
    sweep()
    assert elsewhere.sent == 0
    clock.move_to(NOW.replace(hour=15, minute=31))
    sweep()
    post.refresh_from_db()
    assert (post.state, elsewhere.sent) == (PostState.POSTED, 1)


def test_what_nobody_approved_by_its_time_expires(board: OfficialAccount, clock: Any) -> None:
    given = PostInput("", PLAIN, account=board, post_on=date(2026, 12, 1), post_time=time(15, 30))
    post = actions.write_post(by=head("barley-lane"), school=school(), given=given, role="headteacher")
    actions.send_for_approval(by=head("barley-lane"), post=post)
    sweep()
    post.refresh_from_db()
    assert post.state == PostState.WAITING
    clock.move_to(NOW.replace(hour=15, minute=31))
    sweep()
    post.refresh_from_db()
    assert post.state == PostState.EXPIRED


def test_one_whose_sender_was_killed_is_found_and_not_sent_twice(
    board: OfficialAccount, elsewhere: Elsewhere, clock: Any
) -> None:
    post = ready(board)
    elsewhere.dies_after = True
    with pytest.raises(KeyboardInterrupt):
        sweep()
    elsewhere.dies_after = False
    assert Publication.objects.get().state == PublicationState.SENDING
    with pytest.raises(PostRefusedError, match="just now"):
        actions.change_post(by=head("barley-lane"), post=post, given=PostInput("", "Else", account=board))
    sweep()
    assert Publication.objects.get().state == PublicationState.SENDING, "it may still be on its way"
    clock.shift(timedelta(minutes=16))
    sweep()
    post.refresh_from_db()
    assert (post.state, elsewhere.sent, len(elsewhere.held)) == (PostState.POSTED, 1, 1)


def test_a_failure_is_told_tried_later_and_given_up(
    board: OfficialAccount, elsewhere: Elsewhere, clock: Any
) -> None:
    post = ready(board)
    elsewhere.trouble = "The board is full."
    sweep()
    each = Publication.objects.get()
    assert (each.trouble, each.not_before) == ("The board is full.", NOW + timedelta(minutes=5))
    sweep()
    each.refresh_from_db()
    assert each.tries == 1, "not before its time"
    for _ in range(12):
        clock.shift(timedelta(hours=3))
        publish_due(NOW + timedelta(days=3))
    each.refresh_from_db()
    assert each.state == PublicationState.GIVEN_UP
    titles = {duty.title for duty in account_duties(school(), date(2026, 12, 2))}
    assert "See why an official post did not go out" in titles
    assert Event.objects.filter(verb=ChannelEvent.OFFICIAL_POST_COULD_NOT_GO_OUT).count() == 1
    elsewhere.trouble = ""
    actions.send_again(by=head("barley-lane"), post=post)
    publish_due(NOW + timedelta(days=3))
    post.refresh_from_db()
    assert post.state == PostState.POSTED


def test_a_pause_holds_what_was_approved_and_what_missed_its_time_is_looked_at_again(
    board: OfficialAccount, elsewhere: Elsewhere, clock: Any
) -> None:
    late = ready(board, "See you at noon.", post_on=date(2026, 12, 1), post_time=time(12))
    later = ready(board, "See you tomorrow.", post_on=date(2026, 12, 2), post_time=time(12))
    other = deputy("barley-lane", "Amara Stone")
    begin_pause(by=head("barley-lane"), school=school(), reason="A death in the community")
    begin_pause(by=other, school=school(), reason="Both were quick")
    clock.move_to(NOW.replace(hour=13))
    sweep()
    assert elsewhere.sent == 0
    with pytest.raises(PostRefusedError, match="stopped for now"):
        actions.mark_posted(by=head("barley-lane"), post=late, link="https://x.example/1")
    assert end_pause(by=other, school=school()) == 1
    late.refresh_from_db()
    later.refresh_from_db()
    assert (late.state, late.approved_by_id) == (PostState.DRAFT, None)
    assert later.state == PostState.READY
    clock.move_to(NOW.replace(day=2, hour=13))
    publish_due(NOW.replace(day=2, hour=13))
    assert list(elsewhere.held.values()) == ["See you tomorrow."]


def test_who_may_end_a_pause(demo: None) -> None:
    parent = head("grange")
    assert not can_end_pause(parent, school())
    with pytest.raises(PermissionDenied):
        begin_pause(by=parent, school=school(), reason="x")


def test_a_post_is_removed_where_it_was_sent(
    board: OfficialAccount, elsewhere: Elsewhere, clock: Any
) -> None:
    post = ready(board)
    sweep()
    elsewhere.trouble = "The board is away."
    sent = actions.take_down(by=head("barley-lane"), post=post, note="The event is over")
    assert not publishing.remove_now(sent)
    post.refresh_from_db()
    assert (post.state, len(elsewhere.held)) == (PostState.POSTED, 1)
    elsewhere.trouble = ""
    clock.shift(timedelta(minutes=6))
    sweep()
    post.refresh_from_db()
    assert (post.state, post.note, elsewhere.held) == (PostState.REMOVED, "The event is over", {})


def test_a_withdrawn_consent_removes_the_post(board: OfficialAccount, elsewhere: Elsewhere) -> None:
    child = pupil("barley-lane", "Zebedee Quillfeather")
    consented("barley-lane", child, "yes")
    post = ready(board, purpose="social", children=(child,))
    second = deputy("barley-lane", "Idris Vale")
    post.refresh_from_db()
    actions.approve_post(by=second, post=post, checksum=checksum_of(post))
    sweep()
    assert len(elsewhere.held) == 1
    consented("barley-lane", child, "no")
    sweep()
    post.refresh_from_db()
    assert (post.state, elsewhere.held) == (PostState.REMOVED, {})


def test_a_child_who_left_is_taken_down_when_it_is_due(
    board: OfficialAccount, elsewhere: Elsewhere, clock: Any
) -> None:
    """The days are those of the school's own list of images."""
    child = pupil("barley-lane", "Zebedee Quillfeather")
    consented("barley-lane", child, "yes")
    post = ready(board, purpose="social", children=(child,))
    actions.approve_post(by=deputy("barley-lane", "Idris Vale"), post=post, checksum=checksum_of(post))
    sweep()
    Membership.objects.filter(user=child).update(to_on=date(2026, 12, 1))
    due = NOW + timedelta(days=(leaver_days() or 0) + 1)
    clock.move_to(due - timedelta(days=1, hours=11))
    look_again(timezone.localdate(), lambda: True)
    titles = {each.title: each.due_on for each in approvals(school(), timezone.localdate())}
    title = "Take down an official post: a child in it has left the school"
    assert titles[title] == due.date() - timedelta(1)
    assert len(elsewhere.held) == 1
    clock.move_to(due)
    look_again(timezone.localdate(), lambda: True)
    post.refresh_from_db()
    assert (post.state, elsewhere.held) == (PostState.REMOVED, {})


def test_changed_words_leave_nothing_of_a_broken_attempt(
    board: OfficialAccount, elsewhere: Elsewhere, clock: Any
) -> None:
    post = ready(board, "Open until six.")
    elsewhere.dies_after = True
    with pytest.raises(KeyboardInterrupt):
        sweep()
    elsewhere.dies_after = False
    begin_pause(by=head("barley-lane"), school=school(), reason="Wait")
    clock.shift(timedelta(minutes=16))
    sweep()
    actions.change_post(by=head("barley-lane"), post=post, given=PostInput("", "Until 7.", account=board))
    sweep()
    sweep()
    assert (elsewhere.held, Publication.objects.count()) == ({}, 0)


def test_an_account_that_fails_is_told_and_noticed_when_it_works_again(
    board: OfficialAccount, elsewhere: Elsewhere, clock: Any
) -> None:
    elsewhere.trouble = "The password was changed."
    assert look_at_accounts(NOW) == 0, "it was looked at when it was connected"
    clock.shift(timedelta(hours=23))
    assert look_at_accounts(NOW + timedelta(hours=23)) == 1
    board.refresh_from_db()
    assert board.trouble == "The password was changed."
    (duty,) = account_duties(school(), date(2026, 12, 2))
    assert duty.title == "Mend an official account that does not let this site in"
    elsewhere.trouble = ""
    clock.shift(timedelta(hours=2))
    assert look_at_accounts(NOW + timedelta(hours=25)) == 0
    assert list(account_duties(school(), date(2026, 12, 2))) == []
    assert Event.objects.filter(verb=ChannelEvent.OFFICIAL_ACCOUNT_WORKS_AGAIN).exists()


def test_an_account_that_does_not_let_the_site_in_is_not_connected(elsewhere: Elsewhere) -> None:
    elsewhere.trouble = "Wrong password."
    with pytest.raises(AccountRefusedError, match="Wrong password"):
        connect_account(by=head("barley-lane"), school=school(), kind="board", channel="The board")
    assert not OfficialAccount.objects.exists()
    with pytest.raises(PermissionDenied):
        connect_account(
            by=deputy("barley-lane", "Amara Stone"), school=school(), kind="board", channel="The board"
        )


def test_a_private_address_is_refused(demo: None) -> None:
    for address, why in (("https://127.0.0.1", "public internet"), ("http://x.example", "https://")):
        with pytest.raises(AccountRefusedError, match=why):
            connect_account(
                by=head("barley-lane"), school=school(), kind="wordpress", channel="Site", address=address,
                user_name="office", secret="x",
            )  # fmt: skip


def test_a_disconnected_account_has_no_secret_and_its_post_is_posted_by_hand(
    board: OfficialAccount, elsewhere: Elsewhere
) -> None:
    OfficialAccount.objects.filter(pk=board.pk).update(secret=actions.__name__)
    post = ready(board)
    disconnect_account(by=head("barley-lane"), account=board)
    sweep()
    board.refresh_from_db()
    assert (board.secret, elsewhere.sent) == ("", 0)
    by_hand = actions.mark_posted(by=head("barley-lane"), post=post, link="https://x.example/1")
    assert by_hand.state == PostState.POSTED


def test_mail_goes_to_each_address_of_the_list_once(demo: None, clock: Any) -> None:
    with pytest.raises(AccountRefusedError, match="Address 2"):
        connect_account(
            by=head("barley-lane"), school=school(), kind="mailing", channel="News", secret="a@x.example\nb"
        )
    account = connect_account(
        by=head("barley-lane"), school=school(), kind="mailing", channel="News",
        secret="a@x.example\nb@x.example\nA@x.example",
    )  # fmt: skip
    assert "x.example" not in account.secret
    post = ready(account)
    sweep()
    Publication.objects.update(state=PublicationState.WAITING, tries=1)
    OfficialPost.objects.update(state=PostState.READY)
    sweep()
    mails = Notice.objects.filter(address__endswith="@x.example")
    assert sorted(mails.values_list("address", flat=True)) == ["a@x.example", "b@x.example"]
    assert PLAIN in mails[0].text
    post.refresh_from_db()
    publishing.remove_now(actions.take_down(by=head("barley-lane"), post=post, note="Wrong day"))
    assert set(mails.values_list("state", flat=True)) == {NoticeState.DROPPED}


def test_the_news_feed_has_what_is_out_and_shows_no_children(demo: None, clock: Any) -> None:
    anybody, address = Client(), "/s/barley-lane/posts/news."
    assert anybody.get(f"{address}atom").status_code == 404
    feed = connect_account(by=head("barley-lane"), school=school(), kind="news_feed", channel="News")
    ready(feed, "Tom & Ann <b>won</b>.\nWell done.")
    by_hand = PostInput("Facebook", "Our fair is on Friday.")
    other = deputy("barley-lane", "Amara Stone")
    for given in (by_hand, replace(by_hand, text="Class 2 in the woods.", shows_children=True)):
        post = actions.write_post(by=head("barley-lane"), school=school(), given=given, role="headteacher")
        OfficialPost.objects.filter(pk=post.pk).update(
            state=PostState.POSTED, link="https://social.example/1", posted_at=NOW, approved_by=other.user_id
        )
    sweep()
    for form in ("atom", "rss"):
        answer = anybody.get(f"{address}{form}")
        assert answer["Content-Type"] == f"application/{form}+xml; charset=utf-8"
        found = feedparser.parse(answer.content)
        assert not found.bozo
        assert {entry.title for entry in found.entries} == {"Tom & Ann <b>won</b>.", "Our fair is on Friday."}
        assert len({entry.id for entry in found.entries}) == 2
    assert anybody.get(f"{address}txt").status_code == 404
    OfficialPost.objects.filter(account=feed).update(state=PostState.REMOVED)
    assert len(feedparser.parse(anybody.get(f"{address}rss").content).entries) == 1


def test_the_pages_stop_connect_send_and_remove(
    elsewhere: Elsewhere, clock: Any, client_for: ClientFor
) -> None:
    page = client_for("headteacher@barley-lane")
    base = "/s/barley-lane/posts/"
    assert page.post(f"{base}accounts/new/board/", {"channel": ""}).status_code == 400
    page.post(f"{base}accounts/new/board/", {"channel": "The board"})
    account = OfficialAccount.objects.get()
    assert "Works" in page.get(f"{base}accounts/").content.decode()
    given = {"account": str(account.pk), "text": PLAIN, "post_on": "1/12/2026", "post_time": "12:00"}
    assert page.post(f"{base}new/", given).status_code == 302
    post = OfficialPost.objects.get(account=account)
    assert post.post_time == time(12)
    assert "The board" in page.get(f"{base}{post.pk}/change/").content.decode()
    actions.send_for_approval(by=head("barley-lane"), post=post)
    post.refresh_from_db()
    actions.approve_post(by=deputy("barley-lane", "Amara Stone"), post=post, checksum=checksum_of(post))
    page.post(f"{base}stop/", {"do": "stop", "reason": "A crisis"})
    assert "A crisis" in page.get(base).content.decode()
    page.post(f"{base}stop/", {"do": "go on"})
    clock.move_to(NOW.replace(hour=12, minute=1))
    sweep()
    page = client_for("headteacher@barley-lane")  # two hours have passed
    assert "Remove it from The board" in page.get(f"{base}{post.pk}/").content.decode()
    assert PLAIN[:20] in page.get(f"{base}accounts/{account.pk}/").content.decode()
    page.post(f"{base}{post.pk}/", {"do": "take down", "note": "Over"})
    post.refresh_from_db()
    assert (post.state, elsewhere.held) == (PostState.REMOVED, {})
    page.post(f"{base}accounts/{account.pk}/", {"do": "end"})
    account.refresh_from_db()
    assert account.ended_at is not None
