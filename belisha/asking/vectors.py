"""Look up the vectors of known texts in a shipped file; embed others once."""

import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from importlib.resources import as_file, files
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import numpy as np
from numpy.typing import NDArray

from belisha.asking.sentence_embeddings import DIMENSIONS, SentenceEncoder

VECTORS_FILE = "vectors.npz"
_MAX_FRESH = 20_000
_fresh: dict[bytes, NDArray[np.float32]] = {}


def vectors_of(texts: Sequence[str]) -> NDArray[np.float32]:
    """Return a row for each text: (len(texts), 384), each of unit length.

    Shipped vectors are in half precision, which moves a cosine by less than 0.001. Another
    text costs about 4 ms the first time in a process; only its hash and vector are kept.
    """
    rows = np.empty((len(texts), DIMENSIONS), dtype=np.float32)
    keys = [key_of(text) for text in texts]
    places = _shipped().places_of(keys)
    is_shipped = places >= 0
    rows[is_shipped] = _shipped().vectors[places[is_shipped]]
    fresh: dict[str, list[int]] = {}
    for place in map(int, np.flatnonzero(~is_shipped)):
        if (known := _fresh.get(keys[place])) is not None:
            rows[place] = known
        else:
            fresh.setdefault(texts[place], []).append(place)
    for text, vector in zip(fresh, _embedded(list(fresh)), strict=True):
        rows[fresh[text]] = vector
    return rows


def missing_vectors(texts: Iterable[str]) -> list[str]:
    """Return those of `texts` whose vector is not shipped, for the test that the file is up to date."""
    asked = list(texts)
    places = _shipped().places_of([key_of(text) for text in asked])
    return [text for text, place in zip(asked, places, strict=True) if place < 0]


def packed(vectors: dict[str, NDArray[np.float16]]) -> bytes:
    """Return the content of the shipped file for these vectors: keys and rows, sorted by key."""
    return _packed({key_of(text): vector for text, vector in vectors.items()})


def with_missing(texts: Iterable[str]) -> bytes:
    """Return the content of the shipped file with the vectors of these texts too, each embedded once."""
    missing = list(dict.fromkeys(missing_vectors(texts)))
    kept = _shipped()
    keys = kept.numbers.astype(">u8").tobytes()
    by_key = {keys[8 * place : 8 * place + 8]: row for place, row in enumerate(kept.vectors)}
    by_key |= dict(zip(map(key_of, missing), vectors_of(missing).astype(np.float16), strict=True))
    return _packed(by_key)


def _packed(rows: dict[bytes, NDArray[np.float16]]) -> bytes:
    by_key = sorted(rows.items(), key=lambda each: each[0])
    content = BytesIO()
    np.savez(
        content,
        keys=np.frombuffer(b"".join(key for key, _ in by_key), dtype=np.uint8).reshape(-1, 8),
        vectors=np.stack([vector for _, vector in by_key]),
    )
    return content.getvalue()


def key_of(text: str) -> bytes:
    """Return an eight-byte hash of a text."""
    return blake2b(text.encode(errors="replace"), digest_size=8).digest()


def _embedded(texts: Sequence[str]) -> Sequence[NDArray[np.float32]]:
    """Return the vectors of texts that are not known yet, and keep them."""
    if not texts:
        return ()
    vectors = SentenceEncoder.load().embed(texts)
    if len(_fresh) + len(texts) > _MAX_FRESH:
        _fresh.clear()
    _fresh.update((key_of(text), vector.copy()) for text, vector in zip(texts, vectors, strict=True))
    return list(vectors)


@dataclass(frozen=True)
class ShippedVectors:
    """The vectors of known texts: `numbers` are their keys, in order; the rows of `vectors` belong to them.

    The rows stay in the file and are mapped, so that the processes of a server share them.
    """

    numbers: NDArray[np.uint64]
    vectors: NDArray[np.float16]

    def places_of(self, keys: Sequence[bytes]) -> NDArray[np.intp]:
        """Return the row of each key, -1 for one that has none."""
        if not len(self.numbers):
            return np.full(len(keys), -1, dtype=np.intp)
        sought = _numbers(np.frombuffer(b"".join(keys), dtype=np.uint8))
        places = np.minimum(np.searchsorted(self.numbers, sought), len(self.numbers) - 1)
        return np.where(self.numbers[places] == sought, places, -1)


def _numbers(keys: NDArray[np.uint8]) -> NDArray[np.uint64]:
    """Return keys of eight bytes each as numbers in the same order."""
    return np.ascontiguousarray(keys).reshape(-1, 8).view(">u8").ravel().astype(np.uint64)


@cache
def _shipped() -> ShippedVectors:
    with as_file(files("belisha") / "library" / "model" / VECTORS_FILE) as path:
        if not path.is_file():
            return ShippedVectors(np.empty(0, np.uint64), np.empty((0, DIMENSIONS), np.float16))
        keys = _numbers(np.asarray(_mapped(path, "keys")))
        return ShippedVectors(keys, _mapped(path, "vectors"))


def _mapped(path: Path, name: str) -> NDArray[Any]:
    """Return an array of an uncompressed npz file, mapped from it. Raise KeyError if there is none."""
    with ZipFile(path) as archive, path.open("rb") as file:
        start = archive.getinfo(f"{name}.npy").header_offset
        file.seek(start)
        # Of a local header of 30 bytes the last two words say how long the name and the rest are that follow.
        name_length, more = struct.unpack("<26xHH", file.read(30))
        file.seek(start + 30 + name_length + more)
        np.lib.format.read_magic(file)
        shape, _, kind = np.lib.format.read_array_header_1_0(file)
        return np.memmap(path, kind, "r", offset=file.tell(), shape=shape)
