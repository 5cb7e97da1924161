"""The clauses of a ruling: what became of each, and why; and the exceptions that were tried."""

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from belisha.rules.judging.compiled_clause import CompiledClause, CompiledExemption
from belisha.rules.judging.evaluation import Evaluation, FactState, is_met, part_state, way_state
from belisha.rules.judging.fact_bits import FactBits
from belisha.rules.judging.plans import ClauseOutcome, ClausePlan, Fate
from belisha.rules.judging.ranks import ALLOWED, DEPENDS, OF_FORCE, VERDICTS
from belisha.rules.language.clauses import (
    Acting,
    Clause,
    Definition,
    Exemption,
    Note,
    Office,
    Plain,
    PlatformFact,
    Procedure,
    Rule,
)
from belisha.rules.ruling import ExceptionState, Ground, GroundStanding, TriedException
from belisha.rules.vocabulary.words import Vocabulary
from belisha.rules.wording.conditions import exception_words, line_words, part_why
from belisha.rules.wording.grammar import a, action_words, and_list, or_list, sentence, the

if TYPE_CHECKING:
    from belisha.rules.judging.compiled_policy import CompiledPolicy

ORDER = [
    GroundStanding.DECIDES,
    GroundStanding.OPEN,
    GroundStanding.LIFTED,
    GroundStanding.OUTWEIGHED,
    GroundStanding.NOT_MET,
    GroundStanding.INFORMS,
]
FATES = {
    Fate.NOT_MET: GroundStanding.NOT_MET,
    Fate.OPEN: GroundStanding.OPEN,
    Fate.LIFTED: GroundStanding.LIFTED,
}
STATES = {True: ExceptionState.HOLDS, False: ExceptionState.FAILS, None: ExceptionState.NOT_KNOWN}


def grounds(
    decision: Evaluation,
    informing: Iterable[Clause],
    state: FactState,
    vocabulary: Vocabulary,
    fact_bits: FactBits,
) -> tuple[Ground, ...]:
    """Return every clause that speaks: those that decide first, those that only inform last."""
    spoken = [_ground(each, decision, state, vocabulary, fact_bits) for each in decision.outcomes]
    said = dict.fromkeys(ground.clause for ground in spoken)
    # A rule of an office may speak twice, once for those who act as it: the stronger standing is told.
    ordered = {
        ground.clause: ground
        for ground in sorted(spoken, key=lambda ground: ORDER.index(ground.standing), reverse=True)
    }
    more = {clause.id: clause for clause in informing if clause.id not in said}
    first = sorted((ordered[each] for each in said), key=lambda ground: ORDER.index(ground.standing))
    return (*first, *map(_informing, more.values()))


def tried(
    decision: Evaluation, state: FactState, vocabulary: Vocabulary, fact_bits: FactBits
) -> tuple[TriedException, ...]:
    """Return every exception of the clauses whose circumstances are met or may be, and what came of it."""
    return tuple(
        TriedException(
            each.match.compiled_clause.clause.id,
            _exception(way, vocabulary),
            STATES[way_state(way, state)],
            exception_why(way.exemption, way_state(way, state), state, vocabulary, fact_bits),
        )
        for each in decision.outcomes
        if each.fate is not Fate.NOT_MET
        for way in each.match.compiled_clause.ways
        if not state.false & way.fits
    )


def _exception(way: CompiledExemption, vocabulary: Vocabulary) -> str:
    """Return an exception in words, or the title of the clause that makes it."""
    return f"“{way.by.title}”" if way.by else exception_words(way.exemption, vocabulary)


def exception_why(
    exemption: Exemption, held: bool | None, state: FactState, vocabulary: Vocabulary, fact_bits: FactBits
) -> str:
    """Return why an exception holds or fails, or what is not known of it, as a sentence."""
    parts = [(part, part_state(part, fact_bits, state)) for part in exemption.parts]
    words = and_list(part_why(part, known, vocabulary) for part, known in parts if known is held)
    return sentence(f"not known: {words}" if held is None else words)


