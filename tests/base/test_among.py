"""One parameter holds many values, in a filter and its negation; rows come as the driver gives them."""

from datetime import date

import pytest

from belisha.base.among import Among
from belisha.base.stored_rows import stored_rows
from belisha.people.models import Membership, School, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(db: None) -> list[User]:
    return [User.objects.create_user(None, name=name) for name in ("O'Neill", 'Zoë "Z"', "100%s")]


def test_numbers_and_words_of_any_kind_are_found(people: list[User]) -> None:
    ids = [each.pk for each in people]
    ours = User.objects.filter(Among("id", ids))
    assert set(ours) == set(people)
    assert set(ours.filter(Among("name", {"O'Neill", 'Zoë "Z"', "100%s", ""}))) == set(people)
    assert set(ours.exclude(Among("id", ids[:1]))) == set(people[1:])
    assert not User.objects.filter(Among("id", [])).exists()


def test_there_may_be_more_values_than_a_statement_takes_parameters(people: list[User]) -> None:
    last = people[-1].pk
    assert User.objects.filter(Among("id", range(last, last + 300_000))).count() == 1
    assert User.objects.filter(Among("id", [last])).update(name="Another") == 1


def test_stored_rows_are_what_a_query_gives(people: list[User]) -> None:
    school = School.objects.create(slug="kite", name="Kite")
    Membership.objects.create(school=school, user=people[0], role="teacher", from_on=date(2026, 9, 1))
    rows = Membership.objects.filter(Among("school_id", [school.pk]))
    rows = rows.values_list("user_id", "role", "is_deputy", "from_on", "to_on", "user__name")
    assert list(stored_rows(rows)) == list(rows)
    assert list(stored_rows(rows)) == [
        (people[0].pk, "teacher", False, date(2026, 9, 1), None, people[0].name)
    ]
