"""Match the vocabulary's words in a question."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from belisha.asking.identity import cached_by_identity
from belisha.asking.phrase_matcher import PhraseMatcher
from belisha.asking.text import normalise
from belisha.rules.vocabulary.tables import is_awake
from belisha.rules.vocabulary.words import FactKind, Vocabulary

# What a policy calls every platform that it does not name.
OTHER = "other"
# "we" and "all" name the asker's own side: they are read as the subject of the question, not as a party.
_NOT_NAMES = ("we", "all")


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Matchers for roles, platforms, the facts that words state or deny, and words of danger."""

    roles: PhraseMatcher
    platforms: PhraseMatcher
    services: PhraseMatcher
    facts: PhraseMatcher
    denials: PhraseMatcher
    alarms: PhraseMatcher


@cached_by_identity
def lexicon_of(vocabulary: Vocabulary) -> Lexicon:
    """Return the lexicon of a vocabulary."""
    facts = [fact for fact in vocabulary.facts.values() if fact.kind is FactKind.YES_NO]
    return Lexicon(
        roles=PhraseMatcher(
            (name, role.id)
            for role in vocabulary.roles.values()
            for known in ((role.label, *role.names),)
            for name in (*known, *(f"{each}s" for each in known))
            if name not in _NOT_NAMES
        ),
        platforms=PhraseMatcher(
            (name, each.id)
            for each in vocabulary.platforms.values()
            for name in (each.label, *each.names)
            if len(name) > 1
        ),
        services=PhraseMatcher((name, OTHER) for name in _other_services()),
        facts=PhraseMatcher((phrase, fact.id) for fact in facts for phrase in fact.words),
        denials=PhraseMatcher((phrase, fact.id) for fact in facts for phrase in fact.denials),
        alarms=PhraseMatcher((phrase, phrase) for phrase in vocabulary.alarm.phrases),
    )


def named_role(name: str, vocabulary: Vocabulary) -> str | None:
    """Return the role that a person's own word names ("supply teacher", "the head", `slt`), or None."""
    wanted = normalise(name).replace("_", "-").strip()
    role = wanted.replace(" ", "-")
    if is_awake(vocabulary.roles, role):
        return role
    known = _roles_by_name(vocabulary)
    found = [known[each] for each in (wanted, wanted.removesuffix("s")) if each in known]
    if found:
        return min(found)[1]
    return _role_by_title(wanted, vocabulary) or (role if role in vocabulary.roles else None)


@cached_by_identity
def _roles_by_name(vocabulary: Vocabulary) -> dict[str, tuple[int, str]]:
    """Return for each name, normalised, its first role with that role's place in the vocabulary."""
    found: dict[str, tuple[int, str]] = {}
    for place, role in enumerate(vocabulary.roles.values()):
        for name in (role.label, *role.names):
            found.setdefault(normalise(name), (place, role.id))
    return found


def _role_by_title(wanted: str, vocabulary: Vocabulary) -> str | None:
    """Return the role of a job title, whole or by how it ends ("science technician"); None if it is none."""
    titles, endings = _job_titles()
    role = titles.get(wanted) or next(
        (role for ending, role in endings if f" {wanted}".endswith(ending)), None
    )
    return role if role in vocabulary.roles else None


@cache
def _other_services() -> tuple[str, ...]:
    """Return the services that the library knows and no shipped policy names."""
    text = files("belisha").joinpath("library", "other-services.toml").read_text(encoding="utf-8")
    return tuple(tomllib.loads(text)["names"])


@cache
def _job_titles() -> tuple[Mapping[str, str], tuple[tuple[str, str], ...]]:
    """Return the role of each title, normalised, and of each ending, the longest first."""
    text = files("belisha").joinpath("library", "job-titles.toml").read_text(encoding="utf-8")
    content = tomllib.loads(text)
    titles = {normalise(title): role for role, known in content["titles"].items() for title in known}
    endings = [(f" {ending}", role) for role, known in content["endings"].items() for ending in known]
    return titles, tuple(sorted(endings, key=lambda each: -len(each[0])))
