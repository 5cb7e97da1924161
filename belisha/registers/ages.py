"""From which age a platform may be used: by the policy, else by its provider's own terms."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from belisha.rules.language.clauses import PlatformFact
from belisha.rules.language.policy import Policy


@dataclass(frozen=True, slots=True)
class ProviderAge:
    """The age from which a provider takes an account, and the day on which that was read."""

    age: int
    since: date


@cache
def provider_ages() -> Mapping[str, ProviderAge]:
    """Return what `library/platform-ages.toml` holds, by platform."""
    text = files("belisha").joinpath("library", "platform-ages.toml").read_text(encoding="utf-8")
    return MappingProxyType(
        {name: ProviderAge(row["provider"], row["since"]) for name, row in tomllib.loads(text).items()}
    )


def least_age(policy: Policy | None, platform: str) -> int | None:
    """Return the higher of the policy's and the provider's age for a platform, or None if neither has one."""
    clauses = policy.clauses if policy else ()
    stated = [
        each.minimum_age
        for each in clauses
        if isinstance(each, PlatformFact) and each.minimum_age is not None and platform in each.platforms
    ]
    provider = provider_ages().get(platform)
    found = [*stated, *((provider.age,) if provider else ())]
    return max(found, default=None)
