"""How the bodies outside a school are reached that policies name: from dated data."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Helpline:
    """How one body is reached. What is not known is empty; `source` is the body's own page."""

    phone: str = ""
    email: str = ""
    says: str = ""
    source: str = ""


@cache
def helplines() -> Mapping[str, Helpline]:
    """Every body that is known, by its id in the vocabulary."""
    text = files("belisha").joinpath("library", "helplines.toml").read_text(encoding="utf-8")
    return MappingProxyType({party: Helpline(**row) for party, row in tomllib.loads(text).items()})
