"""Which clauses speak to a role and an action, found once and kept."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from belisha.rules.judging.compiled_clause import CompiledClause
from belisha.rules.judging.fact_bits import AGE, PLATFORM, UNDER_AGE, FactBits
from belisha.rules.judging.hierarchies import Hierarchies
from belisha.rules.judging.ranks import BINDING, OF_FORCE
from belisha.rules.language.clauses import Clause, Definition, Force, Note, PlatformFact, Procedure
from belisha.rules.language.policy import ShouldBinding
from belisha.rules.ruling import Ground


class Fate(StrEnum):
    """What becomes of a clause."""

    STANDS = "stands"
    HELD = "held to stand"
    LIFTED = "lifted"
    OPEN = "open"
    NOT_MET = "not met"


@dataclass(frozen=True, slots=True, eq=False)
class Match:
    """A clause that speaks to a situation, with the rank of its verdict if it stands.

    `sure` is False where the party is not known and the clause turns on it. `exchanged` marks a clause
    that binds the other side of a mutual action. `binding` is what makes its "should" a must. `outcomes`
    keeps what has become of it so far, for `evaluation`.
    """

    compiled_clause: CompiledClause
    rank: int
    sure: bool
    exchanged: bool
    binding: ShouldBinding | None
    outcomes: dict[tuple[Fate, int], "ClauseOutcome"] = field(default_factory=dict)

    def outcome(self, fate: Fate, rank: int) -> "ClauseOutcome":
        """Return what becomes of it; the same object each time."""
        found = self.outcomes.get((fate, rank))
        if found is None:
            found = self.outcomes[fate, rank] = ClauseOutcome(self, fate, rank)
        return found


@dataclass(frozen=True, slots=True, eq=False)
class ClauseOutcome:
    """A clause with its fate and the rank of the verdict that it gives (of an open one: would give)."""

    match: Match
    fate: Fate
    rank: int


class ClausePlan:
    """The clauses that speak to one role and action.

    `inputs` are the facts that can change the ruling, `held` the bits of the offices that the role holds,
    `informing` the clauses that bear on the action without deciding it.
    """

    def __init__(self, role: str, action: str, book: "Book") -> None:
        self.role, self.action, self._book = role, action, book
        self.roles = book.hierarchies.wider_roles(role)
        wider, roles = book.hierarchies.wider_actions(action), book.hierarchies.wider_roles(role)
        self._about = book.about(action)
        after = (compiled_clause for each in wider for compiled_clause in book.by_trigger.get(each, ()))
        self._after = _in_order(compiled_clause for compiled_clause in after if compiled_clause.binds(roles))
        self._known: dict[str | None, tuple[Match, ...]] = {}
        self.more_grounds: dict[int, tuple[Ground, ...]] = {}
        self._fits: dict[str | None, tuple[int, int]] = {}
        self.is_overridden = bool(book.fact_bits.speaking)
        self.bits = 0
        for compiled_clause in (*self._about, *self._after):
            self.bits |= compiled_clause.bits
        self.held = book.held(roles)
        self.sets_off = bool(self._after) or any(each.then for each in self._about)
        self.informing = book.informing(roles, action)
        self.inputs = book.inputs(self.bits)

    def matches(self, towards: str | None) -> tuple[Match, ...]:
        """Return the clauses that can decide with this other party (None: not known), in the file's order."""
        if towards not in self._known:
            self._known[towards] = tuple(self._match(towards))
        return self._known[towards]

    def fits(self, towards: str | None) -> tuple[int, int]:
        """Return the bits of the overriding clauses that speak, and of those that do not."""
        if towards not in self._fits:
            self._fits[towards] = self._book.fits(self.role, self.action, towards)
        return self._fits[towards]

    def after(self, towards: str | None) -> list[CompiledClause]:
        """Return the clauses that the action sets off."""
        parties = self._book.hierarchies.wider_roles(towards) if towards else frozenset[str]()
        return [each for each in self._after if not towards or each.is_towards(parties)]

    def _match(self, towards: str | None) -> Iterable[Match]:
        roles = self._book.hierarchies.wider_roles(self.role)
        parties = self._book.hierarchies.wider_roles(towards) if towards else None
        sure: set[str] = set()
        for compiled_clause in self._about:
            direct = _fit(compiled_clause, roles, parties)
            turned = _fit_turned(compiled_clause, roles, parties) if compiled_clause.mutual else None
            if direct is None and turned is None:
                continue
            if compiled_clause.clause.id in sure:
                continue
            if direct:
                sure.add(compiled_clause.clause.id)
            exchanged = direct is None or (turned is True and not direct)
            bound = roles if not exchanged else parties
            binding = self._book.binding(compiled_clause, bound)
            rank = BINDING[compiled_clause.force] if binding else OF_FORCE[compiled_clause.force]
            yield Match(compiled_clause, rank, bool(turned if exchanged else direct), exchanged, binding)


def _in_order(compiled_clauses: Iterable[CompiledClause]) -> list[CompiledClause]:
    # A note speaks once, whichever of its actions is meant; a rule may speak again for deputies.
    unique = {
        each.number if isinstance(each.clause, Note) else (each.number, id(each)): each
        for each in compiled_clauses
    }
    return sorted(unique.values(), key=lambda each: each.number)


