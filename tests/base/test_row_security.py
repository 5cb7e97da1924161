"""The wall between schools in PostgreSQL, as an ordinary role meets it. SQLite has none to try."""

from __future__ import annotations

import ast
import os
import random
import secrets
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.db.utils import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.urls import get_resolver

from belisha.base.middleware import all_schools_until_the_view
from belisha.base.row_security import (
    ALL,
    all_schools,
    conditions,
    install,
    missing,
    only_schools,
    open_schools,
    passes_the_wall,
)
from belisha.people.models import Membership, School
from belisha.policies.models import PolicyDocument, PolicyVersion
from belisha.policies.states import VersionState

POSTGRESQL = os.environ.get("BELISHA_DATABASE_URL", "").startswith("postgres")
on_postgresql = pytest.mark.skipif(not POSTGRESQL, reason="SQLite has no row-level security")


@contextmanager
def ordinary_role() -> Iterator[None]:
    """Within a transaction that is taken back, work as a role that no policy lets past."""
    if not passes_the_wall(connection):
        with transaction.atomic():
            yield
            transaction.set_rollback(True)
        return
    name = f"belisha_ordinary_{secrets.token_hex(4)}"
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"CREATE ROLE {name}; GRANT ALL ON ALL TABLES IN SCHEMA public TO {name}")
        cursor.execute(f"GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO {name}; SET LOCAL ROLE {name}")
        yield
        transaction.set_rollback(True)


def ids() -> dict[str, int]:
    return dict(School.objects.values_list("slug", "pk"))


def seen() -> set[int]:
    return set(Membership.objects.values_list("school_id", flat=True).distinct())


# --- what is opened, on every database ------------------------------------------------------------


def test_a_command_opens_all_and_a_request_what_it_names() -> None:
    assert open_schools() == ALL
    with only_schools([7, 3], "grange"):
        assert open_schools() == "3,7,/grange"
        with all_schools():
            assert open_schools() == ALL
        assert open_schools() == "3,7,/grange"
    with only_schools([]):
        assert open_schools() == ""
    assert open_schools() == ALL


def test_nothing_but_a_name_can_be_opened() -> None:
    with (
        pytest.raises(ValueError, match="not a school's name"),
        only_schools([], "x', true); DROP TABLE y; --"),
    ):
        pass


def test_the_view_sees_less_than_the_middleware(demo: None, client: Any, monkeypatch: Any) -> None:
    told: list[str] = []

    def answer(request: HttpRequest, school: str) -> HttpResponse:
        told.append(open_schools())
        return HttpResponse("")

    match = get_resolver().resolve("/s/grange/help/")
    pattern = next(each for each in _patterns(get_resolver()) if each.callback is match.func)
    monkeypatch.setattr(pattern, "callback", answer)
    client.get("/s/grange/help/")
    client.force_login(
        Membership.objects.filter(school__slug="calcot").earliest("pk").user,
        "belisha.people.accounts.backends.PasswordBackend",
    )
    client.get("/s/grange/help/")
    assert told == ["/grange", f"{ids()['calcot']},/grange"]
    assert open_schools() == ALL


def test_what_is_streamed_is_read_under_the_same() -> None:
    from django.http import StreamingHttpResponse

    told: list[str] = []

    def pieces() -> Iterator[bytes]:
        for _ in range(2):
            told.append(open_schools())
            yield b"x"

    def view(request: HttpRequest) -> Any:
        from contextvars import copy_context

        with only_schools([5]):
            request.view_context = copy_context()  # type: ignore[attr-defined]
        return StreamingHttpResponse(pieces())

    response: Any = all_schools_until_the_view(view)(HttpRequest())
    assert b"".join(response.streaming_content) == b"xx"
    assert told == ["5", "5"]


def test_views_that_look_at_every_school_say_why() -> None:
    marked = {
        f"{each.callback.__module__.removeprefix('belisha.')}.{each.callback.__name__}"
        for each in _patterns(get_resolver())
        if hasattr(each.callback, "across_schools")
    }
    reasons = [
        each.callback.across_schools
        for each in _patterns(get_resolver())
        if hasattr(each.callback, "across_schools")
    ]
    assert marked == ACROSS
    assert all(len(each.split()) > 3 for each in reasons)


ACROSS = {
    "dashboard.beginning_views.first",
    "dashboard.monitoring.healthz",
    "dashboard.monitoring.metrics",
    "duties.feed_views.calendar",
    "governance.views.schools_page",
    "people.accounts.invitation_views.accept",
    "people.devices.device_views.card",
    "people.devices.device_views.device",
    "people.devices.device_views.open_device",
}


def _patterns(under: Any) -> Iterator[Any]:
    for each in under.url_patterns:
        if hasattr(each, "url_patterns"):
            yield from _patterns(each)
        else:
            yield each


