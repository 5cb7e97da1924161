"""A signal for changes in who has which role at a school, or in its settings."""

from django.dispatch import Signal

from belisha.people.models import School

school_changed = Signal()
"""Sent with `school`, within the transaction of the change. See decision 0025."""


def notify_school_changed(school: School) -> None:
    """Send `school_changed`: what is due from whom may have changed."""
    school_changed.send(sender=School, school=school)
