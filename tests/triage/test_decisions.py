"""A procedure of the policy in which somebody decides what is done: the decision is a step of the case."""

from __future__ import annotations

import pytest

from belisha.rules.judge import judge
from belisha.rules.language.reading import read_policy
from belisha.rules.language.writing import write_policy
from belisha.rules.ruling import Situation, Verdict
from belisha.triage import Triage, triage

TEXT = """---
slug: hillside
title: Social media
school: Hillside Primary School
publisher: Hillside Primary School
source: a test
standing: agreed
---

# Social media

### Keep what was sent {#keep}

Whoever is bullied online keeps what was sent.

- who: staff
- must: keep-evidence
- on: suffer-cyberbullying
- cites: X1

### Ask for it to go {#removal}

The headteacher asks the parent to take it down.

- who: headteacher
- must: ask-removal
- on: suffer-cyberbullying
- cites: X2

### Tell the police {#police}

The headteacher tells the police.

- who: headteacher
- must: involve-police
- on: suffer-cyberbullying
- cites: X3

### When somebody is bullied online {#bullied}

The headteacher and the chair of governors weigh up how grave it is, and decide.

- procedure on: suffer-cyberbullying
- steps: keep
- decided by: headteacher, chair-of-governors
- acting: together
- option: they ask for it to be removed; removal
- option: they tell the police; police
- cites: X4

### Who approves exceptions {#approve}

The headteacher and the chair of governors approve exceptions together.

- office: headteacher
- jointly with: chair-of-governors
- answers for: approve-exception
- cites: X5
"""
POLICY = read_policy(TEXT)
STORY = "For weeks a parent has been sending me vile messages on Facebook."


@pytest.fixture
def found() -> Triage:
    return triage(POLICY, STORY, role="teacher")


def test_the_decision_comes_after_the_steps_and_before_what_it_chooses(found: Triage) -> None:
    own = [each.clause for each in found.steps if each.cites]
    assert own == ["keep", "bullied", "removal", "police"]


def test_it_says_who_decides_together_and_between_what(found: Triage) -> None:
    step = next(each for each in found.steps if each.clause == "bullied")
    who = "the headteacher and the chair of governors"
    assert step.do == (
        f"{who[:1].upper()}{who[1:]} decide together: they ask for it to be removed or they tell the police."
    )
    assert step.who == who
    assert not step.locked_until


def test_what_belongs_to_an_option_waits_until_it_is_decided(found: Triage) -> None:
    locks = {each.clause: each.locked_until for each in found.steps if each.cites}
    assert locks["removal"] == "it is decided: they ask for it to be removed"
    assert locks["police"] == "it is decided: they tell the police"
    assert not locks["keep"]


def test_a_procedure_without_options_adds_no_decision() -> None:
    lines = [line for line in TEXT.splitlines() if not line.startswith(("- decided", "- acting", "- option"))]
    plain = triage(read_policy("\n".join(lines) + "\n"), STORY, role="teacher")
    assert "bullied" not in {each.clause for each in plain.steps}


def test_an_office_held_jointly_is_leave_for_each_and_says_with_whom() -> None:
    for role in ("headteacher", "chair-of-governors"):
        ruling = judge(POLICY, Situation(role, "approve-exception"))
        assert ruling.verdict is Verdict.ALLOWED
        assert "It is for the headteacher and the chair of governors together" in ruling.deciding[0].why


def test_both_stand_in_the_file_as_they_were_written() -> None:
    assert write_policy(POLICY) == TEXT
