"""The duty to enter the next terms before the last one ends."""

from datetime import date, timedelta

import pytest

from belisha.duties.duty_sources import term_duties
from belisha.duties.sources import duty_sources
from belisha.people.models import School, Term
from tests.duties.sweeps import small_school

pytestmark = pytest.mark.django_db
ENDS = date(2027, 7, 21)


@pytest.fixture
def school(db: None) -> School:
    return small_school()


def test_terms_are_asked_for_before_they_run_out(school: School) -> None:
    assert not list(term_duties(school, ENDS)), "a school that is being set up is asked elsewhere"
    Term.objects.create(school=school, name="Summer", starts_on=date(2027, 4, 12), ends_on=ENDS)
    assert not list(term_duties(school, ENDS - timedelta(days=61)))
    (asked,) = term_duties(school, ENDS - timedelta(days=60))
    assert (asked.due_on, asked.link) == (ENDS, "/s/small/set-up/")
    assert asked.office
    assert list(term_duties(school, ENDS + timedelta(days=300))) == [asked], "until they are entered"
    Term.objects.create(school=school, name="Next", starts_on=date(2027, 9, 2), ends_on=date(2027, 12, 17))
    assert not list(term_duties(school, ENDS))


def test_every_room_with_duties_is_found() -> None:
    assert {"terms", "training", "asked", "acknowledgements", "ratification", "complaints", "models"} <= set(
        duty_sources()
    )
    assert {"offices", "website", "editions", "policy-review"} <= set(duty_sources())
