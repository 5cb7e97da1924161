"""What a check is given, and how checks are found: every module in `checks` is one."""

import importlib
import pkgutil
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from belisha.rules.linting.findings import Finding
from belisha.rules.linting.known import Known, known
from belisha.rules.linting.texts import Text
from belisha.rules.policy import Policy
from belisha.rules.words import Vocabulary


@dataclass(frozen=True)
class Subject:
    """What is looked at: the words of a document, or of a policy with its typed values.

    `on` is None where no day was given: then nothing is overdue or out of date. `is_draft` is True for a text
    that is being written: its own time begins with the day `on`, whatever day an older document bears.
    """

    text: Text
    vocabulary: Vocabulary
    policy: Policy | None = None
    on: date | None = None
    is_draft: bool = False
    known: Known = field(default_factory=known)


Look = Callable[[Subject], Iterable[Finding]]


@dataclass(frozen=True, slots=True)
class Check:
    """One kind of fault. `noticed` matches a policy's `notice` that tells of the same fault."""

    name: str
    look: Look
    noticed: re.Pattern[str] | None = None


@cache
def every_check() -> tuple[Check, ...]:
    """The checks, by name: each module of `checks` defines `look`, and may define `NOTICED`.

    A check is named after its module, with hyphens.
    """
    package = importlib.import_module("belisha.rules.linting.checks")
    found = []
    for info in pkgutil.iter_modules(package.__path__):
        module = importlib.import_module(f"{package.__name__}.{info.name}")
        found.append(Check(info.name.replace("_", "-"), module.look, getattr(module, "NOTICED", None)))
    return tuple(sorted(found, key=lambda check: check.name))
