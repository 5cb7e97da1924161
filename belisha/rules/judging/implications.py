"""What follows from one yes-no fact, by what the vocabulary says that it implies."""

from collections import defaultdict
from collections.abc import Iterable
from itertools import permutations

from belisha.rules.language import grants
from belisha.rules.vocabulary.words import Vocabulary

Truth = tuple[str, bool]


class Implications:
    """`a` implies `b`: where a holds b does, and where b does not a does not either.

    Of the values of a choice, one that holds denies the others.
    """

    def __init__(self, vocabulary: Vocabulary, keys: Iterable[str]) -> None:
        self._next: dict[Truth, list[Truth]] = defaultdict(list)
        for fact in vocabulary.facts.values():
            for implied in fact.implies:
                name = implied.removeprefix("not ")
                self._add((fact.id, True), (name, name == implied))
        for fact in vocabulary.choices:
            for value, other in permutations(fact.values, 2):
                self._next[value, True].append((other, False))
        for key in keys:
            grant = grants.parse(key)
            if grant and grant.form:
                self._add((key, True), (grant.plain.key, True))

    def _add(self, this: Truth, that: Truth) -> None:
        self._next[this].append(that)
        self._next[that[0], not that[1]].append((this[0], not this[1]))

    def reach(self, fact: str, truth: bool) -> frozenset[Truth]:
        """Return all that follows where the fact is so, itself included."""
        found = {(fact, truth)}
        queue = [(fact, truth)]
        for each in queue:
            for following in self._next.get(each, ()):
                if following not in found:
                    found.add(following)
                    queue.append(following)
        return frozenset(found)
