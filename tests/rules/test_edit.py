"""Editing by clause: what is changed is changed, everything else stays, and the file can be read again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from belisha.rules.edit import (
    ClauseChange,
    EditRefusedError,
    add_clause,
    add_section,
    clause_checksum,
    count_changed,
    differences,
    empty_policy,
    id_for,
    move_clause,
    place_for,
    read_clause_text,
    remove_clause,
    remove_section,
    rename_section,
    replace_clause,
    revised,
    taken_over,
)
from belisha.rules.errors import PolicyError
from belisha.rules.language.clauses import Clause, Procedure, Rule
from belisha.rules.language.policy import Control, Policy
from belisha.rules.language.reading import library_slugs, load_policy, read_policy
from belisha.rules.language.writing import write_clause, write_policy
from tests.rules.small_vocabulary import SMALL
from tests.rules.strategies import clauses, policies

MODEL = load_policy("hr-cooperative")
GRANGE = load_policy("grange")


@settings(max_examples=50, deadline=None)
@given(clauses())
def test_a_clause_is_the_same_after_its_text(clause: Clause) -> None:
    assert read_clause_text(write_clause(clause), clause.section, vocabulary=SMALL) == clause


@pytest.mark.parametrize("slug", library_slugs())
def test_every_clause_that_ships_is_the_same_after_its_text(slug: str) -> None:
    for clause in load_policy(slug).clauses:
        assert read_clause_text(write_clause(clause), clause.section) == clause


@settings(max_examples=25, deadline=None)
@given(policies(), st.integers(0, 5), st.sampled_from((-1, 1)))
def test_moving_keeps_every_clause_and_a_file_that_reads_back(policy: Policy, at: int, by: int) -> None:
    clause = policy.clauses[at % len(policy.clauses)]
    moved = move_clause(policy, clause.id, by=by)
    assert sorted(moved.by_id) == sorted(policy.by_id)
    assert [each for each in moved.by_id if each != clause.id] == [
        each for each in policy.by_id if each != clause.id
    ] or moved.by_id[clause.id].section == clause.section
    write_policy(moved)


@settings(max_examples=25, deadline=None)
@given(policies(), clauses(), st.integers(0, 5))
def test_a_clause_that_is_added_and_taken_out_leaves_the_policy_as_it_was(
    policy: Policy, clause: Clause, at: int
) -> None:
    before = policy.clauses[at % len(policy.clauses)]
    new = replace(clause, id="quite-new-here", section=before.section)
    added = add_clause(policy, new, after=before.id)
    assert [each.id for each in added.clauses].index(new.id) == [each.id for each in policy.clauses].index(
        before.id
    ) + 1
    assert remove_clause(added, new.id) == policy


@settings(max_examples=25, deadline=None)
@given(policies(), st.integers(0, 5))
def test_a_change_and_its_undoing_leave_the_policy_as_it_was(policy: Policy, at: int) -> None:
    clause = policy.clauses[at % len(policy.clauses)]
    changed = replace_clause(policy, replace(clause, text="Other words."))
    assert changed.by_id[clause.id].text == "Other words."
    assert replace_clause(changed, clause) == policy
    assert (
        clause_checksum(changed.by_id[clause.id]) != clause_checksum(clause) or clause.text == "Other words."
    )


def test_moving_past_the_edge_enters_the_next_section() -> None:
    first, second = GRANGE.sections[:2]
    last = [each for each in GRANGE.clauses if each.section == first][-1]
    down = move_clause(GRANGE, last.id, by=1)
    assert down.by_id[last.id].section == second
    assert move_clause(down, last.id, by=-1) == GRANGE
    top = GRANGE.clauses[0]
    assert move_clause(GRANGE, top.id, by=-1) == GRANGE


def test_a_step_of_a_procedure_is_not_taken_out_from_under_it() -> None:
    procedure = next(each for each in load_policy("barley-lane").clauses if isinstance(each, Procedure))
    with pytest.raises(EditRefusedError, match="take it out of there first"):
        remove_clause(load_policy("barley-lane"), procedure.steps[0])


def test_a_taken_id_or_a_lost_section_is_refused() -> None:
    clause = MODEL.clauses[0]
    with pytest.raises(EditRefusedError, match="already"):
        add_clause(MODEL, clause)
    with pytest.raises(EditRefusedError, match="no section"):
        add_clause(MODEL, replace(clause, id="new-one", section="Nowhere"))
    with pytest.raises(EditRefusedError, match="somebody has taken it out"):
        replace_clause(MODEL, replace(clause, id="gone-one"))


def test_sections_are_added_renamed_and_removed() -> None:
    more = add_section(MODEL, "  Lunch   times ")
    assert more.sections[-1] == "Lunch times"
    assert remove_section(more, "Lunch times") == MODEL
    renamed = rename_section(MODEL, MODEL.sections[0], "First of all")
    assert rename_section(renamed, "First of all", MODEL.sections[0]) == MODEL
    for refused in (add_section, remove_section):
        with pytest.raises(EditRefusedError):
            refused(MODEL, MODEL.sections[0])


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("No heading", 1, "begins with its heading"),
        (
            "### Title {#a-b}\n\nWords.\n\n- who: staf\n- must: befriend\n- cites: 1.1\n",
            5,
            "did you mean `staff`",
        ),
        ("### Title {#a-b}\n\nWords.\n\n- who: staff\n- must: befriend\n", 1, "has no `cites`"),
        ("### A {#a}\n\nWords.\n\n- fact: staff\n- cites: 1\n\n### B {#b}\n\nX.\n", 8, "a second clause"),
        ("## Section\n", 1, "is no clause"),
    ],
)
def test_mistakes_of_a_clause_are_told_at_its_own_lines(text: str, line: int, says: str) -> None:
    with pytest.raises(PolicyError) as caught:
        read_clause_text(text, "")
    assert any(each.line == line and says in each.message for each in caught.value.mistakes), (
        caught.value.mistakes
    )


def test_an_empty_policy_can_be_read_and_says_what_it_is() -> None:
    control = Control(
        "own", "Phones Policy", "Zebra Lane School", "Zebra Lane School", "written here", "draft"
    )
    policy = empty_policy(control)
    assert read_policy(write_policy(policy)) == policy
    assert policy.clauses[0].text == "The Phones Policy of Zebra Lane School."


def test_a_model_taken_over_is_the_schools_and_keeps_nothing_of_its_ratification() -> None:
    grange = taken_over(
        GRANGE, slug="own", school="Zebra Lane School", standing="adopted", version="1",
        review_due_on=date(2027, 7, 21), review_due="21 July 2027",
    )  # fmt: skip
    control = grange.control
    assert (control.school, control.publisher, control.standing) == (
        "Zebra Lane School",
        "Zebra Lane School",
        "adopted",
    )
    assert GRANGE.control.title in control.source
    given = (control.ratified, control.ratified_on, control.approved, control.signatures, control.changes)
    assert given == ("", None, "", (), ())
    assert control.ask_whom == GRANGE.control.ask_whom
    assert (grange.clauses[1:], grange.sections) == (GRANGE.clauses[1:], GRANGE.sections)
    assert count_changed(GRANGE, grange) == 0
    assert GRANGE.introduction.startswith("How Grange Infant School wants")
    assert grange.introduction.startswith("How Zebra Lane School wants")
    assert read_policy(write_policy(grange)) == grange


@pytest.mark.parametrize("slug", library_slugs())
def test_a_model_taken_over_says_whose_it_is_now(slug: str) -> None:
    model = load_policy(slug)
    own = taken_over(
        model, slug="own", school="Zebra Lane School", standing="adopted", version="1",
        review_due_on=date(2027, 7, 21), review_due="21 July 2027",
    )  # fmt: skip
    title = model.control.title
    about = own.by_id["about-document"].text
    assert about.startswith(f"This is the {title} of Zebra Lane School. It comes from the {title} of ")
    assert (
        about.partition(". ")[2].partition(". ")[2] == model.by_id["about-document"].text.partition(". ")[2]
    )
    assert not own.introduction.startswith("A model")
    assert count_changed(model, own) == 0
    assert read_policy(write_policy(own)) == own


def test_a_revision_is_agreed_by_nobody_yet() -> None:
    calcot = load_policy("calcot")
    draft = revised(calcot, version="2", review_due_on=date(2028, 6, 30), review_due="June 2028")
    assert (draft.control.ratified, draft.control.ratified_on, draft.control.standing) == ("", None, "draft")
    assert draft.control.changes == calcot.control.changes
    assert draft.clauses == calcot.clauses


def test_differences_from_the_model() -> None:
    first, second, third = MODEL.clauses[:3]
    own = remove_clause(replace_clause(MODEL, replace(first, text="Ours.")), second.id)
    own = add_clause(own, replace(third, id="new-one"), after=third.id)
    found = differences(MODEL, own)
    how = {each.id: each.how for each in found.values() if each.how is not ClauseChange.SAME}
    assert how == {
        first.id: ClauseChange.CHANGED, second.id: ClauseChange.REMOVED, "new-one": ClauseChange.ADDED
    }  # fmt: skip
    assert count_changed(MODEL, own) == 3


def test_short_names_and_places_are_not_given_twice() -> None:
    assert id_for("No phones – at lunch!") == "no-phones-at-lunch"
    assert id_for("Wörds", {"words"}) == "words-2"
    assert id_for("???") == "clause"
    assert place_for(MODEL, MODEL.sections[1], MODEL).startswith("2."), "a model's places are its own"
    assert place_for(empty_policy(replace(MODEL.control)), "About this policy") == "1.2"
    coads = load_policy("coads-green")
    assert place_for(coads, "Contact") == "C37a", "C38 stands in another section"
    assert place_for(replace(coads, clauses=coads.clauses[:17]), "Principles") == "C21"
    assert isinstance(next(MODEL.rules), Rule)
