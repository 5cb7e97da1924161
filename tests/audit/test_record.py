"""What is recorded, how it is chained, and what becomes of refusals."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path

from belisha.audit.actions import record, record_refusal, refusals_recorded
from belisha.audit.hashing import COVERED, canonical_detail, hash_event
from belisha.audit.models import Event, Head
from belisha.audit.verification import FIELDS, check_database
from belisha.people.models import School, User
from tests.demo_fixtures import ClientFor

GIVEN: dict[str, Any] = {"school_id": 907, "by": 3, "verb": "changed", "subject": "thing 1"}
ODD = {"z": [1, -2.5, 1e3, 0.1, True, None, {"ü": "“ß” \\u0000 \\"}], "a": "\u2028\x01", "big": 10**30, 5: ()}


def rows(chain: int) -> list[tuple[Any, ...]]:
    return list(Event.objects.filter(chain=chain).order_by("number").values_list(*FIELDS))


@pytest.mark.django_db
def test_events_follow_each_other_by_school() -> None:
    first, other, second = record(**GIVEN), record(**{**GIVEN, "school_id": 908}), record(**GIVEN)
    site = record(**{**GIVEN, "school_id": None, "by": None})
    assert [event.number for event in (first, other, second)] == [1, 1, 2]
    assert (first.previous, second.previous, site.chain) == ("", first.hash, 0)
    heads = Head.objects.filter(chain__in=(0, 907, 908))
    assert list(heads.values_list("chain", "number", "hash")) == [
        (0, site.number, site.hash),
        (907, 2, second.hash),
        (908, 1, other.hash),
    ]


@pytest.mark.django_db
def test_the_hash_is_of_what_comes_back_from_the_database() -> None:
    record(**GIVEN, detail=ODD, refused="“no”")
    ((*stated, written),) = rows(907)
    assert hash_event(stated) == written
    assert [found.faults for found in check_database(chains=[907])] == [[]]


def test_every_field_is_covered() -> None:
    assert {field.name for field in Event._meta.get_fields()} == {*COVERED, "hash", "id"}
    stated: list[Any] = [7, 1, datetime(2026, 11, 21, 9, 0, 0, 5, UTC), 3, "v", "s", {"a": 1}, "", ""]
    other: list[Any] = [8, 2, stated[2] + timedelta(microseconds=1), None, "w", "t", {"a": 2}, "x", "0"]
    hashes = {hash_event(stated)}
    for place, value in enumerate(other):
        hashes.add(hash_event([*stated[:place], value, *stated[place + 1 :]]))
    assert len(hashes) == len(COVERED) + 1
    elsewhere = stated[2].astimezone(timezone(timedelta(hours=5)))
    assert hash_event([*stated[:2], elsewhere, *stated[3:]]) == hash_event(stated)


@pytest.mark.parametrize("detail", [{"a": float("nan")}, {"a": 1e300}, {"a": "\0"}, {"a": "\ud800"}])
def test_a_detail_that_a_database_would_change_is_refused(detail: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r".+"):
        canonical_detail(detail)
    with pytest.raises(TypeError):
        canonical_detail({"a": object()})


@pytest.mark.django_db
@pytest.mark.parametrize("wrong", [{"verb": ""}, {"verb": "x" * 81}, {"subject": "x" * 251}])
def test_a_verb_or_subject_that_does_not_fit_is_refused_on_both_databases(wrong: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="of an event has 1 to"):
        record(**{**GIVEN, **wrong})
    assert record(**GIVEN, refused="x" * 400).refused == "x" * 299 + "…"


@pytest.mark.django_db
def test_an_event_goes_with_its_change() -> None:
    record(**GIVEN)
    with pytest.raises(ValueError, match="of an event"), transaction.atomic():
        record(**{**GIVEN, "verb": f"{record(**GIVEN).verb * 20}"})
    assert record(**GIVEN).number == 2


@pytest.mark.django_db(transaction=True)
def test_a_refusal_stays_when_the_attempt_is_rolled_back() -> None:
    def attempt() -> None:
        with transaction.atomic():
            record(**GIVEN)
            message = "A policy that stands at “draft” cannot be ratified."
            raise LookupError(message)

    with pytest.raises(LookupError), refusals_recorded(LookupError, **{**GIVEN, "verb": "ratify"}):
        attempt()
    (event,) = Event.objects.filter(chain=907)
    assert (event.verb, event.refused[:8], event.number) == ("ratify", "A policy", 1)
    with pytest.raises(RuntimeError), transaction.atomic():
        record_refusal(**GIVEN, reason="it would be rolled back")


def refusing(request: HttpRequest, school: str = "", thing: int = 0, token: str = "") -> HttpResponse:
    with transaction.atomic():
        record(**GIVEN)
        message = "Only the clerk does that."
        raise PermissionDenied(message)


urlpatterns = [
    path("s/<slug:school>/refusing/<int:thing>/", refusing, name="refusing"),
    path("refusing/<str:token>/", refusing, name="elsewhere"),
    path("", include("belisha.config.urls")),
]
handler403 = "belisha.people.refused.permission_denied"


@pytest.mark.urls(__name__)
def test_what_a_guard_refuses_somebody_is_recorded(client_for: ClientFor) -> None:
    before = set(Event.objects.values_list("pk", flat=True))
    teacher = client_for("teacher@grange")
    answers = [
        teacher.post("/s/grange/refusing/12/", {"said": "Ms Zzyzx"}),
        teacher.post("/refusing/the-token-of-a-link/"),
        teacher.get("/s/grange/refusing/12/"),
        teacher.get("/s/grange/refusing/12/"),
        Client().post("/s/grange/refusing/12/"),
    ]
    assert [answer.status_code for answer in answers] == [403] * 5
    assert "Only the clerk does that." in answers[0].content.decode()
    school, user = School.objects.get(slug="grange"), User.objects.get(email="teacher@grange.example")
    one, other, looked = Event.objects.exclude(pk__in=before).order_by("pk")
    assert (one.chain, one.by, one.subject) == (school.pk, user.pk, "refusing, thing 12")
    assert (looked.verb, looked.subject) == ("asked-for-what-they-may-not-see", one.subject)
    assert one.refused == "Only the clerk does that."
    assert (other.chain, other.by, other.subject) == (0, user.pk, "elsewhere")
    assert "Zzyzx" not in repr([one.detail, other.detail])


def test_trying_one_number_after_the_other_is_recorded_once(client_for: ClientFor) -> None:
    before = set(Event.objects.values_list("pk", flat=True))
    teacher = client_for("teacher@grange")
    for number in range(40):
        assert teacher.get(f"/s/grange/policy/versions/{900_000 + number}/").status_code == 404
    (found,) = Event.objects.exclude(pk__in=before)
    assert found.verb == "asked-for-many-things-that-are-not-there"
    assert found.refused == "30 pages within 10 minutes"


@pytest.mark.urls(__name__)
def test_what_a_view_recorded_itself_is_not_recorded_twice(
    client_for: ClientFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def careful(request: HttpRequest, school: str, thing: int) -> HttpResponse:
        with refusals_recorded(PermissionDenied, **GIVEN):
            return refusing(request)

    monkeypatch.setattr(urlpatterns[0], "callback", careful)
    client_for("teacher@grange").post("/s/grange/refusing/12/")
    assert Event.objects.filter(refused__gt="").count() == 1
