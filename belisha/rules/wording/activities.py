"""The words that sentences are made of: people, what they do, and circumstances."""

import re
import tomllib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from belisha.rules.ruling import FactValue
from belisha.rules.vocabulary.words import Vocabulary
from belisha.rules.wording.conditions import fact_words
from belisha.rules.wording.grammar import or_list
from belisha.rules.wording.people_names import PeopleNames

DOUBLED = ("put", "let", "set", "get", "stop", "refer", "chat", "run", "plan", "forget", "swap", "ban")
# A label that begins so tells what happens, not what somebody does.
_HAPPENS = re.compile(r"^(?:a|an|the|somebody|someone|something|inappropriate|people|it)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class SentenceFile:
    """The file of phrases. `anybody` holds whom an action is done towards where nobody is named."""

    plurals: Mapping[str, str]
    doing: Mapping[str, str]
    anybody: Mapping[str, str]
    facts: Mapping[str, tuple[str, str]]


@cache
def shipped() -> SentenceFile:
    """Return the phrases that ship."""
    tables = tomllib.loads(files("belisha").joinpath("library", "sentences.toml").read_text(encoding="utf-8"))
    facts = {fact: (words[0], words[1]) for fact, words in tables["facts"].items()}
    return SentenceFile(tables["plurals"], tables["doing"], tables["anybody"], facts)


class ActivityPhrases:
    """Makes phrases in the words of one vocabulary. What the file does not know is made from labels."""

    def __init__(self, vocabulary: Vocabulary, file: SentenceFile | None = None) -> None:
        self._vocabulary, self._file = vocabulary, file or shipped()
        self.names = PeopleNames(vocabulary, self._file.plurals)

    def doing(self, actions: Iterable[str], parties: Collection[str]) -> str:
        """Return what somebody does: "being friends on social media with pupils"."""
        return or_list(self._doing(action, parties) for action in actions)

    def happens(self, action: str) -> bool:
        """Return whether an action is something that happens, rather than something that somebody does."""
        return action not in self._file.doing and bool(_HAPPENS.match(self._label(action)))

    def circumstances(self, facts: Iterable[tuple[str, FactValue]]) -> str:
        """Return the facts with commas: "on their own device, at break"."""
        return ", ".join(self._circumstance(fact, value) for fact, value in facts)

    def _doing(self, action: str, parties: Collection[str]) -> str:
        anybody = self._file.anybody.get(action, self._file.anybody["default"])
        whom = self.names.of(parties, "or") if parties else anybody
        if known := self._file.doing.get(action):
            return known.format(party=whom)
        if self.happens(action):
            return f"when {self._label(action)}"
        phrase = re.sub(r"\byou\b", "them", re.sub(r"\byour\b", "their", gerund(self._label(action))))
        return f"{phrase} ({whom})" if parties else phrase

    def _label(self, action: str) -> str:
        return self._vocabulary.actions[action].label

    def _circumstance(self, fact: str, value: FactValue) -> str:
        known = self._file.facts.get(fact)
        if known and isinstance(value, bool):
            return known[0 if value else 1]
        return f"where {fact_words(fact, value, self._vocabulary)}"


def gerund(label: str) -> str:
    """Return the label with its verb as a gerund: "posting pictures"."""
    verb, space, rest = label.partition(" ")
    if verb in DOUBLED:
        verb += verb[-1]
    elif verb.endswith("ie"):
        verb = f"{verb[:-2]}y"
    elif verb.endswith("e") and not verb.endswith(("ee", "be", "oe")):
        verb = verb[:-1]
    return f"{verb}ing{space}{rest}"
