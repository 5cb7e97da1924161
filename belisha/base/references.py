"""References of things that must not be counted: random, so that one says nothing of the others."""

import secrets

# Without 0, 1, I, L, O, U, which people misread.
LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 8


def new_reference() -> str:
    """Return a random reference of eight letters and digits."""
    return "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
