"""Passwords that are refused: made of words which everybody at the school knows, or found in a breach.

And the password of whoever has none yet.

OWASP ASVS 5, 6.2.11 and 6.2.12.
"""

import hashlib
import mmap
import re
import secrets
import tomllib
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.core.exceptions import ValidationError

from belisha.base.row_security import all_schools
from belisha.people.models import Invitation, Membership, User


def unusable_password() -> str:
    """Return what `User.set_unusable_password` stores, at a tenth of its cost: a roll makes thousands."""
    return UNUSABLE_PASSWORD_PREFIX + secrets.token_urlsafe(30)


class PasswordWords(NamedTuple):
    """The library's words, and how many letters a password needs besides them."""

    words: frozenset[str]
    least: int


@cache
def load_password_words() -> PasswordWords:
    """Return what `library/password-words.toml` holds."""
    text = files("belisha").joinpath("library", "password-words.toml").read_text(encoding="utf-8")
    table = tomllib.loads(text)
    return PasswordWords(frozenset(table["words"]), table["least"])


class KnownWordsValidator:
    """Refuse a password of which little is left without the names of the school and words like "teacher"."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Raise ValidationError if fewer letters than the library asks for are left."""
        known, least = load_password_words()
        words = known | (_own_words(user) if user else frozenset())
        listed = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
        left = re.sub(listed, " ", password.casefold())
        if sum(letter.isalpha() for letter in left) < least <= len(password):
            message = (
                "The password is made of words that everybody at the school knows, such as its name. "
                "Choose words that have nothing to do with the school."
            )
            raise ValidationError(message, code="password_of_known_words")

    def get_help_text(self) -> str:
        """Return the rule in a sentence."""
        return "Your password cannot be made of the school’s name and words such as “teacher” or “summer”."


class BreachedPasswordValidator:
    """Refuse a password that stands in the host's list of breached ones. No service is asked."""

    def validate(self, password: str, user: User | None = None) -> None:  # noqa: ARG002 - Django's signature
        """Raise ValidationError if the list has the password. Without a list nothing is refused."""
        if settings.BELISHA_BREACHED_PASSWORDS and is_listed(password, settings.BELISHA_BREACHED_PASSWORDS):
            message = "This password has been found in a breach of another site. Choose another one."
            raise ValidationError(message, code="password_breached")

    def get_help_text(self) -> str:
        """Return the rule in a sentence."""
        return "Your password cannot be one that was found in a breach of another site."


def is_listed(password: str, path: str) -> bool:
    """Return whether a file has the password: a line `SHA-1:count` each, in the order of the hashes.

    That is the form in which "Pwned Passwords" is published. A binary search reads some forty places of it.
    """
    sought = hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest().upper().encode()
    with Path(path).open("rb") as file:
        if not Path(path).stat().st_size:
            return False
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as lines:
            low, high = 0, len(lines)
            while low < high:
                start = lines.rfind(b"\n", 0, (low + high) // 2) + 1
                end = lines.find(b"\n", start)
                end = len(lines) if end < 0 else end
                found = lines[start : start + len(sought)].upper()
                if found == sought:
                    return True
                low, high = (end + 1, high) if found < sought else (low, start)
    return False


@all_schools()
def _own_words(user: User) -> frozenset[str]:
    """Return the words in the names of the person's schools, and in the last part of their address."""
    said = [(user.email or "").rpartition("@")[2].split(".")[0]]
    if user.email:
        for rows in (
            Membership.objects.filter(user__email=user.email),
            Invitation.objects.filter(email=user.email),
        ):
            said += rows.values_list("school__name", flat=True)
    return frozenset(word for text in said for word in re.findall(r"[^\W\d_]{3,}", text.casefold()))
