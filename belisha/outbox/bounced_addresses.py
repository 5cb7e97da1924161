"""People whom mail does not reach."""

import hashlib
import hmac
from collections.abc import Collection

from django.conf import settings

from belisha.outbox.models import Notice
from belisha.people.models import User


def hash_of_address(address: str) -> str:
    """Return a keyed hash of an address, to compare it without storing it."""
    return hmac.new(
        settings.SECRET_KEY.encode(), f"refused {address.lower()}".encode(), hashlib.sha256
    ).hexdigest()


def unreached(people: Collection[int]) -> frozenset[int]:
    """Return those of these people who have no address, or whose address was refused for good."""
    refused: dict[int, set[str]] = {}
    for person, address_hash in (
        Notice.objects.filter(to__in=people).exclude(refused="").values_list("to", "refused")
    ):
        refused.setdefault(person, set()).add(address_hash)
    rows = User.objects.filter(pk__in=people).values_list("pk", "email", "is_active")
    return frozenset(
        person
        for person, address, is_active in rows
        if not is_active or not address or (person in refused and hash_of_address(address) in refused[person])
    )
