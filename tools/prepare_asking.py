"""Work out beforehand what a first question needs of the shipped vocabulary, for `belisha/library/model`.

Run by `make asking`, and alone after a change to a name or a fact's words, of which nothing is learnt.
"""

from importlib.resources import files
from pathlib import Path

from belisha.asking.bundled_texts import prepare
from belisha.asking.prepared import PREPARED_FILE, pack
from belisha.rules.vocabulary.loading import load_vocabulary


def main() -> None:
    """Write `prepared.json.gz` into the library."""
    content = pack(prepare(load_vocabulary()))
    Path(str(files("belisha") / "library" / "model" / PREPARED_FILE)).write_bytes(content)
    print(f"{PREPARED_FILE}: {len(content):,} bytes")


if __name__ == "__main__":
    main()
