"""A clause made ready to be weighed: whom it binds, what it turns on, and what lifts it."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from belisha.rules.clauses import (
    Clause,
    Condition,
    Effect,
    Exemption,
    Force,
    Grant,
    Note,
    NoteKind,
    Office,
    Rule,
)
from belisha.rules.judging.atoms import Atoms, Gate, Literal, is_askable
from belisha.rules.words import Vocabulary


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """One `when` line: it holds if one of `yes` is true or one of `no` is false."""

    literals: tuple[Literal, ...]
    yes: int
    no: int


@dataclass(frozen=True, slots=True, eq=False)
class Way:
    """One `unless` line: it holds if all of `yes` are true and all of `no` are false.

    `leave` are the bits of what somebody gives (permission, consent, an approved declaration).
    """

    exemption: Exemption
    literals: tuple[Literal, ...]
    gates: tuple[Gate, ...]
    yes: int
    no: int
    leave: int


@dataclass(frozen=True, slots=True, eq=False)
class Speaker:
    """A clause that can decide: a rule, an office (a must of that office) or a right (a may).

    `number` is its place among the policy's clauses. `escapes` are the bits that show, where true, that
    the clause was got round by an unusual circumstance or failed only for coming too late.
    """

    number: int
    clause: Clause
    force: Force
    who: frozenset[str]
    action: str
    towards: frozenset[str]
    on: frozenset[str]
    mutual: bool
    lines: tuple[Line, ...]
    ways: tuple[Way, ...]
    then: tuple[Effect, ...]
    by: str
    unusual: int
    escapes: int
    bits: int = field(default=0)

    @property
    def named(self) -> tuple[str, ...]:
        """Whom it is about, in the order of the clause."""
        return self.clause.who if isinstance(self.clause, Rule) else tuple(sorted(self.who))

    @property
    def parties(self) -> tuple[str, ...]:
        """Towards whom, in the order of the clause."""
        return self.clause.towards if isinstance(self.clause, Rule) else ()


def speakers(clauses: Iterable[Clause], atoms: Atoms, vocabulary: Vocabulary) -> tuple[Speaker, ...]:
    """Every clause that can decide, in the order of the file; a right speaks once for each action."""
    found: list[Speaker] = []
    for number, clause in enumerate(clauses):
        if isinstance(clause, Rule):
            found.append(_of_rule(number, clause, atoms, vocabulary))
        elif isinstance(clause, Office):
            found.append(_plain(number, clause, Force.MUST, (clause.office,), clause.answers_for))
        elif isinstance(clause, Note) and clause.kind is NoteKind.RIGHT:
            found += [_plain(number, clause, Force.MAY, clause.audience, action) for action in clause.about]
    return tuple(found)


def _of_rule(number: int, rule: Rule, atoms: Atoms, vocabulary: Vocabulary) -> Speaker:
    lines = tuple(_line(line, atoms) for line in rule.when)
    ways = tuple(_way(exemption, atoms) for exemption in rule.unless)
    unusual = 0
    for fact in vocabulary.facts.values():
        unusual |= atoms.facts.get(fact.id, 0) if fact.unusual else 0
    bits = escapes = denied = 0
    for line in lines:
        bits |= line.yes | line.no
        denied |= line.no
    for way in ways:
        bits |= way.yes | way.no
        denied |= way.no
        for gate in way.gates:
            escapes |= gate.late
    return Speaker(
        number=number,
        clause=rule,
        force=rule.force,
        who=frozenset(rule.who),
        action=rule.action,
        towards=frozenset(rule.towards),
        on=frozenset(rule.on),
        mutual=_is_mutual(rule.action, vocabulary),
        lines=lines,
        ways=ways,
        then=rule.then,
        by=rule.by,
        unusual=unusual & bits,
        escapes=escapes | denied & unusual,
        bits=bits,
    )


def _plain(number: int, clause: Clause, force: Force, who: tuple[str, ...], action: str) -> Speaker:
    return Speaker(
        number=number,
        clause=clause,
        force=force,
        who=frozenset(who),
        action=action,
        towards=frozenset(),
        on=frozenset(),
        mutual=False,
        lines=(),
        ways=(),
        then=(),
        by="",
        unusual=0,
        escapes=0,
    )


def _is_mutual(action: str, vocabulary: Vocabulary) -> bool:
    known = vocabulary.actions.get(action)
    return known is not None and known.mutual


def _line(line: tuple[Condition, ...], atoms: Atoms) -> Line:
    literals = tuple(atoms.condition(condition) for condition in line)
    return Line(literals, *_sides(literals))


def _way(exemption: Exemption, atoms: Atoms) -> Way:
    literals: list[Literal] = []
    gates: list[Gate] = []
    leave = 0
    for part in exemption.parts:
        if isinstance(part, Grant):
            gate = atoms.grant(part)
            gates.append(gate)
            literals.append(Literal(gate.bit))
            leave |= gate.bit if is_askable(part) else 0
        else:
            literals.append(atoms.condition(part))
    return Way(exemption, tuple(literals), tuple(gates), *_sides(literals), leave)


def _sides(literals: Iterable[Literal]) -> tuple[int, int]:
    yes = no = 0
    for literal in literals:
        yes |= 0 if literal.negated else literal.bit
        no |= literal.bit if literal.negated else 0
    return yes, no
