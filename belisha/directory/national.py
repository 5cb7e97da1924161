"""Bodies that are the same for every school in England: helplines and reporting services, as dated data.

Source: each body's own page, named in `library/helplines.toml` with the day on which it was looked at.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from importlib.resources import files
from types import MappingProxyType


class ServedPeople(StrEnum):
    """Whom a national service is for."""

    CHILD = "child"
    PARENT = "parent"
    STAFF = "staff"
    ANYONE = "anyone"


@dataclass(frozen=True, slots=True)
class NationalService:
    """A national service. What it does not offer is empty; `source` is its own page, looked at on `as_of`."""

    id: str
    label: str
    as_of: date
    source: str
    audiences: tuple[ServedPeople, ...]
    phone: str = ""
    email: str = ""
    url: str = ""
    says: str = ""

    @property
    def dial(self) -> str:
        """Return the number as a `tel:` link holds it."""
        return self.phone.replace(" ", "")


@cache
def national_services() -> Mapping[str, NationalService]:
    """Return every national service by its id, in the order of the file."""
    text = files("belisha").joinpath("library", "helplines.toml").read_text(encoding="utf-8")
    return MappingProxyType({key: _service(key, row) for key, row in tomllib.loads(text).items()})


def services_for(*audiences: ServedPeople) -> tuple[NationalService, ...]:
    """Return the services for any of the audiences, in the order of the file."""
    wanted = {*audiences, ServedPeople.ANYONE}
    return tuple(each for each in national_services().values() if wanted & set(each.audiences))


def _service(key: str, row: Mapping[str, object]) -> NationalService:
    values = dict(row)
    audiences = values.pop("for")
    assert isinstance(audiences, list)
    return NationalService(id=key, audiences=tuple(ServedPeople(each) for each in audiences), **values)  # type: ignore[arg-type]
