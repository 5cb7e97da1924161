"""Tokens for links and cards that let somebody in. They hold the token, the database its hash."""

import hashlib
import secrets

# No 0, 1, I, L, O, U: a card is read by people too.
LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
GROUPS, GROUP = 4, 5


def new_token() -> str:
    """A token that cannot be guessed: 43 characters."""
    return secrets.token_urlsafe(32)


def new_code() -> str:
    """A code that cannot be guessed and can be typed: `7KQ4M-…`, four groups of five (98 bits)."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(GROUP)) for _ in range(GROUPS))


def plain_code(typed: str) -> str:
    """A code as it was made, from how somebody typed it: without spaces, in capitals, in its groups."""
    letters = "".join(letter for letter in typed.upper() if letter in LETTERS)
    return "-".join(letters[place : place + GROUP] for place in range(0, len(letters), GROUP))


def hash_of(token: str) -> str:
    """What is kept of a token: its SHA-256, in hex."""
    return hashlib.sha256(token.encode()).hexdigest()
