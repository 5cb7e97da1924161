"""Tokens for links that let somebody in. The link holds the token, the database its hash."""

import hashlib
import secrets


def new_token() -> str:
    """A token that cannot be guessed: 43 characters."""
    return secrets.token_urlsafe(32)


def hash_of(token: str) -> str:
    """What is kept of a token: its SHA-256, in hex."""
    return hashlib.sha256(token.encode()).hexdigest()
