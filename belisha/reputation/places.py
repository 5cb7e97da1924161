"""Kinds of public places, as data."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class PlaceKind:
    """A kind of place: its title, how often somebody looks, what to do there, what feed it has."""

    title: str
    days: int
    about: str
    feed: str = ""


@cache
def place_kinds() -> Mapping[str, PlaceKind]:
    """Return every kind of place by its key, in the order of the file."""
    text = files("belisha").joinpath("library", "reputation", "places.toml").read_text(encoding="utf-8")
    return {key: PlaceKind(**row) for key, row in tomllib.loads(text).items()}
