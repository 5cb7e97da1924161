"""What is asked: the facts that would change the ruling, and what follows from each answer."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from types import MappingProxyType

from belisha.rules import grants
from belisha.rules.judging.answers import answers
from belisha.rules.judging.atoms import AGE, PLATFORM, UNDER_AGE, Atoms, Choice, Gate
from belisha.rules.judging.ranks import DEPENDS, RANKS, SILENT
from belisha.rules.judging.speakers import Way
from belisha.rules.judging.way_out import is_open
from belisha.rules.judging.weighing import Decision, Fate, State, Weighed, is_met
from belisha.rules.ruling import Ask, FactValue, Verdict
from belisha.rules.words import Vocabulary

TOWARDS = "towards"
MOST = 12

Facts = dict[str, FactValue]
Rejudge = Callable[[str, FactValue], Verdict]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A fact that bears on the ruling: the clause that turns on it, and whether it decides.

    `keep` is set where it is asked even if no answer alone changes the verdict.
    """

    fact: str
    clause: str
    decides: bool
    keep: bool = True
    parties: tuple[str, ...] = ()


def asks(
    decision: Decision, state: State, facts: Facts, atoms: Atoms, vocabulary: Vocabulary, rejudge: Rejudge
) -> tuple[Ask, ...]:
    """The questions, those that decide first, then by how much the answers differ; at most 12."""
    wanted: dict[str, Wanted] = {}
    parties: list[str] = []
    for each in _wanted(decision, state, facts, atoms):
        wanted.setdefault(each.fact, each)
        parties += each.parties
    found = []
    for each in list(wanted.values())[:MOST]:
        named = tuple(dict.fromkeys(parties)) if each.fact == TOWARDS else ()
        then = {label: rejudge(each.fact, value) for label, value in answers(each.fact, facts, atoms, named)}
        changes = any(RANKS[verdict] != decision.rank for verdict in then.values())
        if each.keep or changes:
            question, why = _words(each, vocabulary)
            found.append(Ask(each.fact, question, why, MappingProxyType(then), each.decides))
    # What leaves it as open as before is asked later, if something else is a step forward.
    if any(ask.decides and _settles(ask) for ask in found):
        found = [ask for ask in found if not ask.decides or _settles(ask)]
    return tuple(sorted(found, key=lambda ask: (not ask.decides, -_spread(ask))))


def _settles(ask: Ask) -> bool:
    return any(verdict is not Verdict.DEPENDS for verdict in ask.then.values())


def _spread(ask: Ask) -> int:
    ranks = [RANKS[verdict] for verdict in ask.then.values() if verdict is not Verdict.DEPENDS] or [SILENT]
    return max(ranks) - min(ranks)


def _words(wanted: Wanted, vocabulary: Vocabulary) -> tuple[str, str]:
    why = f"“{wanted.clause}” turns on it."
    if wanted.fact == TOWARDS:
        return "Who is the other person?", f"“{wanted.clause}” turns on who it is."
    known = vocabulary.facts.get(wanted.fact)
    if known:
        return known.question, known.why or why
    grant = grants.parse(wanted.fact)
    return (grants.question(grant, vocabulary) if grant else f"{wanted.fact.replace('-', ' ')}?"), why


def _wanted(decision: Decision, state: State, facts: Facts, atoms: Atoms) -> Iterator[Wanted]:
    """First what decides, then exceptions that are not known, then unusual circumstances."""
    best = decision.strongest
    decides = decision.rank == DEPENDS
    for each in decision.weighed:
        if each.fate is Fate.HELD or (each.fate is Fate.OPEN and (decision.is_strict or each.rank > best)):
            yield from _of_open(each, state, facts, atoms, decides=decides and each.fate is Fate.OPEN)
    for each in decision.weighed:
        if decision.rests_on(each):
            yield from _of_ways(each, state, facts, atoms)
    for each in decision.weighed:
        title = each.match.speaker.clause.title
        for fact in _names(each.match.speaker.unusual & state.taken, facts, atoms):
            yield Wanted(fact, title, decides=False, keep=False)


def _of_open(
    weighed: Weighed, state: State, facts: Facts, atoms: Atoms, *, decides: bool
) -> Iterator[Wanted]:
    speaker = weighed.match.speaker
    if not weighed.match.sure:
        parties = speaker.named if weighed.match.exchanged else speaker.parties
        yield Wanted(TOWARDS, speaker.clause.title, decides, parties=parties)
    if is_met(speaker, state) is not None:
        return
    false = state.false | state.taken
    for line in speaker.lines:
        if not (state.true & line.yes or false & line.no):
            for fact in _names((line.yes | line.no) & ~(state.true | false), facts, atoms):
                yield Wanted(fact, speaker.clause.title, decides)


def _of_ways(weighed: Weighed, state: State, facts: Facts, atoms: Atoms) -> Iterator[Wanted]:
    for way in weighed.match.speaker.ways:
        if is_open(way.exemption, state, atoms):
            for fact in _unknown(way, state, facts, atoms):
                yield Wanted(fact, weighed.match.speaker.clause.title, decides=False)


def _unknown(way: Way, state: State, facts: Facts, atoms: Atoms) -> Iterable[str]:
    gates = 0
    for gate in way.gates:
        gates |= gate.bit
        yield from _of_gate(gate, state, facts, atoms)
    yield from _names((way.yes | way.no) & ~(gates | state.true | state.false), facts, atoms)


def _of_gate(gate: Gate, state: State, facts: Facts, atoms: Atoms) -> Iterator[str]:
    for group in gate.groups:
        if any(_given(choice, state) for choice in group):
            continue
        for choice in group:
            if not state.false & (choice.need | choice.prior):
                yield from _names(choice.need & ~state.true, facts, atoms)


def _given(choice: Choice, state: State) -> bool:
    return state.true & choice.need == choice.need and not state.false & choice.prior


def _names(bits: int, facts: Facts, atoms: Atoms) -> Iterator[str]:
    """The facts to ask for behind these bits, in a fixed order."""
    for fact, bit in atoms.facts.items():
        if bit & bits:
            yield _asked_for(fact, facts, atoms)
    for fact, known in atoms.measures.items():
        if any(bit & bits for bit in known):
            yield fact


def _asked_for(fact: str, facts: Facts, atoms: Atoms) -> str:
    """Of an age and a platform that decide together, the one that is missing."""
    if fact == UNDER_AGE and atoms.minimum_ages:
        if AGE in facts and PLATFORM not in facts:
            return PLATFORM
        if PLATFORM in facts and AGE not in facts:
            return AGE
    return fact
