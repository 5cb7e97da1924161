"""How the sweep stands: when it last went round, and what failed then, at a school or for the whole site."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.core.cache import cache
from django.db.models import Max

from belisha.base.clock import today
from belisha.duties.models import Sweep

KEY = "faults-of-the-sweep"


@dataclass(frozen=True, slots=True)
class SweepState:
    """The day of the newest sweep, at how many schools something failed, and what failed for all."""

    swept_on: date | None
    schools_with_faults: int
    of_all: dict[str, str]

    @property
    def has_faults(self) -> bool:
        """Whether anything failed."""
        return bool(self.schools_with_faults or self.of_all)

    def line(self) -> str:
        """Return the state in a sentence."""
        when = f"last on {self.swept_on:%Y-%m-%d}" if self.swept_on else "never yet"
        told = f"Sweep: {when}"
        if self.schools_with_faults:
            told += f"; something failed at {self.schools_with_faults} schools (their state pages say what)"
        for name, since in sorted(self.of_all.items()):
            told += f"; `{name}` fails since {since}"
        return f"{told}."


def sweep_state(using: str = "default") -> SweepState:
    """Return how the sweep of the whole site stands."""
    rows = Sweep.objects.using(using)
    newest = rows.aggregate(newest=Max("swept_on"))["newest"]
    return SweepState(newest, rows.exclude(faults={}).count(), cache.get(KEY) or {})


def keep_faults_of_all(failed: Collection[str]) -> None:
    """Keep which steps for the whole site failed, each with the day since which it does."""
    before: dict[str, str] = cache.get(KEY) or {}
    now = {name: before.get(name, today().isoformat()) for name in failed}
    if now != before:
        cache.set(KEY, now, timeout=None)
