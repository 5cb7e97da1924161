"""Review dates as documents state them: read rightly, or asked; never guessed later than they say."""

from datetime import date

import pytest

from belisha.rules.lint import lint_document
from belisha.rules.linting.dates import easter, read_review_date

TODAY = date(2026, 11, 29)


@pytest.mark.parametrize(
    ("words", "last_day", "exactness"),
    [
        ("06-09-2027", date(2027, 9, 6), "day"),
        ("6.9.2027", date(2027, 9, 6), "day"),
        ("12/10/27", date(2027, 10, 12), "day"),
        ("12-10-27", date(2027, 10, 12), "day"),
        ("3rd March '27", date(2027, 3, 3), "day"),
        ("3 March 27", date(2027, 3, 3), "day"),
        ("2027-03-31", date(2027, 3, 31), "day"),
        ("September 2027", date(2027, 9, 30), "month"),
        # htmldate 1.11.0 says 1 January: findings/htmldate-month-of-review.sh.
        ("Last reviewed: September 2026", date(2026, 9, 30), "month"),
        ("Last reviewed: Spring Term 2026", date(2026, 3, 31), "term"),
        ("Spring 2 2027", date(2027, 3, 31), "term"),
        ("Spring term (2) 2027", date(2027, 3, 31), "term"),
        ("Spring 1 2027", date(2027, 2, 12), "half term"),
        ("first half of the autumn term 2026", date(2026, 10, 23), "half term"),
        ("Easter 2027", date(2027, 3, 28), "holiday"),
        ("Easter term 2027", date(2027, 3, 31), "term"),
        ("Christmas 2026", date(2026, 12, 25), "holiday"),
        ("May half term 2027", date(2027, 5, 28), "half term"),
        ("October half-term 2026", date(2026, 10, 23), "half term"),
        ("2026/27", date(2027, 8, 31), "school year"),
        ("academic year 2026-2027", date(2027, 8, 31), "school year"),
        ("09/2027", date(2027, 9, 30), "month"),
        ("2027-09", date(2027, 9, 30), "month"),
        ("Sep-27", date(2027, 9, 30), "month"),
        ("Jan. 2027", date(2027, 1, 31), "month"),
        ("Feb half term 2027", date(2027, 2, 12), "half term"),
        ("2011-12", date(2012, 8, 31), "school year"),
        ("in 2027", date(2027, 12, 31), "year"),
        ("by the end of 2027", date(2027, 12, 31), "year"),
    ],
)
def test_a_review_date_is_read_as_the_last_day_that_its_words_allow(
    words: str, last_day: date, exactness: str
) -> None:
    stated = read_review_date(words)
    assert stated is not None
    assert (stated.last_day, stated.exactness) == (last_day, exactness)


@pytest.mark.parametrize(
    "words",
    [
        "10/24/27",
        "31-02-2027",
        "31/02/2027",
        "Sept 27",
        "13/2027",
        "Pancake Day 2027",
        "early 2027",
        "before 2027",
        "2 yearly",
        "annually",
        "2027/29",
    ],
)
def test_what_is_not_understood_is_asked_and_never_taken_for_the_end_of_its_year(words: str) -> None:
    assert read_review_date(words) is None


