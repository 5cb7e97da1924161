"""What goes wrong: two at once, double clicks, people who leave, a clock that jumps. Nothing is half done."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection

from belisha.access.actor import Actor
from belisha.audit.models import Event
from belisha.base.clock import today
from belisha.duties.models import Sweep
from belisha.duties.sweeping import sweep, sweep_school
from belisha.people.models import Membership
from belisha.registers.actions import Recorded, record_entry
from belisha.registers.consent_actions import ConsentInput, give_consents, link_parent
from belisha.registers.descriptions import load_registers
from belisha.registers.models import RegisterEntry
from belisha.registers.request_actions import Granting, RequestInput, ask, decline, grant
from belisha.registers.upkeep import settle_entries
from tests import database
from tests.demo_fixtures import ClientFor
from tests.ratification.ratifying import person
from tests.registers.asking_for import ask_for, page_of, school, user
from tests.registers.asking_for import grant as grant_by

TEN = {"from_on": today().isoformat(), "to_on": (today() + timedelta(days=10)).isoformat()}


@pytest.fixture
def committed(transactional_db: None, tmp_path: Path) -> Iterator[None]:
    """The demonstration for threads, which only see what is committed; SQLite in a file, as at a school."""
    cache.clear()
    if connection.vendor != "sqlite":
        yield
        return
    file = tmp_path / "faults.sqlite3"
    shutil.copy(database.template(), file)
    held, name = connection.connection, connection.settings_dict["NAME"]
    connection.connection, connection.settings_dict["NAME"] = None, str(file)
    yield
    connection.close()
    connection.connection, connection.settings_dict["NAME"] = held, name


def at_once(*acts: Callable[[], Any]) -> list[str]:
    """Run the acts in threads that begin together, and return what became of each, sorted."""
    begin = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> str:
        try:
            begin.wait(timeout=30)
            act()
        except Exception as error:
            return f"{type(error).__name__}: {error}"
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(len(acts)) as pool:
        return sorted(pool.map(run, acts))


def asked(by: Actor, slug: str, key: str = "one") -> RegisterEntry:
    wanted = RequestInput({"what": "It", "why": "So"}, key, {"role": "teacher", "action": "use-school-name"})
    return ask(by=by, school=school(slug), register=load_registers()["permissions"], asked=wanted)


def test_two_deciders_at_one_moment_decide_once(committed: None) -> None:
    entry = asked(person("teacher@grange"), "grange")
    head = person("headteacher@grange")
    days = Granting(today(), today() + timedelta(days=9))
    became = at_once(
        lambda: grant(by=head, entry=entry, granting=days), lambda: decline(by=head, entry=entry, words="No")
    )
    assert became[1] == "done"
    assert "cannot be" in became[0], "a sentence says why"
    entry.refresh_from_db()
    decided = Event.objects.filter(subject=f"permissions {entry.pk}", verb__endswith="-request")
    assert decided.count() == 1
    assert entry.documents.count() == (entry.state == "granted")


def test_a_double_click_asks_and_records_once(committed: None) -> None:
    teacher, registers = person("teacher@grange"), load_registers()
    tried = Recorded({"name": "starfish"}, "same", topic="befriend", office="dsl")
    became = at_once(
        lambda: asked(teacher, "grange"),
        lambda: asked(teacher, "grange"),
        lambda: record_entry(by=teacher, school=school(), register=registers["contacts"], recorded=tried),
        lambda: record_entry(by=teacher, school=school(), register=registers["contacts"], recorded=tried),
    )
    assert became == ["done"] * 4
    rows = RegisterEntry.objects.filter(school=school(), made_by=teacher.user_id)
    assert sorted(rows.values_list("register", flat=True)) == ["contacts", "permissions"]


def test_a_parent_who_clicks_yes_and_no_at_once_leaves_one_answer(committed: None) -> None:
    child, parent = user("pupil@grange"), person("parent@grange")
    head = person("headteacher@grange")
    link_parent(by=head, school=school(), parent_id=user("parent@grange").pk, child_id=child.pk)

    def say(answer: str) -> Callable[[], Any]:
        given = ConsentInput(child.pk, parent.user_id, {"website": answer})
        return lambda: give_consents(by=parent, school=school(), given=given)

    assert at_once(say("yes"), say("no")) == ["done", "done"]
    rows = RegisterEntry.objects.filter(register="consents", person=child, state="recorded")
    assert rows.count() == 1


def test_a_decider_who_leaves_passes_what_waits_on(client_for: ClientFor) -> None:
    entry = ask_for(client_for("teacher@grange"))
    former = client_for("headteacher@grange")
    assert former.get(page_of(entry)).status_code == 200
    Membership.objects.filter(user=user("headteacher@grange")).update(to_on=today() - timedelta(days=1))
    assert settle_entries(today()) == 1
    entry.refresh_from_db()
    assert entry.office == "chair-of-governors"
    assert former.post(page_of(entry), {"do": "decline", "words": "No"}).status_code in (403, 404)
    grant_by(client_for("chair-of-governors@grange"), entry, **TEN)


def test_whoever_is_concerned_does_not_decide(client_for: ClientFor) -> None:
    """What concerns the headteacher is decided by the chair, not by the headteacher."""
    head = user("headteacher@grange")
    wanted = RequestInput(
        {"what": "It"}, "one", {"role": "teacher", "action": "use-school-name"}, other_id=head.pk
    )
    registers = load_registers()
    entry = ask(by=person("teacher@grange"), school=school(), register=registers["permissions"], asked=wanted)
    assert entry.office == "chair-of-governors"
    refused = client_for("headteacher@grange").post(page_of(entry), {"do": "decline", "words": "No"})
    assert refused.status_code == 403
    grant_by(client_for("chair-of-governors@grange"), entry, **TEN)


@pytest.mark.parametrize("jumped", [date(2036, 1, 1), date(2020, 1, 1)])
def test_a_clock_that_jumps_ends_and_shreds_nothing(client_for: ClientFor, jumped: date) -> None:
    entry = grant_by(client_for("headteacher@grange"), ask_for(client_for("teacher@grange")), **TEN)
    search = RegisterEntry.objects.create(
        school=school(), register="searches", state="recorded", key="s", due_on=date(2027, 5, 1)
    )
    sweep_school(school(), today(), is_sure=True)
    assert settle_entries(jumped) == 0
    sweep(jumped)
    for row, state in ((entry, "granted"), (search, "recorded")):
        row.refresh_from_db()
        assert row.state == state
    Sweep.objects.filter(school=school()).update(swept_on=date(2027, 6, 1))
    assert settle_entries(date(2027, 6, 2)) == 2, "once the clock is believed, it goes on"
