"""What would lift a ban or settle a condition: the way out, whom to ask, and what is not known yet."""

from collections.abc import Iterator

from belisha.rules.judging.compiled_clause import CompiledClause, CompiledExemption
from belisha.rules.judging.evaluation import Evaluation, FactState, is_met, part_state
from belisha.rules.judging.fact_bits import FactBits
from belisha.rules.judging.plans import Match
from belisha.rules.judging.ranks import DISCOURAGED, NEEDS_PERMISSION
from belisha.rules.language.clauses import Condition, Exemption, Grant, GrantKind
from belisha.rules.ruling import OpenCondition
from belisha.rules.vocabulary.words import Vocabulary
from belisha.rules.wording.conditions import exception_words, line_words, statement
from belisha.rules.wording.grammar import a, and_list, or_list, sentence, the
from belisha.rules.wording.grants import how_to_get, whom_to_ask

TOWARDS = "towards"


def way_out(
    decision: Evaluation,
    state: FactState,
    vocabulary: Vocabulary,
    fact_bits: FactBits,
    roles: frozenset[str] = frozenset(),
) -> str:
    """Return how the ban that decides can be lifted; empty where it cannot, or where nothing is banned.

    Where several bans decide, each must be lifted, so one without a way out closes the others' too, and a way
    that they share is the one to name.
    """
    if decision.rank < DISCOURAGED:
        return ""
    bans = [each.match.compiled_clause for each in decision.resting]
    found = [_of_ban(ban, state, vocabulary, fact_bits, roles) for ban in bans]
    if not found or not all(found):
        return ""
    shared = [way for way in found[0] if all(way in ways for ways in found)]
    return " Or: ".join(shared) or " And: ".join(dict.fromkeys(" Or: ".join(ways) for ways in found))


def ask_first(
    decision: Evaluation, state: FactState, vocabulary: Vocabulary, fact_bits: FactBits
) -> tuple[str, ...]:
    """Return whom to ask, and in which form, for each ban: "the headteacher, in writing".

    Empty where the verdict is no "ask first", where a ban can be lifted by nobody's leave, or by leave in a
    remote case alone: see `remote_case`.
    """
    if decision.rank != NEEDS_PERMISSION:
        return ()
    found = []
    for each in decision.resting:
        open_ways = (way for way in each.match.compiled_clause.ways if is_open(way, state, fact_bits))
        ways = [way.exemption for way in open_ways if not way.yes & state.taken]
        found.append(or_list(filter(None, (_asked(way, state, vocabulary, fact_bits) for way in ways))))
    return tuple(dict.fromkeys(found)) if all(found) else ()


def remote_case(decision: Evaluation, state: FactState, vocabulary: Vocabulary, fact_bits: FactBits) -> str:
    """Return the unusual case in which alone leave can be had, and whom to ask then; empty where none is.

    "there was a family link before: then ask the headteacher".
    """
    if decision.rank != NEEDS_PERMISSION:
        return ""
    found = []
    for each in decision.resting:
        ways = [way for way in each.match.compiled_clause.ways if is_open(way, state, fact_bits)]
        if any(way.leave and not way.yes & state.taken for way in ways):
            continue
        cases = [way.exemption for way in ways if way.leave and way.yes & state.taken]
        found.append(or_list(_case(exemption, state, vocabulary, fact_bits) for exemption in cases))
    return and_list(filter(None, dict.fromkeys(found)))


def _case(exemption: Exemption, state: FactState, vocabulary: Vocabulary, fact_bits: FactBits) -> str:
    given = [part for part in exemption.parts if isinstance(part, Condition)]
    whom = _asked(exemption, state, vocabulary, fact_bits)
    if not given or not whom:
        lead = "" if given else "there is "
        return lead + exception_words(exemption, vocabulary)
    return f"{and_list(statement(part, vocabulary) for part in given)}: then ask {whom}"


