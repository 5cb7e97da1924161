"""Whom a rule is towards may leave some of them out, and one action may stand for several events."""

import pytest

from belisha.rules.batch import judge_many
from belisha.rules.errors import PolicyError
from belisha.rules.judge import compile_policy, judge
from belisha.rules.language.clauses import Rule
from belisha.rules.language.policy import Policy
from belisha.rules.language.reading import read_policy
from belisha.rules.language.writing import write_policy
from belisha.rules.ruling import Situation
from belisha.rules.vocabulary.loading import WordsFile, default_vocabulary, extend
from belisha.rules.wording.plain_english import clause_in_words

HEAD = """---
slug: small
title: Small
school: Small School
publisher: Small School
source: made up
standing: agreed
---

# Small

"""
FRIENDS = """## Friends

### Friends {#friends}

Staff do not befriend pupils other than former ones who are grown up.

- who: staff
- must not: befriend
- towards: everyone except ex-pupil
- then: report to headteacher, at once
- cites: 1
"""


def small(text: str = FRIENDS) -> Policy:
    return read_policy(HEAD + text)


def test_it_is_written_as_a_field_of_its_own_and_read_back() -> None:
    written = write_policy(small())
    assert "- towards: everyone\n- not towards: ex-pupil\n" in written
    assert read_policy(written) == small()


@pytest.mark.parametrize(
    ("towards", "verdict"),
    [("pupil", "prohibited"), ("parent", "prohibited"), ("ex-pupil", "silent"), (None, "depends")],
)
def test_those_left_out_are_not_spoken_of(towards: str | None, verdict: str) -> None:
    assert judge(small(), Situation("teacher", "befriend", towards)).verdict.value == verdict


def test_the_other_side_of_a_mutual_action_is_left_out_too() -> None:
    own = WordsFile("own.toml", '[actions.link-up]\nlabel = "link up online"\nmutual = true\n')
    words = extend(default_vocabulary(), [own])
    policy = read_policy(HEAD + FRIENDS.replace("befriend\n", "link-up\n"), vocabulary=words)
    for who, verdict in (("pupil", "prohibited"), ("ex-pupil", "silent")):
        ruling = judge(policy, Situation(who, "link-up", "teacher"), vocabulary=words)
        assert ruling.verdict.value == verdict


def test_many_at_once_are_judged_as_one_by_one() -> None:
    compiled = compile_policy(small(), default_vocabulary(), on=None)
    roles = ("teacher", "staff", "pupil", "ex-pupil", "parent", "everyone")
    asked = [Situation(role, "befriend", party) for role in roles for party in (None, *roles)]
    many = judge_many(compiled, asked)
    for row, situation in enumerate(asked):
        one = compiled.judge(situation)
        assert (many.verdict(row), many.deciding(row)) == (one.verdict, one.deciding_ids), situation


def test_it_is_read_aloud() -> None:
    rule = small().by_id["friends"]
    assert isinstance(rule, Rule)
    assert rule.towards_except == ("ex-pupil",)
    assert "but not towards a former pupil" in clause_in_words(rule, default_vocabulary())


def test_without_towards_it_is_a_mistake() -> None:
    with pytest.raises(PolicyError, match="stands without `towards`"):
        small(FRIENDS.replace("towards: everyone except", "not towards:"))


EVENTS = """
[facts.what-went-wrong]
label = "what went wrong"
question = "What went wrong?"
why = "The policy tells them apart."
kind = "choice"
values = ["device-lost", "account-taken", "wrong-recipient"]

[facts.device-lost]
label = "a device is lost"
question = "Is a device lost?"
why = "The policy tells them apart."

[facts.account-taken]
label = "somebody else has got into an account"
question = "Has somebody else got into an account?"
why = "The policy tells them apart."

[facts.wrong-recipient]
label = "something went to the wrong person"
question = "Did something go to the wrong person?"
why = "The policy tells them apart."
"""
DUTIES = """## When it goes wrong

### A lost device {#lost}

A lost device is told to the DSL.

- who: staff
- must: report-breach
- when: device-lost
- then: report to dsl, within 1 hour
- cites: 1

### A taken account {#taken}

A taken account is told to the head.

- who: staff
- must: report-breach
- when: account-taken
- then: report to headteacher, at once
- cites: 2

### A wrong recipient {#wrong}

The recipient is asked to delete it.

- who: staff
- must: report-breach
- when: wrong-recipient
- then: ask (them to delete it), by the end of the day
- cites: 3
"""


@pytest.mark.parametrize(
    ("event", "clause", "by"),
    [
        ("device-lost", "lost", "within 1 hour"),
        ("account-taken", "taken", "at once"),
        ("wrong-recipient", "wrong", "by the end of the day"),
    ],
)
def test_of_an_action_that_stands_for_three_events_only_the_one_that_happened_has_its_duty(
    event: str, clause: str, by: str
) -> None:
    words = extend(default_vocabulary(), [WordsFile("own.toml", EVENTS)])
    policy = read_policy(HEAD + DUTIES, vocabulary=words)
    for facts in ({event: True}, {"what-went-wrong": event}):
        ruling = judge(policy, Situation("teacher", "report-breach", None, facts), vocabulary=words)
        assert ruling.deciding_ids == (clause,)
        assert [(due.clause, due.by) for due in ruling.duties] == [(clause, by)]


def test_where_nobody_has_said_which_it_is_asked_and_each_answer_says_what_follows() -> None:
    words = extend(default_vocabulary(), [WordsFile("own.toml", EVENTS)])
    policy = read_policy(HEAD + DUTIES, vocabulary=words)
    ruling = judge(policy, Situation("teacher", "report-breach"), vocabulary=words)
    assert [ask.question for ask in ruling.asks] == ["What went wrong?"]
    assert {"device-lost", "account-taken", "wrong-recipient"} <= set(map(str, ruling.asks[0].then))
    assert [due.do for due in ruling.duties] == [
        "if a device is lost: report to the designated safeguarding lead",
        "if somebody else has got into an account: report to the headteacher",
        "if something went to the wrong person: ask them to delete it",
    ]
