"""What a section says for all its clauses, and several conditions on one line."""

from __future__ import annotations

from dataclasses import replace

import pytest

from belisha.rules.edit import move_clause, remove_section, rename_section
from belisha.rules.errors import PolicyError
from belisha.rules.judge import judge
from belisha.rules.language.clauses import Rule
from belisha.rules.language.policy import Policy
from belisha.rules.language.reading import read_policy
from belisha.rules.language.writing import write_clause, write_policy
from belisha.rules.merge import merge
from belisha.rules.ruling import FactValue, Situation

FRONT = """---
slug: hillside
title: Out and about
school: Hillside Primary School
publisher: Hillside Primary School
source: a test
standing: agreed
---

# Out and about
"""
VISITS = """
## On a visit

- who: staff, volunteer
- when: school-visit
- unless: emergency

### Phones on a visit {#phones}

On a visit, phones stay in bags.

- must not: use-phone
- cites: X1

### Pictures on a visit {#pictures}

Pictures are taken on the school's camera, by staff.

- who: staff
- may: take-photos
- when: school-camera
- cites: X2

### Who is told {#told}

The school may look at what was taken.

- guidance: staff
- about: take-photos
- cites: X3

## At other times

### Phones in class {#class}

In class too.

- who: staff
- must not: use-phone
- when: in-lesson
- cites: X4
"""
POLICY = read_policy(FRONT + VISITS)


def rule(policy: Policy, name: str) -> Rule:
    """The rule of this name."""
    found = policy.by_id[name]
    assert isinstance(found, Rule)
    return found


def verdict(role: str, action: str, facts: dict[str, FactValue]) -> str:
    """The verdict on somebody in these circumstances."""
    return judge(POLICY, Situation(role, action, None, facts)).verdict


@pytest.mark.parametrize(
    ("role", "facts", "expected"),
    [
        ("teacher", {"school-visit": True}, "prohibited"),
        ("volunteer", {"school-visit": True}, "prohibited"),
        ("volunteer", {"school-visit": False}, "silent"),
        ("teacher", {"school-visit": True, "emergency": True, "in-lesson": False}, "allowed"),
        ("teacher", {"in-lesson": True}, "prohibited"),
        ("parent", {"school-visit": True}, "silent"),
    ],
)
def test_what_a_section_says_holds_for_each_of_its_clauses(
    role: str, facts: dict[str, FactValue], expected: str
) -> None:
    assert verdict(role, "use-phone", facts) == expected


def test_a_clause_holds_it_itself_before_its_own() -> None:
    phones, pictures = rule(POLICY, "phones"), rule(POLICY, "pictures")
    assert phones.who == ("staff", "volunteer")
    assert pictures.who == ("staff",)
    assert [line[0].fact for line in pictures.when] == ["school-visit", "school-camera"]
    assert "- when: school-visit\n- unless: emergency" in write_clause(phones)


def test_reading_and_writing_are_the_identity() -> None:
    assert write_policy(POLICY) == FRONT + VISITS
    assert read_policy(write_policy(POLICY)) == POLICY


def test_a_clause_that_repeats_it_is_written_without() -> None:
    text = (FRONT + VISITS).replace("- when: school-camera", "- when: school-visit\n- when: school-camera")
    assert write_policy(read_policy(text)) == FRONT + VISITS


def test_where_a_clause_does_not_hold_it_each_says_it_itself() -> None:
    moved = move_clause(POLICY, "class", by=-1)
    assert moved.by_id["class"].section == "On a visit"
    written = write_policy(moved)
    assert "## On a visit\n\n### Phones" in written
    assert (
        "- who: staff, volunteer\n- must not: use-phone\n- when: school-visit\n- unless: emergency" in written
    )
    again = read_policy(written)
    assert again.by_id == moved.by_id


def test_it_goes_with_the_section() -> None:
    assert rename_section(POLICY, "On a visit", "Trips").lead_in("Trips") is not None
    empty = replace(POLICY, clauses=POLICY.clauses[3:])
    assert remove_section(empty, "On a visit").lead_ins == ()


def test_a_merge_keeps_it_where_it_still_holds() -> None:
    theirs = read_policy(
        (FRONT + VISITS).replace("- when: school-visit", "- when: school-visit and children-present")
    )
    merged = merge(POLICY, POLICY, theirs).result()
    assert write_policy(merged) == write_policy(theirs)
    assert write_policy(merge(POLICY, theirs, POLICY).result()) == write_policy(theirs)


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ("- who: stafff", "`stafff` is not a role"),
        ("- must: use-phone", "`must` does not belong in a lead-in of a section"),
        ("- where: school-visit", "`where` is not a field; write `when`"),
        ("- who: staff\n- who: volunteer", "`who` may stand once in a clause"),
    ],
)
def test_mistakes_in_it_are_told(lines: str, message: str) -> None:
    text = (FRONT + VISITS).replace("- who: staff, volunteer\n- when: school-visit", lines)
    with pytest.raises(PolicyError) as refused:
        read_policy(text)
    assert message in str(refused.value)


def clause(fields: str) -> Rule:
    """A rule of these fields."""
    return rule(read_policy(f"{FRONT}\n### A {{#a}}\n\nText.\n\n{fields}\n- cites: X1\n"), "a")


BAN = "- who: staff\n- must not: use-phone\n"


@pytest.mark.parametrize(
    ("line", "same"),
    [
        ("- when: in-lesson and own-device", "- when: in-lesson\n- when: own-device"),
        (
            "- when: age between 3 and 5 and in-lesson",
            "- when: age between 3 and 5\n- when: in-lesson",
        ),
        ("- unless: emergency or in-break", "- unless: emergency\n- unless: in-break"),
        (
            "- unless: emergency or permission of headteacher or dsl, written",
            "- unless: emergency\n- unless: permission of headteacher or dsl, written",
        ),
        (
            "- unless: permission of dsl, written or consent of parent or not in-lesson",
            "- unless: permission of dsl, written\n- unless: consent of parent\n- unless: not in-lesson",
        ),
        (
            "- unless: permission of headteacher or dsl and emergency",
            "- unless: permission of headteacher or dsl and emergency",
        ),
    ],
)
def test_and_and_or_on_one_line_say_what_several_lines_do(line: str, same: str) -> None:
    assert clause(BAN + line) == clause(BAN + same)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (
            "- when: in-lesson and own-device or emergency",
            "has both `and` and `or`; write a `when` line for each",
        ),
        (
            "- unless: emergency or in-break and own-device",
            "has both `and` and `or`; write an `unless` line for",
        ),
        ("- when: in-lesson and in-lesson", "`in-lesson` stands twice in its list"),
        ("- unless: emergency or emergencyy", "`emergencyy` is not a fact; did you mean `emergency`?"),
    ],
)
def test_what_could_be_read_in_two_ways_is_a_mistake(line: str, message: str) -> None:
    with pytest.raises(PolicyError) as refused:
        clause(BAN + line)
    assert message in str(refused.value)
