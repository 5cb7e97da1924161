"""What is asked: the facts that would change the ruling, and what follows from each answer."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from types import MappingProxyType

from belisha.rules.judging.answers import answers
from belisha.rules.judging.compiled_clause import CompiledExemption
from belisha.rules.judging.evaluation import Evaluation, FactState, is_met
from belisha.rules.judging.fact_bits import (
    AGE,
    PLATFORM,
    UNDER_AGE,
    FactBits,
    GrantAlternative,
    GrantCondition,
)
from belisha.rules.judging.plans import ClauseOutcome, Fate
from belisha.rules.judging.ranks import DEPENDS, RANKS, SILENT
from belisha.rules.judging.remedies import TOWARDS, is_open
from belisha.rules.language import grants
from belisha.rules.ruling import FactValue, FollowUpQuestion, Verdict
from belisha.rules.vocabulary.words import Vocabulary
from belisha.rules.wording import grants as grant_words

MOST = 12

Facts = dict[str, FactValue]
Rejudge = Callable[[str, FactValue], Verdict]


@dataclass(frozen=True, slots=True)
class WantedFact:
    """A fact that bears on the ruling: the clause that turns on it, and whether it decides.

    `keep` is set where it is asked even if no answer alone changes the verdict.
    """

    fact: str
    clause: str
    decides: bool
    keep: bool = True
    parties: tuple[str, ...] = ()


def follow_up_questions(
    decision: Evaluation,
    state: FactState,
    facts: Facts,
    fact_bits: FactBits,
    vocabulary: Vocabulary,
    rejudge: Rejudge,
) -> tuple[FollowUpQuestion, ...]:
    """Return the questions, those that decide first, then by how much the answers differ; at most 12."""
    wanted: dict[str, WantedFact] = {}
    parties: list[str] = []
    for each in _as_choices(tuple(_wanted(decision, state, facts, fact_bits)), facts, fact_bits):
        wanted.setdefault(each.fact, each)
        parties += each.parties
    found = []
    for each in list(wanted.values())[:MOST]:
        named = tuple(dict.fromkeys(parties)) if each.fact == TOWARDS else ()
        then = {
            label: rejudge(each.fact, value) for label, value in answers(each.fact, facts, fact_bits, named)
        }
        changes = any(RANKS[verdict] != decision.rank for verdict in then.values())
        if each.keep or changes:
            question, why = _words(each, vocabulary)
            found.append(FollowUpQuestion(each.fact, question, why, MappingProxyType(then), each.decides))
    # What leaves it as open as before is asked later, if something else is a step forward.
    if any(ask.decides and _settles(ask) for ask in found):
        found = [ask for ask in found if not ask.decides or _settles(ask)]
    return tuple(sorted(found, key=lambda ask: (not ask.decides, -_spread(ask))))


def _as_choices(wanted: tuple[WantedFact, ...], facts: Facts, fact_bits: FactBits) -> Iterator[WantedFact]:
    """Yield the facts to ask for, with one question for several that are values of one choice.

    "Which device is it?" once, and not "is it your own?" and then "is it the school's?".
    """
    of = {value: choice for choice, values in fact_bits.choices.items() for value in values}
    asked = [of[fact] for fact in {each.fact for each in wanted} if fact in of]
    decides = {of[each.fact] for each in wanted if each.decides and each.fact in of}
    kept = {of[each.fact] for each in wanted if each.keep and each.fact in of}
    for each in wanted:
        choice = of.get(each.fact, "")
        if asked.count(choice) < 2 or any(value in facts for value in fact_bits.choices[choice]):
            yield each
        else:
            yield WantedFact(choice, each.clause, choice in decides, choice in kept)


def _settles(ask: FollowUpQuestion) -> bool:
    return any(verdict is not Verdict.DEPENDS for verdict in ask.then.values())


def _spread(ask: FollowUpQuestion) -> int:
    ranks = [RANKS[verdict] for verdict in ask.then.values() if verdict is not Verdict.DEPENDS] or [SILENT]
    return max(ranks) - min(ranks)


def _words(wanted: WantedFact, vocabulary: Vocabulary) -> tuple[str, str]:
    why = f"“{wanted.clause}” turns on it."
    if wanted.fact == TOWARDS:
        return "Who is the other person?", f"“{wanted.clause}” turns on who it is."
    known = vocabulary.facts.get(wanted.fact)
    if known:
        return known.question, known.why or why
    grant = grants.parse(wanted.fact)
    return (grant_words.question(grant, vocabulary) if grant else f"{wanted.fact.replace('-', ' ')}?"), why


def _wanted(
    decision: Evaluation, state: FactState, facts: Facts, fact_bits: FactBits
) -> Iterator[WantedFact]:
    """Yield first what decides, then exceptions that are not known, then unusual circumstances."""
    best = decision.strongest
    decides = decision.rank == DEPENDS
    for each in decision.outcomes:
        if each.fate is Fate.HELD or (each.fate is Fate.OPEN and (decision.is_strict or each.rank > best)):
            yield from _of_open(each, state, facts, fact_bits, decides=decides and each.fate is Fate.OPEN)
    for each in decision.outcomes:
        if decision.rests_on(each):
            yield from _of_ways(each, state, facts, fact_bits)
    for each in decision.outcomes:
        title = each.match.compiled_clause.clause.title
        for fact in _names(each.match.compiled_clause.unusual & state.taken, facts, fact_bits):
            yield WantedFact(fact, title, decides=False, keep=False)


def _of_open(
    outcome: ClauseOutcome, state: FactState, facts: Facts, fact_bits: FactBits, *, decides: bool
) -> Iterator[WantedFact]:
    compiled_clause = outcome.match.compiled_clause
    if not outcome.match.sure:
        parties = compiled_clause.named if outcome.match.exchanged else compiled_clause.parties
        yield WantedFact(TOWARDS, compiled_clause.clause.title, decides, parties=parties)
    if is_met(compiled_clause, state) is not None:
        return
    false = state.false | state.taken
    for line in compiled_clause.lines:
        if not (state.true & line.yes or false & line.no):
            for fact in _names((line.yes | line.no) & ~(state.true | false), facts, fact_bits):
                yield WantedFact(fact, compiled_clause.clause.title, decides)


def _of_ways(
    outcome: ClauseOutcome, state: FactState, facts: Facts, fact_bits: FactBits
) -> Iterator[WantedFact]:
    for way in outcome.match.compiled_clause.ways:
        if is_open(way, state, fact_bits):
            for fact in _unknown(way, state, facts, fact_bits):
                yield WantedFact(fact, outcome.match.compiled_clause.clause.title, decides=False)


def _unknown(way: CompiledExemption, state: FactState, facts: Facts, fact_bits: FactBits) -> Iterable[str]:
    gates = 0
    for gate in way.gates:
        gates |= gate.bit
        yield from _of_gate(gate, state, facts, fact_bits)
    yield from _names((way.yes | way.no) & ~(gates | state.true | state.false), facts, fact_bits)


def _of_gate(gate: GrantCondition, state: FactState, facts: Facts, fact_bits: FactBits) -> Iterator[str]:
    for group in gate.groups:
        if any(_given(choice, state) for choice in group):
            continue
        for choice in group:
            if not state.false & (choice.need | choice.prior):
                # Leave given beforehand is leave given: without another form, that alone is asked.
                need = choice.need if grants.forms(gate.grant) or not choice.prior else 0
                yield from _names(need & ~state.true, facts, fact_bits)
                yield from _names(choice.prior & ~state.true, facts, fact_bits)


def _given(choice: GrantAlternative, state: FactState) -> bool:
    wanted = choice.need | choice.prior
    return state.true & wanted == wanted


def _names(bits: int, facts: Facts, fact_bits: FactBits) -> Iterator[str]:
    """Yield the facts to ask for behind these bits, in a fixed order."""
    for fact, bit in fact_bits.facts.items():
        if bit & bits:
            yield _asked_for(fact, facts, fact_bits)
    for fact, known in fact_bits.measures.items():
        if any(bit & bits for bit in known):
            yield fact


def _asked_for(fact: str, facts: Facts, fact_bits: FactBits) -> str:
    """Return of an age and a platform that decide together, the one that is missing."""
    if fact == UNDER_AGE and fact_bits.minimum_ages:
        if AGE in facts and PLATFORM not in facts:
            return PLATFORM
        if PLATFORM in facts and AGE not in facts:
            return AGE
    return fact
