"""Default deadlines, for what neither the policy nor the school gives one. The days are data."""

import tomllib
from collections.abc import Mapping
from datetime import timedelta
from functools import cache
from importlib.resources import files
from types import MappingProxyType


def deadline(name: str) -> timedelta:
    """Return the days that `library/deadlines.toml` gives for `name`. Raise KeyError for an unknown name."""
    return _deadlines()[name]


@cache
def _deadlines() -> Mapping[str, timedelta]:
    text = files("belisha").joinpath("library", "deadlines.toml").read_text(encoding="utf-8")
    return MappingProxyType({name: timedelta(days=days) for name, days in tomllib.loads(text).items()})
