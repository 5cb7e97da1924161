"""The vectors of texts that are known beforehand, carried as a file; others go through the model once."""

from collections.abc import Iterable, Sequence
from functools import cache
from hashlib import blake2b
from importlib.resources import files
from io import BytesIO

import numpy as np
from numpy.typing import NDArray

from belisha.asking.meaning import DIMENSIONS, Meaning

CARRIED = "vectors.npz"
_MAX_FRESH = 20_000
_fresh: dict[bytes, NDArray[np.float32]] = {}


def vectors_of(texts: Sequence[str]) -> NDArray[np.float32]:
    """A row for each text: (len(texts), 384), each of unit length.

    Carried vectors are kept in half precision, which moves a cosine by less than 0.001. A text that is
    not carried costs about 4 ms the first time in a process; what is kept of it is a hash and its vector.
    """
    carried = _carried()
    rows = np.empty((len(texts), DIMENSIONS), dtype=np.float32)
    for row, text in zip(rows, texts, strict=True):
        key = key_of(text)
        known = carried.get(key)
        row[:] = known if known is not None else _embedded(key, text)
    return rows


def not_carried(texts: Iterable[str]) -> list[str]:
    """Those of `texts` whose vector is not carried, for the test that says when the file is out of date."""
    carried = _carried()
    return [text for text in texts if key_of(text) not in carried]


def packed(vectors: dict[str, NDArray[np.float16]]) -> bytes:
    """The content of the carried file for the vectors of these texts: keys and rows, in the keys' order."""
    by_key = sorted((key_of(text), vector) for text, vector in vectors.items())
    content = BytesIO()
    np.savez(
        content,
        keys=np.frombuffer(b"".join(key for key, _ in by_key), dtype=np.uint8).reshape(-1, 8),
        vectors=np.stack([vector for _, vector in by_key]),
    )
    return content.getvalue()


def key_of(text: str) -> bytes:
    """Eight bytes that stand for a text."""
    return blake2b(text.encode(errors="replace"), digest_size=8).digest()


def _embedded(key: bytes, text: str) -> NDArray[np.float32]:
    """The vector of a text that is not carried."""
    known = _fresh.get(key)
    if known is None:
        known = Meaning.load().embed([text])[0]
        if len(_fresh) >= _MAX_FRESH:
            _fresh.clear()
        _fresh[key] = known
    return known


@cache
def _carried() -> dict[bytes, NDArray[np.float16]]:
    file = files("belisha") / "library" / "model" / CARRIED
    if not file.is_file():
        return {}
    with np.load(BytesIO(file.read_bytes())) as content:
        keys, vectors = content["keys"], content["vectors"]
    return {key.tobytes(): vector for key, vector in zip(keys, vectors, strict=True)}
