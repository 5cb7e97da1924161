"""A small school whose duties a test decides, and the steps that tests of the sweep share."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from belisha.duties import sources
from belisha.duties.models import Duty
from belisha.duties.sources import Wanted
from belisha.notices.models import Notice
from belisha.people.models import Membership, School, User

MONDAY = date(2026, 11, 23)


def instant(day: date, hour: int = 10, minute: int = 0) -> datetime:
    """An instant by London's clock."""
    local = datetime.combine(day, time(hour, minute), tzinfo=ZoneInfo("Europe/London"))
    return local.astimezone(UTC)


@dataclass
class Asks:
    """A source of duties whose answer is what the test has put into `wanted`."""

    wanted: list[Wanted] = field(default_factory=list)
    calls: int = 0

    def __call__(self, school: School, on: date) -> Iterator[Wanted]:  # noqa: ARG002 - as every source
        self.calls += 1
        if school.slug == "small":
            yield from self.wanted


@contextmanager
def only(asks: Asks, name: str = "plain", why: str = "the policy no longer asks it") -> Iterator[Asks]:
    """The one source of duties for a while."""
    before = dict(sources._SOURCES)
    sources._SOURCES.clear()
    sources.register(name, asks, why)
    try:
        yield asks
    finally:
        sources._SOURCES.clear()
        sources._SOURCES.update(before)


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


def want(key: str, due_on: date, **fields: object) -> Wanted:
    return Wanted(key=key, title=f"Title of {key}", due_on=due_on, **fields)  # type: ignore[arg-type]


def duty(key: str) -> Duty:
    return Duty.objects.get(key=key)


def mails() -> list[tuple[str, str, str]]:
    """Every mail in the outbox: to whom, its subject and its text, in order."""
    return list(Notice.objects.order_by("pk").values_list("to__name", "subject", "text"))
