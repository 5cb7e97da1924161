"""Embed texts as vectors: texts of like meaning have vectors that lie close.

The model is a file of the library; `belisha/library/model/README.md` says where it is from.
"""

import hashlib
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from importlib.resources import as_file, files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from tokenizers import Tokenizer

DIMENSIONS = 384
MAX_TOKENS = 64
_MANY = 16
_THREADS = 4
MODEL = "minilm-l6-v2-int8.onnx"
TOKENIZER = "tokenizer.json"
FOLDER = files("belisha") / "library" / "model"
CHECKSUMS = {
    MODEL: "f115734c96fd640c9620f2f1b2d170fbf057f309f7af4c5ac32f98f10a566528",
    TOKENIZER: "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
}


class ModelMissing(Exception):  # noqa: N818 - it reads as what it says
    """A file of the language model cannot be used; the message says which and what to do."""


class SentenceEncoder:
    """The sentence model, loaded. One of it serves all threads."""

    def __init__(self, folder: Traversable) -> None:
        """Load the model from `folder`; `load` is for the one that Belisha carries.

        Raises:
            ModelMissing: a file is absent or is not the one whose checksum is recorded.
        """
        # It is slow to import, and a process that has imported it must not be forked: a server's workers
        # would abort when they end.
        import onnxruntime  # noqa: PLC0415

        self._tokenizer = _shipped_tokenizer() if folder == FOLDER else _tokenizer(folder)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.use_deterministic_compute = True
        # By its path, and checked piece by piece: bytes that are read whole stay with the process, 22 MB.
        with as_file(folder / MODEL) as path:
            _check_recorded(path, MODEL)
            self._session = onnxruntime.InferenceSession(
                str(path), options, providers=["CPUExecutionProvider"]
            )

    @staticmethod
    def load() -> "SentenceEncoder":
        """Return the model that ships with Belisha; it is read once per process.

        Raises:
            ModelMissing: a file is absent or is not the one whose checksum is recorded.
        """
        return _shipped()

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return a row for each text: (len(texts), 384), each row of unit length, so `a @ b` is the cosine.

        A text is cut after 64 tokens, about 45 words. On one machine the same text always gives the same
        row, bit for bit, whatever stands beside it; another kind of processor may round differently.

        That is why each text goes through the model by itself. The model scales its activations by the
        largest in the whole batch, padding included: in batches of 32 the same text came out with a cosine
        of 0.98 to itself, which is more than separates near questions. One at a time is also the faster on
        questions of mixed length, 3.9 ms a text against 7.3 ms, as nothing is spent on padding. Many texts
        are shared among a few threads.
        """
        vectors = np.empty((len(texts), DIMENSIONS), dtype=np.float32)
        if len(texts) < _MANY:
            for row, text in zip(vectors, texts, strict=True):
                row[:] = self._vector(text)
            return vectors
        with ThreadPoolExecutor(min(_THREADS, os.cpu_count() or 1)) as pool:
            vectors[:] = list(pool.map(self._vector, texts))
        return vectors

    def _vector(self, text: str) -> NDArray[np.float32]:
        ids = np.array([self._tokenizer.encode(text).ids], dtype=np.int64)
        inputs = {"input_ids": ids, "attention_mask": np.ones_like(ids)}
        found: NDArray[np.float32] = self._session.run(["vectors"], inputs)[0][0]
        return found


def has_word(word: str) -> bool:
    """Return whether the model has a lower-case word whole: a common word, correctly spelt.

    The list of its words is read for this, and not the model. Raise ModelMissing as `SentenceEncoder` does.
    """
    return _shipped_tokenizer().token_to_id(word) is not None


@cache
def _shipped() -> SentenceEncoder:
    return SentenceEncoder(FOLDER)


@cache
def _shipped_tokenizer() -> "Tokenizer":
    return _tokenizer(FOLDER)


def _tokenizer(folder: Traversable) -> "Tokenizer":
    """Return what cuts a text into the words of the model in `folder`. One of it serves all threads."""
    from tokenizers import Tokenizer  # noqa: PLC0415 - slow to import

    with as_file(folder / TOKENIZER) as path:
        _check_recorded(path, TOKENIZER)
        found: Tokenizer = Tokenizer.from_file(str(path))
    found.no_padding()
    found.enable_truncation(max_length=MAX_TOKENS)
    return found


def _check_recorded(path: Path, name: str) -> None:
    """Raise ModelMissing unless a model file is there and has the recorded checksum."""
    remedy = "install Belisha again, or make the file with `tools/export_model.py`"
    try:
        with path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise ModelMissing(f"The language model's file `{name}` cannot be read: {remedy}.") from error
    if found != CHECKSUMS[name]:
        raise ModelMissing(
            f"The language model's file `{name}` has the checksum `{found[:12]}…` where "
            f"`{CHECKSUMS[name][:12]}…` is recorded: {remedy}."
        )
