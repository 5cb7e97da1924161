"""Two policies side by side, and one by itself, as the pages show them. Each is worked out once and kept."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from belisha.policies.models import PolicyVersion
from belisha.policies.queries import InForce, read_version
from belisha.rules.compare import Comparison, Difference, compare
from belisha.rules.examine import Examination, Silence, examine


@dataclass(frozen=True, slots=True)
class TopicShown:
    """One topic, with the differences that concern the chosen role."""

    title: str
    differences: tuple[Difference, ...]


def compared(a: InForce, b: InForce, on: date) -> Comparison:
    """What the two policies decide differently on a day."""
    return _compare((a.version.pk, a.version.checksum), (b.version.pk, b.version.checksum), on)


def examined(found: InForce, on: date) -> Examination:
    """What the policy's rules come to on a day, held against the policies that ship."""
    return _examine((found.version.pk, found.version.checksum), on)


def topics_for(comparison: Comparison, role: str) -> tuple[TopicShown, ...]:
    """The topics, with the differences for the role (all of them, if it is empty)."""
    found = (
        TopicShown(
            topic.title,
            tuple(each for each in topic.differences if not role or not each.roles or role in each.roles),
        )
        for topic in comparison.topics
    )
    return tuple(topic for topic in found if topic.differences)


def silences_by_topic(examination: Examination, role: str) -> dict[str, list[Silence]]:
    """What the policy leaves open, by topic, for one role or for everybody."""
    found: dict[str, list[Silence]] = {}
    for silence in examination.silent_for(role) if role else examination.silences:
        found.setdefault(silence.topic, []).append(silence)
    return found


def versions_compared(a: PolicyVersion, b: PolicyVersion, on: date) -> Comparison:
    """What two versions of one policy decide differently on a day, called by their labels."""
    names = f"version {a.label}", f"version {b.label}"
    return _compare((a.pk, a.checksum), (b.pk, b.checksum), on, names)


@lru_cache(maxsize=128)
def _compare(
    a: tuple[int, str], b: tuple[int, str], on: date, names: tuple[str, str] | None = None
) -> Comparison:
    return compare(read_version(*a), read_version(*b), on=on, names=names)


@lru_cache(maxsize=128)
def _examine(version: tuple[int, str], on: date) -> Examination:
    return examine(read_version(*version), on=on)
