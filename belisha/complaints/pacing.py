"""Pacing when many matters arrive at once: a little work for the browser, or a little time for the person.

Nothing is ever refused. What came without either while many came is held back: those who handle matters see
it in a list of its own. Each form carries a signed stamp with the work that it asks for; no address is used.
"""

import hashlib
from dataclasses import dataclass
from datetime import timedelta

from django.core import signing
from django.utils import timezone

from belisha.people.accounts.tokens import new_token

SALT = "belisha.complaints.pacing"
# From how many matters at one school in an hour, how many leading zero bits of SHA-256 or how many seconds.
STEPS = ((60, 17, 60), (20, 14, 20), (0, 0, 0))
LONGEST = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class RequiredEffort:
    """What a form asks for: `bits` of work by a script, or else `seconds` since the form was opened."""

    bits: int
    seconds: int


def pace_for(recent: int) -> RequiredEffort:
    """Return the pace when `recent` matters came in within the last hour at the school."""
    return next(RequiredEffort(bits, seconds) for many, bits, seconds in STEPS if recent >= many)


def new_stamp(pace: RequiredEffort) -> str:
    """Return the stamp of a new form: a random mark and its pace, signed with the time."""
    return signing.TimestampSigner(salt=SALT).sign(f"{new_token()}.{pace.bits}.{pace.seconds}")


def is_paced(stamp: str, work: str, recent: int) -> bool:
    """Return whether what came with this stamp and work kept to the pace.

    While few come in everything does. A stamp that is not ours, or an old one, counts as none.
    """
    if not pace_for(recent).bits:
        return True
    try:
        signed = signing.TimestampSigner(salt=SALT).unsign(stamp, max_age=LONGEST)
    except signing.BadSignature:
        return False
    bits, seconds = (int(each) for each in signed.split(".")[-2:])
    least = pace_for(recent)
    return has_worked(stamp, work, max(bits, 1)) or _age(stamp) >= max(seconds, least.seconds)


def has_worked(stamp: str, work: str, bits: int) -> bool:
    """Return whether the SHA-256 of `stamp:work` begins with `bits` zero bits."""
    if not work or len(work) > 20:
        return False
    number = int.from_bytes(hashlib.sha256(f"{stamp}:{work}".encode()).digest())
    return number >> (256 - bits) == 0


def _age(stamp: str) -> float:
    """Return the seconds since the stamp was made."""
    made = signing.b62_decode(stamp.rsplit(":", 2)[1])
    return timezone.now().timestamp() - made
