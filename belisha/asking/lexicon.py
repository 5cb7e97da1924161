"""The vocabulary's words, ready to be found in a question."""

from dataclasses import dataclass

from belisha.asking.finding import Phrases
from belisha.asking.identity import cached_by_identity
from belisha.asking.text import fold
from belisha.rules.words import Vocabulary

# "we" and "all" name the asker's own side: they are read as the subject of the question, not as a party.
_NOT_NAMES = ("we", "all")


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What finds people, sites, the circumstances that words reveal or deny, and words of danger."""

    roles: Phrases
    platforms: Phrases
    facts: Phrases
    denials: Phrases
    alarms: Phrases


@cached_by_identity
def lexicon_of(vocabulary: Vocabulary) -> Lexicon:
    """The lexicon of a vocabulary."""
    facts = vocabulary.facts.values()
    return Lexicon(
        roles=Phrases(
            (name, role.id)
            for role in vocabulary.roles.values()
            for known in ((role.label, *role.names),)
            for name in (*known, *(f"{each}s" for each in known))
            if name not in _NOT_NAMES
        ),
        platforms=Phrases(
            (name, each.id)
            for each in vocabulary.platforms.values()
            for name in (each.label, *each.names)
            if len(name) > 1
        ),
        facts=Phrases((phrase, fact.id) for fact in facts for phrase in fact.words),
        denials=Phrases((phrase, fact.id) for fact in facts for phrase in fact.denials),
        alarms=Phrases((phrase, phrase) for phrase in vocabulary.alarm.phrases),
    )


def named_role(name: str, vocabulary: Vocabulary) -> str | None:
    """The role that a person's own word names ("supply teacher", "the head", `slt`), or None."""
    wanted = fold(name).replace("_", "-").strip()
    if wanted.replace(" ", "-") in vocabulary.roles:
        return wanted.replace(" ", "-")
    singular = wanted.removesuffix("s")
    for role in vocabulary.roles.values():
        known = {fold(each) for each in (role.label, *role.names)}
        if wanted in known or singular in known:
            return role.id
    return None
