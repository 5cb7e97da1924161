"""A signature on paper that was entered by mistake is set aside by a second entry."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.urls import reverse

from belisha.acknowledgements.models import Acknowledgement, Method, SetAside, WriteOnceError
from belisha.acknowledgements.paper_actions import enter_paper, set_acknowledgement_aside
from belisha.acknowledgements.queries import bindings, valid_acknowledgement
from belisha.acknowledgements.verification import checked_acknowledgements, verify_acknowledgement
from belisha.base.clock import today
from belisha.duties.models import Duty
from belisha.duties.sweeping import sweep_school
from belisha.people.actor import actor_from
from belisha.people.models import School, User
from tests.acknowledgements.acknowledging import forget_all
from tests.demo_fixtures import ClientFor

WHY = "It was the other Miss Bell who signed"


@pytest.fixture(autouse=True)
def without_second_factor(settings: Any) -> None:
    """How heads sign in is tested elsewhere."""
    settings.BELISHA_SECOND_FACTOR = "optional"


@pytest.fixture
def grange(demo: None) -> School:
    forget_all()
    return School.objects.get(slug="grange")


def user(role: str) -> User:
    return User.objects.get(email=f"{role}@grange.example")


def head() -> Any:
    return actor_from(user("headteacher").pk, "")


def on_paper(school: School) -> Acknowledgement:
    version = bindings(school)[0].version
    people, witnesses = [user("volunteer").pk], [user("dsl").pk]
    entered = enter_paper(by=head(), version=version, people=people, signed_on=today(), witnesses=witnesses)
    return entered.made[0]


def test_it_no_longer_counts_and_is_asked_again_and_signed_again(grange: School) -> None:
    sweep_school(grange, today())
    made = on_paper(grange)
    binding = bindings(grange)[0]
    duty = Duty.objects.get(
        school=grange,
        person=made.person_id,
        source="acknowledgements",
        key__contains=f" {binding.asking.pk} ",
    )
    assert duty.done_at is not None
    entry = set_acknowledgement_aside(by=head(), made=made, reason=WHY)
    assert set_acknowledgement_aside(by=head(), made=made, reason="again").pk == entry.pk
    assert valid_acknowledgement(binding, made.person_id) is None
    duty.refresh_from_db()
    assert (duty.done_at, duty.done_by_id) == (None, None)
    again = on_paper(grange)
    assert again.replaces_id == made.pk
    found = valid_acknowledgement(binding, made.person_id)
    assert found is not None
    assert found.pk == again.pk
    made.refresh_from_db()
    assert verify_acknowledgement(made).is_verified, "the first one is no longer as it was sealed"
    assert not [wrong for _, wrong in checked_acknowledgements(using="default") if wrong]


def test_only_paper_is_set_aside_and_only_by_who_enters_it(grange: School) -> None:
    made = on_paper(grange)
    with pytest.raises(PermissionDenied):
        set_acknowledgement_aside(by=actor_from(user("teacher").pk, ""), made=made, reason=WHY)
    made.how = Method.OWN
    with pytest.raises(PermissionDenied, match="from paper"):
        set_acknowledgement_aside(by=head(), made=made, reason=WHY)
    assert not SetAside.objects.exists()


def test_the_entry_cannot_be_changed_or_taken_away(grange: School) -> None:
    entry = set_acknowledgement_aside(by=head(), made=on_paper(grange), reason=WHY)
    with pytest.raises(WriteOnceError):
        SetAside.objects.all().delete()
    for statement in (
        "UPDATE acknowledgements_setaside SET reason = 'x'",
        "DELETE FROM acknowledgements_setaside",
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            run(statement)
    entry.refresh_from_db()
    assert entry.reason == WHY


def run(statement: str) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(statement)


def test_it_is_done_on_the_page_of_the_receipt(grange: School, client_for: ClientFor) -> None:
    made = on_paper(grange)
    client = client_for("headteacher@grange")
    receipt = reverse("acknowledgements:receipt", args=["grange", made.pk])
    address = reverse("acknowledgements:set_aside", args=["grange", made.pk])
    assert address in client.get(receipt).content.decode()
    assert client.post(address, {"reason": " "}).status_code == 400
    seen = client.post(address, {"reason": WHY}, follow=True).content.decode()
    assert WHY in seen
    assert "It no longer counts" in seen
    assert address not in seen
