"""Request a sweep of a school after a change. The sweeper takes requests within a minute."""

from typing import Any

from django.db import transaction

from belisha.base.clock import today
from belisha.duties.models import SweepRequest
from belisha.duties.sweeping import sweep_source
from belisha.people.models import School


def request_sweep(school: School, *, at_once: str = "") -> None:
    """Ask for a sweep of the school, in the transaction of the change: one INSERT, however many people.

    The duties of the source `at_once` are reconciled as soon as the change commits, so that whoever is next
    finds theirs without waiting. It must be a source whose work does not grow with the people of a school.
    """
    SweepRequest.objects.create(school=school)
    if at_once:

        def sweep_at_once() -> None:  # not a partial: what fails is logged by its name
            sweep_source(school, at_once, today())

        transaction.on_commit(sweep_at_once, robust=True)


def on_school_changed(school: School, **_: Any) -> None:
    """Receive the signal that roles, offices, absences, terms or settings of the school changed."""
    request_sweep(school)
