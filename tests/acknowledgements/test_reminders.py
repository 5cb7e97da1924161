"""Reminders sent by hand: to one person or to all, with the email shown first."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from belisha.acknowledgements.queries import Binding, bindings
from belisha.acknowledgements.reminders import outstanding_at, send_reminders
from belisha.audit.models import Event
from belisha.base.clock import today
from belisha.outbox.models import Notice, Priority
from belisha.people.actor import actor_from
from belisha.people.models import School, User
from tests.acknowledgements.acknowledging import forget_all
from tests.demo_fixtures import ClientFor

KEY = "acknowledgement reminder"


@pytest.fixture(autouse=True)
def without_second_factor(settings: object) -> None:
    """How heads sign in is tested elsewhere."""
    settings.BELISHA_SECOND_FACTOR = "optional"  # type: ignore[attr-defined]


@pytest.fixture
def binding(demo: None) -> Binding:
    forget_all()
    return bindings(School.objects.get(slug="grange"))[0]


def user(role: str) -> User:
    return User.objects.get(email=f"{role}@grange.example")


def page_of(binding: Binding) -> str:
    return reverse("acknowledgements:remind", args=["grange", binding.version.pk])


def reminders() -> list[Notice]:
    return list(Notice.objects.filter(key__startswith=KEY))


def test_one_is_reminded_after_the_mail_was_shown(binding: Binding, client_for: ClientFor) -> None:
    head, teacher = client_for("headteacher@grange"), user("teacher")
    address = f"{page_of(binding)}?person={teacher.pk}"
    seen = head.get(address).content.decode()
    assert f"Remind {teacher.name}" in seen
    assert f"Dear {teacher.name}" in seen
    assert not reminders(), "nothing goes before it is sent"
    head.post(address)
    (sent,) = reminders()
    assert (sent.to_id, sent.pace) == (teacher.pk, Priority.WORKING_DAYS)
    assert f"/s/grange/acknowledge/{binding.version.pk}/" in sent.text
    others = [each.name for each in outstanding_at(binding.version.school, binding, today())]
    assert [name for name in others if name in sent.text] == [teacher.name], "it names another"


def test_a_second_reminder_on_the_same_day_goes_to_nobody_twice(
    binding: Binding, client_for: ClientFor
) -> None:
    head, teacher = client_for("headteacher@grange"), user("teacher")
    head.post(f"{page_of(binding)}?person={teacher.pk}")
    seen = head.get(page_of(binding)).content.decode()
    assert "Already reminded today" in seen
    head.post(page_of(binding))
    head.post(page_of(binding))
    to = [each.to_id for each in reminders()]
    assert len(to) == len(set(to))
    reachable = User.objects.filter(
        pk__in=[each.person_id for each in outstanding_at(binding.version.school, binding, today())]
    ).exclude(email=None)
    assert set(to) == set(reachable.values_list("pk", flat=True))
    told = Event.objects.filter(verb="reminded-people-to-acknowledge")
    assert sum(len(event.detail["people"]) for event in told) == len(to)


def test_who_has_agreed_is_not_reminded_and_cannot_be(binding: Binding, client_for: ClientFor) -> None:
    outsider = User.objects.get(email="teacher@barley-lane.example")
    head = client_for("headteacher@grange")
    assert head.get(f"{page_of(binding)}?person={outsider.pk}").status_code == 404
    by = actor_from(user("headteacher").pk, "")
    assert send_reminders(by=by, binding=binding, people={outsider.pk}) == 0


def test_those_without_an_address_are_named_to_speak_to(binding: Binding, client_for: ClientFor) -> None:
    teacher = user("teacher")
    head = client_for("headteacher@grange")
    User.objects.filter(pk=teacher.pk).update(email=None)
    seen = head.get(page_of(binding)).content.decode()
    assert "Cannot be reached by email" in seen
    assert teacher.name in seen.partition("Cannot be reached by email")[2]
    head.post(page_of(binding))
    assert teacher.pk not in [each.to_id for each in reminders()]


def test_only_who_looks_after_people_reminds(binding: Binding, client_for: ClientFor) -> None:
    assert client_for("clerk@grange").get(page_of(binding)).status_code == 403
    assert client_for("teacher@grange").post(page_of(binding)).status_code == 403
    with pytest.raises(PermissionDenied):
        send_reminders(by=actor_from(user("teacher").pk, ""), binding=binding, people={user("teacher").pk})
    assert not reminders()


def test_the_overview_begins_with_who_has_not_yet(binding: Binding, client_for: ClientFor) -> None:
    seen = client_for("headteacher@grange").get("/s/grange/acknowledge/").content.decode()
    count = len(outstanding_at(binding.version.school, binding, today()))
    assert f"{count} people have not agreed yet" in seen
    first = outstanding_at(binding.version.school, binding, today())[0]
    assert seen.index(first.name) < seen.index("people have agreed to it")
    assert f"Remind\n  all {count}" in seen
