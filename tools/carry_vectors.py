"""Make the file of vectors that Belisha carries: of the vocabulary's phrases and the shipped policies' clauses.

Run by `make vectors` after a change to either; a test says when it is due.
"""

from importlib.resources import files
from pathlib import Path

from belisha.asking.carried import carried_texts
from belisha.asking.vectors import CARRIED, packed


def main() -> None:
    """Write `belisha/library/model/vectors.npz`."""
    content = packed(carried_texts())
    Path(str(files("belisha") / "library" / "model" / CARRIED)).write_bytes(content)
    print(f"{CARRIED}: {len(content):,} bytes")


if __name__ == "__main__":
    main()
