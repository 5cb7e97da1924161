"""Small words that make ids into sentences."""

import re
from collections.abc import Iterable

from belisha.rules.language.clauses import UNSTATED
from belisha.rules.vocabulary.words import Vocabulary

ARTICLES = ("the ", "a ", "an ", "any ", "your ", "somebody", "anybody", "everybody", "everyone")
PLURALS = ("police",)
# What stands between an action that begins with this word and whom it is towards.
PREPOSITIONS = {"be": "with", "give": "to", "send": "to"}


def label_of(word: str, vocabulary: Vocabulary) -> str:
    """Return the label of a role or party, or the id in plain words where the vocabulary has none."""
    entry = vocabulary.roles.get(word) or vocabulary.parties.get(word)
    return entry.label if entry else word.replace("-", " ")


def the(word: str, vocabulary: Vocabulary) -> str:
    """Return a role or party with its article: "the headteacher", "Childline"."""
    if word == UNSTATED:
        return "whoever may give it (the policy does not say who)"
    label = label_of(word, vocabulary)
    is_name = " " not in label and label[:1].isupper() and not label.isupper()
    return label if is_name or label.lower().startswith(ARTICLES) else f"the {label}"


def a(word: str, vocabulary: Vocabulary) -> str:
    """Return one of a role: "a pupil", "everyone", "the headteacher"."""
    role = vocabulary.roles.get(word)
    label = label_of(word, vocabulary)
    if role is None or role.is_office or role.is_institution or label.lower().startswith(ARTICLES):
        return the(word, vocabulary)
    return f"{'an' if label[:1].lower() in 'aeiou' else 'a'} {label}"


def action_words(action: str, vocabulary: Vocabulary) -> str:
    """Return an action by its name, or its id in plain words where the vocabulary has none."""
    known = vocabulary.actions.get(action)
    return known.label if known else action.replace("-", " ")


def have(word: str, vocabulary: Vocabulary) -> str:
    """Return the word "has", or "have" where the label is plural."""
    label = label_of(word, vocabulary)
    plural = label.endswith(PLURALS) or (label.endswith("s") and not label.endswith("ss"))
    return "have" if plural else "has"


def listed(words: Iterable[str], joint: str) -> str:
    """Return the words as a list in a sentence: "a, b and c"."""
    found = list(dict.fromkeys(words))
    return f" {joint} ".join(filter(None, (", ".join(found[:-1]), *found[-1:])))


def or_list(words: Iterable[str]) -> str:
    """Return the words as alternatives: "a, b or c"."""
    return listed(words, "or")


def and_list(words: Iterable[str]) -> str:
    """Return the words together: "a, b and c"."""
    return listed(words, "and")


def sentence(words: str) -> str:
    """Return the words with a capital and a full stop."""
    return f"{words[:1].upper()}{words[1:]}{'' if words.endswith(('.', '?', '!')) else '.'}"


def done_to(action: str, whom: str) -> str:
    """Return an action with whom it is done towards: "contact a pupil on social media".

    Where its words hold no "them" or "their" for them they stand behind it: "be friends (a pupil)".
    """
    named = re.sub(r"\bthem\b", lambda _: whom, action)
    named = re.sub(r"\btheir (\w+)", lambda found: f"the {found[1]} of {whom}", named)
    return named if named != action else f"{action} ({whom})"


def deed_towards(action: str, whom: str) -> str:
    """Return an action with whom it is towards, as people say it: "give a personal number to a parent"."""
    named = done_to(action, whom)
    if not named.endswith(f" ({whom})"):
        return named
    before = PREPOSITIONS.get(action.split(" ", 1)[0], "")
    return f"{action} {before} {whom}" if before else f"{action}, concerning {whom}"


def negated(statement: str) -> str:
    """Return the statement denied: "the pupil is not close family"."""
    words = statement.split(" ")
    for position, word in enumerate(words):
        if word in ("is", "are", "was", "were", "has", "have", "can", "may", "will"):
            return " ".join((*words[: position + 1], "not", *words[position + 1 :]))
    return f"it is not so that {statement}"
