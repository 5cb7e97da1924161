"""The current date. The pure packages never read a clock; callers pass this in."""

from datetime import date

from django.conf import settings
from django.utils import timezone


def today() -> date:
    """Return today's date in London, or the date that BELISHA_TODAY sets."""
    return date.fromisoformat(settings.BELISHA_TODAY) if settings.BELISHA_TODAY else timezone.localdate()
