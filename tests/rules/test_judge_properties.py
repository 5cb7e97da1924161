"""What holds of every policy and situation, with policies and facts made up by a seed from Hypothesis."""

from collections import Counter
from dataclasses import replace
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from belisha.rules.judging.answers import answers
from belisha.rules.judging.plans import Fate
from belisha.rules.judging.ranks import DEPENDS
from belisha.rules.language.clauses import Exemption, Force, Grant, GrantKind, Office, Rule
from belisha.rules.ruling import GroundStanding, Situation, Verdict
from tests.rules.judging_cases import WORDS, rule
from tests.rules.judging_random import Case, compiled, random_case

SEEDS = st.integers(0, 2**40)
CASES = SEEDS.map(random_case)
EXAMPLES = settings(max_examples=600, deadline=None)


def test_the_seeds_reach_every_verdict_and_every_standing() -> None:
    rulings = [random_case(seed).ruling() for seed in range(3000)]
    verdicts = Counter(ruling.verdict for ruling in rulings)
    standings = Counter(ground.standing for ruling in rulings for ground in ruling.grounds)
    assert set(verdicts) == set(Verdict)
    assert set(standings) == set(GroundStanding)
    assert min(*verdicts.values(), *standings.values()) >= 20


@EXAMPLES
@given(case=CASES, seed=SEEDS)
def test_more_facts_never_turn_prohibited_into_depends(case: Case, seed: int) -> None:
    chance = Random(seed)
    fewer = {fact: value for fact, value in case.facts.items() if chance.random() < 0.7}
    towards = case.towards if chance.random() < 0.7 else None
    if case.ruling(facts=fewer, towards=towards).verdict is Verdict.PROHIBITED:
        assert case.ruling().verdict is not Verdict.DEPENDS


@EXAMPLES
@given(case=CASES)
def test_same_input_same_output_whatever_was_judged_before(case: Case) -> None:
    first = case.ruling()
    turned = dict(reversed(list(case.facts.items())))
    afresh = compiled(case.rules.policy)
    assert case.ruling(facts=turned) == first == case.ruling(rules=afresh)


@EXAMPLES
@given(case=CASES)
def test_the_order_of_the_file_settles_nothing(case: Case) -> None:
    turned = compiled(replace(case.rules.policy, clauses=tuple(reversed(case.rules.policy.clauses))))
    here, there = case.ruling(), case.ruling(rules=turned)
    assert here.verdict is there.verdict
    assert {ground.clause: ground.standing for ground in here.grounds} == {
        ground.clause: ground.standing for ground in there.grounds
    }


@EXAMPLES
@given(case=CASES, force=st.sampled_from(Force))
def test_a_clause_about_something_else_changes_nothing(case: Case, force: Force) -> None:
    it = case.rules.policy
    more = compiled(replace(it, clauses=(rule("everyone", force.value, "name-school"), *it.clauses)))
    assert case.ruling(rules=more) == case.ruling()


@EXAMPLES
@given(case=CASES)
def test_a_role_is_judged_by_its_own_clauses_and_those_of_its_wider_roles_only(case: Case) -> None:
    wider = case.rules.wider_roles(case.role)
    party = case.rules.wider_roles(case.towards) if case.towards else None
    for ground in case.ruling().grounds:
        clause = case.rules.policy.by_id[ground.clause]
        acting = {each.office for each in case.rules.clauses if isinstance(each, Office) and each.in_absence}
        is_bound = bool((wider | acting) & set(getattr(clause, "who", ())))
        if isinstance(clause, Rule) and ground.standing is not GroundStanding.INFORMS and not is_bound:
            assert WORDS.actions[clause.action].mutual
            assert party is None or party & set(clause.who)


@EXAMPLES
@given(case=CASES, seed=SEEDS)
def test_making_an_exception_hold_never_strengthens_the_verdict(case: Case, seed: int) -> None:
    clauses = list(case.rules.policy.clauses)
    at = Random(seed).randrange(len(clauses))
    of = clauses[at]
    if not isinstance(of, Rule):
        return
    way_out = Exemption((Grant(GrantKind.PERMISSION, ("governor",)),))
    clauses[at] = replace(of, unless=(*of.unless, way_out))
    it = compiled(replace(case.rules.policy, clauses=tuple(clauses)))
    key = "permission-of-governor"
    before = it.decide(Situation(case.role, case.action, case.towards, {**case.facts, key: False}))
    after = it.decide(Situation(case.role, case.action, case.towards, {**case.facts, key: True}))
    # An open ban that nobody looked at while a weaker one stood is held to stand when that is lifted.
    held = max((each.rank for each in before.outcomes if each.fate is Fate.OPEN), default=0)
    # Where it depends, what it may come to is no stronger either.
    rank = max((each.rank for each in after.outcomes), default=0) if after.rank == DEPENDS else after.rank
    assert rank <= max(before.rank, held)


@EXAMPLES
@given(case=CASES)
def test_what_follows_from_an_answer_is_what_judging_with_it_gives(case: Case) -> None:
    for ask in case.ruling().asks:
        if ask.fact == "towards":
            found = {party: case.ruling(towards=party).verdict for party in ask.then}
        else:
            found = {
                label: case.ruling(facts={**case.facts, ask.fact: value}).verdict
                for label, value in answers(ask.fact, case.facts, case.rules.fact_bits, ())
            }
        assert found == dict(ask.then)


@EXAMPLES
@given(case=CASES)
def test_depends_always_asks_and_every_other_answer_has_its_clauses(case: Case) -> None:
    ruling = case.ruling()
    assert any(ask.decides for ask in ruling.asks) == (ruling.verdict is Verdict.DEPENDS)
    assert bool(ruling.deciding) == (ruling.verdict not in (Verdict.DEPENDS, Verdict.SILENT))
    assert bool(ruling.ask_whom) == (ruling.verdict is Verdict.SILENT)


@EXAMPLES
@given(case=CASES)
def test_who_answers_what_is_asked_comes_to_an_end(case: Case) -> None:
    """Answering what decides, always the first question with its first answer, settles it."""
    for _ in range(20):
        ruling = case.ruling()
        if ruling.verdict is not Verdict.DEPENDS:
            return
        fact = ruling.asks[0].fact
        if fact == "towards":
            case.towards = next(iter(ruling.asks[0].then))
        else:
            case.facts = {
                **case.facts,
                fact: next(iter(answers(fact, case.facts, case.rules.fact_bits, ())))[1],
            }
    raise AssertionError("still asking after twenty answers")
