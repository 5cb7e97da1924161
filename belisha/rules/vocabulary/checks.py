"""Whether the words of a vocabulary fit together."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from belisha.rules.errors import Mistake
from belisha.rules.nearest import did_you_mean, quoted
from belisha.rules.vocabulary.words import FactKind, Vocabulary

Place = Callable[[str, str], tuple[str, int]]
SINGULAR = {
    "roles": "role",
    "actions": "action",
    "facts": "fact",
    "platforms": "platform",
    "parties": "party",
}


def check_words(vocabulary: Vocabulary, place: Place, *, named: bool = True) -> Iterator[Mistake]:
    """Yield every word that names one that is not there, is within itself, or shares a name with another.

    `place` gives the file and line of a word, by table and id. Unless `named`, names are not looked at.
    """
    for table in ("roles", "actions"):
        words = getattr(vocabulary, table)
        yield from _check_wider(table, words, place)
    yield from _check_implied(vocabulary, place)
    yield from _check_choices(vocabulary, place)
    for table in ("roles", "platforms", "parties") if named else ():
        yield from _check_names(table, getattr(vocabulary, table), place)
    if "other" in vocabulary.platforms:
        yield Mistake(*place("platforms", "other"), "`other` stands for every platform that no clause names")


def _check_wider(table: str, words: Mapping[str, Any], place: Place) -> Iterator[Mistake]:
    in_cycle: set[str] = set()
    for word, entry in words.items():
        for parent in entry.within:
            if parent not in words:
                near = did_you_mean(parent, words)
                message = f"`{word}` is within `{parent}`, which is not a wider {SINGULAR[table]}{near}"
                yield Mistake(*place(table, word), message)
        if word in in_cycle:
            continue
        cycle = _cycle(words, word)
        in_cycle.update(cycle)
        if cycle:
            yield Mistake(*place(table, word), f"`{word}` is within itself: {quoted((*cycle, word), 'and')}")


def _cycle(words: Mapping[str, Any], start: str) -> tuple[str, ...]:
    """Return the way from a word through its wider words back to itself, or nothing."""
    came_from: dict[str, str] = {}
    queue = [start]
    for each in queue:
        for parent in words[each].within:
            if parent == start:
                way = [each]
                while way[-1] != start:
                    way.append(came_from[way[-1]])
                return tuple(reversed(way))
            if parent in words and parent not in came_from:
                came_from[parent] = each
                queue.append(parent)
    return ()


def _check_implied(vocabulary: Vocabulary, place: Place) -> Iterator[Mistake]:
    for fact in vocabulary.facts.values():
        for implied in fact.implies:
            name = implied.removeprefix("not ")
            if name not in vocabulary.facts:
                near = did_you_mean(name, vocabulary.facts)
                yield Mistake(
                    *place("facts", fact.id), f"`{fact.id}` implies `{name}`, which is not a fact{near}"
                )


def _check_choices(vocabulary: Vocabulary, place: Place) -> Iterator[Mistake]:
    """Yield every choice that is not among yes-no facts, and every fact that is chosen in two of them."""
    chosen: dict[str, str] = {}
    for fact in vocabulary.facts.values():
        if (fact.kind is FactKind.CHOICE) != bool(fact.values):
            message = f'`{fact.id}` must have both `kind = "choice"` and `values`, or neither'
            yield Mistake(*place("facts", fact.id), message)
        for value in fact.values:
            known = vocabulary.facts.get(value)
            if known is None or known.kind is not FactKind.YES_NO:
                near = did_you_mean(value, [each.id for each in vocabulary.facts.values() if not each.values])
                message = f"`{value}` is a value of `{fact.id}`, and not a fact that is true or not{near}"
                yield Mistake(*place("facts", fact.id), message)
            elif chosen.setdefault(value, fact.id) != fact.id:
                message = f"`{value}` is a value of `{fact.id}` and of `{chosen[value]}`; it must be of one"
                yield Mistake(*place("facts", fact.id), message)


def _check_names(table: str, words: Mapping[str, Any], place: Place) -> Iterator[Mistake]:
    taken: dict[str, str] = {}
    for word in words:
        taken[word.replace("-", " ").casefold()] = word
    for word, entry in words.items():
        for name in entry.names:
            owner = taken.setdefault(name.casefold(), word)
            if owner != word:
                message = (
                    f"`{name}` is a name of `{word}` and of `{owner}`; a name means one {SINGULAR[table]}"
                )
                yield Mistake(*place(table, word), message)
