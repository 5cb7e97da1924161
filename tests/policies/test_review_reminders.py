"""When a policy is reviewed, who is told, and that a review that is overdue is shown."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from belisha.demo.build import build_demo
from belisha.duties import sources
from belisha.duties.models import Duty
from belisha.duties.sweeping import sweep_school
from belisha.outbox.models import Notice
from belisha.people.models import Membership, School, User
from belisha.policies.documents.review_dates import REVIEW, review_date
from belisha.policies.documents.review_duties import REVIEWED, review_duties, review_key
from belisha.policies.models import PolicyDocument, PolicyVersion
from tests.duties.sweeps import instant

DAY = date(2026, 11, 20)


@dataclass
class Days:
    name: str
    starts_on: date
    ends_on: date


TERMS = [
    Days("Autumn Term 2025", date(2025, 9, 3), date(2025, 12, 19)),
    Days("Spring 1 2026", date(2026, 1, 5), date(2026, 2, 13)),
    Days("Spring 2 2026", date(2026, 2, 23), date(2026, 3, 27)),
    Days("Summer Term 2026", date(2026, 4, 13), date(2026, 7, 21)),
]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("Spring Term 2026", date(2026, 3, 27)),
        ("summer 2026", date(2026, 7, 21)),
        ("Summer Term 2027", date(2027, 7, 31)),  # the school has not entered that year yet
        ("September 2024", date(2024, 9, 30)),
        ("June 2023", date(2023, 6, 30)),
        ("February 2024", date(2024, 2, 29)),
        ("2026-03-31", date(2026, 3, 31)),
        ("1 March 2027", date(2027, 3, 1)),
        ("the 21st of May 2027", date(2027, 5, 21)),
        ("01/03/2027", date(2027, 3, 1)),
        ("2027", date(2027, 12, 31)),
        ("academic year 2026/27", date(2027, 8, 31)),
        ("2026-2027", date(2027, 8, 31)),
        ("annually", date(2026, 6, 30)),
        ("1 year", date(2026, 6, 30)),
        ("every two years", date(2027, 6, 30)),
        ("18 months", date(2026, 12, 30)),
        ("on an annual basis", date(2026, 6, 30)),
        ("every term", date(2025, 12, 19)),
        ("regularly", None),
        ("when needed", None),
        ("31 February 2027", date(2027, 2, 28)),  # the month is meant
        ("", None),
    ],
)
@pytest.mark.clause("G102", "B7")
def test_the_words_of_a_document_become_a_day(said: str, expected: date | None) -> None:
    """A month or a term that a document gives for its review becomes a day."""
    assert review_date(said, TERMS, date(2025, 6, 30)) == expected


def test_the_usual_terms_hold_where_a_school_has_none() -> None:
    assert review_date("Spring Term 2026", [], DAY) == date(2026, 3, 31)
    assert review_date("termly", [], DAY) == date(2027, 3, 31)
    assert review_date("annually", [], date(2024, 2, 29)) == date(2025, 2, 28)


@pytest.fixture
def grange(db: None) -> School:
    if not School.objects.filter(slug="grange").exists():
        build_demo()
    Duty.objects.all().delete()
    return School.objects.get(slug="grange")


@pytest.fixture
def only_reviews(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the sweep nothing but reviews."""
    monkeypatch.setattr(sources, "_REGISTERED", {REVIEW: sources.duty_sources()[REVIEW]})


def set_due(school: School, due: date | None) -> PolicyVersion:
    versions = PolicyVersion.objects.in_force().filter(school=school)
    versions.update(review_due_on=due)
    found: PolicyVersion = versions.get()
    return found


def told(school: School, day: date) -> set[str]:
    """The roles of those who got a mail on the day."""
    people = Notice.objects.filter(school=school, key__startswith=f"reminders {day} ").values("to")
    return set(Membership.objects.filter(school=school, user__in=people).values_list("role", flat=True))


def test_the_owner_then_the_clerk_and_the_chair(grange: School, only_reviews: None) -> None:
    due = DAY + timedelta(days=60)
    version = set_due(grange, due)
    owner = User.objects.get(email="dsl@grange.example")
    PolicyDocument.objects.filter(pk=version.document_id).update(owner=owner)
    by_day = {}
    for n in range(-5, 70):
        day = DAY + timedelta(days=n)
        sweep_school(grange, day, instant(day))
        if roles := told(grange, day):
            by_day[n] = roles
    assert by_day[0] == {"dsl"}
    asked = {"dsl", "clerk", "chair-of-governors"}
    # What was said on the first day is said again once it is near: readers rest from repeats.
    assert {n: by_day[n] for n in by_day if n > 0} == {45: {"dsl"}, 53: asked, 60: asked}
    found = Duty.objects.get(source="policy-review")
    assert (found.key, found.due_on, found.clause) == (
        review_key(version.document_id, due),
        due,
        "yearly-review",
    )
    set_due(grange, due + timedelta(days=365))
    later = DAY + timedelta(days=70)
    assert sweep_school(grange, later, instant(later)).dropped == 1
    found.refresh_from_db()
    assert found.dropped_why == REVIEWED


def test_without_an_owner_the_office_that_may_publish_is_told(grange: School, only_reviews: None) -> None:
    set_due(grange, DAY)
    (wanted,) = review_duties(grange, DAY)
    assert (wanted.person_id, wanted.office) == (None, "headteacher")
    owner = User.objects.get(email="dsl@calcot.example")  # somebody who is not at this school (any more)
    PolicyDocument.objects.filter(school=grange).update(owner=owner)
    assert next(iter(review_duties(grange, DAY))).office == "headteacher"


@pytest.mark.clause("C50")
def test_a_policy_without_a_date_asks_for_one_and_a_model_does_not(grange: School) -> None:
    """A policy without a review date asks for one."""
    coads = School.objects.get(slug="coads-green")
    (wanted,) = review_duties(coads, DAY)
    assert wanted.title.startswith("Set a day for the next review: ")
    assert not list(review_duties(School.objects.get(slug="hr-cooperative"), DAY))
    set_due(grange, DAY + timedelta(days=61))
    assert not list(review_duties(grange, DAY))


def test_the_public_page_goes_by_the_day_that_the_school_has_set(grange: School, settings: Any) -> None:
    settings.BELISHA_TODAY = DAY.isoformat()
    assert "Overdue" in Client().get("/s/grange/").content.decode()
    set_due(grange, DAY + timedelta(days=200))
    page = Client().get("/s/grange/").content.decode()
    assert "Overdue" not in page
    assert "Its next review is due on 8 June 2027" in page
    set_due(grange, DAY - timedelta(days=1))
    assert "1 day ago" in Client().get("/s/grange/policy/").content.decode()
