"""People whom mail does not reach."""

import hashlib
import hmac
from collections.abc import Collection, Mapping

from django.conf import settings

from belisha.base.among import Among
from belisha.outbox.models import Notice
from belisha.people.models import User


def hash_of_address(address: str) -> str:
    """Return a keyed hash of an address, to compare it without storing it."""
    return hmac.new(
        settings.SECRET_KEY.encode(), f"refused {address.lower()}".encode(), hashlib.sha256
    ).hexdigest()


def unreached(people: Collection[int]) -> frozenset[int]:
    """Return those of these people who have no address, or whose address was refused for good."""
    rows = list(User.objects.filter(Among("id", people)).values_list("pk", "email", "is_active"))
    addresses = {person: address or "" for person, address, is_active in rows if is_active}
    refused = refused_addresses(addresses)
    return frozenset(person for person, *_ in rows if not addresses.get(person) or person in refused)


def refused_addresses(addresses: Mapping[int, str]) -> frozenset[int]:
    """Return the people, of those with their addresses, whose address was refused for good. One query."""
    rows = Notice.objects.filter(Among("to_id", addresses)).exclude(refused="").order_by()
    return frozenset(
        person
        for person, address_hash in rows.values_list("to", "refused")
        if hash_of_address(addresses[person]) == address_hash
    )
