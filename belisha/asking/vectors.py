"""Look up the vectors of known texts in a shipped file; embed others once."""

from collections.abc import Iterable, Sequence
from functools import cache
from hashlib import blake2b
from importlib.resources import files
from io import BytesIO

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
    shipped = _shipped()
    rows = np.empty((len(texts), DIMENSIONS), dtype=np.float32)
    fresh: dict[str, list[int]] = {}
    for place, text in enumerate(texts):
        key = key_of(text)
        if key in shipped:
            rows[place] = shipped[key]
        elif (known := _fresh.get(key)) is not None:
            rows[place] = known
        else:
            fresh.setdefault(text, []).append(place)
    for text, vector in zip(fresh, _embedded(list(fresh)), strict=True):
        rows[fresh[text]] = vector
    return rows


def missing_vectors(texts: Iterable[str]) -> list[str]:
    """Return those of `texts` whose vector is not shipped, for the test that the file is up to date."""
    shipped = _shipped()
    return [text for text in texts if key_of(text) not in shipped]


def packed(vectors: dict[str, NDArray[np.float16]]) -> bytes:
    """Return the content of the shipped file for these vectors: keys and rows, sorted by key."""
    by_key = sorted((key_of(text), vector) for text, vector in vectors.items())
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


@cache
def _shipped() -> dict[bytes, NDArray[np.float16]]:
    file = files("belisha") / "library" / "model" / VECTORS_FILE
    if not file.is_file():
        return {}
    with np.load(BytesIO(file.read_bytes())) as content:
        keys, vectors = content["keys"], content["vectors"]
    return {key.tobytes(): vector for key, vector in zip(keys, vectors, strict=True)}
