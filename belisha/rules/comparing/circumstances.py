"""The circumstances in which two policies differ, with as few facts as that needs."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from belisha.rules.comparing.opinions import Opinion, keys_of
from belisha.rules.ruling import FactValue

Facts = dict[str, FactValue]
Opinions = tuple[Opinion, Opinion]
Look = Callable[[Facts], Opinions]
Values = Callable[[str, Facts], Iterable[FactValue]]

# A clause turns on few facts; the limits are for a policy that was made to be slow.
DEEPEST, MOST = 6, 200


@dataclass(frozen=True, slots=True)
class Case:
    """Circumstances, and what each policy says in them."""

    facts: Facts
    first: Opinion
    second: Opinion

    @property
    def keys(self) -> tuple[object, object]:
        """What makes two cases the same difference."""
        return keys_of(self.first, self.second)

    @property
    def differs(self) -> bool:
        """Whether the two say different things, and neither hangs on what is not known."""
        first, second = self.keys
        return first != second and self.first.is_settled and self.second.is_settled


def cases(look: Look, values: Values) -> tuple[Case, ...]:
    """Every case in which the two differ, none of which is a part of another."""
    found: list[Case] = []
    for leaf in _leaves(look, values):
        if leaf.differs:
            case = _widened(leaf, look)
            if case not in found:
                found.append(case)
    return tuple(case for case in found if not any(_is_part(case, other) for other in found))


def _leaves(look: Look, values: Values) -> Iterator[Case]:
    """Circumstances in which nothing more is asked: the facts are those that the rulings ask for."""
    waiting: list[Facts] = [{}]
    for seen, facts in enumerate(waiting):
        first, second = look(facts)
        fact = next((each for each in (*first.asks, *second.asks) if each not in facts), None)
        if fact is None or len(facts) >= DEEPEST or seen + len(waiting) > MOST:
            yield Case(facts, first, second)
        else:
            waiting += [{**facts, fact: value} for value in values(fact, facts)]


def _widened(case: Case, look: Look) -> Case:
    """The case without the facts that make no difference to it; what does not hold is left out first."""
    for fact in sorted(case.facts, key=lambda each: case.facts[each] is not False):
        facts = {each: value for each, value in case.facts.items() if each != fact}
        wider = Case(facts, *look(facts))
        if wider.differs and wider.keys == case.keys:
            case = wider
    return case


def _is_part(case: Case, other: Case) -> bool:
    return other is not case and case.keys == other.keys and other.facts.items() < case.facts.items()
