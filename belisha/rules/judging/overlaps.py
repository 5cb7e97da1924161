"""For whom clauses meet: the roles and parties of whom several speak at once."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from belisha.rules.judging.compiled_clause import CompiledClause
from belisha.rules.judging.compiled_policy import CompiledPolicy

Sides = tuple[frozenset[str], frozenset[str]]


@dataclass(frozen=True, slots=True)
class Overlap:
    """A role and a party (None: anybody) of whom all clauses speak, and which of some others do too.

    `held` are the bits of the offices that the role holds.
    """

    role: str
    towards: str | None
    held: int
    also: tuple[CompiledClause, ...] = ()


def overlaps(
    compiled: CompiledPolicy,
    compiled_clauses: Sequence[CompiledClause],
    others: Iterable[CompiledClause] = (),
    *,
    both_sides: bool = True,
) -> Iterator[Overlap]:
    """Yield one example of every sort of role and party of whom all of `speakers` speak.

    Two are of one sort where the role holds the same offices and the same `others` speak of them. Roles
    and parties that the clauses name come first. Without `both_sides`, the other side of a mutual action
    is not looked at from there.
    """
    candidates = tuple(others)
    seen: set[tuple[int, tuple[int, ...]]] = set()
    named = {word for each in compiled_clauses for word in (*each.who, *each.towards)}
    roles = sorted(compiled.vocabulary.roles, key=lambda role: role not in named)
    has_sides = any(each.towards or each.mutual for each in (*compiled_clauses, *candidates))
    parties = (None, *roles) if has_sides else (None,)
    for role in roles:
        if not any(_may_speak(compiled, each, role) for each in compiled_clauses):
            continue
        for party in parties:
            if not all(
                speaks(compiled, each, role, party, both_sides=both_sides) for each in compiled_clauses
            ):
                continue
            also = tuple(each for each in candidates if speaks(compiled, each, role, party))
            held = compiled.book.held(compiled.wider_roles(role))
            sort = held, tuple(each.number for each in also)
            if sort not in seen:
                seen.add(sort)
                yield Overlap(role, party, held, also)


def speaks(
    compiled: CompiledPolicy,
    compiled_clause: CompiledClause,
    role: str,
    party: str | None,
    *,
    both_sides: bool = True,
) -> bool:
    """Return whether a clause surely speaks of this role and party."""
    roles = compiled.wider_roles(role)
    parties = compiled.wider_roles(party) if party else frozenset[str]()
    if compiled_clause.binds(roles) and compiled_clause.is_towards(parties):
        return True
    is_turned = compiled_clause.binds(parties) and compiled_clause.is_towards(roles)
    return both_sides and compiled_clause.mutual and is_turned


def _may_speak(compiled: CompiledPolicy, compiled_clause: CompiledClause, role: str) -> bool:
    roles = compiled.wider_roles(role)
    return bool(
        compiled_clause.binds(roles) or (compiled_clause.mutual and compiled_clause.is_towards(roles))
    )
