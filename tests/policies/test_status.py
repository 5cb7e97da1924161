from datetime import date

import pytest

from belisha.policies.documents.status import status_of
from belisha.rules.language.policy import Control
from belisha.rules.language.reading import load_policy

BASE = {"slug": "x", "title": "X", "school": "X", "publisher": "X", "source": "x", "standing": "ratified"}
DAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("school", "word", "part"),
    [
        ("grange", "Overdue", "Its review was due in September 2024: 2 years and 1 month ago."),
        ("barley-lane", "Overdue", "Its review was due in Spring Term 2026: 7 months ago."),
        ("calcot", "Overdue", "Its review was due in June 2023: 3 years and 4 months ago."),
        ("coads-green", "No review date", "It does not say when it will be reviewed."),
        ("hr-cooperative", "Model", "This is a model policy of September 2015, never ratified."),
    ],
)
@pytest.mark.clause("G102", "B7", "C50", "H12", "K9")
def test_the_five_stand_as_they_do(school: str, word: str, part: str) -> None:
    """Every page of a policy says at once that its review is overdue, or that it has no date."""
    found = status_of(load_policy(school).control, DAY)
    assert found.word == word
    assert part in found.sentence


@pytest.mark.parametrize(
    ("due", "word", "part"),
    [
        (date(2026, 11, 20), "Overdue", "1 day ago"),
        (date(2026, 11, 1), "Overdue", "20 days ago"),
        (date(2025, 11, 21), "Overdue", "1 year ago"),
        (date(2026, 11, 21), "Review due soon", "is due"),
        (date(2027, 1, 20), "Review due soon", "is due"),
        (date(2027, 1, 21), "In force", "Its next review is due"),
    ],
)
def test_a_review_is_overdue_from_the_day_after(due: date, word: str, part: str) -> None:
    control = Control(**BASE, ratified_by="Governing Body", review_due="Term", review_due_on=due)
    found = status_of(control, DAY)
    assert found.word == word
    assert part in found.sentence
    assert found.sentence.startswith("Ratified by the Governing Body.")
