"""Told when who is who at a school has changed, or how the school is set up: others may look again."""

from django.dispatch import Signal

from belisha.people.models import School

school_changed = Signal()
"""Sent with `school`, within the transaction of the change."""


def tell_changed(school: School) -> None:
    """Say that something changed at the school that decides what is due of whom."""
    school_changed.send(sender=School, school=school)
