"""The code with which somebody comes back to what they brought, without an account."""

import secrets

from belisha.people.tokens import hash_of

# No letter that is taken for another when it is written down.
LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
GROUPS, LENGTH = 4, 5


def new_receipt() -> str:
    """A code of twenty letters and digits in four groups; it cannot be guessed."""
    groups = ("".join(secrets.choice(LETTERS) for _ in range(LENGTH)) for _ in range(GROUPS))
    return "-".join(groups)


def receipt_hash(code: str) -> str:
    """What is kept of a code, however it was typed: small letters, spaces and dashes do not matter."""
    return hash_of("".join(letter for letter in code.upper() if letter in LETTERS))
