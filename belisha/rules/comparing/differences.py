"""What a comparison reports."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from belisha.rules.ruling import FactValue, Verdict


@dataclass(frozen=True, slots=True)
class Grounding:
    """A clause on one side: its id, what it cites, and its title."""

    clause: str
    cites: tuple[str, ...]
    title: str


@dataclass(frozen=True, slots=True)
class Side:
    """What one policy says: its short name, the verdict (None where it is no ruling), and in words.

    `duties` are what it sets off, as phrases; `clauses` those that decide or set off.
    """

    name: str
    says: str
    verdict: Verdict | None = None
    clauses: tuple[Grounding, ...] = ()
    duties: tuple[str, ...] = ()


@dataclass(frozen=True)
class Difference:
    """Situations that the two policies rule on differently, as one sentence.

    `actions` are alternatives that are treated alike. `towards` is empty where it holds towards anybody.
    `facts` are the circumstances; `gravity` is greater for what matters more.
    """

    sentence: str
    first: Side
    second: Side
    roles: tuple[str, ...] = ()
    actions: tuple[str, ...] = ()
    towards: tuple[str, ...] = ()
    facts: Mapping[str, FactValue] = field(default_factory=lambda: MappingProxyType({}))
    gravity: float = 0.0


@dataclass(frozen=True, slots=True)
class Topic:
    """The differences on one topic, the gravest first."""

    title: str
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two policies by what they mean: topics, the one with the gravest difference first."""

    first: str
    second: str
    topics: tuple[Topic, ...]

    def __bool__(self) -> bool:
        return bool(self.topics)

    @property
    def differences(self) -> Iterator[Difference]:
        """Every difference, topic by topic."""
        for topic in self.topics:
            yield from topic.differences
