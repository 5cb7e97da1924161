"""When a mail may go out, which step of the ladder has come up, and whether a clock is believed."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from belisha.duties.clock_guard import is_a_jump, is_believed
from belisha.duties.reminders.digests import Digest, DigestItem, subject_of, text_of
from belisha.duties.reminders.escalation import first_reminder_on, ladder_of, next_reminder, people_told
from belisha.outbox.quiet_hours import LONGEST_WAIT, is_quiet, next_moment
from belisha.outbox.working_days import is_week_day, working_day_after, working_days

LONDON = ZoneInfo("Europe/London")
SIX, HALF_SEVEN = time(18), time(7, 30)
FRIDAY = date(2026, 11, 20)
hours = st.times().map(lambda hour: hour.replace(microsecond=0, tzinfo=None))
instants = st.datetimes(
    min_value=datetime(2020, 1, 1),  # noqa: DTZ001 - the zone comes from `timezones`
    max_value=datetime(2035, 1, 1),  # noqa: DTZ001
    timezones=st.just(LONDON),
)


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), tzinfo=LONDON)


def every_day(day: date) -> bool:
    return True


def utc(moment: datetime) -> datetime:
    """Two local instants of one zone are compared by their faces: around a change of the clocks that lies."""
    return moment.astimezone(UTC)


@pytest.mark.parametrize(
    ("now", "then"),
    [
        (at(FRIDAY, 12), at(FRIDAY, 12)),
        (at(FRIDAY, 6), at(FRIDAY, 7, 30)),
        (at(FRIDAY, 18), at(date(2026, 11, 23), 7, 30)),
        (at(date(2026, 11, 21), 12), at(date(2026, 11, 23), 7, 30)),
        (at(date(2026, 12, 24), 20), at(date(2026, 12, 29), 7, 30)),  # two bank holidays after a weekend
    ],
)
@pytest.mark.clause("G78c")
def test_mail_waits_for_the_next_working_morning(now: datetime, then: datetime) -> None:
    """The school's own mail keeps quiet hours, and waits for the next working morning."""
    assert next_moment(now, SIX, HALF_SEVEN, is_week_day) == then


@given(instants, hours, hours, st.sets(st.integers(0, 6)))
def test_the_next_moment_is_never_quiet_never_earlier_and_the_first(
    now: datetime, quiet_from: time, quiet_to: time, working: set[int]
) -> None:
    found = next_moment(now, quiet_from, quiet_to, lambda day: day.weekday() in working)
    assert utc(found) >= utc(now)
    assert found.tzinfo is LONDON
    if working:
        assert found.weekday() in working
        assert utc(found) - utc(now) <= timedelta(days=9)
    else:
        assert utc(found) - utc(now) <= timedelta(days=LONGEST_WAIT + 3)
    if found != now:
        assert not is_quiet(found.time(), quiet_from, quiet_to) or found.time() > quiet_to
        before = utc(found) - timedelta(minutes=1)
        if before >= utc(now):
            local = before.astimezone(LONDON)
            could = local.weekday() in working and not is_quiet(local.time(), quiet_from, quiet_to)
            assert not could or local.date() != found.date()


@given(instants, hours, hours)
def test_what_may_be_sent_now_is_sent_now(now: datetime, quiet_from: time, quiet_to: time) -> None:
    found = next_moment(now, quiet_from, quiet_to, every_day)
    assert (found == now) == (not is_quiet(now.time(), quiet_from, quiet_to))
    assert next_moment(found, quiet_from, quiet_to, every_day) == found


def test_between_two_terms_nothing_is_sent_and_after_the_last_known_one_it_is() -> None:
    is_working = working_days([(date(2026, 9, 2), date(2026, 12, 18)), (date(2027, 1, 4), date(2027, 3, 25))])
    assert is_working(date(2026, 12, 18))
    assert not is_working(date(2026, 12, 21))
    assert is_working(date(2027, 1, 4))
    assert not is_working(date(2027, 1, 9))
    assert is_working(date(2027, 4, 6))  # nobody has entered the summer term yet: the usual one holds
    assert is_working(date(2026, 7, 1))
    assert working_day_after(date(2026, 12, 18), 1, is_working) == date(2027, 1, 4)


def steps(opened: date, due: date, days: int = 120) -> list[tuple[int, tuple[str, ...]]]:
    """Every reminder of an ordinary duty that nobody does, as (days after opening, who)."""
    return walked("training", opened, due, [opened + timedelta(days=n) for n in range(days)])


def walked(source: str, opened: date, due: date, days: list[date]) -> list[tuple[int, tuple[str, ...]]]:
    ladder = ladder_of(source)
    remind_on, reminded, found = first_reminder_on(ladder, opened, due), 0, []
    for day in days:
        if remind_on is not None and remind_on <= day:
            step = next_reminder(ladder, opened, due, reminded, day)
            found.append(((day - opened).days, step.to))
            remind_on, reminded = step.remind_on, step.reminded
    return found


