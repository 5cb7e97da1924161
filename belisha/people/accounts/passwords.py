"""Passwords that are made of words which everybody at the school knows are refused (ASVS 5, 6.2.11)."""

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from django.core.exceptions import ValidationError

from belisha.base.row_security import all_schools
from belisha.people.models import Invitation, Membership, User


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
