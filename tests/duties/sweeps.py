"""A small school whose duties a test decides, and the steps that tests of the sweep share."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from belisha.duties.models import Duty
from belisha.duties.sources import DutySpec, RegisteredSource
from belisha.duties.sweeping import SweepCounts, sweep_school
from belisha.outbox.models import Notice
from belisha.people.models import Membership, School, User

MONDAY = date(2026, 11, 23)


def instant(day: date, hour: int = 10, minute: int = 0) -> datetime:
    """An instant by London's clock."""
    local = datetime.combine(day, time(hour, minute), tzinfo=ZoneInfo("Europe/London"))
    return local.astimezone(UTC)


@dataclass
class Asks:
    """A source of duties for the small school whose answer is what the test has put into `wanted`.

    `sources` are those of its sweeps: this one alone, until a test adds another.
    """

    wanted: list[DutySpec] = field(default_factory=list)
    calls: int = 0
    slug: str = "small"
    sources: dict[str, RegisteredSource] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.named("plain", "the policy no longer asks it")

    def named(self, name: str, why: str) -> None:
        """Be known to the sweep under this name."""
        self.sources = {name: RegisteredSource(self, why)}

    def __call__(self, school: School, on: date) -> Iterator[DutySpec]:  # noqa: ARG002 - as every source
        self.calls += 1
        if school.slug == self.slug:
            yield from self.wanted

    def sweep(self, school: School, on: date, now: datetime | None = None, **more: Any) -> SweepCounts:
        """Sweep the school with these sources alone."""
        return sweep_school(school, on, now, sources=self.sources, **more)


def small_school() -> School:
    return School.objects.create(slug="small", name="Small School")


def person(
    school: School, name: str, role: str = "teacher", *, manager: User | None = None, email: bool = True
) -> User:
    address = f"{name.lower()}@small.example" if email else None
    user = User.objects.create_user(address, name=name)
    Membership.objects.create(
        school=school, user=user, role=role, line_manager=manager, from_on=date(2020, 1, 1)
    )
    return user


def want(key: str, due_on: date, **fields: object) -> DutySpec:
    return DutySpec(key=key, title=f"Title of {key}", due_on=due_on, **fields)  # type: ignore[arg-type]


def duty(key: str) -> Duty:
    return Duty.objects.get(key=key)


def mails() -> list[tuple[str, str, str]]:
    """Every mail in the outbox: to whom, its subject and its text, in order."""
    return list(Notice.objects.order_by("pk").values_list("to__name", "subject", "text"))
