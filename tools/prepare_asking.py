"""Work out beforehand what a first question needs of the shipped vocabulary, for `belisha/library/model`.

Run by `make asking`, and alone after a change to a name or a fact's words, of which nothing is learnt.
"""

from importlib.resources import files
from pathlib import Path

from belisha.asking.bundled_texts import bundled_texts, prepare
from belisha.asking.prepared import PREPARED_FILE, pack
from belisha.asking.vectors import VECTORS_FILE, missing_vectors, with_missing
from belisha.rules.vocabulary.loading import load_vocabulary


def main() -> None:
    """Write `prepared.json.gz` into the library, and add to `vectors.npz` what has none."""
    folder = Path(str(files("belisha") / "library" / "model"))
    content = pack(prepare(load_vocabulary()))
    (folder / PREPARED_FILE).write_bytes(content)
    print(f"{PREPARED_FILE}: {len(content):,} bytes")
    if missing := missing_vectors(bundled_texts()):
        content = with_missing(missing)
        (folder / VECTORS_FILE).write_bytes(content)
        print(f"{VECTORS_FILE}: {len(content):,} bytes, with {len(missing):,} more texts")


if __name__ == "__main__":
    main()
