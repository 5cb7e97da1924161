"""What is due at a school is looked at again at once, where waiting for the sweep would mislead people."""

from typing import Any

from django.db import transaction

from belisha.base.clock import today
from belisha.duties.sweeping import sweep_school
from belisha.people.models import School


def sweep_at_once(school: School) -> None:
    """Sweep the school when what was done is saved. Where that fails, the next sweep does it."""

    def look_again() -> None:  # not a partial: what fails is logged by its name
        sweep_school(school, today())

    transaction.on_commit(look_again, robust=True)


def when_school_changed(school: School, **_: Any) -> None:
    """Hear that roles, offices, absences, terms or settings of the school changed."""
    sweep_at_once(school)
