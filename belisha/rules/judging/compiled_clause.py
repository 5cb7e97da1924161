"""A clause made ready to be weighed: whom it binds, what it turns on, and what lifts it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import product

from belisha.rules.judging.fact_bits import FactBits, GrantCondition, Literal, is_askable
from belisha.rules.language.clauses import (
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
from belisha.rules.language.grants import holds
from belisha.rules.ruling import Obligation
from belisha.rules.vocabulary.words import Vocabulary

# Notes that decide, and for whom those of the school do.
NOTE_FORCES = {
    NoteKind.RIGHT: Force.MAY,
    NoteKind.PROMISE: Force.MUST,
    NoteKind.RESERVES: Force.MAY,
}
SCHOOL = ("school",)


@dataclass(frozen=True, slots=True, eq=False)
class ConditionLine:
    """One `when` line: it holds if one of `yes` is true or one of `no` is false."""

    literals: tuple[Literal, ...]
    yes: int
    no: int


@dataclass(frozen=True, slots=True, eq=False)
class CompiledExemption:
    """One `unless` line: it holds if all of `yes` are true and all of `no` are false.

    `leave` are the bits of what somebody gives (permission, consent, an approved declaration). Where another
    clause makes the exception, `by` is that clause, and `fits` the bit that says that it speaks of the
    situation.
    """

    exemption: Exemption
    literals: tuple[Literal, ...]
    gates: tuple[GrantCondition, ...]
    yes: int
    no: int
    leave: int
    by: Clause | None = None
    fits: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class CompiledClause:
    """A clause that can decide: a rule, an office or a right (leave), a promise (a must of the school).

    `spared` are those whom it does not bind although they lie within `who`, `passed_by` those of `towards`
    who are not meant. `acts_for` is the office, if any, that somebody must be acting as.

    `number` is its place among the policy's clauses. `escapes` are the bits that show, where true, that
    the clause was got round by an unusual circumstance or failed only for coming too late. `obligations`
    keeps what it sets off in words, one for each of `then`, once they are read.
    """

    number: int
    clause: Clause
    force: Force
    who: frozenset[str]
    action: str
    towards: frozenset[str]
    on: frozenset[str]
    mutual: bool
    lines: tuple[ConditionLine, ...]
    ways: tuple[CompiledExemption, ...]
    then: tuple[Effect, ...]
    by: str
    unusual: int
    escapes: int
    bits: int = field(default=0)
    forbids: bool = False
    spared: frozenset[str] = frozenset()
    acts_for: tuple[str, ...] = ()
    passed_by: frozenset[str] = frozenset()
    obligations: list[Obligation] = field(default_factory=list)

    def binds(self, roles: frozenset[str]) -> bool:
        """Return whether somebody of these roles (one role and its wider ones) is bound."""
        return not self.who.isdisjoint(roles) and self.spared.isdisjoint(roles)

    def is_towards(self, roles: frozenset[str]) -> bool:
        """Return whether it speaks of what is done towards somebody of these roles."""
        return not self.towards or (not self.towards.isdisjoint(roles) and self.passed_by.isdisjoint(roles))

    @property
    def when(self) -> tuple[tuple[Condition, ...], ...]:
        """The circumstances in which alone it speaks, one for each of `lines`."""
        said = self.clause.when if isinstance(self.clause, Rule | Note) else ()
        return (*said, *((Condition(holds(office)),) for office in self.acts_for))

    @property
    def clause_force(self) -> str:
        """The force in the document's own words ("may", also where it is leave that must be asked for)."""
        return self.clause.force.value if isinstance(self.clause, Rule) else self.force.value

    @property
    def named(self) -> tuple[str, ...]:
        """Whom it is about, in the order of the clause."""
        return self.clause.who if isinstance(self.clause, Rule) else tuple(sorted(self.who))

    @property
    def parties(self) -> tuple[str, ...]:
        """Towards whom, in the order of the clause."""
        return self.clause.towards if isinstance(self.clause, Rule) else ()


