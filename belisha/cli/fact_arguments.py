"""Parse the circumstances written as NAME=VALUE, and check each name and value."""

from belisha.asking.text import normalise
from belisha.cli.errors import UsageError
from belisha.rules.language import grants
from belisha.rules.nearest import did_you_mean, nearest, quoted
from belisha.rules.ruling import FactValue
from belisha.rules.vocabulary.words import OTHER, FactKind, Vocabulary

TRUE, FALSE = ("yes", "true", "1", "y"), ("no", "false", "0", "n")
OTHER_PLATFORM = "other"
OLDEST = 120


def facts_of(pairs: list[str], words: Vocabulary) -> dict[str, FactValue]:
    """Return the facts in `NAME=VALUE` words, by id.

    Raise UsageError for an unknown name or value, or for one fact with two values.
    """
    facts: dict[str, FactValue] = {}
    for pair in pairs:
        name, equals, said = (each.strip() for each in pair.partition("="))
        if not (name and equals and said):
            raise UsageError(f"`{pair}` is not a fact; write NAME=VALUE, such as in-break=yes or age=12")
        value = _value(name, said, words)
        if facts.setdefault(name, value) != value:
            raise UsageError(f"`{name}` is given twice, with different values")
    return facts


def _value(name: str, said: str, words: Vocabulary) -> FactValue:
    fact = words.facts.get(name)
    if fact is None and not _is_grant(name, words):
        raise UsageError(f"`{name}` is not a fact that Belisha knows{_near(name, words)}")
    kind = fact.kind if fact else FactKind.YES_NO
    if kind is FactKind.NUMBER:
        if said.isascii() and said.isdigit() and len(said) < 4 and int(said) <= OLDEST:
            return int(said)
        raise _wrong(name, said, f"a whole number from 0 to {OLDEST}")
    if fact and kind is FactKind.CHOICE:
        if said in (*fact.values, OTHER):
            return said
        raise _wrong(name, said, quoted((*fact.values, OTHER)))
    if kind is FactKind.PLATFORM:
        return _platform(name, said, words)
    if said.lower() not in (*TRUE, *FALSE):
        raise _wrong(name, said, quoted(("yes", "no")))
    return said.lower() in TRUE


def _platform(name: str, said: str, words: Vocabulary) -> str:
    wanted = normalise(said)
    for platform in words.platforms.values():
        if wanted in {platform.id, normalise(platform.label), *map(normalise, platform.names)}:
            return platform.id
    if wanted == OTHER_PLATFORM:
        return OTHER_PLATFORM
    near = did_you_mean(said, (*words.platforms, OTHER_PLATFORM))
    raise _wrong(name, said, f"the name of a site or app, or `{OTHER_PLATFORM}`{near}")


def _wrong(name: str, said: str, expected: str) -> UsageError:
    return UsageError(f"`{said}` is no value of the fact `{name}`: expected {expected}")


def _is_grant(name: str, words: Vocabulary) -> bool:
    grant = grants.parse(name)
    return grant is not None and (grant.who in words.roles or grant.who in words.parties)


def _near(name: str, words: Vocabulary) -> str:
    """Return the nearest known names. Permissions are named by their giver, so only that is compared."""
    grant = grants.parse(name)
    if grant is None:
        return did_you_mean(name, (*words.facts, *grants.PREFIXES.values()))
    names = {name: each.id for each in words.roles.values() for name in (each.id, *each.names)}
    names |= {name: each.id for each in words.parties.values() for name in (each.id, *each.names)}
    meant = dict.fromkeys(names[each] for each in nearest(grant.who, names))
    found = [grants.GrantFact(grant.kind, who, grant.form).key for who in meant]
    return f"; did you mean {quoted(found)}?" if found else f"; `{grant.who}` is no role"
