"""Many roles by few names: "staff and volunteers", "employees other than senior staff"."""

from collections.abc import Collection, Mapping

from belisha.rules.comparing.audiences import TOGETHER
from belisha.rules.vocabulary.loading import wider
from belisha.rules.vocabulary.words import Vocabulary
from belisha.rules.wording.grammar import listed

# More names than this are cut short, and a wide name with an exception is used where it saves names.
MOST = 4


class PeopleNames:
    """The names of a vocabulary's roles, as plurals, with what lies within each."""

    def __init__(self, vocabulary: Vocabulary, plurals: Mapping[str, str]) -> None:
        self._vocabulary, self._plurals = vocabulary, plurals
        within: dict[str, set[str]] = {role: set() for role in vocabulary.roles}
        for role in vocabulary.roles:
            if role not in TOGETHER:
                for each in wider(vocabulary.roles, role):
                    within[each].add(role)
        self._within = {role: frozenset(inside) for role, inside in within.items()}
        roles = vocabulary.roles
        self._by_size = sorted(within, key=lambda role: (-len(within[role]), roles[role].is_office))

    def of(self, roles: Collection[str], joint: str = "and") -> str:
        """Return the roles in words, joined by `joint`; a wide name only where all within it are meant."""
        names = self._shortest(frozenset(roles))
        return listed(names if len(names) <= MOST else [*names[: MOST - 1], "others"], joint)

    def is_everyone(self, roles: Collection[str]) -> bool:
        """Return whether these are all the people there are."""
        return self._within.get("everyone", frozenset()) <= set(roles)

    def plural(self, role: str) -> str:
        """Return several of a role: "teachers"."""
        if role in self._plurals:
            return self._plurals[role]
        head, of, rest = self._vocabulary.roles[role].label.partition(" of ")
        return f"{head}s{of}{rest}"

    def _shortest(self, roles: frozenset[str]) -> list[str]:
        """Return the roles by name; with a wide name and an exception where that says it in fewer."""
        plain = self._cover(roles)
        best = [self.plural(role) for role in plain]
        for role in self._by_size if len(plain) > 2 else ():
            but = self._within[role] - roles
            excepted = self._cover(but)
            rest = self._cover(roles - self._within[role])
            if but and len(excepted) == 1 and len(rest) + 2 < len(best):
                exception = f"{self.plural(role)} other than {self.plural(excepted[0])}"
                best = [*(self.plural(each) for each in rest), exception]
        return best

    def _cover(self, roles: frozenset[str]) -> list[str]:
        """Return the fewest roles that together mean all of these and nobody else, the widest first.

        A role of which some are of a narrower kind that is not meant stands for the others of it.
        """
        left, found = set(roles), list[str]()
        for role in self._by_size:
            inside = self._within[role]
            if inside & left and inside <= roles:
                found.append(role)
                left -= inside
        return [*found, *(role for role in self._vocabulary.roles if role in left)]
