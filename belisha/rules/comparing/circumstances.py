"""The circumstances in which two policies differ, with as few facts as that needs."""

from collections.abc import Callable, Iterable, Iterator, Sequence
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


def cases(look: Look, values: Values, order: Sequence[str]) -> tuple[Case, ...]:
    """Return every case in which the two differ, none of which is a part of another.

    `order` is that in which facts are tried: the same whichever policy comes first.
    """
    found: list[Case] = []
    for leaf in _leaves(look, values, order):
        if leaf.differs:
            case = _widened(leaf, look, order)
            if case not in found:
                found.append(case)
    return tuple(case for case in found if not any(_is_part(case, other) for other in found))


def _leaves(look: Look, values: Values, order: Sequence[str]) -> Iterator[Case]:
    """Circumstances in which nothing more is asked: the facts are those that the rulings ask for."""
    waiting: list[Facts] = [{}]
    for seen, facts in enumerate(waiting):
        first, second = look(facts)
        asked = {*first.asks, *second.asks} - facts.keys()
        if not asked or len(facts) >= DEEPEST or len(waiting) - seen > MOST:
            yield Case(facts, first, second)
        else:
            fact = min(asked, key=order.index)
            waiting += [{**facts, fact: value} for value in values(fact, facts)]


def _widened(case: Case, look: Look, order: Sequence[str]) -> Case:
    """Return the case without the facts that make no difference to it, denied facts left out first."""
    for fact in sorted(case.facts, key=lambda each: (case.facts[each] is not False, order.index(each))):
        facts = {each: value for each, value in case.facts.items() if each != fact}
        wider = Case(facts, *look(facts))
        if wider.differs and wider.keys == case.keys:
            case = wider
    return case


def _is_part(case: Case, other: Case) -> bool:
    return other is not case and case.keys == other.keys and other.facts.items() < case.facts.items()
