"""Find the words for people that a document has of its own: "singers", "play leaders"."""

from collections.abc import Iterable, Iterator
from itertools import chain

from belisha.reading.language.force import folded, force_of, without_front
from belisha.reading.language.lexicon import lexicon, pattern
from belisha.reading.language.people import is_body
from belisha.reading.language.sentences import sentences
from belisha.reading.values import DocumentBlock

LONGEST_TITLE = 90
MOST_WORDS = 4


def own_people(blocks: Iterable[DocumentBlock]) -> frozenset[str]:
    """Return the words for people that a document shows to be such, in small letters, in both numbers.

    Titles and lead-ins show them ("As a singer", "Play leaders’ part"), and so do sentences in which they
    do something that must or may be done, if the word has the form of a doer.
    """
    found: set[str] = set()
    for block in blocks:
        low = folded(block.text).strip(" :.")
        if len(low) < LONGEST_TITLE:
            found.update(_of_title(low))
        found.update(_of_sentences(block.text))
    known = {name for name in found if not is_body(name) and not _is_known(name)}
    return frozenset(chain.from_iterable(_numbers(name) for name in known))


def _of_title(low: str) -> Iterator[str]:
    found = pattern("title-as").match(low) or pattern("title-part").match(low)
    if found is not None and len(found["who"].split()) <= MOST_WORDS and not _is_thing(found["who"]):
        yield found["who"].strip()
        return
    found = pattern("title-for").search(low)
    if found and pattern("unknown-role").match(f"{found['who']} ") and not _is_thing(found["who"]):
        yield found["who"].strip()


def _of_sentences(text: str) -> Iterator[str]:
    for part in sentences(text):
        force = force_of(part.text)
        main, cut = without_front(part.text)
        low = folded(main)
        if force is None or force.start < cut or not pattern("acts-after").match(low[force.start - cut :]):
            continue
        found = pattern("unknown-role").match(low[: force.start - cut])
        if found and len(found[1].split()) <= 2 and not _is_thing(found[1]):
            yield found[1].strip()


def _is_known(name: str) -> bool:
    """Return whether a word is one of the library's, or is made up of them: "volunteer helpers"."""
    people = lexicon().people
    return all(people.fullmatch(word) or people.fullmatch(f"{word}s") for word in name.split())


def _is_thing(words: str) -> bool:
    return bool(pattern("no-role").search(words) or pattern("no-name").search(words))


def _numbers(name: str) -> tuple[str, ...]:
    """Return a word for people as one and as many."""
    if name.endswith("s"):
        return (name, name.removesuffix("s"))
    return (name, f"{name}s")
