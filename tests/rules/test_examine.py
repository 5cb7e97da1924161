"""What is found in one policy: contradictions, clauses that do nothing, and silences."""

from __future__ import annotations

import dataclasses
from datetime import date

import pytest

from belisha.rules.examine import Examination, examine
from belisha.rules.judge import compile_policy
from belisha.rules.language.clauses import (
    Clause,
    Condition,
    Definition,
    Force,
    Note,
    NoteKind,
    PlatformFact,
    Rule,
)
from belisha.rules.language.policy import Policy
from belisha.rules.language.reading import library_slugs, load_policy
from belisha.rules.lint import lint
from belisha.rules.ruling import Situation, Verdict
from belisha.rules.vocabulary.loading import default_vocabulary

ON = date(2026, 11, 21)
WORDS = default_vocabulary()


def examined(policy: Policy) -> Examination:
    return examine(policy, WORDS, ON)


def with_clauses(policy: Policy, *clauses: Clause) -> Policy:
    return dataclasses.replace(policy, clauses=(*policy.clauses, *clauses))


def rule(id_: str, force: Force, action: str, who: str = "staff", **more: object) -> Rule:
    """A rule to add to a policy: `rule("x", Force.MUST, "befriend", when=...)`."""
    return Rule(
        id=id_,
        title=f"Rule {id_}",
        text="Words.",
        section="Added",
        cites=("X1",),
        who=(who,),
        force=force,
        action=action,
        **more,  # type: ignore[arg-type]
    )


@pytest.mark.parametrize("slug", library_slugs())
def test_the_shipped_policies_do_not_contradict_themselves(slug: str) -> None:
    assert examined(load_policy(slug)).contradictions == ()


@pytest.mark.parametrize("slug", library_slugs())
def test_every_clause_of_the_shipped_policies_can_be_shown(slug: str) -> None:
    assert examined(load_policy(slug)).unreached == ()


def test_a_should_beside_a_must_never_decides() -> None:
    """Barley Lane says in one place that an attempt should be reported, in another that it is."""
    (found,) = examined(load_policy("barley-lane")).never_decide
    assert (found.clause, found.cites) == ("report-attempt", ("B112",))
    assert found.because == ("attempts-are-reported",)
    assert found.sentence == (
        "“Report an attempt to make contact” (report-attempt) never decides an answer:"
        " “Attempts are reported” (attempts-are-reported) always outweighs it."
    )


@pytest.mark.parametrize("slug", ["grange", "calcot", "hr-cooperative", "coads-green"])
def test_in_the_others_every_rule_decides_something(slug: str) -> None:
    assert [each.sentence for each in examined(load_policy(slug)).never_decide] == []


def test_a_weaker_rule_under_a_stronger_one() -> None:
    weaker = rule("weak", Force.SHOULD_NOT, "discuss-school")
    (found,) = examined(with_clauses(load_policy("calcot"), weaker)).never_decide
    assert found.because == ("no-discussion",)
    wider = rule("wider", Force.SHOULD_NOT, "refer-to-school")
    assert examined(with_clauses(load_policy("calcot"), wider)).never_decide == ()


@pytest.mark.parametrize(
    ("more", "why"),
    [
        (
            {"when": ((Condition("in-lesson"),), (Condition("in-break"),))},
            "its circumstances can never hold together",
        ),
        ({"towards": ("nobody-there-is",)}, "there is nobody it speaks of"),
    ],
)
def test_a_rule_that_can_never_apply(more: dict[str, object], why: str) -> None:
    never = rule("never", Force.MUST_NOT, "use-social-media", **more)
    (found,) = examined(with_clauses(load_policy("calcot"), never)).never_decide
    assert found.sentence == f"“Rule never” (never) never decides an answer: {why}."


def test_contradictions_are_told_and_do_not_stop_it() -> None:
    policy = with_clauses(load_policy("coads-green"), rule("must", Force.MUST, "post-abuse"))
    found = examined(policy)
    assert len(found.contradictions) >= 1
    assert found.silences
    told = [finding for finding in lint(policy, ON) if finding.check == "contradictions"]
    assert "`must`" in told[0].where
    assert told[0].cites[0] == "X1"


def note(id_: str, **more: object) -> Note:
    fields: dict[str, object] = {"kind": NoteKind.FACT, "audience": ("staff",), **more}
    return Note(id=id_, title="T", text="W", section="S", cites=("X1",), **fields)  # type: ignore[arg-type]


PLATFORM = PlatformFact(
    id="n", title="T", text="W", section="S", cites=("X1",), platforms=("reddit",), minimum_age=18
)


@pytest.mark.parametrize(
    ("clause", "why"),
    [
        (note("n"), "it bears on no action"),
        (note("n", about=("befriend",), since=date(2027, 1, 1)), "it comes into force on 2027-01-01"),
        (note("n", about=("befriend",), until=date(2025, 1, 1)), "it was in force until 2025-01-01"),
        (
            Definition(id="n", title="T", text="W", section="S", cites=("X1",), defines="a thing"),
            "it bears on no action and defines no role",
        ),
        (
            PlatformFact(
                id="n", title="T", text="W", section="S", cites=("X1",), platforms=("reddit",), minimum_age=18
            ),
            "no rule turns on it",
        ),
    ],
)
def test_a_clause_that_no_answer_shows(clause: Clause, why: str) -> None:
    (found,) = examined(with_clauses(load_policy("coads-green"), clause)).unreached
    assert found.sentence == f"No answer shows “T” (n): {why}."


def test_what_others_rule_on_and_this_one_does_not() -> None:
    found = [each.sentence for each in examined(load_policy("coads-green")).silences]
    assert "Pupils bringing a phone into school: nothing is said; not allowed at Grange." in found
    found = [each.sentence for each in examined(load_policy("calcot")).silences]
    assert (
        "Staff naming the school as their employer: nothing is said; advised against at Barley Lane and"
        " Grange, allowed at The Schools HR Co-operative."
    ) in found


@pytest.mark.parametrize("slug", library_slugs())
def test_where_it_is_said_to_be_silent_it_is(slug: str) -> None:
    policy = load_policy(slug)
    rules = compile_policy(policy, WORDS, on=ON)
    found = examined(policy).silences
    assert found
    for silence in found:
        assert silence.others
        assert all(name not in policy.control.school for name, _ in silence.others)
        for role in silence.roles:
            ruling = rules.judge(Situation(role, silence.action, silence.towards or None))
            assert ruling.verdict is Verdict.SILENT, silence.sentence


def test_silences_by_role() -> None:
    found = examined(load_policy("hr-cooperative"))
    assert all("pupil" in silence.roles for silence in found.silent_for("pupil"))
    assert len(found.silent_for("pupil")) > 5
    assert len(found.silent_for("pupil")) < len(found.silences)


def test_alone_a_policy_is_silent_on_nothing() -> None:
    assert examine(load_policy("calcot"), WORDS, ON, others=()).silences == ()
    assert examine(load_policy("calcot"), WORDS, ON, others=[load_policy("calcot")]).silences == ()
