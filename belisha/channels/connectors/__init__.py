"""What an official post can be sent to: one module for each kind of account, found by itself.

A module of this package has a `CONNECTOR`. A new kind of account is a new module, and nothing else changes.
"""

import pkgutil
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib import import_module
from types import MappingProxyType


class ConnectorError(Exception):
    """The other side did not do it. The message is a sentence that says why and what to do."""


@dataclass(frozen=True, slots=True)
class AccountAccess:
    """An account and how one gets in. `secret` is in the clear: a password, or addresses one a line."""

    school_id: int
    school_slug: str
    school_name: str
    address: str
    user_name: str
    secret: str


@dataclass(frozen=True, slots=True)
class OutgoingPost:
    """What is sent. `token` tells the post from every other at the account; `picture` is a JPEG or empty."""

    number: int
    token: str
    text: str
    at: datetime
    picture: bytes = b""
    alt_text: str = ""

    @property
    def title(self) -> str:
        """Return the first line, cut at a word, for where a title is needed."""
        first = next((line.strip() for line in self.text.splitlines() if line.strip()), "")
        return first if len(first) <= 80 else f"{first[:80].rsplit(' ', 1)[0]} …"


@dataclass(frozen=True, slots=True)
class SentPost:
    """Where a post is: the link for people, and `remote`, by which the connector removes it."""

    link: str
    remote: str = ""


def _random() -> str:
    return f"post-{uuid.uuid4().hex[:20]}"


def _any_length(text: str) -> str:  # noqa: ARG001 - the type of every other `refusal`
    return ""


def _no_places(slug: str) -> tuple[tuple[str, str], ...]:  # noqa: ARG001
    return ()


@dataclass(frozen=True, slots=True)
class Connector:
    """A kind of account.

    `check` tries to get in. `publish` sends a post, or finds it where an earlier attempt had sent it; it
    never sends a post twice. `remove` takes it down, and is content if it is gone. Each raises
    ConnectorError. `refusal` says why words cannot be sent there, empty if they can. The labels and hints are
    those of the form; a field without a label is not asked for. `limits` says what removal cannot do.
    `places` are what to tell people of a school's account, by the school's slug: (words, address).
    """

    label: str
    about: str
    check: Callable[[AccountAccess], None]
    publish: Callable[[AccountAccess, OutgoingPost], SentPost]
    remove: Callable[[AccountAccess, str, str], None]
    new_token: Callable[[], str] = _random
    refusal: Callable[[str], str] = _any_length
    address_label: str = ""
    address_hint: str = ""
    user_label: str = ""
    secret_label: str = ""
    secret_hint: str = ""
    is_secret_list: bool = False
    takes_pictures: bool = True
    limits: str = ""
    places: Callable[[str], tuple[tuple[str, str], ...]] = _no_places


@cache
def connectors() -> Mapping[str, Connector]:
    """Return every connector by the name of its module."""
    found = {each.name: import_module(f"{__name__}.{each.name}") for each in pkgutil.iter_modules(__path__)}
    return MappingProxyType({name: module.CONNECTOR for name, module in sorted(found.items())})
