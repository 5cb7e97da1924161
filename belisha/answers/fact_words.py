"""Word facts: their questions, the answers to choose from, and their values."""

from collections.abc import Iterable, Iterator

from belisha.base.text import capital
from belisha.rules.language import grants
from belisha.rules.ruling import FactValue
from belisha.rules.vocabulary.loading import load_vocabulary
from belisha.rules.vocabulary.words import OTHER, FactKind
from belisha.rules.wording import grants as grant_words
from belisha.rules.wording.conditions import fact_words as statement_of
from belisha.rules.wording.grammar import label_of

YES_NO = (("yes", "Yes"), ("no", "No"))
NONE_OF_THESE = "None of these"


def fact_question(name: str) -> str:
    """Return the question that asks for the fact."""
    vocabulary = load_vocabulary()
    known = vocabulary.facts.get(name)
    if known:
        return known.question
    grant = grants.parse(name)
    return grant_words.question(grant, vocabulary) if grant else capital(name.replace("-", " ")) + "?"


def fact_words(name: str, value: FactValue) -> str:
    """Return a known fact in words: "it is lesson time", "the age is 9", "the site is WhatsApp"."""
    return statement_of(name, value, load_vocabulary())


def choice_words(name: str) -> tuple[tuple[str, str], ...]:
    """Return the answers to choose from; none for a number, which is typed."""
    known = load_vocabulary().facts.get(name)
    kind = known.kind if known else FactKind.YES_NO
    if kind is FactKind.YES_NO:
        return YES_NO
    if kind is FactKind.NUMBER:
        return ()
    if known and kind is FactKind.CHOICE:
        return (*((value, _value_words(value)) for value in known.values), (OTHER, NONE_OF_THESE))
    platforms = load_vocabulary().platforms.values()
    return (*((platform.id, platform.label) for platform in platforms), ("other", "Another"))


def choices_of(name: str, labels: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    """Yield each answer that a ruling offers: its label, the value to send, and the words to show."""
    known = load_vocabulary().facts.get(name)
    for label in labels:
        if name == "towards":
            yield label, label, capital(label_of(label, load_vocabulary()))
        elif known and known.kind is FactKind.NUMBER:
            yield label, _number(label), capital(label)
        elif known and known.kind is FactKind.PLATFORM:
            platform = load_vocabulary().platforms.get(label)
            yield label, label, platform.label if platform else "Another"
        elif known and known.kind is FactKind.CHOICE:
            yield label, label, NONE_OF_THESE if label == OTHER else _value_words(label)
        else:
            yield label, label, capital(label)


def _value_words(value: str) -> str:
    """Return a value of a choice as an answer: "It is your own device"."""
    return capital(load_vocabulary().facts[value].label)


def _number(label: str) -> str:
    """Return a number within the range that the label names: "below 13", "13 to 15", "16 or over"."""
    if label.startswith("below "):
        return str(int(label.removeprefix("below ")) - 1)
    return label.split(" ", maxsplit=1)[0]
