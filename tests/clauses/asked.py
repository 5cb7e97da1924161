"""What the tests of asking by clause share: ask a shipped policy with a clause and without it."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from belisha.asking.asking import Answer, ask
from belisha.rules.judge import judge
from belisha.rules.language.clauses import Procedure
from belisha.rules.language.policy import Policy
from belisha.rules.language.reading import load_policy
from belisha.rules.ruling import Ground, GroundStanding, Verdict

policy_of = cache(load_policy)


@cache
def without(slug: str, cite: str) -> Policy:
    """A shipped policy less every clause that cites an id, and less these steps of its procedures."""
    policy = policy_of(slug)
    gone = {clause.id for clause in policy.clauses if cite in clause.cites}
    assert gone, f"{slug} has no clause that cites {cite}"
    kept = (
        replace(each, steps=tuple(step for step in each.steps if step not in gone))
        if isinstance(each, Procedure)
        else each
        for each in policy.clauses
        if each.id not in gone
    )
    return replace(policy, clauses=tuple(kept))


def check_verdict(slug: str, cite: str, role: str, question: str, verdict: str) -> None:
    """The verdict is given by clauses that cite the id; judged without these, the ruling is another."""
    answer = ask(policy_of(slug), question, role=role)
    assert answer.ruling.verdict == verdict
    assert cite in decided_by(answer)
    assert answer.situation is not None
    with_it, without_it = (judge(each, answer.situation) for each in (policy_of(slug), without(slug, cite)))
    assert (with_it.verdict, with_it.deciding_ids, with_it.duties) != (
        without_it.verdict,
        without_it.deciding_ids,
        without_it.duties,
    )


def check_shown(slug: str, cite: str, role: str, question: str) -> None:
    """The clauses that cite the id are shown in answer, and go when they are taken out of the policy."""
    answer = ask(policy_of(slug), question, role=role)
    assert answer.help is None
    assert cite in shown_by(answer, policy_of(slug))
    check_rests_on(answer, slug, cite)


def check_help_first(slug: str, cite: str, role: str, question: str) -> None:
    """Help stands first and no verdict is given; the clauses that cite the id are shown below it."""
    answer = ask(policy_of(slug), question, role=role)
    assert answer.help is not None
    assert answer.ruling.verdict is Verdict.SILENT
    assert cite in shown_by(answer, policy_of(slug))
    check_rests_on(answer, slug, cite)


def check_rests_on(answer: Answer, slug: str, cite: str) -> None:
    """Asked again of the policy without the clauses that cite the id, the answer is another."""
    again = ask(without(slug, cite), answer.question, role=answer.role)
    assert cite not in shown_by(again, policy_of(slug))
    assert told(again) != told(answer)


def decided_by(answer: Answer) -> set[str]:
    """What the clauses cite that decide, that leave it open, or that set off a duty."""
    ruling = answer.ruling
    is_open = ruling.verdict is Verdict.DEPENDS
    open_grounds = [each for each in ruling.grounds if is_open and each.standing is GroundStanding.OPEN]
    return {cite for each in (*ruling.deciding, *open_grounds, *ruling.duties) for cite in each.cites}


def shown_by(answer: Answer, policy: Policy) -> set[str]:
    """What the clauses cite that the answer shows: those that decide, inform or answer what and when."""
    shown: list[Ground] = [
        each for each in answer.ruling.grounds if each.standing is not GroundStanding.NOT_MET
    ]
    answering = [policy.by_id[each] for each in answer.clauses]
    return decided_by(answer) | {cite for each in (*shown, *answering) for cite in each.cites}


def told(answer: Answer) -> tuple[object, ...]:
    """What a reader sees of an answer."""
    ruling = answer.ruling
    grounds = tuple((each.clause, each.standing) for each in ruling.grounds)
    return ruling.verdict, grounds, ruling.duties, ruling.way_out, answer.clauses, answer.tell
