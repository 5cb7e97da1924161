"""Which clauses speak to a role and an action, found once and kept."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from belisha.rules.clauses import Clause, Definition, Force, Note, PlatformFact, Procedure
from belisha.rules.judging.atoms import AGE, PLATFORM, UNDER_AGE, Atoms
from belisha.rules.judging.closures import Closures
from belisha.rules.judging.ranks import BINDING, OF_FORCE
from belisha.rules.judging.speakers import Speaker
from belisha.rules.policy import Binding


@dataclass(frozen=True, slots=True, eq=False)
class Match:
    """A clause that speaks to a situation, with the rank of its verdict if it stands.

    `sure` is False where the party is not known and the clause turns on it. `exchanged` marks a clause
    that binds the other side of a mutual action. `binding` is what makes its "should" a must.
    """

    speaker: Speaker
    rank: int
    sure: bool
    exchanged: bool
    binding: Binding | None


class Plan:
    """The clauses that speak to one role and action.

    `inputs` are the facts that can change the ruling, `held` the bits of the offices that the role holds,
    `informing` the clauses that bear on the action without deciding it.
    """

    def __init__(self, role: str, action: str, book: "Book") -> None:
        self.role, self.action, self._book = role, action, book
        wider, roles = book.closures.wider_actions(action), book.closures.wider_roles(role)
        self._about = book.about(action)
        after = (speaker for each in wider for speaker in book.by_trigger.get(each, ()))
        self._after = _in_order(speaker for speaker in after if speaker.who & roles)
        self._known: dict[str | None, tuple[Match, ...]] = {}
        self.bits = 0
        for speaker in (*self._about, *self._after):
            self.bits |= speaker.bits
        self.held = book.held(roles)
        self.informing = book.informing(roles, action)
        self.inputs = book.inputs(self.bits)

    def matches(self, towards: str | None) -> tuple[Match, ...]:
        """The clauses that can decide with this other party (None: not known), in the file's order."""
        if towards not in self._known:
            self._known[towards] = tuple(self._match(towards))
        return self._known[towards]

    def after(self, towards: str | None) -> list[Speaker]:
        """The clauses that the action sets off."""
        parties = self._book.closures.wider_roles(towards) if towards else frozenset[str]()
        return [each for each in self._after if not (towards and each.towards) or each.towards & parties]

    def _match(self, towards: str | None) -> Iterable[Match]:
        roles = self._book.closures.wider_roles(self.role)
        parties = self._book.closures.wider_roles(towards) if towards else None
        for speaker in self._about:
            direct = _fit(speaker, roles, parties)
            turned = _fit_turned(speaker, roles, parties) if speaker.mutual else None
            if direct is None and turned is None:
                continue
            exchanged = direct is None or (turned is True and not direct)
            bound = roles if not exchanged else parties
            binding = self._book.binding(speaker, bound)
            rank = BINDING[speaker.force] if binding else OF_FORCE[speaker.force]
            yield Match(speaker, rank, bool(turned if exchanged else direct), exchanged, binding)


def _in_order(speakers: Iterable[Speaker]) -> list[Speaker]:
    unique = {speaker.number: speaker for speaker in speakers}
    return [unique[number] for number in sorted(unique)]


def _fit(speaker: Speaker, roles: frozenset[str], parties: frozenset[str] | None) -> bool | None:
    """Whether a clause speaks: surely (True), if the party is as it says (False), or not (None)."""
    if not speaker.who & roles:
        return None
    if not speaker.towards:
        return True
    if parties is None:
        return False
    return True if speaker.towards & parties else None


def _fit_turned(speaker: Speaker, roles: frozenset[str], parties: frozenset[str] | None) -> bool | None:
    """The same with the two sides exchanged."""
    if speaker.towards and not speaker.towards & roles:
        return None
    if parties is None:
        return False
    return True if speaker.who & parties else None


class Book:
    """A policy's clauses by action, with what they turn on: what plans are made from."""

    def __init__(
        self,
        closures: Closures,
        atoms: Atoms,
        speakers: Iterable[Speaker],
        clauses: Iterable[Clause],
        bindings: Iterable[Binding],
    ) -> None:
        self.closures, self.atoms, self.bindings = closures, atoms, tuple(bindings)
        self._clauses = [clause for clause in clauses if about(clause)]
        self.by_action: dict[str, list[Speaker]] = defaultdict(list)
        self.by_trigger: dict[str, list[Speaker]] = defaultdict(list)
        for speaker in speakers:
            self.by_action[speaker.action].append(speaker)
            if speaker.force is not Force.MAY:
                for action in speaker.on:
                    self.by_trigger[action].append(speaker)

    def about(self, action: str) -> list[Speaker]:
        """The clauses that rule on an action or a wider one, in the file's order."""
        wider = self.closures.wider_actions(action)
        return _in_order(speaker for each in wider for speaker in self.by_action.get(each, ()))

    def informing(self, roles: frozenset[str], action: str) -> tuple[Clause, ...]:
        """The clauses that bear on an action without deciding it; notes only for whom they concern."""
        return tuple(
            clause
            for clause in self._clauses
            if self.closures.bears_on(about(clause), action)
            and not (isinstance(clause, Note) and clause.audience and not roles.intersection(clause.audience))
        )

    def held(self, roles: frozenset[str]) -> int:
        """The bits of the offices among these roles."""
        bits = 0
        for role in roles:
            bits |= self.atoms.facts.get(f"holds-{role}", 0)
        return bits

    def binding(self, speaker: Speaker, bound: frozenset[str] | None) -> Binding | None:
        """What makes the clause's "should" a must for whoever it binds (None: not known, so by its who)."""
        if speaker.force not in BINDING:
            return None
        sides = [bound] if bound is not None else [self.closures.wider_roles(who) for who in speaker.who]
        return next(
            (each for each in self.bindings if any(side.intersection(each.who) for side in sides)), None
        )

    def inputs(self, bits: int) -> tuple[str, ...]:
        """The facts that bear on these bits."""
        for gate in self.atoms.gates.values():
            bits |= gate.keys if gate.bit & bits else 0
        found = [
            fact
            for fact, (denied, affirmed) in self.atoms.follows.items()
            if bits & (denied[0] | denied[1] | affirmed[0] | affirmed[1])
        ]
        found += [fact for fact, known in self.atoms.measures.items() if any(bit & bits for bit in known)]
        if UNDER_AGE in found:
            found += [fact for fact in (AGE, PLATFORM) if fact not in found]
        return tuple(found)


def about(clause: Clause) -> tuple[str, ...]:
    """The actions that a clause bears on without ruling on them."""
    if isinstance(clause, Procedure):
        return clause.on
    return clause.about if isinstance(clause, Definition | PlatformFact | Note) else ()
