"""The examples beside each policy hold."""

from __future__ import annotations

import dataclasses

import pytest

from belisha.rules.examples import Example, ExamplesError, read_examples, run_examples, shipped_examples
from belisha.rules.judge import judge
from belisha.rules.language.reading import library_slugs, load_policy
from belisha.rules.ruling import Situation, Verdict

ALL = [(slug, example) for slug in library_slugs() for example in shipped_examples(slug)]


@pytest.mark.parametrize(("slug", "example"), ALL, ids=[f"{slug}: {each.question}" for slug, each in ALL])
def test_an_example_holds(slug: str, example: Example) -> None:
    failures = run_examples(load_policy(slug), [example])
    assert not failures, str(failures[0])


ORDER = "grange", "barley-lane", "hr-cooperative", "coads-green", "calcot"
# One question, and what each of the five answers, in that order.
FIVE = [
    (("teacher", "befriend", "pupil", {"family-link": False}), "prohibited " * 5),
    (
        ("teacher", "befriend", "pupil", {"immediate-family": True}),
        "prohibited prohibited allowed prohibited needs-permission",
    ),
    (("teacher", "befriend", "parent", {}), "silent prohibited depends allowed silent"),
    (("teacher", "name-employer", None, {}), "prohibited discouraged allowed silent silent"),
    (
        ("teacher", "use-social-media", None, {"own-device": True, "in-break": True}),
        "silent allowed allowed silent silent",
    ),
    (
        ("teacher", "use-social-media", None, {"school-equipment": True}),
        "needs-permission depends needs-permission prohibited silent",
    ),
    (
        ("teacher", "post-images", "pupil", {"on-official-site": True}),
        "prohibited silent prohibited prohibited needs-permission",
    ),
]


@pytest.mark.parametrize(("asked", "answers"), FIVE)
def test_the_same_question_has_five_answers(asked: tuple[str, str, str, dict], answers: str) -> None:
    for slug, verdict in zip(ORDER, answers.split(), strict=True):
        assert judge(load_policy(slug), Situation(*asked)).verdict == verdict, slug


@pytest.mark.parametrize("slug", library_slugs())
def test_every_policy_has_enough_of_them(slug: str) -> None:
    examples = shipped_examples(slug)
    assert len(examples) >= 25
    assert len({example.question for example in examples}) == len(examples)
    assert len({verdict for example in examples for verdict in example.verdicts}) >= 5


@pytest.mark.parametrize("slug", library_slugs())
def test_they_cite_what_the_policy_carries(slug: str) -> None:
    carried = {cite for clause in load_policy(slug).clauses for cite in clause.cites}
    for example in shipped_examples(slug):
        assert {*example.cites, *example.sets_off} <= carried, example.question
        assert example.cites or example.sets_off or Verdict.SILENT in example.verdicts, example.question


def test_an_example_that_fails_says_why() -> None:
    policy = load_policy("grange")
    example = shipped_examples("grange")[0]
    wrong = dataclasses.replace(
        example,
        verdicts=(Verdict.ALLOWED,),
        cites=("G1",),
        sets_off=("G2",),
        asks=("age",),
        way_out="the moon",
    )
    (failure,) = run_examples(policy, [wrong])
    assert failure.ruling == judge(policy, example.situation)
    assert len(failure.sentences) == 5
    assert str(failure).startswith(f"{example.question} Expected allowed, but it is")


def test_an_example_with_an_unknown_word_fails() -> None:
    text = '[[example]]\nquestion = "?"\nrole = "wizard"\naction = "befriend"\nverdict = "silent"\n'
    (failure,) = run_examples(load_policy("grange"), read_examples(text))
    assert "`wizard`" in str(failure)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[[example", "not TOML"),
        ('[[example]]\nrole = "teacher"', "`question` is missing"),
        (
            '[[example]]\nquestion = "?"\nrole = "a"\naction = "b"\nverdict = "maybe"',
            "`maybe` is not a verdict",
        ),
        ('[[example]]\ncolour = "red"', "`colour` is not a field"),
    ],
)
def test_mistakes_in_a_file_of_examples(text: str, words: str) -> None:
    with pytest.raises(ExamplesError) as caught:
        read_examples(text)
    assert words in str(caught.value)
