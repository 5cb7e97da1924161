"""For whom the clauses of two policies can tell situations apart: roles and parties treated alike."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from belisha.rules.judging.compiled_clause import CompiledClause
from belisha.rules.judging.compiled_policy import CompiledPolicy
from belisha.rules.language.clauses import Grant, GrantKind, Rule
from belisha.rules.vocabulary.loading import wider

# Names for many at once: nobody asks as one of them.
TOGETHER = ("everyone", "adult", "community-member")

Pair = tuple[CompiledPolicy, CompiledPolicy]


@dataclass(frozen=True, slots=True)
class ComparedAudience:
    """An action, with roles that both policies treat alike, and parties likewise.

    `parties` is empty where no clause turns on the other party.
    """

    action: str
    roles: tuple[str, ...]
    parties: tuple[str, ...] = ()


def audiences(policies: Pair) -> Iterator[ComparedAudience]:
    """Yield every sort of situation of which a clause of either policy speaks, in the vocabulary's order."""
    vocabulary = policies[0].vocabulary
    everybody = [role for role in vocabulary.roles if role not in TOGETHER]
    people = [role for role in everybody if not vocabulary.roles[role].is_institution]
    for action in vocabulary.actions:
        speaking = tuple(tuple(_about(policy, action)) for policy in policies)
        if not any(speaking):
            continue
        words = tuple(frozenset(word for each in found for word in _named(each)) for found in speaking)
        turns = any(each.towards or each.mutual for found in speaking for each in found)
        towards = vocabulary.actions[action].towards
        whom = [role for role in people if not towards or towards in wider(vocabulary.roles, role)]
        parties = _alike(whom, policies, words) if turns else [()]
        for roles in _alike(everybody, policies, words):
            yield from (ComparedAudience(action, roles, each) for each in parties)


def _about(policy: CompiledPolicy, action: str) -> Iterator[CompiledClause]:
    """Yield the clauses about the action, set off by it, or that a question about it may fall under."""
    known = policy.vocabulary.actions[action]
    found = set(policy.wider_actions(action))
    for other in known.otherwise:
        found |= policy.wider_actions(other)
    yield from (each for each in policy.compiled_clauses if each.action in found or each.on & found)


def _named(compiled_clause: CompiledClause) -> Iterator[str]:
    """Yield the roles that a clause names: whom it binds, towards whom, and the offices that lift it."""
    yield from compiled_clause.who
    yield from compiled_clause.spared
    yield from compiled_clause.towards
    yield from compiled_clause.passed_by
    if isinstance(compiled_clause.clause, Rule):
        for exemption in compiled_clause.clause.unless:
            for part in exemption.parts:
                if isinstance(part, Grant) and part.kind is GrantKind.OFFICE:
                    yield from part.of


def _alike(people: Iterable[str], policies: Pair, words: tuple[frozenset[str], ...]) -> list[tuple[str, ...]]:
    """Return the roles in groups, such that no clause tells two of a group apart."""
    groups: dict[tuple[frozenset[str], ...], list[str]] = {}
    for role in people:
        key = tuple(policy.wider_roles(role) & named for policy, named in zip(policies, words, strict=True))
        groups.setdefault(key, []).append(role)
    return [tuple(group) for group in groups.values()]
