"""How far a policy says the sentences of a document."""

from pathlib import Path

import pytest

from belisha.rules.language.reading import read_policy
from belisha.rules.source_coverage import Grade, SentenceCoverage, source_coverage
from belisha.rules.vocabulary.loading import WordsFile, default_vocabulary, extend

HERE = Path(__file__).parent / "documents"


def covered(document: str) -> tuple[SentenceCoverage, ...]:
    text = (HERE / "early-years.toml").read_text(encoding="utf-8")
    words = extend(default_vocabulary(), [WordsFile("early-years.toml", text)])
    policy = read_policy((HERE / "early-years.md").read_text(encoding="utf-8"), vocabulary=words)
    return source_coverage(policy, document, words)


@pytest.mark.parametrize(
    ("sentence", "grade", "clause", "uncarried"),
    [
        ("The card is wiped within 2 days of printing.", Grade.EXACT, "wipe", ()),
        ("The card is wiped within 3 days of printing.", Grade.NEARLY, "wipe", ("the number 3",)),
        (
            "Never take a picture of a child with a device of your own, unless the headteacher says so.",
            Grade.NEARLY,
            "own-device",
            ("the exception (“unless”)", "the headteacher"),
        ),
        ("Families find us glad to explain any of this at the door.", Grade.PROSE, "welcome", ()),
        (
            "Families are told a week before, and asked whether they mind.",
            Grade.NEARLY,
            "tell-families",
            None,
        ),
        ("Dogs are not brought into the building at any time.", Grade.MISSING, "", ()),
    ],
)
def test_a_sentence_is_exact_nearly_in_prose_or_missing(
    sentence: str, grade: Grade, clause: str, uncarried: tuple[str, ...] | None
) -> None:
    (found,) = covered(sentence)
    assert (found.grade, found.clause) == (grade, clause)
    assert uncarried is None or found.uncarried == uncarried


def test_bullets_and_paragraphs_are_taken_apart_and_keep_their_lines() -> None:
    first = "The card is wiped within 2 days. Dogs are not brought in here."
    document = f"# A heading\n\n{first}\n- Cats are not\nbrought in. Nor are\nany birds of ours.\n# Another\n"
    assert [(each.line, each.sentence) for each in covered(document)] == [
        (3, "The card is wiped within 2 days."),
        (3, "Dogs are not brought in here."),
        (4, "Cats are not brought in."),
        (5, "Nor are any birds of ours."),
    ]
