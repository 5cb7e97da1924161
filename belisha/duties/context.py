"""What the header of every page shows of duties."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from belisha.duties.queries import own_open
from belisha.people.actor import actor_of


def context(request: HttpRequest) -> dict[str, Any]:
    """Return how many duties the person has open. They are counted only if the page shows it: one query."""
    return {"open_duties": SimpleLazyObject(lambda: own_open(actor_of(request)).count())}
