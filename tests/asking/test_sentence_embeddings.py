"""The language model: the recorded file, stable vectors, sensible neighbours."""

import hashlib
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest

from belisha.asking.sentence_embeddings import (
    CHECKSUMS,
    DIMENSIONS,
    MODEL,
    TOKENIZER,
    ModelMissing,
    SentenceEncoder,
)

FOLDER = files("belisha") / "library" / "model"
TEXTS = [
    "Can I post a photo of my class?",
    "tag",
    "I am wondering whether a teacher may add a pupil as a friend from a personal account at the weekend",
    "Zoë’s café 🎉",
    "",
]


@pytest.fixture(scope="module")
def meaning() -> SentenceEncoder:
    return SentenceEncoder.load()


@pytest.mark.parametrize("name", CHECKSUMS)
def test_file_is_the_recorded_one_and_its_readme_says_so(name: str) -> None:
    assert hashlib.sha256((FOLDER / name).read_bytes()).hexdigest() == CHECKSUMS[name]
    assert CHECKSUMS[name] in (FOLDER / "README.md").read_text(encoding="utf-8")


def test_model_is_read_once(meaning: SentenceEncoder) -> None:
    assert SentenceEncoder.load() is meaning


def test_every_row_is_a_unit_vector(meaning: SentenceEncoder) -> None:
    vectors = meaning.embed(TEXTS)
    assert vectors.shape == (len(TEXTS), DIMENSIONS)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-6)


def test_no_texts_give_no_rows(meaning: SentenceEncoder) -> None:
    assert meaning.embed([]).shape == (0, DIMENSIONS)


def test_a_text_gives_the_same_vector_alone_or_among_others(meaning: SentenceEncoder) -> None:
    together = meaning.embed(TEXTS)
    backwards = meaning.embed(TEXTS[::-1])[::-1]
    alone = np.vstack([meaning.embed([text]) for text in TEXTS])
    assert np.array_equal(together, alone)
    assert np.array_equal(together, backwards)


def test_a_model_loaded_anew_gives_the_same_vectors(meaning: SentenceEncoder) -> None:
    assert np.array_equal(SentenceEncoder(FOLDER).embed(TEXTS), meaning.embed(TEXTS))


def test_what_follows_the_64th_token_does_not_count(meaning: SentenceEncoder) -> None:
    start = "photo " * 62  # 64 with the marks for beginning and end
    first, second, shorter = meaning.embed(
        [start + "party", start + "football match", "photo " * 61 + "party"]
    )
    assert np.array_equal(first, second)
    assert not np.array_equal(first, shorter)


@pytest.mark.parametrize(
    ("text", "paraphrase", "unrelated"),
    [
        (
            "Can I add a pupil as a friend on Facebook?",
            "accept a friend request from a student",
            "write to a journalist about the new building",
        ),
        ("take pictures at sports day", "photograph children during an athletics event", "reset a password"),
        (
            "a mum is rude about us online",
            "a parent posts abuse about the school",
            "fit a filter to the network",
        ),
        (
            "someone hacked our Twitter",
            "the school's account was taken over",
            "thank the volunteers in a post",
        ),
    ],
)
def test_a_paraphrase_is_nearer_than_something_else(
    meaning: SentenceEncoder, text: str, paraphrase: str, unrelated: str
) -> None:
    asked, near, far = meaning.embed([text, paraphrase, unrelated])
    assert asked @ near > asked @ far + 0.1


@pytest.mark.parametrize("absent", [MODEL, TOKENIZER])
def test_an_absent_file_is_named(tmp_path: Path, absent: str) -> None:
    for name in CHECKSUMS:
        if name != absent:
            (tmp_path / name).write_bytes((FOLDER / name).read_bytes())
    with pytest.raises(ModelMissing, match=f"^The language model's file `{absent}` cannot be read: .*\\.$"):
        SentenceEncoder(tmp_path)


def test_a_changed_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / MODEL).write_bytes((FOLDER / MODEL).read_bytes())
    (tmp_path / TOKENIZER).write_bytes((FOLDER / TOKENIZER).read_bytes() + b" ")
    with pytest.raises(
        ModelMissing, match=r"^The language model's file `tokenizer.json` has the checksum .*\.$"
    ):
        SentenceEncoder(tmp_path)
