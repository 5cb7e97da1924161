"""A year at one school keeps every promise about reminders. `make years` lives three years at all of them."""

from datetime import timedelta
from statistics import median

from belisha.base.clock import today
from belisha.people.models import School
from tests.years.life import Life, mails_per_year, worst_week


def test_a_year_of_a_school(demo: None) -> None:
    life = Life([School.objects.get(slug="barley-lane")], today() + timedelta(days=1), diligence=0.008)
    life.forget_terms()
    life.live(365)
    assert life.broken_rules() == []
    assert life.counts["missed"] > 0, "somebody does not do everything"
    assert life.counts["done"] > 20
    yearly = mails_per_year(life.mails, 365)
    assert len(yearly) > 10
    assert median(yearly) <= 6
    assert worst_week(life.mails) <= 2
