"""What `belisha verify` goes through beside the record: published texts, and acknowledgements."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Kept:
    """One kind of thing that is kept as it was: how many there are, and a line for each that is not."""

    what: str
    count: int
    faults: list[str] = field(default_factory=list)

    def line(self) -> str:
        """It in one line, as those of the chains."""
        return f"{'ALTERED' if self.faults else 'OK':8}{self.what:24} {self.count:>9}"

    def plain(self) -> dict[str, object]:
        """It as JSON."""
        return {"what": self.what, "count": self.count, "faults": self.faults}


def check(using: str, schools: Iterable[int] | None) -> list[Kept]:
    """Everything that is kept, of all schools or of some (their ids), seen through one connection."""
    from belisha.acknowledgements.verifying import checked_acknowledgements  # noqa: PLC0415 - needs Django
    from belisha.policies.kept import checked_texts  # noqa: PLC0415

    chosen = None if schools is None else list(schools)
    return [
        _checked("published texts", checked_texts, using, chosen),
        _checked("acknowledgements", checked_acknowledgements, using, chosen),
    ]


def unguarded(using: str) -> list[str]:
    """The triggers that the database lacks: it no longer refuses to change what they guard."""
    from django.db import connections  # noqa: PLC0415

    from belisha.acknowledgements import keeping  # noqa: PLC0415
    from belisha.audit import guard  # noqa: PLC0415

    return [*guard.missing(connections[using]), *keeping.missing(connections[using])]


def _checked(
    what: str, checks: Callable[..., Iterator[tuple[str, str]]], using: str, schools: list[int] | None
) -> Kept:
    count, faults = 0, []
    for name, wrong in checks(using=using, schools=schools):
        count += 1
        if wrong:
            faults.append(f"{name}: {wrong}")
    return Kept(what, count, faults)
