"""The three-way merge: what each side changed is there, nothing is lost, and conflicts are told."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from belisha.rules.language.clauses import Clause, Force, Rule
from belisha.rules.language.policy import Policy
from belisha.rules.language.reading import load_policy
from belisha.rules.merge import MergeChange, merge
from belisha.rules.merging.steps import content
from tests.rules.strategies import clauses, policies

MODEL = load_policy("hr-cooperative")
FIRST, SECOND, THIRD = (clause.id for clause in MODEL.clauses[:3])


def changed(policy: Policy, clause: str, **fields: Any) -> Policy:
    found = tuple(replace(c, **fields) if c.id == clause else c for c in policy.clauses)
    return replace(policy, clauses=found)


def without(policy: Policy, *ids: str) -> Policy:
    return replace(policy, clauses=tuple(clause for clause in policy.clauses if clause.id not in ids))


def only_control_of(policy: Policy, other: Policy) -> Policy:
    return replace(other, control=policy.control)


@st.composite
def edited(draw: st.DrawFn, policy: Policy) -> Policy:
    """The policy after some clauses were changed, taken away, added and moved, and a section added."""
    found: list[Clause] = list(policy.clauses)
    for at in draw(st.lists(st.integers(0, 9), max_size=2)):
        if at < len(found):
            found[at] = replace(found[at], text=draw(st.sampled_from(["One.", "Two."])))
    for at in draw(st.lists(st.integers(0, 9), max_size=2)):
        if at < len(found):
            del found[at]
    known = set(policy.by_id)
    added = draw(st.lists(clauses(), max_size=2, unique_by=lambda clause: clause.id))
    found += [each for each in added if each.id not in known]
    sections = tuple(dict.fromkeys((*policy.sections, *draw(st.lists(st.sampled_from("PQ"), max_size=1)))))
    named = ("", *sections)
    moved = [
        replace(each, section=draw(st.sampled_from(named)) if draw(st.booleans()) else each.section)
        for each in draw(st.permutations(found))
    ]
    placed = [each if each.section in named else replace(each, section="") for each in moved]
    order = sorted(placed, key=lambda each: named.index(each.section))
    return replace(policy, clauses=tuple(order), sections=sections)


EDITS = policies().flatmap(lambda base: st.tuples(st.just(base), edited(base), edited(base)))


@settings(max_examples=25, deadline=None)
@given(EDITS)
def test_where_only_one_side_changed_its_text_stands(three: tuple[Policy, Policy, Policy]) -> None:
    base, ours, _ = three
    assert merge(base, ours, base).result() == ours
    assert merge(base, base, ours).result() == only_control_of(base, ours)
    assert merge(base, ours, ours).result() == ours


@settings(max_examples=25, deadline=None)
@given(EDITS)
def test_no_clause_is_lost_and_every_one_stands_once(three: tuple[Policy, Policy, Policy]) -> None:
    base, ours, theirs = three
    merged = merge(base, ours, theirs)
    ids = [clause.id for clause in merged.result().clauses]
    assert len(ids) == len(set(ids))
    assert {step.id for step in merged.steps} == {*base.by_id, *ours.by_id, *theirs.by_id}
    for each in {*ours.by_id, *theirs.by_id} - set(ids):
        left = ours.by_id.get(each) or theirs.by_id.get(each)
        assert left is not None
        assert replace(left, section="") == replace(base.by_id[each], section=""), "only what one side kept"


@settings(max_examples=25, deadline=None)
@given(EDITS)
def test_sections_stay_together(three: tuple[Policy, Policy, Policy]) -> None:
    result = merge(*three).result()
    named = ("", *result.sections)
    places = [named.index(clause.section) for clause in result.clauses]
    assert places == sorted(places)
    assert len(set(result.sections)) == len(result.sections)


@settings(max_examples=25, deadline=None)
@given(EDITS)
def test_both_sides_see_the_same_conflicts(three: tuple[Policy, Policy, Policy]) -> None:
    base, ours, theirs = three
    mine, other = merge(base, ours, theirs), merge(base, theirs, ours)
    assert {step.id for step in mine.conflicts} == {step.id for step in other.conflicts}


@settings(max_examples=25, deadline=None)
@given(EDITS)
def test_a_decision_is_what_stands(three: tuple[Policy, Policy, Policy]) -> None:
    merged = merge(*three)
    taken = merged.result({step.id: step.theirs for step in merged.to_decide})
    for step in merged.to_decide:
        assert content(taken.by_id.get(step.id)) == content(step.theirs)


def kinds_of(ours: Policy, theirs: Policy) -> dict[str, MergeChange]:
    steps = merge(MODEL, ours, theirs).steps
    return {step.id: step.change for step in steps if step.change is not MergeChange.SAME}


def test_what_became_of_a_clause() -> None:
    ours = without(changed(changed(MODEL, FIRST, text="Ours."), THIRD, text="Alike."), SECOND)
    theirs = changed(changed(MODEL, THIRD, text="Alike."), FIRST, text="Theirs.")
    found = kinds_of(ours, theirs)
    assert found == {FIRST: MergeChange.CONFLICT, SECOND: MergeChange.OURS, THIRD: MergeChange.BOTH}


def test_taken_away_here_and_changed_there_is_a_conflict_and_stays_until_decided() -> None:
    merged = merge(MODEL, without(MODEL, FIRST), changed(MODEL, FIRST, text="Theirs."))
    assert [step.id for step in merged.conflicts] == [FIRST]
    assert merged.result().by_id[FIRST].text == "Theirs."
    assert FIRST not in merged.result({FIRST: None}).by_id


def test_a_changed_force_beside_our_changed_words_is_a_conflict() -> None:
    rule = next(MODEL.rules)
    ours = changed(MODEL, rule.id, text="In our own words.")
    theirs = changed(MODEL, rule.id, force=Force.SHOULD)
    (step,) = merge(MODEL, ours, theirs).conflicts
    assert isinstance(step.proposed, Rule)
    assert (step.proposed.force, step.proposed.text) == (rule.force, "In our own words.")


def test_a_new_clause_stands_after_the_one_that_it_follows_in_the_model() -> None:
    new = replace(MODEL.by_id[SECOND], id="quite-new")
    at = [clause.id for clause in MODEL.clauses].index(SECOND) + 1
    theirs = replace(MODEL, clauses=(*MODEL.clauses[:at], new, *MODEL.clauses[at:]))
    ours = replace(MODEL, clauses=(replace(new, id="our-first"), *MODEL.clauses))
    ids = [clause.id for clause in merge(MODEL, ours, theirs).result().clauses]
    assert ids[:5] == ["our-first", FIRST, SECOND, "quite-new", THIRD]


def test_the_schools_own_document_control_is_kept() -> None:
    ours = replace(MODEL, control=replace(MODEL.control, school="Zebra Lane School"))
    theirs = replace(MODEL, control=replace(MODEL.control, dated="June 2027"))
    assert merge(MODEL, ours, theirs).result().control == ours.control
