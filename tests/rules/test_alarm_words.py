"""The words of danger in a file of words."""

import pytest

from belisha.rules.errors import VocabularyError
from belisha.rules.vocabulary.loading import WordsFile, default_vocabulary, extend


def test_a_school_adds_phrases_and_says_it_in_its_own_words() -> None:
    own = '[alarm]\nphrases = ["gone missing"]\nsays = "Ring the office."\n'
    words = extend(default_vocabulary(), [WordsFile("own.toml", own)])
    assert "gone missing" in words.alarm.phrases
    assert "suicide" in words.alarm.phrases
    assert (words.alarm.says, words.alarm.tell) == ("Ring the office.", ("dsl",))


def test_what_is_not_understood_there_is_told() -> None:
    with pytest.raises(VocabularyError, match="`says` of `alarm`"):
        extend(default_vocabulary(), [WordsFile("own.toml", "[alarm]\nsays = 3\n")])
    with pytest.raises(VocabularyError, match="`sounds` of `alarm`"):
        extend(default_vocabulary(), [WordsFile("own.toml", '[alarm]\nsounds = "loud"\n')])
