"""Comparisons and examinations of policies for the pages, each worked out once and cached."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from belisha.base.grouped_list import GroupedList, ListRequest, arrange
from belisha.policies.models import PolicyVersion
from belisha.policies.queries import InForce, read_version
from belisha.rules.compare import Comparison, Difference, Side, compare
from belisha.rules.examine import Examination, Silence, examine
from belisha.rules.ruling import Verdict


@dataclass(frozen=True, slots=True)
class TopicDifferences:
    """One topic, with the differences that concern the chosen role."""

    title: str
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class ComparisonSummary:
    """How many differences make one policy stricter, the other, or neither; and which matter most."""

    first_stricter: int
    second_stricter: int
    otherwise: int
    gravest: tuple[Difference, ...]

    @property
    def total(self) -> int:
        """The number of differences."""
        return self.first_stricter + self.second_stricter + self.otherwise


# How much a verdict asks of people. Two that ask for contrary things are not ranked (see `stricter_side`).
DEMANDS = {
    Verdict.PROHIBITED: 4,
    Verdict.NEEDS_PERMISSION: 3,
    Verdict.DISCOURAGED: 2,
    Verdict.REQUIRED: 3,
    Verdict.RECOMMENDED: 1,
    Verdict.ALLOWED: 0,
    Verdict.SILENT: 0,
}
AGAINST = {Verdict.PROHIBITED, Verdict.NEEDS_PERMISSION, Verdict.DISCOURAGED}
FOR = {Verdict.REQUIRED, Verdict.RECOMMENDED}
MATTER_MOST = 5
MOST_OF_A_TOPIC = 2


def summarise(topics: Iterable[TopicDifferences]) -> ComparisonSummary:
    """Return the summary of the differences. Those that matter most are of several topics and actions."""
    found = [(topic.title, each) for topic in topics for each in topic.differences]
    sides = Counter(stricter_side(each) for _, each in found)
    ranked = sorted(found, key=lambda pair: -pair[1].gravity)
    chosen: list[Difference] = []
    seen: Counter[object] = Counter()
    for title, each in ranked:
        if seen[title] < MOST_OF_A_TOPIC and not seen[each.actions]:
            seen.update((title, each.actions))
            chosen.append(each)
    rest = [each for _, each in ranked if each not in chosen]
    return ComparisonSummary(
        sides["first"], sides["second"], sides[""], tuple([*chosen, *rest][:MATTER_MOST])
    )


def stricter_side(difference: Difference) -> str:
    """Return which policy asks more of people in a difference: "first", "second", or "" if neither does.

    Neither is stricter if a verdict depends on facts, if there is none (ages, what must follow), or if one
    policy asks for what the other is against.
    """
    one, other = difference.first.verdict, difference.second.verdict
    if one is None or other is None or Verdict.DEPENDS in (one, other):
        return ""
    if (one in AGAINST and other in FOR) or (one in FOR and other in AGAINST):
        return ""
    gap = DEMANDS[one] - DEMANDS[other]
    return "first" if gap > 0 else "second" if gap < 0 else ""


def csv_headings(names: tuple[str, str]) -> tuple[str, ...]:
    """Return the headings of the columns of `csv_rows`."""
    sides = (f"{name}: {part}" for name in names for part in ("answer", "clauses"))
    return ("Topic", "Situation", *sides, "Stricter")


def csv_rows(topics: Iterable[TopicDifferences], names: tuple[str, str]) -> Iterator[tuple[str, ...]]:
    """Yield the differences as rows of a table, one each."""
    stricter = {"first": names[0], "second": names[1], "": "neither"}
    for topic in topics:
        for each in topic.differences:
            sides = (cell for side in (each.first, each.second) for cell in (side.says, _clauses_cell(side)))
            yield (topic.title, each.sentence, *sides, stricter[stricter_side(each)])


def _clauses_cell(side: Side) -> str:
    return "; ".join(f"{clause.title} ({', '.join(clause.cites)})" for clause in side.clauses)


def compare_in_force(a: InForce, b: InForce, on: date) -> Comparison:
    """Return what two policies decide differently on a day."""
    return _compare((a.version.pk, a.version.checksum), (b.version.pk, b.version.checksum), on)


def examine_in_force(found: InForce, on: date) -> Examination:
    """Return the examination of the policy's rules on a day, against the policies that ship."""
    return _examine((found.version.pk, found.version.checksum), on)


def topics_for(comparison: Comparison, role: str) -> tuple[TopicDifferences, ...]:
    """Return the topics with the differences for the role, or all differences if it is empty."""
    found = (
        TopicDifferences(
            topic.title,
            tuple(each for each in topic.differences if not role or not each.roles or role in each.roles),
        )
        for topic in comparison.topics
    )
    return tuple(topic for topic in found if topic.differences)


def differences_by_topic(topics: Iterable[TopicDifferences], asked: ListRequest) -> GroupedList[Difference]:
    """Return the differences by topic, all topics closed, as the reader asked for them."""
    groups = ((topic.title, f"topic-{place}", topic.differences) for place, topic in enumerate(topics, 1))
    return arrange(groups, asked, text=_searchable, opens_first=False)


def _searchable(difference: Difference) -> str:
    sides = (difference.first, difference.second)
    titles = (clause.title for side in sides for clause in side.clauses)
    return " ".join((difference.sentence, *(side.says for side in sides), *titles))


def silences_by_topic(examination: Examination, role: str) -> dict[str, list[Silence]]:
    """Return what the policy does not cover, by topic, for one role or for everyone."""
    found: dict[str, list[Silence]] = {}
    for silence in examination.silent_for(role) if role else examination.silences:
        found.setdefault(silence.topic, []).append(silence)
    return found


def compare_versions(a: PolicyVersion, b: PolicyVersion, on: date) -> Comparison:
    """Return what two versions of one policy decide differently on a day, named by their labels."""
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
