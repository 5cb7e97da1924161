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
_fresh: dict[bytes, NDArray[np.float32]] = {}
_MAX_FRESH = 20_000


def vectors_of(texts: Sequence[str]) -> NDArray[np.float32]:
    """A row for each text: (len(texts), 384), each of unit length.

    Carried vectors are kept in half precision, which moves a cosine by less than 0.001. A text that is
    not carried costs about 4 ms the first time in a process.
    """
    carried = _carried()
    keys = [key_of(text) for text in texts]
    missing = [
        text for text, key in zip(texts, keys, strict=True) if key not in carried and key not in _fresh
    ]
    if missing:
        if len(_fresh) + len(missing) > _MAX_FRESH:
            _fresh.clear()
            missing = [text for text, key in zip(texts, keys, strict=True) if key not in carried]
        for text, vector in zip(missing, Meaning.load().embed(missing), strict=True):
            _fresh[key_of(text)] = vector
    rows = [_fresh[key] if key in _fresh else carried[key] for key in keys]
    return np.stack(rows).astype(np.float32) if rows else np.empty((0, DIMENSIONS), dtype=np.float32)


def not_carried(texts: Iterable[str]) -> list[str]:
    """Those of `texts` whose vector is not carried, for the tool that makes the file and its test."""
    carried = _carried()
    return [text for text in texts if key_of(text) not in carried]


def packed(texts: Iterable[str]) -> bytes:
    """The content of the carried file for these texts: keys and vectors, in an order of their own."""
    ordered = sorted(set(texts), key=key_of)
    keys = np.frombuffer(b"".join(key_of(text) for text in ordered), dtype=np.uint8).reshape(-1, 8)
    vectors = Meaning.load().embed(ordered).astype(np.float16)
    content = BytesIO()
    np.savez(content, keys=keys, vectors=vectors)
    return content.getvalue()


def forget() -> None:
    """Read the carried file anew when next asked: for the tool that has just written it."""
    _carried.cache_clear()


def key_of(text: str) -> bytes:
    """Eight bytes that stand for a text."""
    return blake2b(text.encode(), digest_size=8).digest()


@cache
def _carried() -> dict[bytes, NDArray[np.float16]]:
    file = files("belisha") / "library" / "model" / CARRIED
    if not file.is_file():
        return {}
    with np.load(BytesIO(file.read_bytes())) as content:
        return {
            key.tobytes(): vector for key, vector in zip(content["keys"], content["vectors"], strict=True)
        }
