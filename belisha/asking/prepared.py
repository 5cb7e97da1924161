"""Load what was worked out beforehand of the shipped vocabulary: plain phrases, their stems, known words.

Working it out takes most of the time of a first question. The file says of which words it was made: any other
vocabulary, such as a school's with words of its own, is read afresh.
"""

import gzip
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from importlib.resources import files

from belisha.asking.identity import cached_by_identity
from belisha.rules.vocabulary.words import Vocabulary

PREPARED_FILE = "prepared.json.gz"


@dataclass(frozen=True, slots=True)
class Prepared:
    """What was worked out: the plain text and the stems of each phrase, in order, and the words known.

    `fingerprint` is the hash of the vocabulary that it was worked out of.
    """

    fingerprint: str
    texts: tuple[str, ...]
    stems: tuple[frozenset[str], ...]
    known_words: frozenset[str]


@cached_by_identity
def prepared_for(vocabulary: Vocabulary) -> Prepared | None:
    """Return what ships for a vocabulary; None if nothing was worked out for exactly these words."""
    shipped = _shipped()
    return shipped if shipped is not None and shipped.fingerprint == fingerprint_of(vocabulary) else None


def fingerprint_of(vocabulary: Vocabulary) -> str:
    """Return a hash of every word of a vocabulary that asking compares with, in order."""
    told = blake2b(digest_size=16)
    for part in _parts(vocabulary):
        told.update("\x1f".join(part).encode() + b"\x1e")
    return told.hexdigest()


def pack(prepared: Prepared) -> bytes:
    """Return the content of the shipped file, the same each time."""
    tokens = sorted(frozenset[str]().union(*prepared.stems))
    places = {token: place for place, token in enumerate(tokens)}
    content = {
        "fingerprint": prepared.fingerprint,
        "tokens": tokens,
        "texts": prepared.texts,
        "stems": [sorted(places[token] for token in each) for each in prepared.stems],
        "known_words": sorted(prepared.known_words),
    }
    return gzip.compress(json.dumps(content, separators=(",", ":")).encode(), mtime=0)


@cache
def _shipped() -> Prepared | None:
    file = files("belisha") / "library" / "model" / PREPARED_FILE
    if not file.is_file():
        return None
    content = json.loads(gzip.decompress(file.read_bytes()))
    tokens: Sequence[str] = content["tokens"]
    return Prepared(
        fingerprint=content["fingerprint"],
        texts=tuple(content["texts"]),
        stems=tuple(frozenset(map(tokens.__getitem__, each)) for each in content["stems"]),
        known_words=frozenset(content["known_words"]),
    )


def _parts(vocabulary: Vocabulary) -> Iterator[Iterable[str]]:
    """Yield the words of each entry, in the vocabulary's order."""
    for action in vocabulary.actions.values():
        yield (action.id, action.label, *action.phrases)
    yield vocabulary.elsewhere
    for role in vocabulary.roles.values():
        yield (role.id, role.label, role.reads_as, *role.names)
    for platform in vocabulary.platforms.values():
        yield (platform.id, platform.label, *platform.names)
    for party in vocabulary.parties.values():
        yield (party.id, party.label, *party.names)
    for fact in vocabulary.facts.values():
        yield (fact.id, *fact.words, "", *fact.denials)
    yield from vocabulary.spellings.items()
