"""What a check is given, and how checks are found: every module in `checks` is one."""

import importlib
import pkgutil
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from belisha.rules.language.policy import Policy
from belisha.rules.linting.findings import LintFinding
from belisha.rules.linting.reference_data import ReferenceData, reference_data
from belisha.rules.linting.searchable_text import SearchableText
from belisha.rules.vocabulary.words import Vocabulary


@dataclass(frozen=True)
class LintContext:
    """What is looked at: the words of a document, or of a policy with its typed values.

    `on` is None where no day was given: then nothing is overdue or out of date. `is_draft` is True for a text
    that is being written: its own time begins with the day `on`, whatever day an older document bears.
    """

    text: SearchableText
    vocabulary: Vocabulary
    policy: Policy | None = None
    on: date | None = None
    is_draft: bool = False
    reference_data: ReferenceData = field(default_factory=reference_data)


Run = Callable[[LintContext], Iterable[LintFinding]]


@dataclass(frozen=True, slots=True)
class Check:
    """One kind of fault. `noticed` matches a policy's `notice` that tells of the same fault."""

    name: str
    run: Run
    noticed: re.Pattern[str] | None = None


@cache
def every_check() -> tuple[Check, ...]:
    """Return the checks, by name: each module of `checks` defines `check`, and may define `NOTICED`.

    A check is named after its module, with hyphens.
    """
    package = importlib.import_module("belisha.rules.linting.checks")
    found = []
    for info in pkgutil.iter_modules(package.__path__):
        module = importlib.import_module(f"{package.__name__}.{info.name}")
        found.append(Check(info.name.replace("_", "-"), module.check, getattr(module, "NOTICED", None)))
    return tuple(sorted(found, key=lambda check: check.name))
