"""What a policy asks of people over time, and how its words of time are read."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from belisha.rules.calendar import Recurring, Trigger, answering_offices, calendar
from belisha.rules.calendars.time_words import AllowedTime, read_allowed, read_period
from belisha.rules.language.reading import load_policy, read_policy
from belisha.rules.vocabulary.loading import load_vocabulary

HEAD = (
    "---\nslug: x\ntitle: X\nschool: X\npublisher: X\nsource: x\nstanding: ratified\n---\n\n"
    "# X\n\n## Duties\n"
)


def asked(*clauses: str, on: date | None = None) -> tuple[Recurring, ...]:
    text = HEAD + "".join(
        f"\n### Clause {n} {{#c{n}}}\n\nWords.\n\n{clause}\n- cites: X{n}\n"
        for n, clause in enumerate(clauses, 1)
    )
    return calendar(read_policy(text), load_vocabulary(), on)


@pytest.mark.parametrize(
    ("school", "expected"),
    [
        (
            "barley-lane",
            {
                ("teach-protection", "once", "lessons"),
                ("no-discrimination", "version", "equality-checks"),
                ("staff-follow", "version", "acknowledgements"),
                ("check-presence", "period", "training"),
                ("lessons", "period", "lessons"),
                ("at-risk-training", "once", "training"),
                ("induction-training", "joining", "training"),
                ("regular-training", "period", "training"),
            },
        ),
        (
            "grange",
            {
                ("keep-to-policy", "version", "acknowledgements"),
                ("yearly-review", "period", ""),
                ("review-profiles", "joining", "training"),
                ("prevention", "once", "training"),
                ("delete-images", "leaving", "images"),
            },
        ),
        ("coads-green", {("induction", "joining", "training")}),
    ],
)
def test_the_schools_ask_different_things(school: str, expected: set[tuple[str, str, str]]) -> None:
    found = calendar(load_policy(school), load_vocabulary())
    assert {(each.clause, each.trigger, each.register) for each in found} == expected


def test_who_is_bound_follows_the_policys_own_definitions() -> None:
    barley = {each.clause: each for each in calendar(load_policy("barley-lane"), load_vocabulary())}
    grange = {each.clause: each for each in calendar(load_policy("grange"), load_vocabulary())}
    assert "volunteer" in barley["check-presence"].roles  # B58c counts volunteers as staff
    assert "volunteer" not in grange["keep-to-policy"].roles
    assert barley["lessons"].by_institution
    assert not barley["check-presence"].by_institution


def test_what_is_forbidden_allowed_or_set_off_by_an_event_is_not_in_the_calendar() -> None:
    assert not asked(
        "- who: staff\n- must not: post-anonymously\n- then: record in training",
        "- who: staff\n- may: set-privacy\n- then: record in training\n- every: year",
        "- who: staff\n- must: train-regularly\n- on: breach-policy\n- then: record in training",
        "- who: staff\n- must: set-privacy",
    )


def test_a_joining_and_a_period_are_two_things() -> None:
    found = asked(
        "- who: staff\n- must: train-on-induction\n- on: join-school\n"
        "- then: record in training\n- every: term"
    )
    assert [(each.trigger, each.period) for each in found] == [
        (Trigger.JOINING, ""),
        (Trigger.PERIOD, "term"),
    ]


def test_whose_leaving_it_is_may_not_be_that_of_those_who_act() -> None:
    (grange,) = (each for each in calendar(load_policy("grange"), load_vocabulary()) if each.leavers)
    assert (grange.clause, grange.leavers) == ("delete-images", ("pupil",))


def test_the_days_allowed_are_read_from_the_rule_or_from_what_it_sets_off() -> None:
    one, two, three = asked(
        "- who: staff\n- must: read-policy\n- then: record in acknowledgements\n- by: within 5 working days",
        "- who: staff\n- must: read-policy\n- then: record in acknowledgements, within two weeks",
        "- who: staff\n- must: read-policy\n- then: record in acknowledgements\n- by: promptly",
    )
    assert [(each.days, each.days_are_working) for each in (one, two, three)] == [
        (5, True),
        (14, False),
        (None, False),
    ]


def test_a_clause_that_is_not_yet_in_force_asks_nothing() -> None:
    clause = "- who: staff\n- must: train-regularly\n- every: year\n- since: 2027-01-01"
    assert not asked(clause, on=date(2026, 12, 31))
    assert asked(clause, on=date(2027, 1, 1))


def test_who_answers_for_the_review_is_read_from_the_policy() -> None:
    text = HEAD + (
        "\n### Who reviews {#reviewer}\n\nThe clerk.\n\n"
        "- office: clerk\n- answers for: review-policy\n- cites: X1\n"
    )
    assert answering_offices(read_policy(text), "review-policy", load_vocabulary()) == ("clerk",)
    assert answering_offices(load_policy("coads-green"), "review-policy", load_vocabulary()) == ()


@pytest.mark.parametrize(
    ("said", "days", "working"),
    [
        ("at once", 0, False),
        ("At once.", 0, False),
        ("within 5 days", 5, False),
        ("within five days of joining", 5, False),
        ("within 5 school days", 5, True),
        ("within two working weeks", 10, True),
        ("within a fortnight", 14, False),
        ("within one month", 28, False),
        ("within 24 hours", 1, False),
        ("within 25 hours", 2, False),
        ("no later than 10 days", 10, False),
        ("within the first week", None, False),
        ("promptly", None, False),
        ("at the earliest opportunity", None, False),
        ("", None, False),
    ],
)
def test_how_soon_is_read_in_plain_words(said: str, days: int | None, working: bool) -> None:
    assert read_allowed(said) == (None if days is None else AllowedTime(days, working))


@pytest.mark.parametrize(
    ("said", "period"),
    [
        ("year", "year"),
        ("Annually", "year"),
        ("every two years", "two-years"),
        ("once a term", "term"),
        ("regularly", "regularly"),
        ("every blue moon", "every blue moon"),
    ],
)
def test_how_often_is_read_in_plain_words(said: str, period: str) -> None:
    assert read_period(said) == period


@given(st.text(max_size=40))
def test_no_words_of_time_upset_the_reading(said: str) -> None:
    found = read_allowed(said)
    assert found is None or found.days >= 0
    assert isinstance(read_period(said), str)
