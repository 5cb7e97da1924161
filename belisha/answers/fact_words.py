"""Facts in words: their questions, the answers to choose from, and what is known."""

from collections.abc import Iterable, Iterator

from belisha.base.words import capital
from belisha.rules import grants
from belisha.rules.phrasing import label_of, negated
from belisha.rules.ruling import FactValue
from belisha.rules.vocabulary import load_vocabulary
from belisha.rules.words import FactKind

YES_NO = (("yes", "Yes"), ("no", "No"))


def fact_question(name: str) -> str:
    """What asks for the fact."""
    vocabulary = load_vocabulary()
    known = vocabulary.facts.get(name)
    if known:
        return known.question
    grant = grants.parse(name)
    return grants.question(grant, vocabulary) if grant else capital(name.replace("-", " ")) + "?"


def fact_words(name: str, value: FactValue) -> str:
    """What is known: "it is lesson time", "the age is 9", "the site is WhatsApp"."""
    label = _label(name)
    if isinstance(value, bool):
        return label if value else negated(label)
    platform = load_vocabulary().platforms.get(str(value))
    return f"{label} is {platform.label if platform else value}"


def choice_words(name: str) -> tuple[tuple[str, str], ...]:
    """The answers to choose from in a list; none for a number, which is typed."""
    known = load_vocabulary().facts.get(name)
    kind = known.kind if known else FactKind.YES_NO
    if kind is FactKind.YES_NO:
        return YES_NO
    if kind is FactKind.NUMBER:
        return ()
    platforms = load_vocabulary().platforms.values()
    return (*((platform.id, platform.label) for platform in platforms), ("other", "Another"))


def choices_of(name: str, labels: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    """Each answer that a ruling offers: its label there, the value to send, and the words to show."""
    known = load_vocabulary().facts.get(name)
    for label in labels:
        if name == "towards":
            yield label, label, capital(label_of(label, load_vocabulary()))
        elif known and known.kind is FactKind.NUMBER:
            yield label, _number(label), capital(label)
        elif known and known.kind is FactKind.PLATFORM:
            platform = load_vocabulary().platforms.get(label)
            yield label, label, platform.label if platform else "Another"
        else:
            yield label, label, capital(label)


def _number(label: str) -> str:
    """A number within the stretch that the label names: "below 13", "13 to 15", "16 or over"."""
    if label.startswith("below "):
        return str(int(label.removeprefix("below ")) - 1)
    return label.split(" ", maxsplit=1)[0]


def _label(name: str) -> str:
    vocabulary = load_vocabulary()
    known = vocabulary.facts.get(name)
    if known:
        return known.label
    grant = grants.parse(name)
    return grants.label(grant, vocabulary) if grant else name.replace("-", " ")