def _fit(
    compiled_clause: CompiledClause, roles: frozenset[str], parties: frozenset[str] | None
) -> bool | None:
    """Return whether a clause speaks: surely (True), if the party is as it says (False), or not (None)."""
    if not compiled_clause.binds(roles):
        return None
    if not compiled_clause.towards:
        return True
    if parties is None:
        return False
    return True if compiled_clause.is_towards(parties) else None


def _fit_turned(
    compiled_clause: CompiledClause, roles: frozenset[str], parties: frozenset[str] | None
) -> bool | None:
    """Return the same with the two sides exchanged."""
    if not compiled_clause.is_towards(roles):
        return None
    if parties is None:
        return False
    return True if compiled_clause.binds(parties) else None


class Book:
    """A policy's clauses by action, with what they turn on: what plans are made from."""

    def __init__(
        self,
        hierarchies: Hierarchies,
        fact_bits: FactBits,
        compiled_clauses: Iterable[CompiledClause],
        clauses: Iterable[Clause],
        bindings: Iterable[ShouldBinding],
    ) -> None:
        self.hierarchies, self.fact_bits, self.bindings = hierarchies, fact_bits, tuple(bindings)
        self._clauses = [clause for clause in clauses if about(clause)]
        self.by_action: dict[str, list[CompiledClause]] = defaultdict(list)
        self.by_trigger: dict[str, list[CompiledClause]] = defaultdict(list)
        self._bans: list[CompiledClause] = []
        self._narrower: dict[str, list[CompiledClause]] = {}
        for compiled_clause in compiled_clauses:
            if compiled_clause.forbids:
                self._bans.append(compiled_clause)
            self.by_action[compiled_clause.action].append(compiled_clause)
            if compiled_clause.force is not Force.MAY:
                for action in compiled_clause.on:
                    self.by_trigger[action].append(compiled_clause)

    def about(self, action: str) -> list[CompiledClause]:
        """Return the clauses that rule on an action or a wider one, in the file's order."""
        wider = self.hierarchies.wider_actions(action)
        return _in_order(
            compiled_clause for each in wider for compiled_clause in self.by_action.get(each, ())
        )

    def fits(self, role: str, action: str, towards: str | None) -> tuple[int, int]:
        """Return the bits of the overriding clauses that speak of a situation, and of those that do not."""
        true = false = 0
        roles = self.hierarchies.wider_roles(role)
        parties = self.hierarchies.wider_roles(towards) if towards else None
        spoken: dict[str, set[bool | None]] = {clause: {None} for clause in self.fact_bits.speaking}
        for each in self.about(action):
            if each.clause.id in spoken:
                turned = _fit_turned(each, roles, parties) if each.mutual else None
                spoken[each.clause.id] |= {_fit(each, roles, parties), turned}
        for clause, states in spoken.items():
            bit = self.fact_bits.speaking[clause]
            true |= bit if True in states else 0
            false |= bit if states == {None} else 0
        return true, false

    def narrower_bans(self, action: str) -> list[CompiledClause]:
        """Return the bans on what lies within an action, in the file's order."""
        if action not in self._narrower:
            wider = self.hierarchies.wider_actions
            self._narrower[action] = [
                each for each in self._bans if each.action != action and action in wider(each.action)
            ]
        return self._narrower[action]

    def informing(self, roles: frozenset[str], action: str) -> tuple[Clause, ...]:
        """Return the clauses that bear on an action without deciding it; notes only for whom they concern."""
        return tuple(
            clause
            for clause in self._clauses
            if self.hierarchies.bears_on(about(clause), action)
            and not (isinstance(clause, Note) and clause.audience and not roles.intersection(clause.audience))
        )

    def held(self, roles: frozenset[str]) -> int:
        """Return the bits of the offices among these roles."""
        bits = 0
        for role in roles:
            bits |= self.fact_bits.facts.get(f"holds-{role}", 0)
        return bits

    def binding(self, compiled_clause: CompiledClause, bound: frozenset[str] | None) -> ShouldBinding | None:
        """Return what makes the clause's "should" bind the role (None: not known, so by the clause's who)."""
        if compiled_clause.force not in BINDING:
            return None
        sides = (
            [bound]
            if bound is not None
            else [self.hierarchies.wider_roles(who) for who in compiled_clause.who]
        )
        return next(
            (each for each in self.bindings if any(side.intersection(each.who) for side in sides)), None
        )

    def inputs(self, bits: int) -> tuple[str, ...]:
        """Return the facts that bear on these bits."""
        for gate in self.fact_bits.gates.values():
            bits |= gate.keys if gate.bit & bits else 0
        found = [
            fact
            for fact, (denied, affirmed) in self.fact_bits.follows.items()
            if bits & (denied[0] | denied[1] | affirmed[0] | affirmed[1])
        ]
        found += [fact for fact, known in self.fact_bits.measures.items() if any(bit & bits for bit in known)]
        choices = self.fact_bits.choices.items()
        found += [choice for choice, values in choices if not set(found).isdisjoint(values)]
        if UNDER_AGE in found:
            found += [fact for fact in (AGE, PLATFORM) if fact not in found]
        return tuple(found)


def about(clause: Clause) -> tuple[str, ...]:
    """Return the actions that a clause bears on without ruling on them."""
    if isinstance(clause, Procedure):
        return clause.on
    return clause.about if isinstance(clause, Definition | PlatformFact | Note) else ()
