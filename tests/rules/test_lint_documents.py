"""Each fault of layout and wording, in small invented documents."""

from __future__ import annotations

from datetime import date

import pytest

from belisha.rules.lint import lint_document
from belisha.rules.linting.dates import read_date
from belisha.rules.linting.lint_context import every_check

ON = date(2026, 11, 21)
REVIEWED = "\n\nReview due: 1 March 2027\n"

FAULTS = [
    ("broken-references", "See the images policy (page Error! Bookmark not defined.).", "Bookmark", 1),
    ("broken-references", "As in section Error! Reference source not found.", "Reference source", 1),
    ("broken-references", "This is the policy of [insert name of school].", "[insert name of school]", 1),
    ("broken-references", "The lead is TBC.", "`TBC`", 1),
    ("links", "Follow the guidance [here](#).", "`[here](#)` leads nowhere", 1),
    ("links", "Follow the [guidance]( ).", "leads nowhere", 1),
    ("links", 'Follow the <a href="">guidance</a>.', "leads nowhere", 1),
    ("links", "Our poster: [poster](file:///policies/poster.doc)", "leads nowhere", 1),
    ("links", "For more, click here.", "has no address", 1),
    ("brackets", "First.\n\nTheft (people should take care of what they post.\n\nLast.", "never closed", 3),
    ("brackets", "Exceptions must be declared to the school).", "never opened", 1),
    (
        "numbering",
        "1. Introduction\n\nWords.\n\n2. Scope\n\nWords.\n\n4. Breaches\n\nWords.",
        "no section `3`",
        9,
    ),
    ("numbering", "**1. Aims**\n\nWords.\n\n**5. Law**\n\nWords.", "no section `2` to `4`", 5),
    (
        "footers",
        "Code of Conduct\n\n- Nobody posts what harms us. This is Code of Conduct, Nov 2016 rude comments.",
        "`Code of Conduct, Nov 2016`",
        3,
    ),
    ("footers", "Policy\n\nStaff take Page 3 of 7 care of what they post.", "`Page 3 of 7`", 3),
    (
        "versions",
        "Change History\n\nVersion\tDate\tWhat\n1\tSeptember 2020\tCreated\n1\tJune 2021\tNo changes\n",
        "Version `1` stands for 2 dates",
        0,
    ),
    (
        "permission-in-bans",
        "Staff never breach trust, such as by:\n\n- Names;\n- The school does not expect staff to leave.\n",
        "reads as a permission",
        4,
    ),
    ("signatures", "Agreed.\n\nSigned\nHeadteacher\n\n\nSigned\nChair of Governors\n", "(`Headteacher`)", 3),
    (
        "editions",
        "In line with KCSIE 2022 we search.\n\nLinks: KCSIE 2023 and others.",
        "`2022` and `2023`",
        0,
    ),
    ("superseded", "We follow Keeping Children Safe in Education (2019).", "`2019`", 1),
    ("superseded", "See the 2018 edition of Working Together to Safeguard Children.", "2023 has been", 1),
    ("services", "Games such as Club Penguin.", "`Club Penguin` closed on 30 March 2017", 1),
    ("services", "Sites such as Twitter.", "became X", 1),
]


@pytest.mark.parametrize(("check", "text", "words", "line"), FAULTS)
def test_a_fault_is_found_at_its_line(check: str, text: str, words: str, line: int) -> None:
    found = [finding for finding in lint_document(text + REVIEWED, ON) if finding.check == check]
    assert [finding for finding in found if words in finding.sentence and finding.line == line], found


SOUND = [
    "Read the [guidance](https://www.example.org/guidance) with this policy.",
    "Staff (and governors) keep to it (see also the handbook (staff)).",
    "Our lists run (a) first, b) second and 3) third. It is fine :)",
    "1. Aims\n\nWords.\n\n2. Scope\n\n1. one\n2. two\n\n3. Breaches\n\nWords.",
    "Social Media Policy\n\nThis Social Media Policy of June 2026 is for staff.",
    "Staff must not:\n\n- post pictures of pupils, which may harm;\n- share passwords.\n\nParents may ask.",
    "A bracket over a page (and then\n\nit goes on) is closed.",
    "We follow Keeping Children Safe in Education (2025).",
    "Change History\n\n1\tJune 2024\tCreated\n2\tJune 2025\tChanged",
    "Signed: A. Headteacher, 1 March 2026",
]


@pytest.mark.parametrize("text", SOUND)
def test_a_sound_document_has_no_findings(text: str) -> None:
    assert not lint_document(text + REVIEWED, ON)


@pytest.mark.parametrize(
    ("text", "checks"),
    [
        ("Some words.", {"review-missing"}),
        ("Review Date: Spring Term 2026", {"review-overdue", "review-not-a-day"}),
        ("Date for next review: September 2024", {"review-overdue", "review-not-a-day"}),
        ("Review Due: **June 2030**", {"review-not-a-day"}),
        ("It is to be reviewed on 4 July 2025.", {"review-overdue"}),
        ("Next review: when we get round to it", {"review-not-a-day"}),
    ],
)
def test_the_review_that_a_document_states(text: str, checks: set[str]) -> None:
    assert {finding.check for finding in lint_document(text, ON)} == checks


def test_without_a_day_nothing_is_out_of_date() -> None:
    text = "KCSIE 2015. Club Penguin. Review due: 1 March 2016"
    assert not lint_document(text)


@pytest.mark.parametrize(
    "text", ["", " \n\t\n", "\x00\x01", "(" * 5000, "- " * 3000, "a" * 50_000, "<a href='" * 9000]
)
def test_odd_documents_are_read_without_a_fault_of_ours(text: str) -> None:
    assert lint_document(text, ON)


@pytest.mark.parametrize(
    ("words", "day", "exactness"),
    [
        ("20th September 2023", date(2023, 9, 20), "day"),
        ("22nd of February 2022", date(2022, 2, 22), "day"),
        ("2026-03-31", date(2026, 3, 31), "day"),
        ("31/12/2025", date(2025, 12, 31), "day"),
        ("June 2023", date(2023, 6, 30), "month"),
        ("Feb. 2024", date(2024, 2, 29), "month"),
        ("Spring Term 2026", date(2026, 3, 31), "term"),
        ("autumn 2025", date(2025, 12, 31), "term"),
        ("during 2025", date(2025, 12, 31), "year"),
    ],
)
def test_dates_as_they_are_stated(words: str, day: date, exactness: str) -> None:
    stated = read_date(words)
    assert stated is not None
    assert (stated.last_day, stated.exactness) == (day, exactness)


@pytest.mark.parametrize("words", ["soon", "", "31 February 2025 ad", "45/45/2025x"])
def test_what_is_no_date(words: str) -> None:
    stated = read_date(words)
    assert stated is None or stated.exactness in ("month", "year")


def test_every_check_says_what_it_is_for() -> None:
    checks = every_check()
    assert len(checks) >= 20
    assert all(check.run.__doc__ for check in checks)
    assert len({check.name for check in checks}) == len(checks)
