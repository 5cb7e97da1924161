"""What happens to entries by themselves as days pass: they expire, are shredded, and find another decider."""

from collections.abc import Callable
from datetime import date

from django.db import transaction
from django.urls import reverse

from belisha.duties.clock_guard import is_a_jump
from belisha.duties.models import Sweep
from belisha.outbox.actions import queue_notice
from belisha.outbox.links import absolute
from belisha.people.models import School
from belisha.policies.queries import policy_in_force
from belisha.registers.actions import shred_due
from belisha.registers.changes import move, tell, tell_ended
from belisha.registers.deciders import decider_of
from belisha.registers.descriptions import load_registers
from belisha.registers.facts import affected_entries
from belisha.registers.models import RegisterEntry
from belisha.registers.people import left_on
from belisha.registers.record import RegisterEvent
from belisha.registers.states import OPEN, STANDING, EntryState

AT_A_TIME = 500


def settle_entries(on: date, should_continue: Callable[[], bool] = lambda: True) -> int:
    """Expire, shred and re-route the entries of every school; return how many changed. Can run twice.

    Where the clock seems to have jumped nothing is touched: what is shredded does not come back.
    """
    waiting = RegisterEntry.objects.filter(state__in=OPEN)
    asked = RegisterEntry.objects.filter(state=EntryState.GRANTED).exclude(clauses=[])
    ended = RegisterEntry.objects.filter(state=EntryState.GRANTED, to_on__lt=on)
    personal = RegisterEntry.objects.filter(state__in=STANDING, register__in=_ending_on_leaving())
    due = RegisterEntry.objects.filter(state=EntryState.RECORDED, due_on__lte=on)
    schools = {
        pk
        for rows in (waiting, asked, ended, personal, due)
        for pk in rows.order_by().values_list("school", flat=True).distinct()
    }
    count = 0
    for school in School.objects.filter(pk__in=schools).order_by("pk"):
        if not should_continue():
            break
        count += settle_school(school, on) if is_clock_trusted(school, on) else 0
    return count


def is_clock_trusted(school: School, on: date) -> bool:
    """Return whether what days undo may be undone: the clock has not jumped since the school was last swept.

    The sweep believes a clock that has jumped after a day of consistent time, and then this does too.
    """
    last = Sweep.objects.filter(school=school).values_list("swept_on", flat=True).first()
    return not is_a_jump(last, on)


def settle_school(school: School, on: date) -> int:
    """Expire, shred and re-route the entries of one school; return how many changed."""
    return (
        expire_entries(school, on)
        + end_of_leavers(school, on)
        + shred_due(school=school, on=on)
        + supersede_changed(school)
        + reroute_requests(school, on)
    )


@transaction.atomic
def expire_entries(school: School, on: date) -> int:
    """Move what was granted until a day before `on` to expired."""
    rows = RegisterEntry.objects.select_for_update(of=("self",)).select_related("school")
    found = list(rows.filter(school=school, state=EntryState.GRANTED, to_on__lt=on)[:AT_A_TIME])
    for entry in found:
        move(None, entry, "expire")
        text = (
            f"A {entry.description.one} at {entry.school.name} has ended. Ask for a new one if you need it. "
            "Until then do no more of it, and take down what was put up under it."
        )
        tell_ended(entry, f"A {entry.description.one} has ended", text)
    return len(found)


def _ending_on_leaving() -> list[str]:
    return [each.name for each in load_registers().values() if each.ends_on_leaving]


@transaction.atomic
def end_of_leavers(school: School, on: date) -> int:
    """End what was granted to, declared or asked by people who have left the school."""
    rows = RegisterEntry.objects.filter(
        school=school, register__in=_ending_on_leaving(), state__in=(*OPEN, *STANDING)
    )
    left = left_on(school, set(rows.order_by().values_list("made_by", flat=True)), on)
    if not left:
        return 0
    held = rows.filter(made_by__in=left).select_for_update(of=("self",)).select_related("school")
    found = list(held[:AT_A_TIME])
    for entry in found:
        verb = "be withdrawn" if entry.state in OPEN else "expire"
        move(None, entry, verb, why="whoever it was given to has left")
    return len(found)


@transaction.atomic
def supersede_changed(school: School) -> int:
    """End what was granted or asked under a clause that now rules otherwise; whoever holds it is told."""
    in_force = policy_in_force(school.slug)
    if in_force is None:
        return 0
    rows = RegisterEntry.objects.select_for_update(of=("self",)).select_related("school")
    affected = [entry.pk for entry in affected_entries(school, in_force.policy)]
    found = list(rows.filter(pk__in=affected))
    for entry in found:
        move(None, entry, "be superseded", why="the clause has changed")
        if entry.made_by_id is not None:
            link = absolute(reverse("registers:entry", args=[school.slug, entry.register, entry.pk]))
            queue_notice(
                school_id=school.pk,
                to_id=entry.made_by_id,
                key=f"{entry.register} {entry.pk} clause changed",
                subject="Ask again: the policy has changed",
                text=f"What you asked for at {school.name} was under a clause that has changed. Ask again "
                f"if you still need it.\n\nRead it here: {link}\n",
            )
    return len(found)


@transaction.atomic
def reroute_requests(school: School, on: date) -> int:
    """Give open requests to whoever decides them today; a late one goes to the office above too."""
    in_force = policy_in_force(school.slug)
    rows = RegisterEntry.objects.select_for_update(of=("self",)).select_related("school")
    count = 0
    for entry in rows.filter(school=school, state__in=OPEN):
        found = decider_of(entry, on, in_force.policy if in_force else None)
        is_late = entry.decide_by is not None and on > entry.decide_by
        also = found.above if is_late else ""
        if (entry.office, entry.also_office) == (found.office, also):
            continue
        entry.office, entry.also_office = found.office, also
        entry.save(update_fields=["office", "also_office"])
        tell(None, entry, RegisterEvent.REQUEST_GOES_TO_ANOTHER_OFFICE, office=found.office, also=also)
        count += 1
    return count