def compiled_clauses(
    clauses: Iterable[Clause], fact_bits: FactBits, vocabulary: Vocabulary
) -> tuple[CompiledClause, ...]:
    """Return every clause that can decide, in the order of the file.

    A right speaks once for each of its actions. A rule of an office speaks again for those who act as it.
    """
    given = tuple(clauses)
    rules = {clause.id: clause for clause in given if isinstance(clause, Rule)}
    overriding = [rule for rule in rules.values() if rule.overrides]
    offices = [clause for clause in given if isinstance(clause, Office) and clause.in_absence]
    found: list[CompiledClause] = []
    for number, clause in enumerate(given):
        if isinstance(clause, Rule):
            whole = _whole(clause, rules)
            ways = [way for each in overriding for way in _lifted_by(_whole(each, rules), clause, fact_bits)]
            force = _judged_as(whole, rules)
            whole = whole if force is whole.force else _where_leave_holds(whole)
            made = _of_rule(number, whole, force, tuple(ways), fact_bits, vocabulary)
            found.append(made)
            found += [_for_deputies(made, office, fact_bits) for office in offices if _is_of(made, office)]
        elif isinstance(clause, Office):
            force = Force.MUST if clause.is_duty else Force.MAY
            found.append(_plain(number, clause, force, clause.holders, clause.answers_for))
            if clause.in_absence:
                plain = _plain(number, clause, force, clause.in_absence, clause.answers_for)
                acting = Literal(fact_bits.fact(holds(clause.office)))
                line = ConditionLine((acting,), acting.bit, 0)
                found.append(replace(plain, lines=(line,), bits=acting.bit, acts_for=(clause.office,)))
        elif isinstance(clause, Note) and clause.kind in NOTE_FORCES:
            found += _of_note(number, clause, fact_bits)
    return tuple(found)


def _judged_as(rule: Rule, rules: Mapping[str, Rule]) -> Force:
    """Return the force by which a rule is judged: a `may` that needs leave is a ban that the leave lifts.

    Where it is an exception, that ban is no stronger than those that it is an exception to.
    """
    if rule.force is not Force.MAY or not rule.only_with:
        return rule.force
    overridden = {rules[each].force for each in rule.overrides if each in rules}
    return Force.SHOULD_NOT if overridden == {Force.SHOULD_NOT} else Force.MUST_NOT


def _where_leave_holds(rule: Rule) -> Rule:
    """Return a `may` that needs leave with what ends it (`unless`) among its circumstances, denied."""
    lines = [
        tuple(_contrary(part) for part in way.parts if isinstance(part, Condition)) for way in rule.unless
    ]
    return replace(rule, when=(*rule.when, *filter(None, lines)), unless=())


def _whole(rule: Rule, rules: Mapping[str, Rule]) -> Rule:
    """Return a rule with the circumstances, exceptions and consequences of those that it is the same as."""
    same = [rules[each] for each in rule.same_as if each in rules and each != rule.id]
    if not same:
        return rule
    return replace(
        rule,
        when=tuple(dict.fromkeys((*rule.when, *(line for each in same for line in each.when)))),
        unless=tuple(dict.fromkeys((*rule.unless, *(way for each in same for way in each.unless)))),
        only_with=tuple(dict.fromkeys((*rule.only_with, *(way for each in same for way in each.only_with)))),
        then=tuple(dict.fromkeys((*rule.then, *(effect for each in same for effect in each.then)))),
        by=rule.by or next((each.by for each in same if each.by), ""),
    )


def _lifted_by(rule: Rule, lifted: Rule, fact_bits: FactBits) -> Iterator[CompiledExemption]:
    """Yield the exceptions that a rule makes to another, one for each way in which it can apply."""
    if lifted.id not in rule.overrides:
        return
    fits = fact_bits.speaks(rule.id)
    spared = [[_contrary(part) for part in way.parts if isinstance(part, Condition)] for way in rule.unless]
    only_with = [way.parts for way in rule.only_with] or [()]
    for line in product(*rule.when, *filter(None, spared)):
        for given in only_with:
            way = _way(Exemption((*line, *given)), fact_bits)
            literals = (Literal(fits), *way.literals)
            yield replace(way, literals=literals, yes=way.yes | fits, by=rule, fits=fits)


def _contrary(condition: Condition) -> Condition:
    return replace(condition, negated=not condition.negated)


def _is_of(rule: CompiledClause, office: Office) -> bool:
    return office.office in rule.who and rule.action == office.answers_for