def _ground(
    outcome: ClauseOutcome,
    decision: Evaluation,
    state: FactState,
    vocabulary: Vocabulary,
    fact_bits: FactBits,
) -> Ground:
    compiled_clause = outcome.match.compiled_clause
    standing = _standing(outcome, decision)
    why = _why(outcome, decision, state, vocabulary, fact_bits)
    clause = compiled_clause.clause
    why = " ".join(filter(None, (why, _doubts(clause))))
    return Ground(clause.id, clause.cites, force_of(clause), clause.title, clause.text, standing, why)


def _why(
    outcome: ClauseOutcome,
    decision: Evaluation,
    state: FactState,
    vocabulary: Vocabulary,
    fact_bits: FactBits,
) -> str:
    if outcome.fate is Fate.STANDS:
        return _applies(outcome, decision, vocabulary)
    if outcome.fate is Fate.LIFTED:
        return _lifted(outcome.match.compiled_clause, state, vocabulary, fact_bits)
    if outcome.fate is Fate.NOT_MET:
        return _not_met(outcome.match.compiled_clause, state, vocabulary)
    if outcome.fate is Fate.HELD:
        return "It may apply: where an exception has lifted one ban, another is held to stand."
    return _open(outcome, state, vocabulary)


def _standing(outcome: ClauseOutcome, decision: Evaluation) -> GroundStanding:
    if decision.rests_on(outcome):
        return GroundStanding.DECIDES
    if outcome.fate in FATES:
        return FATES[outcome.fate]
    return (
        GroundStanding.INFORMS
        if isinstance(outcome.match.compiled_clause.clause, Note)
        else GroundStanding.OUTWEIGHED
    )


def _applies(outcome: ClauseOutcome, decision: Evaluation, vocabulary: Vocabulary) -> str:
    compiled_clause = outcome.match.compiled_clause
    if isinstance(compiled_clause.clause, Rule) and compiled_clause.clause.is_who_unstated:
        return "The document does not say whom it binds: it is read as binding anyone."
    whom = f"It binds {or_list(a(who, vocabulary) for who in compiled_clause.named)}"
    if compiled_clause.parties:
        whom += f", towards {or_list(a(party, vocabulary) for party in compiled_clause.parties)}"
    if compiled_clause.passed_by:
        whom += f" but not {or_list(a(party, vocabulary) for party in sorted(compiled_clause.passed_by))}"
    if outcome.match.exchanged:
        whom += "; this takes two, so it answers both sides"
    rule = compiled_clause.clause
    if isinstance(rule, Office) and rule.jointly_with and not compiled_clause.acts_for:
        whom = f"It is for {and_list(the(who, vocabulary) for who in rule.holders)} together"
    if isinstance(rule, Rule) and rule.acting is not Acting.EACH and len(rule.who) > 1:
        whom += ", together" if rule.acting is Acting.TOGETHER else ", any one of them"
    if decision.rank == DEPENDS:
        return f"{whom}. A stronger clause may apply as well."
    return f"{whom}." if outcome.rank == decision.rank else f"{whom}, but a stronger clause applies as well."


def _lifted(
    compiled_clause: CompiledClause, state: FactState, vocabulary: Vocabulary, fact_bits: FactBits
) -> str:
    way = next(way for way in compiled_clause.ways if way_state(way, state))
    if way.by:
        return f"“{way.by.title}” is an exception to it, and applies."
    return exception_why(way.exemption, True, state, vocabulary, fact_bits)


