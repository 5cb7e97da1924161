"""Tokens for links and cards that let somebody in. The database stores only their hashes."""

import hashlib
import secrets

# Without 0, 1, I, L, O, U, which people misread.
LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
GROUPS, GROUP = 4, 5


def new_token() -> str:
    """Return a random token of 43 characters."""
    return secrets.token_urlsafe(32)


def new_code() -> str:
    """Return a random code that can be typed: `7KQ4M-…`, four groups of five (98 bits)."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(GROUP)) for _ in range(GROUPS))


def normalise_code(typed: str) -> str:
    """Return a typed code as it was made: in capitals, grouped, without anything else."""
    letters = "".join(letter for letter in typed.upper() if letter in LETTERS)
    return "-".join(letters[place : place + GROUP] for place in range(0, len(letters), GROUP))


def hash_token(token: str) -> str:
    """Return the SHA-256 of a token, in hex."""
    return hashlib.sha256(token.encode()).hexdigest()