def open_condition(decision: Evaluation, state: FactState, vocabulary: Vocabulary) -> OpenCondition:
    """Return the condition on which the verdict stands: what is not known of the clauses that make it."""
    matches = [each.match for each in decision.resting]
    words = [and_list(_unknown(match, state, vocabulary)) for match in matches]
    facts = frozenset(fact for match in matches for fact in _turns_on(match))
    return OpenCondition(tuple(dict.fromkeys(filter(None, words))), facts)


def _unknown(match: Match, state: FactState, vocabulary: Vocabulary) -> Iterator[str]:
    """Yield each circumstance of the clause that is not known yet, as a statement."""
    compiled_clause = match.compiled_clause
    if not match.sure:
        sides = compiled_clause.named if match.exchanged else compiled_clause.parties
        yield f"the other person is {or_list(a(side, vocabulary) for side in sides)}"
    if is_met(compiled_clause, state) is None:
        for words, line in zip(compiled_clause.when, compiled_clause.lines, strict=True):
            if not (state.true & line.yes or (state.false | state.taken) & line.no):
                yield line_words(words, vocabulary)


def _turns_on(match: Match) -> Iterator[str]:
    if not match.sure:
        yield TOWARDS
    yield from (condition.fact for line in match.compiled_clause.when for condition in line)


def _asked(exemption: Exemption, state: FactState, vocabulary: Vocabulary, fact_bits: FactBits) -> str:
    given = (part for part in exemption.parts if isinstance(part, Grant))
    missing = [part for part in given if part_state(part, fact_bits, state) is not True]
    return and_list(whom_to_ask(part, vocabulary) for part in missing if part.kind is not GrantKind.OFFICE)


def is_open(way: CompiledExemption, state: FactState, fact_bits: FactBits) -> bool:
    """Return whether an exception is still open: no circumstance or office it needs is known to fail."""
    if state.false & way.fits:
        return False
    return not any(
        part_state(part, fact_bits, state) is False
        for part in way.exemption.parts
        if isinstance(part, Condition) or part.kind is GrantKind.OFFICE
    )


def _of_ban(
    ban: CompiledClause, state: FactState, vocabulary: Vocabulary, fact_bits: FactBits, roles: frozenset[str]
) -> list[str]:
    """Return the ways out of one ban, each a sentence; if all need an office that is not held, say so."""
    fitting = [way for way in ban.ways if way.fits & ~state.true == 0]
    ways = [way.exemption for way in fitting if is_open(way, state, fact_bits)]
    ways = ways or [way.exemption for way in fitting if _needs_only_office(way.exemption, state, fact_bits)]
    return list(dict.fromkeys(_sentence(way, state, vocabulary, fact_bits, roles) for way in ways))


def _needs_only_office(exemption: Exemption, state: FactState, fact_bits: FactBits) -> bool:
    failing = [part for part in exemption.parts if part_state(part, fact_bits, state) is False]
    return all(isinstance(part, Grant) for part in failing)


def _sentence(
    exemption: Exemption,
    state: FactState,
    vocabulary: Vocabulary,
    fact_bits: FactBits,
    roles: frozenset[str],
) -> str:
    missing = [part for part in exemption.parts if part_state(part, fact_bits, state) is not True]
    grants = [part for part in missing if isinstance(part, Grant)]
    offices = [part for part in grants if part.kind is GrantKind.OFFICE]
    steps = [how_to_get(part, vocabulary, roles) for part in grants if part.kind is not GrantKind.OFFICE]
    conditions = and_list(statement(part, vocabulary) for part in missing if isinstance(part, Condition))
    if not grants:
        return f"It is allowed if {conditions}."
    words = [f"only {or_list(the(each, vocabulary) for each in office.of)} may do this" for office in offices]
    words += [and_list(steps)] if steps else []
    only = f", and only if {conditions}" if offices else f"; it is allowed only if {conditions}"
    return sentence("; ".join(words) + (only if conditions else ""))
