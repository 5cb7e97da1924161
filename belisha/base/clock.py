"""Which day it is. Everything pure is given the date; this is where it comes from."""

from datetime import date

from django.conf import settings
from django.utils import timezone


def today() -> date:
    """Today in London, or the day that BELISHA_TODAY names."""
    return date.fromisoformat(settings.BELISHA_TODAY) if settings.BELISHA_TODAY else timezone.localdate()