def _open(outcome: ClauseOutcome, state: FactState, vocabulary: Vocabulary) -> str:
    compiled_clause, unknown = outcome.match.compiled_clause, []
    if not outcome.match.sure:
        sides = compiled_clause.named if outcome.match.exchanged else compiled_clause.parties
        unknown.append(f"whether the other person is {or_list(a(side, vocabulary) for side in sides)}")
    if is_met(compiled_clause, state) is None:
        unknown += [
            f"whether {line_words(words, vocabulary)}"
            for words, line in zip(compiled_clause.when, compiled_clause.lines, strict=True)
            if not (state.true & line.yes or (state.false | state.taken) & line.no)
        ]
    would = VERDICTS[outcome.rank].value if outcome.rank else "no answer from this clause"
    return sentence(f"not known: {and_list(unknown)}; if so: {would}")


def _not_met(compiled_clause: CompiledClause, state: FactState, vocabulary: Vocabulary) -> str:
    lines = list(zip(compiled_clause.when, compiled_clause.lines, strict=True))
    failed = [
        line_words(words, vocabulary, denied=True)
        for words, line in lines
        if state.false & line.yes == line.yes and state.true & line.no == line.no
    ]
    if failed:
        return sentence(f"it does not apply: {and_list(failed)}")
    unsaid = [
        line_words(words, vocabulary)
        for words, line in lines
        if (state.false | state.taken) & line.yes == line.yes and state.true & line.no == line.no
    ]
    return sentence(f"it would apply if {and_list(unsaid)}; nobody has said so")


def stricter(plan: ClausePlan, compiled: "CompiledPolicy", rank: int) -> tuple[Ground, ...]:
    """Return the bans on a part of what is asked about that are stricter than the answer on the whole."""
    found = {}
    for each in compiled.book.narrower_bans(plan.action):
        if OF_FORCE[each.force] > rank and each.binds(plan.roles):
            label = action_words(each.action, compiled.vocabulary)
            why = f"A part of this is stricter: you {each.clause_force} {label}."
            found[each.clause.id] = replace(_informing(each.clause), why=why)
    return tuple(found.values())


def of_others(plan: ClausePlan, compiled: "CompiledPolicy") -> tuple[Ground, ...]:
    """Return what the policy says of the same act for other people."""
    found = {}
    for each in compiled.book.about(plan.action):
        if not each.binds(plan.roles) and isinstance(each.clause, Rule):
            people = and_list(a(who, compiled.vocabulary) for who in each.named)
            why = f"The policy says this of others: {people}."
            found[each.clause.id] = replace(_informing(each.clause), why=why, is_of_others=True)
    return tuple(found.values())


def _informing(clause: Clause) -> Ground:
    standing = GroundStanding.INFORMS
    doubts = _doubts(clause)
    return Ground(clause.id, clause.cites, force_of(clause), clause.title, clause.text, standing, doubts)


def _doubts(clause: Clause) -> str:
    """Return what the document leaves unclear in this clause, as a sentence; empty if nothing is marked."""
    return f"The document is unclear here: {'; '.join(clause.doubts)}." if clause.doubts else ""


def force_of(clause: Clause) -> str:
    """Return the force of a clause in the document's words, or what kind of clause it is."""
    if isinstance(clause, Rule):
        return clause.force.value
    if isinstance(clause, Office):
        return "must" if clause.is_duty else "may"
    if isinstance(clause, Note):
        return clause.kind.value
    names = {Definition: "definition", Procedure: "procedure", PlatformFact: "platform", Plain: "plain"}
    return names.get(type(clause), "")


def note(decision: Evaluation, roles: frozenset[str]) -> str:
    """Return how "should" binds, where only that made the verdict as strong as a must; otherwise nothing."""
    deciding = [each for each in decision.outcomes if decision.rests_on(each)]
    if not deciding or not all(each.match.binding for each in deciding) or decision.rank <= ALLOWED:
        return ""
    first = deciding[0]
    binding = first.match.binding
    if binding is None or first.rank != first.match.rank:
        return ""
    whom = [who for who in binding.who if who in roles] or binding.who
    names = and_list(who.replace("-", " ") for who in whom)
    where = f" ({', '.join(binding.cites)})" if binding.cites else ""
    force = first.match.compiled_clause.clause_force
    return f"The policy says you {force}; it requires {names} to keep to it{where}."
