"""What waits in the outbox is sent once each, in order, whatever the mail server does. The server is real."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine

from belisha.outbox.actions import OVERTAKEN, Letter, queue_letters, queue_notice, queue_to_address
from belisha.outbox.delivery import IN_DOUBT_AFTER, deliver
from belisha.outbox.models import Notice, NoticeState, Priority
from belisha.people.models import Membership, School, User
from tests.duties.sweeps import MONDAY, instant, person, small_school
from tests.outbox.mail_server import MailServer, listening, point_at

pytestmark = pytest.mark.django_db
NOON = instant(MONDAY, 12)


@pytest.fixture
def school(db: None) -> School:
    return small_school()


@pytest.fixture
def ann(school: School) -> User:
    return person(school, "Ann")


@pytest.fixture
def server(settings: Any) -> MailServer:
    made = MailServer()
    point_at(settings, made)
    return made


@pytest.fixture(autouse=True)
def noon() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as now:
        yield now


def write(school: School, to: User, *keys: str, **fields: Any) -> None:
    for key in keys:
        queue_notice(
            school_id=school.pk, to_id=to.pk, key=key, subject=f"About {key}", text="Hello.\n", **fields
        )


def states() -> dict[str, str]:
    return dict(Notice.objects.values_list("key", "state"))


def test_many_letters_go_over_one_connection_in_order(school: School, ann: User, server: MailServer) -> None:
    keys = [f"letter {n:02}" for n in range(25)]
    write(school, ann, *keys)
    with listening(server):
        assert deliver().sent == 25
        assert deliver().sent == 0
    assert [each["Subject"] for each in server.got] == [f"About {key}" for key in keys]
    assert server.connections == 1
    assert len({each["Message-ID"] for each in server.got}) == 25
    assert all(each["Auto-Submitted"] == "auto-generated" for each in server.got)


def test_without_a_mail_server_everything_waits(school: School, ann: User, settings: Any) -> None:
    settings.EMAIL_HOST = ""
    write(school, ann, "one")
    assert deliver().sent == 0
    assert states() == {"one": NoticeState.WAITING}


def test_a_day_without_a_server_loses_nothing_and_sends_nothing_twice(
    school: School, ann: User, server: MailServer, noon: time_machine.Traveller
) -> None:
    write(school, ann, "first", "second")
    for hour in range(24):
        noon.move_to(NOON + timedelta(hours=hour))
        found = deliver()
        assert found.sent == 0
        assert found.trouble or hour in range(6, 20)  # at night nothing is tried
    write(school, ann, "third")
    noon.move_to(NOON + timedelta(hours=24))
    with listening(server):
        assert deliver().sent == 3
        assert deliver().sent == 0
    assert [each["Subject"] for each in server.got] == ["About first", "About second", "About third"]


def test_an_overtaken_reminder_is_not_sent_when_the_server_is_back(
    school: School, ann: User, server: MailServer
) -> None:
    for day in range(3):
        letter = Letter(
            ann.pk, f"reminders {day}", f"Day {day}", "All.\n", Priority.WORKING_DAYS, "reminders"
        )
        assert queue_letters(school_id=school.pk, letters=[letter, letter], not_before=NOON) == 1
        assert queue_letters(school_id=school.pk, letters=[letter], not_before=NOON) == 0
        assert deliver().trouble
    with listening(server):
        assert deliver().sent == 1
    assert [each["Subject"] for each in server.got] == ["Day 2"]
    assert Notice.objects.filter(state=NoticeState.DROPPED, trouble=OVERTAKEN).count() == 2


def test_an_address_refused_for_good_is_not_tried_again(
    school: School, ann: User, server: MailServer
) -> None:
    ben = person(school, "Ben")
    server.says["ann@"] = "550 5.1.1 <ann@small.example> unknown"
    write(school, ann, "to ann")
    write(school, ben, "to ben")
    with listening(server):
        found = deliver()
        assert (found.sent, found.refused) == (1, 1)
        assert deliver().refused == 0
    row = Notice.objects.get(key="to ann")
    assert row.state == NoticeState.DROPPED
    assert row.trouble == "550 5.1.1 <the address> unknown"
    assert row.refused
    assert server.to == ["ben"]


def test_a_full_mailbox_is_tried_again_later(
    school: School, ann: User, server: MailServer, noon: time_machine.Traveller
) -> None:
    server.says["ann@"] = "452 4.2.2 mailbox full"
    write(school, ann, "one")
    with listening(server):
        assert deliver().put_off == 1
        assert deliver().put_off == 0  # not at once
        noon.shift(timedelta(minutes=6))
        assert deliver().put_off == 1
        server.says.clear()
        noon.shift(timedelta(minutes=6))
        assert deliver().sent == 0  # the pause has doubled
        noon.shift(timedelta(minutes=6))
        assert deliver().sent == 1
    assert Notice.objects.get().tries == 3


def test_what_is_never_taken_is_given_up_after_days_and_shown(
    school: School, ann: User, server: MailServer, noon: time_machine.Traveller
) -> None:
    server.says["ann@"] = "452 4.2.2 mailbox full"
    write(school, ann, "one", pace=Priority.AT_ONCE)
    with listening(server):
        for hour in range(0, 24 * 6, 4):
            noon.move_to(NOON + timedelta(hours=hour, minutes=hour))
            deliver()
    row = Notice.objects.get()
    assert row.state == NoticeState.DROPPED
    assert row.tries < 45


def test_a_connection_that_breaks_while_a_letter_is_on_its_way(
    school: School, ann: User, server: MailServer, noon: time_machine.Traveller
) -> None:
    ben = person(school, "Ben")
    write(school, ann, "to ann")
    write(school, ben, "to ben")
    server.breaks_off["ann@"] = 1
    with listening(server):
        found = deliver()
        assert (found.sent, found.put_off) == (1, 1)  # the other letter goes over a new connection
        noon.shift(timedelta(minutes=6))
        assert deliver().sent == 1
    assert server.to == ["ben", "ann"]


def test_a_letter_in_doubt_comes_again_under_the_same_name(
    school: School, ann: User, server: MailServer, noon: time_machine.Traveller
) -> None:
    """The server has taken it and the connection breaks before it says so."""
    write(school, ann, "one")
    server.takes_and_breaks_off = True
    with listening(server):
        assert deliver().sent == 0
        server.takes_and_breaks_off = False
        noon.shift(timedelta(minutes=6))
        assert deliver().sent == 1
    first, second = (each["Message-ID"] for each in server.got)
    assert first == second


def test_a_server_that_breaks_off_again_and_again_ends_the_run(
    school: School, ann: User, server: MailServer
) -> None:
    write(school, ann, *(f"letter {n}" for n in range(10)))
    server.breaks_off["ann@"] = 99
    with listening(server):
        assert deliver().put_off == 3
    assert Notice.objects.filter(tries=0).count() == 7


def test_quiet_hours_and_weekends_are_kept_when_the_mail_goes_out_late(
    school: School, ann: User, server: MailServer, noon: time_machine.Traveller
) -> None:
    write(school, ann, "in working hours", pace=Priority.WORKING_DAYS)
    write(school, ann, "at once", pace=Priority.AT_ONCE)
    with listening(server):
        sent_at: dict[str, datetime] = {}
        saturday = MONDAY - timedelta(days=2)
        noon.move_to(instant(saturday, 3))
        Notice.objects.update(made_at=instant(saturday, 3), not_before=instant(saturday, 3))
        for hours in range(60):
            noon.move_to(instant(saturday, 3) + timedelta(hours=hours))
            deliver()
            for each in server.got:
                sent_at.setdefault(each["Subject"], instant(saturday, 3) + timedelta(hours=hours))
    assert sent_at == {
        "About at once": instant(saturday, 3),
        "About in working hours": instant(MONDAY, 8),
    }


def test_what_a_killed_sender_left_is_sent_after_a_quarter_of_an_hour(
    school: School, ann: User, server: MailServer, noon: time_machine.Traveller
) -> None:
    write(school, ann, "one")
    Notice.objects.update(state=NoticeState.SENDING, tried_at=NOON, tries=1)
    with listening(server):
        noon.shift(IN_DOUBT_AFTER - timedelta(seconds=1))
        assert deliver().sent == 0
        noon.shift(timedelta(seconds=2))
        assert deliver().sent == 1


def test_a_letter_written_by_a_clock_a_year_ahead_is_not_lost(
    school: School, ann: User, server: MailServer, noon: time_machine.Traveller
) -> None:
    noon.move_to(NOON + timedelta(days=365))
    write(school, ann, "one")
    Notice.objects.filter(key="one").update(state=NoticeState.SENDING, tried_at=NOON + timedelta(days=365))
    write(school, ann, "two")
    noon.move_to(NOON)
    with listening(server):
        assert deliver().sent == 2
        assert deliver().sent == 0


def test_nobody_without_an_address_or_an_account_gets_a_letter(
    school: School, ann: User, server: MailServer
) -> None:
    write(school, person(school, "Kit", email=False), "no address")
    ann.is_active = False
    ann.save()
    write(school, ann, "closed")
    with listening(server):
        assert deliver().refused == 2
    assert not server.got
    assert not Notice.objects.exclude(refused="").exists()


def test_a_subject_over_two_lines_stops_nothing(school: School, ann: User, server: MailServer) -> None:
    queue_notice(school_id=school.pk, to_id=ann.pk, key="k", subject="One\r\nBcc: x@y.example", text="T")
    with listening(server):
        assert deliver().sent == 1
    assert server.got[0]["Subject"] == "One Bcc: x@y.example"
    assert server.got[0]["Bcc"] is None


def test_a_mail_to_somebody_who_is_no_user_yet_goes_at_once_and_leaves_no_link_behind(
    school: School, server: MailServer, noon: time_machine.Traveller
) -> None:
    noon.move_to(instant(MONDAY, 23))
    letter = {
        "address": "new@small.example",
        "key": "invitation 1",
        "subject": "Your account",
        "text": "/join/x/",
    }
    assert queue_to_address(school_id=school.pk, **letter)
    assert not queue_to_address(school_id=school.pk, **letter)
    with listening(server):
        assert deliver().sent == 1
    assert server.to == ["new"]
    assert "/join/x/" in str(server.got[0].get_payload())
    assert Notice.objects.get().text == ""


def test_answers_go_where_the_site_says_and_no_absence_notice_comes_back(
    school: School, ann: User, server: MailServer, settings: Any
) -> None:
    settings.REPLY_TO_EMAIL = "office@small.example"
    write(school, ann, "one", pace=Priority.AT_ONCE)
    with listening(server):
        assert deliver().sent == 1
    (letter,) = server.got
    assert letter["Reply-To"] == "office@small.example"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["X-Auto-Response-Suppress"] == "OOF, AutoReply"


def test_mail_that_waited_does_not_reach_somebody_who_has_left(
    school: School, ann: User, server: MailServer
) -> None:
    ben = person(school, "Ben")
    write(school, ann, "to ann")
    write(school, ben, "to ben")
    Membership.objects.filter(user=ann).update(to_on=MONDAY - timedelta(days=1))
    with listening(server):
        assert deliver().sent == 1
    assert server.to == ["ben"]
    row = Notice.objects.get(key="to ann")
    assert (row.state, row.trouble, row.text) == (NoticeState.DROPPED, "the person has left the school", "")


@pytest.mark.parametrize("day", [date(2026, 12, 25), date(2026, 11, 28), date(2027, 8, 4)])
def test_mail_that_nobody_just_asked_for_waits_for_a_school_day(
    school: School, ann: User, server: MailServer, noon: time_machine.Traveller, day: date
) -> None:
    noon.move_to(instant(day, 12))
    write(school, ann, "one")
    with listening(server):
        assert deliver().sent == 0
    assert Notice.objects.get().not_before > instant(day, 12)
