"""Nothing that reaches the database through it can change what was recorded: not the ORM, not raw SQL."""

from collections.abc import Callable

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import F

from belisha.audit import triggers
from belisha.audit.actions import record
from belisha.audit.hashing import COVERED
from belisha.audit.models import Event, Head

EVENT, HEAD = "audit_event", "audit_head"
POSTGRESQL = pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no such statement")
SQLITE = pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite has this statement")


@pytest.fixture
def event(db: None) -> Event:
    record(school_id=990, by=1, verb="began", subject="thing 1")
    return record(school_id=990, by=1, verb="changed", subject="thing 1", detail={"to": 2})


def sql(statement: str) -> Callable[[Event], object]:
    def run(event: Event) -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement)

    return run


def changed(event: Event, **fields: object) -> None:
    for name, value in fields.items():
        setattr(event, name, value)
    event.save()


ATTEMPTS: dict[str, Callable[[Event], object]] = {
    "save": lambda event: changed(event, verb="other"),
    "update": lambda event: Event.objects.filter(pk=event.pk).update(refused="no"),
    "update of a key": lambda event: Event.objects.filter(pk=event.pk).update(number=F("number") + 1),
    "bulk_update": lambda event: Event.objects.bulk_update([event], ["detail"]),
    "delete": lambda event: event.delete(),
    "delete of many": lambda _: Event.objects.all().delete(),
    "raw delete of many": lambda _: Event.objects.all()._raw_delete("default"),
    "a second event of the number": lambda _: Event(
        chain=990, number=2, verb="x", subject="x", hash="0"
    ).save(),
    "an event after a gap": lambda _: Event(chain=990, number=4, verb="x", subject="x", hash="0").save(),
    "an event without a head": lambda _: Event(chain=991, number=1, verb="x", subject="x", hash="0").save(),
    "upsert": lambda _: Event.objects.bulk_create(
        [Event(chain=990, number=2, verb="x", subject="x", hash="0")],
        update_conflicts=True,
        unique_fields=["chain", "number"],
        update_fields=["verb"],
    ),
    "head back": lambda _: Head.objects.filter(pk=990).update(number=1),
    "head on by two": lambda _: Head.objects.filter(pk=990).update(number=4),
    "head away": lambda _: Head.objects.filter(pk=990).delete(),
    "head of another chain": lambda _: Head.objects.filter(pk=990).update(chain=992, number=3),
    "head that begins late": lambda _: Head.objects.create(chain=993, number=5),
    "SQL UPDATE": sql(f"UPDATE {EVENT} SET verb = 'x'"),
    "SQL DELETE": sql(f"DELETE FROM {EVENT}"),
    "SQL DELETE of a head": sql(f"DELETE FROM {HEAD}"),
}
ON_SQLITE = {
    "REPLACE of an event": f"REPLACE INTO {EVENT} SELECT * FROM {EVENT} WHERE chain = 990 AND number = 2",
    "REPLACE of a head": f"REPLACE INTO {HEAD} (chain, number, hash, seal) VALUES (990, 0, '', '')",
    "UPDATE OR IGNORE": f"UPDATE OR IGNORE {EVENT} SET verb = 'x'",
}
ON_POSTGRESQL = {
    "TRUNCATE": f"TRUNCATE {EVENT}",
    "TRUNCATE of heads": f"TRUNCATE {HEAD} CASCADE",
    "as a replica": f"SET LOCAL session_replication_role = replica; DELETE FROM {EVENT}",
}


def refused(event: Event, attempt: Callable[[Event], object]) -> None:
    before = (list(Event.objects.values_list(*COVERED, "hash")), list(Head.objects.values_list()))
    with pytest.raises(IntegrityError, match="The record is never changed"), transaction.atomic():
        attempt(event)
    assert before == (list(Event.objects.values_list(*COVERED, "hash")), list(Head.objects.values_list()))


@pytest.mark.parametrize("attempt", ATTEMPTS.values(), ids=ATTEMPTS)
def test_the_database_refuses(event: Event, attempt: Callable[[Event], object]) -> None:
    refused(event, attempt)


@SQLITE
@pytest.mark.parametrize("statement", ON_SQLITE.values(), ids=ON_SQLITE)
def test_sqlite_refuses(event: Event, statement: str) -> None:
    refused(event, sql(statement))


@POSTGRESQL
@pytest.mark.parametrize("statement", ON_POSTGRESQL.values(), ids=ON_POSTGRESQL)
def test_postgresql_refuses(event: Event, statement: str) -> None:
    refused(event, sql(statement))


def test_after_a_refusal_the_chain_goes_on(event: Event) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        event.delete()
    assert record(school_id=990, by=1, verb="went on", subject="thing 1").number == event.number + 1


@pytest.mark.django_db
def test_every_trigger_is_there_after_the_migrations_and_can_be_missed() -> None:
    assert not triggers.missing(connection)
    triggers.remove(connection)
    assert set(triggers.missing(connection)) == set(triggers.names(connection))
    triggers.install(connection)
    assert not triggers.missing(connection)


@POSTGRESQL
@pytest.mark.django_db
def test_a_trigger_that_is_switched_off_is_missed() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {EVENT} DISABLE TRIGGER event_is_not_changed")
    assert triggers.missing(connection) == ["event_is_not_changed"]


@pytest.mark.django_db(transaction=True)
def test_a_flush_is_refused_outside_of_tests() -> None:
    from django.core.management import CommandError, call_command

    record(school_id=990, by=1, verb="began", subject="thing 1")
    with pytest.raises((CommandError, IntegrityError)):
        call_command("flush", interactive=False, verbosity=0)
    assert Event.objects.exists()
