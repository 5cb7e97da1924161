"""Rules for signing in: who needs a second factor, how long links, cards and sessions last."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from importlib.resources import files

from belisha.access.rights import load_rights


@dataclass(frozen=True, slots=True)
class SignInRules:
    """The rules of `library/offices.toml`, which says what each value means."""

    second_factor_offices: frozenset[str]
    personal_offices: frozenset[str]
    fill_within: timedelta
    asked_where_silent: str
    invitation_holds: timedelta
    shared_for: timedelta
    device_opens_within: timedelta
    card_holds: timedelta
    tries: int


@cache
def sign_in_rules() -> SignInRules:
    """Return the rules. The file is read once."""
    text = files("belisha").joinpath("library", "offices.toml").read_text(encoding="utf-8")
    row = tomllib.loads(text)
    device = row["shared_device"]
    return SignInRules(
        second_factor_offices=frozenset(row["second_factor"]),
        personal_offices=frozenset(row["personal"]),
        fill_within=timedelta(days=row["fill_within_days"]),
        asked_where_silent=row["asked_where_silent"],
        invitation_holds=timedelta(days=row["invitation_holds_days"]),
        shared_for=timedelta(minutes=device["minutes"]),
        device_opens_within=timedelta(days=device["opens_within_days"]),
        card_holds=timedelta(days=device["card_holds_days"]),
        tries=device["tries"],
    )


def needs_second_factor(roles: Iterable[str], rights: Iterable[str]) -> bool:
    """Return whether these roles and rights require a second factor or a passkey."""
    table = load_rights()
    by_right = any(right in table and table[right].second_factor for right in rights)
    return by_right or not sign_in_rules().second_factor_offices.isdisjoint(roles)
