"""Where words tell of danger there is no verdict; and of people named, it is told who is meant."""

import pytest

from belisha.asking.asking import ask
from belisha.asking.serialization import answer_values
from belisha.rules.language.reading import library_slugs, load_policy
from belisha.rules.ruling import Verdict

POLICIES = {slug: load_policy(slug) for slug in library_slugs()}


@pytest.mark.parametrize("slug", POLICIES)
@pytest.mark.parametrize(
    ("role", "words"),
    [
        ("pupil", "I want to kill myself"),
        ("pupil", "My friend is sad and says he wants to die, should I post about it?"),
        ("teacher", "A child told me she is being hurt at home. Can I discuss it online?"),
        ("parent", "someone on roblox is grooming her"),
    ],
)
def test_danger_is_met_with_help_and_not_with_a_verdict(slug: str, role: str, words: str) -> None:
    answer = ask(POLICIES[slug], words, role=role)
    assert answer.ruling.verdict is Verdict.SILENT
    assert answer.help
    assert answer_values(POLICIES[slug], answer)["kind"] == "help"
    assert answer.tell[0] == "dsl"


@pytest.mark.parametrize(
    "words",
    [
        "Can I accept a friend request from a pupil?",
        "What time is lunch?",
        "I could kill for a coffee. What time is lunch?",
    ],
)
def test_other_questions_are_answered_as_ever(words: str) -> None:
    assert not ask(POLICIES["grange"], words, role="teacher").help


def test_a_pupil_whom_the_code_leaves_out_is_told_what_binds_the_teacher() -> None:
    answer = ask(POLICIES["coads-green"], "Can I be friends with my teacher on Facebook?", role="pupil")
    assert answer.ruling.verdict is Verdict.SILENT
    assert {"C20b", "C20c"} <= {cite for ground in answer.ruling.grounds for cite in ground.cites}


def test_whose_dad_he_is_does_not_make_the_pupil_the_friend() -> None:
    answer = ask(
        POLICIES["grange"], "A friend of mine is the dad of a pupil, what should I do?", role="teacher"
    )
    assert answer.ruling.verdict is Verdict.REQUIRED
    assert "G78f" in {cite for ground in answer.ruling.deciding for cite in ground.cites}
