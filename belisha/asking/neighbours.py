"""Find the actions whose words are nearest to those of another."""

from functools import lru_cache

from belisha.asking.action_classifier import BY_MEANING, BY_WORDS
from belisha.asking.entities import plain_text
from belisha.asking.phrase_index import OUT_OF_SCOPE, Wording, phrase_index_of
from belisha.asking.vectors import vectors_of
from belisha.rules.vocabulary.loading import load_vocabulary


@lru_cache(maxsize=512)
def neighbours(action: str) -> tuple[str, ...]:
    """Return the actions of the vocabulary that read like `action`, the nearest first, without itself."""
    vocabulary = load_vocabulary()
    text = plain_text(vocabulary.actions[action].label, vocabulary)
    wording = Wording(text, vectors_of([text])[0])
    scores = phrase_index_of(vocabulary).scores(wording, by_meaning=BY_MEANING, by_words=BY_WORDS)
    found = sorted(scores, key=lambda each: (-scores[each], each))
    return tuple(each for each in found if each not in {action, OUT_OF_SCOPE})