def _for_deputies(rule: CompiledClause, office: Office, fact_bits: FactBits) -> CompiledClause:
    """Return the rule of an office as it binds those who act as the office."""
    acting = Literal(fact_bits.fact(holds(office.office)))
    line = ConditionLine((acting,), acting.bit, 0)
    return replace(
        rule,
        who=frozenset(office.in_absence),
        lines=(*rule.lines, line),
        bits=rule.bits | acting.bit,
        acts_for=(office.office,),
        obligations=[],
    )


def _of_rule(
    number: int,
    rule: Rule,
    force: Force,
    lifting: tuple[CompiledExemption, ...],
    fact_bits: FactBits,
    vocabulary: Vocabulary,
) -> CompiledClause:
    lines = tuple(_line(line, fact_bits) for line in rule.when)
    ways = (*(_way(exemption, fact_bits) for exemption in rule.unless), *lifting)
    if force is not rule.force:
        ways = (*(_way(exemption, fact_bits) for exemption in rule.only_with), *lifting)
    bits, unusual, escapes = _turns_on(lines, ways, fact_bits)
    return CompiledClause(
        number=number,
        clause=rule,
        force=force,
        who=frozenset(rule.who),
        action=rule.action,
        towards=frozenset(rule.towards),
        on=frozenset(rule.on),
        mutual=_is_mutual(rule.action, vocabulary),
        lines=lines,
        ways=ways,
        then=rule.then,
        by=rule.by,
        unusual=unusual,
        escapes=escapes,
        bits=bits,
        forbids=force.forbids,
        spared=frozenset(rule.who_except),
        passed_by=frozenset(rule.towards_except),
    )


def _of_note(number: int, note: Note, fact_bits: FactBits) -> Iterator[CompiledClause]:
    """Yield a right, a promise or a reserved power once for each action that it bears on."""
    force = NOTE_FORCES[note.kind]
    who = note.audience if note.kind is NoteKind.RIGHT else SCHOOL
    lines = tuple(_line(line, fact_bits) for line in note.when)
    ways = tuple(_way(exemption, fact_bits) for exemption in note.unless)
    for action in note.about:
        plain = _plain(number, note, force, who, action)
        bits, unusual, escapes = _turns_on(lines, ways, fact_bits)
        yield replace(plain, lines=lines, ways=ways, bits=bits, unusual=unusual, escapes=escapes)


def _turns_on(
    lines: Iterable[ConditionLine], ways: Iterable[CompiledExemption], fact_bits: FactBits
) -> tuple[int, int, int]:
    """Return the bits that a clause turns on, the unusual ones among them, and those that escape it."""
    bits = escapes = denied = 0
    for line in lines:
        bits |= line.yes | line.no
        denied |= line.no
    for way in ways:
        bits |= way.yes | way.no
        denied |= way.no
        for gate in way.gates:
            escapes |= gate.late
    unusual = fact_bits.unusual() if bits else 0
    return bits, unusual & bits, escapes | denied & unusual


def _plain(number: int, clause: Clause, force: Force, who: tuple[str, ...], action: str) -> CompiledClause:
    return CompiledClause(
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


def _line(line: tuple[Condition, ...], fact_bits: FactBits) -> ConditionLine:
    literals = tuple(fact_bits.condition(condition) for condition in line)
    return ConditionLine(literals, *_sides(literals))


def _way(exemption: Exemption, fact_bits: FactBits) -> CompiledExemption:
    literals: list[Literal] = []
    gates: list[GrantCondition] = []
    leave = 0
    for part in exemption.parts:
        if isinstance(part, Grant):
            gate = fact_bits.grant(part)
            gates.append(gate)
            literals.append(Literal(gate.bit))
            leave |= gate.bit if is_askable(part) else 0
        else:
            literals.append(fact_bits.condition(part))
    return CompiledExemption(exemption, tuple(literals), tuple(gates), *_sides(literals), leave)


def _sides(literals: Iterable[Literal]) -> tuple[int, int]:
    yes = no = 0
    for literal in literals:
        yes |= 0 if literal.negated else literal.bit
        no |= literal.bit if literal.negated else 0
    return yes, no
