"""Whoever writes in another language is told so kindly, in it where it is one of ten."""

import csv
from pathlib import Path

import pytest

from belisha.asking.languages import OTHER, language_of

KINDS = Path(__file__).resolve().parent.parent.parent / "benchmarks" / "kinds"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Czy mogę dodać ucznia na Facebooku?", "pl"),
        ("ktoś prosi moje dziecko o zdjęcia, boję się", "pl"),
        ("Cineva trimite poze cu fiica mea, ce pot să fac?", "ro"),
        ("کیا میں اپنے بچے کی تصویر لگا سکتا ہوں؟", "ur"),
        ("هل يمكنني نشر صورة طفلي؟", "ar"),
        ("আমি কি ছবি দিতে পারি?", "bn"),
        ("ਕੀ ਮੈਂ ਫੋਟੋ ਪਾ ਸਕਦਾ ਹਾਂ?", "pa"),
        ("શું હું ફોટો મૂકી શકું?", "gu"),
        ("Posso tirar fotos do meu filho na escola?", "pt"),
        ("¿Puedo hacerme amigo de un alumno?", "es"),
        ("Qof ayaa sawirro ka dalbaday gabadhayda, waxaan qabaa cabsi", "so"),
    ],
)
def test_ten_languages_are_known(text: str, code: str) -> None:
    found = language_of(text)
    assert found
    assert found.code == code
    assert "999" in found.says
    assert "0800 1111" in found.says


@pytest.mark.parametrize("text", ["可以吗", "Можно ли мне?", "사진을 올려도 되나요"])
def test_another_script_is_some_other_language(text: str) -> None:
    assert language_of(text) is OTHER


@pytest.mark.parametrize("text", ["", "?", "🎉", "pls help", "kms", "fb?", "getting bullied snap", "nudes"])
def test_short_and_empty_texts_are_left_alone(text: str) -> None:
    assert language_of(text) is None


def test_no_text_that_was_learnt_from_is_taken_for_another_language() -> None:
    texts = []
    for name in ("pupils-and-parents", "teachers-and-support-staff"):
        with (KINDS / f"{name}.tsv").open(encoding="utf-8", newline="") as lines:
            texts += [row["text"] for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)]
    assert [each for each in texts if language_of(each)] == []
