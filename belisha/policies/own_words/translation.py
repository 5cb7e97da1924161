"""Say a question in words that the vocabulary knows: what a school calls things in its own words. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from belisha.rules.vocabulary.words import Vocabulary

ROLE, ACTION, PLATFORM = "role", "action", "platform"


@dataclass(frozen=True, slots=True)
class OwnWord:
    """A word of a school, and what it means: the kind and the id of a word of the vocabulary."""

    word: str
    kind: str
    means: str


def folded(word: str) -> str:
    """Return a word as it is compared: lower case, single spaces, plain apostrophes."""
    return " ".join(word.replace("’", "'").casefold().split())


def known_words_for(own: OwnWord, vocabulary: Vocabulary) -> str:
    """Return how people say what the word means; empty where the vocabulary has it no more."""
    if own.kind == ACTION and (action := vocabulary.actions.get(own.means)):
        return action.label
    if own.kind == PLATFORM and (platform := vocabulary.platforms.get(own.means)):
        return platform.label
    if own.kind == ROLE and (role := vocabulary.roles.get(own.means)):
        return role.label
    return ""


def already_known(word: str, vocabulary: Vocabulary) -> str:
    """Return what the vocabulary says for a word that it has already; empty where it has not."""
    wanted = folded(word)
    for role in vocabulary.roles.values():
        if wanted in {folded(each) for each in (role.label, *role.names)}:
            return role.label
    for platform in vocabulary.platforms.values():
        if wanted in {folded(each) for each in (platform.label, *platform.names)}:
            return platform.label
    for action in vocabulary.actions.values():
        if wanted in {folded(each) for each in (action.label, *action.phrases)}:
            return action.label
    return ""


def in_known_words(text: str, words: Iterable[OwnWord], vocabulary: Vocabulary) -> str:
    """Return the text with each of the words replaced by what it means, the longest first."""
    meant = {each.word: known for each in words if (known := known_words_for(each, vocabulary))}
    if not meant:
        return text
    longest = sorted(meant, key=len, reverse=True)
    pattern = "|".join(re.escape(word).replace(r"\ ", r"\s+").replace("'", "['’]") for word in longest)
    whole = re.compile(rf"(?<!\w)({pattern})(?!\w)", re.IGNORECASE)
    return whole.sub(lambda found: meant[folded(found[0])], text)
