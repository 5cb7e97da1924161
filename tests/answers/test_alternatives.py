"""“Or did you mean”: few readings, each different, each with what follows from it."""

from datetime import date

import pytest

from belisha.answers.alternatives import alternatives
from belisha.answers.answering import Answered, answer
from belisha.answers.question import Question
from belisha.policies.documents.clause_text import action_label
from belisha.rules.judge import compile_policy
from belisha.rules.language.policy import Policy
from belisha.rules.language.reading import library_slugs, load_policy
from belisha.rules.ruling import Situation, Verdict
from belisha.rules.vocabulary.loading import load_vocabulary

DAY = date(2026, 11, 21)
QUESTIONS = (
    "Can I accept a friend request from a pupil?",
    "Can I put photos of my class on my own page?",
    "Who do I tell if a pupil has sent me a message?",
    "Can I use my phone at break?",
    "Somebody wrote something horrible about me online",
)


def shown(policy: Policy, answered: Answered) -> list[tuple[str, Verdict]]:
    compiled = compile_policy(policy, load_vocabulary(), on=DAY)
    return [(each.words, each.verdict) for each in alternatives(compiled, answered)]


@pytest.mark.parametrize("school", library_slugs())
@pytest.mark.parametrize("words", QUESTIONS)
def test_few_and_each_different(school: str, words: str) -> None:
    policy = load_policy(school)
    answered = answer(policy, Question("teacher", words), DAY)
    found = shown(policy, answered)
    assert len(found) <= 3
    assert len({words for words, _ in found}) == len(found)
    verdicts = {verdict for _, verdict in found}
    assert verdicts == {Verdict.SILENT} or Verdict.SILENT not in verdicts


def made(*actions: str) -> Answered:
    """A question taken to be about befriending a pupil, with other readings, under Grange's policy."""
    first = Situation("teacher", "befriend", "pupil")
    ruling = compile_policy(load_policy("grange"), load_vocabulary(), on=DAY).judge(first)
    readings = tuple(Situation("teacher", action, "pupil") for action in actions)
    return Answered(Question("teacher", "x"), first, ruling, is_sure=False, readings=readings)


def test_the_reading_taken_and_the_silent_ones_are_left_out() -> None:
    found = shown(load_policy("grange"), made("befriend", "give-personal-phone", "act-outside-policy"))
    assert [verdict for _, verdict in found] == [Verdict.NEEDS_PERMISSION]
    assert found[0][0].lower().startswith(action_label("give-personal-phone").lower()[:10])


def test_a_silent_one_is_shown_where_there_is_no_other() -> None:
    policy = load_policy("grange")
    compiled = compile_policy(policy, load_vocabulary(), on=DAY)
    silent = next(
        action
        for action in load_vocabulary().actions
        if compiled.judge(Situation("teacher", action, "pupil")).verdict is Verdict.SILENT
    )
    assert [verdict for _, verdict in shown(policy, made(silent))] == [Verdict.SILENT]