def test_only_the_named_modules_open_all_schools() -> None:
    """A place that opens all is a hole in the wall: each is named here."""
    package = Path(__file__).parents[2] / "belisha"
    found = set()
    for file in package.rglob("*.py"):
        names = {each.id for each in ast.walk(ast.parse(file.read_text())) if isinstance(each, ast.Name)}
        if "all_schools" in names:
            found.add(file.relative_to(package).as_posix())
    assert found == OPENING


OPENING = {
    "base/middleware.py",  # until it is known where somebody belongs
    "drafting/model_adopters.py",  # a publisher sees who follows its models
    "imports/actions/invite.py",  # whether a person is at another school too: then less is allowed
    "imports/queries.py",
    "people/accounts/invitations.py",
    "people/accounts/passwords.py",  # the names of the schools of whoever chooses a password
    "people/accounts/sessions.py",
    "people/permissions.py",
}


# --- what PostgreSQL holds to ---------------------------------------------------------------------


@on_postgresql
def test_every_table_of_schools_has_a_policy_that_binds_its_owner(db: None) -> None:
    own = [
        model._meta.db_table
        for model in apps.get_models()
        if any(each.name == "school" for each in model._meta.local_concrete_fields)
    ]
    guarded = set(conditions())
    assert missing(connection) == set()
    assert set(own) <= guarded
    assert {
        "complaints_entry",
        "cases_caseoutcome",
        "cases_appeal",
        "evidence_release",
        "audit_event",
    } <= guarded
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE people_membership NO FORCE ROW LEVEL SECURITY")
        assert missing(connection) == {"people_membership"}
        install(connection)
        assert missing(connection) == set()
        transaction.set_rollback(True)


@on_postgresql
def test_a_role_sees_and_writes_the_open_schools_alone(demo: None) -> None:
    grange, calcot = ids()["grange"], ids()["calcot"]
    with ordinary_role():
        assert seen() == set(ids().values())
        with only_schools([grange]):
            assert seen() == {grange}
            assert set(School.objects.values_list("pk", flat=True)) > {grange}  # whose names are no secret
            assert not Membership.objects.filter(school=calcot).update(role="teacher")
            assert not Membership.objects.filter(school=calcot).delete()[0]
        with only_schools([], "calcot"):
            assert seen() == {calcot}
        with only_schools([]):
            assert seen() == set()
        assert seen() == set(ids().values())


@on_postgresql
def test_a_row_of_a_closed_school_cannot_be_written(demo: None) -> None:
    row = Membership.objects.filter(school__slug="calcot").earliest("pk")
    with ordinary_role(), only_schools([ids()["grange"]]):
        row.pk = None
        with pytest.raises(DatabaseError, match="row-level security"):
            row.save(force_insert=True)


@on_postgresql
def test_an_undone_savepoint_does_not_leave_a_door_open(demo: None) -> None:
    grange = ids()["grange"]
    with ordinary_role(), all_schools():
        assert len(seen()) > 1
        with only_schools([grange]):
            with transaction.atomic():
                assert seen() == {grange}
                transaction.set_rollback(True)
            assert seen() == {grange}


def _unpublished(model: Any) -> list[int]:
    with all_schools():
        if model is PolicyVersion:
            return list(model.objects.filter(published_at=None).values_list("pk", flat=True))
        return list(model.objects.exclude(versions__published_at__isnull=False).values_list("pk", flat=True))


@on_postgresql
def test_a_published_policy_is_read_and_not_written_from_elsewhere(demo: None) -> None:
    theirs = PolicyVersion.objects.filter(school__slug="calcot")
    draft = theirs[0]
    draft.pk, draft.label, draft.state, draft.published_at = None, "to come", VersionState.DRAFT, None
    draft.save(force_insert=True)
    with ordinary_role(), only_schools([ids()["grange"]]):
        assert {each.published_at is None for each in theirs} == {False}
        assert not theirs.update(label="ours")
        assert not theirs.delete()[0]


@on_postgresql
@pytest.mark.django_db(transaction=True)
def test_each_transaction_is_told_anew() -> None:
    """Also one that begins with a savepoint, after another that was told the same."""

    def told() -> str:
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('belisha.schools', true)")
            return str(cursor.fetchone()[0])

    for _ in range(2):
        with transaction.atomic():
            assert told() == ALL
        with transaction.atomic(), transaction.atomic():
            assert told() == ALL
        assert told() == ALL
    with only_schools([7]), transaction.atomic(), transaction.atomic():
        assert told() == "7"


