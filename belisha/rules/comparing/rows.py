"""Differences before they are put into words: one row for many roles, parties and actions."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from belisha.rules.comparing.opinions import Opinion, keys_of
from belisha.rules.ruling import FactValue
from belisha.rules.vocabulary.loading import wider
from belisha.rules.vocabulary.words import Action


@dataclass(frozen=True)
class DifferenceRow:
    """Roles that do any of some actions towards any of some parties (none: anybody), with some facts."""

    actions: tuple[str, ...]
    roles: frozenset[str]
    parties: frozenset[str]
    facts: tuple[tuple[str, FactValue], ...]
    first: Opinion
    second: Opinion

    @property
    def keys(self) -> tuple[object, object]:
        """What the two say, apart from their clauses."""
        return keys_of(self.first, self.second)


Key = Callable[[DifferenceRow], object]


def merged(
    rows: Iterable[DifferenceRow],
    actions: Mapping[str, Action],
    is_everyone: Callable[[frozenset[str]], bool],
) -> tuple[DifferenceRow, ...]:
    """Rows that say the same of different parties, roles or actions, as one.

    Actions are joined where the same wider action includes them; a narrower one is left out where the
    wider one says it all. Parties that are everyone are anybody.
    """
    found = _joined(rows, lambda row: (row.actions, row.facts, row.keys, row.roles))
    found = [replace(row, parties=frozenset()) if is_everyone(row.parties) else row for row in found]
    found = _joined(found, lambda row: (row.actions, row.facts, row.keys, row.parties))
    wide = {action: wider(actions, action) for action in actions}
    by_keys: dict[object, list[DifferenceRow]] = {}
    for row in found:
        by_keys.setdefault(row.keys, []).append(row)
    kept = [row for row in found if not any(_says_it(other, row, wide) for other in by_keys[row.keys])]
    joined = _joined(kept, lambda row: (_family(row, wide), row.facts, row.keys, row.roles, row.parties))
    return tuple(joined)


def _family(row: DifferenceRow, wide: Mapping[str, tuple[str, ...]]) -> str:
    """Return the widest action over this one; the action itself where there is none."""
    return wide[row.actions[0]][-1]


def _joined(rows: Iterable[DifferenceRow], key: Key) -> list[DifferenceRow]:
    groups: dict[object, DifferenceRow] = {}
    for row in rows:
        known = groups.get(key(row))
        groups[key(row)] = _join(known, row) if known else row
    return list(groups.values())


def _join(one: DifferenceRow, other: DifferenceRow) -> DifferenceRow:
    return DifferenceRow(
        actions=tuple(dict.fromkeys((*one.actions, *other.actions))),
        roles=one.roles | other.roles,
        parties=one.parties | other.parties,
        facts=one.facts,
        first=_with(one.first, other.first),
        second=_with(one.second, other.second),
    )


def _with(one: Opinion, other: Opinion) -> Opinion:
    """Return the same opinion with the clauses of both."""
    return replace(one, clauses=tuple(dict.fromkeys((*one.clauses, *other.clauses))))


def _says_it(other: DifferenceRow, row: DifferenceRow, wide: Mapping[str, tuple[str, ...]]) -> bool:
    """Return whether another row, of a wider action, says the same of as many people and circumstances."""
    return (
        other.actions != row.actions
        and other.actions[0] in wide[row.actions[0]]
        and row.roles <= other.roles
        and (not other.parties or (bool(row.parties) and row.parties <= other.parties))
        and set(other.facts) <= set(row.facts)
    )