def test_the_ladder_of_a_duty_that_nobody_does() -> None:
    found = steps(FRIDAY, FRIDAY + timedelta(days=30))
    person, manager, office = ("person",), ("line-manager",), ("office",)
    assert found[:5] == [(0, person), (23, person), (30, person), (37, manager), (44, office)]
    assert [day for day, _ in found[5:]] == [72, 100]


@pytest.mark.clause("G100", "G102", "B7")
def test_the_review_of_a_policy_is_reminded_of_at_60_30_7_and_0_days() -> None:
    """A review is reminded of 60, 30, 7 and 0 days before it is due, and goes up to the governors."""
    due = FRIDAY + timedelta(days=60)
    found = walked("policy-review", FRIDAY, due, [FRIDAY + timedelta(days=n) for n in range(61)])
    everyone = ("person", "right:record-ratification", "right:sign-for-governors")
    assert found == [(0, ("person",)), (30, ("person",)), (53, everyone), (60, everyone)]


def test_a_duty_with_few_days_is_not_reminded_of_twice_at_once() -> None:
    found = steps(FRIDAY, FRIDAY + timedelta(days=2), 4)
    assert found == [(0, ("person",)), (3, ("person",))]


def test_after_a_long_silence_steps_are_merged_and_go_up_one_by_one() -> None:
    days = [FRIDAY + timedelta(days=n) for n in range(365, 380)]
    found = walked("training", FRIDAY, FRIDAY + timedelta(days=30), days)
    assert found[:3] == [(365, ("person",)), (368, ("line-manager",)), (371, ("office",))]


@given(
    st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    st.integers(-800, 800),
    st.lists(st.integers(0, 900), max_size=40),
    st.sampled_from(["training", "policy-review"]),
)
def test_however_often_the_sweep_runs_reminders_lie_days_apart(
    opened: date, due: int, runs: list[int], source: str
) -> None:
    days = sorted(opened + timedelta(days=n) for n in runs)
    found = walked(source, opened, opened + timedelta(days=due), days)
    assert all(later - earlier >= 3 for (earlier, _), (later, _) in pairwise(found))
    assert people_told(ladder_of(source), len(found)) >= {word for _, to in found[:1] for word in to}


NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def test_a_clock_that_jumps_is_believed_a_day_later() -> None:
    year = timedelta(days=365)
    for on in (FRIDAY - year, FRIDAY + year):
        assert is_a_jump(FRIDAY, on)
        assert not is_believed(FRIDAY, on, None, None, NOON)
        assert not is_believed(FRIDAY, on, on, NOON, NOON + timedelta(hours=23))
        assert is_believed(FRIDAY, on + timedelta(days=1), on, NOON, NOON + timedelta(hours=24))
        assert not is_believed(FRIDAY, on + timedelta(days=40), on, NOON, NOON + timedelta(days=40))
    assert not is_a_jump(None, FRIDAY)
    assert not is_a_jump(FRIDAY, FRIDAY)
    assert not is_a_jump(FRIDAY, FRIDAY + timedelta(days=45))


def test_a_mail_holds_everything_and_nobodys_name_but_the_readers() -> None:
    digest = Digest(
        own=[
            DigestItem("Read the policy", "G96", FRIDAY - timedelta(days=1), "https://x.example/r/"),
            DigestItem("Train", "", FRIDAY),
        ],
        team=[DigestItem("Read the policy", "G96", FRIDAY)] * 3,
    )
    assert subject_of(digest, "Grange", FRIDAY) == "2 things to do, 1 of them late: Grange"
    text = text_of(digest, name="Greta Zebra", school="Grange", on=FRIDAY, mine="M", all_of_them="A")
    assert text.startswith("Hello Greta Zebra,\n")
    assert "* Read the policy (G96): was due on 19 November 2026\n  https://x.example/r/\n" in text
    assert "* Train: due today" in text
    assert "* Read the policy: 3\n" in text
    assert "See who: A" in text
    assert subject_of(Digest(own=digest.own[:1]), "G", FRIDAY) == "1 thing to do, and it is late: G"
    assert subject_of(Digest(team=digest.team), "G", FRIDAY) == "Late duties to look at: G"
    assert subject_of(Digest(hand_on=digest.team), "G", FRIDAY) == "Reminders to pass on: G"


def test_a_long_list_says_how_many_more() -> None:
    many = [DigestItem(f"Thing {n:03}", "", FRIDAY) for n in range(42)]
    text = text_of(Digest(own=many, hand_on=many), name="G", school="S", on=FRIDAY, mine="M", all_of_them="A")
    assert text.count("* and 12 more") == 2


def test_what_comes_up_says_when_so_that_no_two_mails_say_the_same() -> None:
    """The clerk and the chair hear of a review twice, seven days before and on its day."""
    due = date(2026, 12, 14)
    digest = Digest(coming=[DigestItem("Review the policy", "", due)] * 2)
    texts = [
        text_of(digest, name="Cleo", school="S", on=on, mine="m", all_of_them="a")
        for on in (date(2026, 12, 7), due)
    ]
    assert "* Review the policy: due by 14 December 2026, within a week (2 people)" in texts[0]
    assert "* Review the policy: due today (2 people)" in texts[1]