@on_postgresql
def test_what_hangs_on_a_closed_schools_row_is_closed(demo: None) -> None:
    from belisha.audit.models import Event

    with ordinary_role(), only_schools([ids()["grange"]]):
        chains = set(Event.objects.values_list("chain", flat=True))
        assert {abs(each) for each in chains} <= {0, ids()["grange"]}
        for model in apps.get_models():
            if model._meta.db_table in conditions() and hasattr(model, "school_id"):
                found = model._default_manager.all()
                if model in (PolicyDocument, PolicyVersion):  # of which the published ones are public
                    found = found.filter(pk__in=_unpublished(model))
                rows = set(found.values_list("school_id", flat=True))
                assert rows <= {None, ids()["grange"]}, model


# --- through pgbouncer ----------------------------------------------------------------------------

CONFIGURATION = """\
[databases]
* = host={host} port={port}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {own}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = 2
max_client_conn = 100
ignore_startup_parameters = extra_float_digits
"""


@pytest.fixture
def pooled(demo: None) -> Iterator[tuple[str, str, int]]:
    """The demonstration behind pgbouncer, for an ordinary role: role, database, port."""
    pgbouncer = shutil.which("pgbouncer", path=f"{os.environ['PATH']}:/usr/sbin")
    if pgbouncer is None:
        pytest.skip("a real pgbouncer is tried where the Debian package is installed")
    if not passes_the_wall(connection):
        pytest.skip("the test makes a role, which takes a superuser")
    import psycopg

    told = connection.settings_dict
    host, port = told["HOST"] or "127.0.0.1", int(told["PORT"] or 5432)
    readable = TemporaryDirectory(prefix="pgbouncer-")  # pytest keeps its own folders to whoever runs it
    role, password = f"belisha_pooled_{secrets.token_hex(4)}", secrets.token_hex(8)
    name = connection.settings_dict["NAME"]
    connection.close()
    server = psycopg.connect(
        host=host, port=port, user=told["USER"], password=told["PASSWORD"], dbname=name, autocommit=True
    )
    server.execute(f"CREATE ROLE {role} LOGIN PASSWORD '{password}'")  # type: ignore[call-overload]
    server.execute(f"GRANT ALL ON ALL TABLES IN SCHEMA public TO {role}")  # type: ignore[call-overload]
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        own = probe.getsockname()[1]
    folder = Path(readable.name)
    file = folder / "pgbouncer.ini"
    forced = f"user={role} password={password}"
    text = CONFIGURATION.format(host=host, port=f"{port} {forced}", own=own)
    file.write_text(text)
    folder.chmod(0o755)
    file.chmod(0o644)
    plain = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] if os.getuid() == 0 else []
    running = subprocess.Popen([*plain, pgbouncer, str(file)], stderr=subprocess.DEVNULL)
    try:
        until = time.monotonic() + 10
        while time.monotonic() < until:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", own)) == 0:
                    break
            time.sleep(0.05)
        yield role, name, own
    finally:
        running.terminate()
        running.wait()
        server.execute(f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {role}")  # type: ignore[call-overload]
        server.execute(f"DROP ROLE {role}")  # type: ignore[call-overload]
        server.close()
        readable.cleanup()


@on_postgresql
@pytest.mark.django_db(transaction=True)
def test_through_pgbouncer_no_request_meets_anothers_schools(pooled: tuple[str, str, int]) -> None:
    """Twelve clients over two sessions of the server, in and out of transactions."""
    import psycopg

    from belisha.base.postgresql.base import DatabaseWrapper

    role, name, port = pooled
    settings = {
        **connection.settings_dict,
        "HOST": "127.0.0.1",
        "PORT": str(port),
        "USER": role,
        "NAME": name,
        "PASSWORD": "",
    }
    known = list(ids().values())
    connection.close()

    def client(seed: int) -> int:
        chance = random.Random(seed)
        own = DatabaseWrapper(settings, alias=f"pooled{seed}")
        asked = 0
        try:
            for _ in range(60):
                school = chance.choice(known)
                with only_schools([school]), own.cursor() as cursor:
                    if chance.random() < 0.5:
                        own.set_autocommit(False)
                        for _ in range(3):
                            cursor.execute("SELECT DISTINCT school_id FROM people_membership")
                            assert cursor.fetchall() == [(school,)]
                            time.sleep(chance.random() / 300)
                        own.rollback()
                        own.set_autocommit(True)
                    cursor.execute("SELECT DISTINCT school_id FROM people_membership WHERE id > %s", [0])
                    assert cursor.fetchall() == [(school,)]
                    asked += 1
        finally:
            own.close()
        return asked

    with ThreadPoolExecutor(12) as threads:
        assert sum(threads.map(client, range(12))) == 12 * 60
    with psycopg.connect(host="127.0.0.1", port=port, user=role, dbname=name, autocommit=True) as bare:
        for _ in range(20):  # whoever tells nothing sees nothing, whatever the session was used for before
            assert bare.execute("SELECT count(*) FROM people_membership").fetchone() == (0,)