def test_easter_sunday_in_years_that_can_be_looked_up() -> None:
    days = [easter(year) for year in (2024, 2025, 2026, 2027, 2028, 2038, 2049)]
    assert [(day.month, day.day) for day in days] == [
        (3, 31), (4, 20), (4, 5), (3, 28), (4, 16), (4, 25), (4, 18),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "value", "line"),
    [
        ("Author: Head\nNext review: April 2027\nApproved by: Chair\n", "April 2027", 2),
        ("Date for review\n\nSeptember 2027\n\nStaff are kind.\n", "September 2027", 3),
        ("# Policy\n\n**Next Review:** May 2027\n", "May 2027", 3),
        ("**Next review due by:** 12.10.27. Staff are kind.\n", "12.10.27", 1),
        ("| Review date | 06-09-2027 |\n", "06-09-2027", 1),
        ("The policy is due to be reviewed in Spring 2 2027; staff are told.\n", "Spring 2 2027", 1),
        ("Next review date: September\n2027\n", "September 2027", 1),
    ],
)
def test_a_label_gives_its_own_value_and_the_line_on_which_it_stands(
    text: str, value: str, line: int
) -> None:
    found = [
        each for each in lint_document(text, TODAY) if each.check in ("review-not-a-day", "review-overdue")
    ]
    if value[0].isdigit():
        assert not found
    else:
        assert {(each.value, each.line) for each in found} == {(value, line)}


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("Next review due: April 2026 Approved by: Chair", "April 2026"),
        ("Next review: 12/10/26 Version 3", "12/10/26"),
        ("Review date: Jan. 2026. It is statutory.", "Jan. 2026"),
        ("Approved on: 1/9/25 Review on: 1/9/26", "1/9/26"),
        ("Review: Autumn Term 2025", "Autumn Term 2025"),
        ("Review: Spring term 2 2026", "Spring term 2 2026"),
        ("Reviewed: 12-Nov-2025 Next: 12-Nov-2026", "12-Nov-2026"),
        ("Version 3 | Approved 1 October 2025 | Review October 2026", "October 2026"),
        ("Next review: Whitsun 2026", "Whitsun 2026"),
    ],
)
def test_a_value_ends_where_the_next_label_of_its_line_begins(line: str, value: str) -> None:
    assert {each.value for each in lint_document(line, TODAY) if each.check == "review-overdue"} == {value}


def test_a_period_in_place_of_a_date_is_said_to_be_one() -> None:
    found = [
        each for each in lint_document("Next review: 2 yearly\n", TODAY) if each.check == "review-not-a-day"
    ]
    assert [each.sentence for each in found] == ["The review date `2 yearly` says how often, not when."]


def test_the_last_review_is_not_the_next_one() -> None:
    checks = {each.check for each in lint_document("Last review date: 12.10.25\n\nStaff are kind.\n", TODAY)}
    assert "review-missing" in checks
    assert "review-overdue" not in checks


@pytest.mark.parametrize(
    ("text", "value", "late"),
    [
        (
            "Review Cycle: Annual\nDate approved: 12 November 2024\n",
            "Annual, from 12 November 2024",
            "13 months",
        ),
        (
            "Reviewed every two years. Last reviewed: March 2023\n",
            "every two years, from March 2023",
            "20 months",
        ),
        (
            "Date of Policy: January 2024\nReview frequency: 2 yearly\n",
            "2 yearly, from January 2024",
            "10 months",
        ),
        ("It will be reviewed annually. Approved: 14.11.24\n", "annually, from 14.11.24", "12 months"),
        ("Review in 12 months. Adopted on 1 October 2025\n", "12 months, from 1 October 2025", "59 days"),
        ("Review cycle: annual\nAgreed 1/9/19, ratified 3/10/25.\n", "annual, from 3/10/25", "57 days"),
    ],
)
def test_a_cycle_is_counted_from_the_last_day_on_which_the_document_was_agreed(
    text: str, value: str, late: str
) -> None:
    found = {each.check: each for each in lint_document(text, TODAY)}
    assert found["review-overdue"].value == value
    assert f"{late} overdue" in found["review-overdue"].sentence
    assert "only how often" in found["review-missing"].sentence


@pytest.mark.parametrize(
    "text",
    [
        "The policy is reviewed annually.\n",
        "Review cycle: when the law changes\nApproved: 12 November 2024\n",
        "Approved: 12 November 2024\n",
        "Staff review their settings every year. The review of 2019 found much.\n",
    ],
)
def test_without_a_cycle_or_a_day_to_count_from_there_is_no_date(text: str) -> None:
    found = {each.check: each for each in lint_document(text, TODAY)}
    assert "review-overdue" not in found
    assert found["review-missing"].sentence == "The document states no date for its next review."
