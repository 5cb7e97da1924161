"""Names of people: put together, and folded so that they can be compared."""

import re
import unicodedata

TITLES = frozenset(
    [
        "mr",
        "mrs",
        "miss",
        "ms",
        "mx",
        "dr",
        "prof",
        "professor",
        "rev",
        "revd",
        "reverend",
        "sir",
        "lady",
        "lord",
        "dame",
        "fr",
        "father",
        "sr",
        "sister",
        "canon",
    ]
)
APART = re.compile(r"[^\w\s-]|_")


def full_name(*, whole: str = "", title: str = "", given: str = "", family: str = "") -> str:
    """The name as people say it. `Ashdown, Ruby` becomes `Ruby Ashdown`; a title stays where it is all there
    is.
    """
    if given or family:
        parts = (given, family) if given else (title, family)
        return " ".join(" ".join(parts).split())
    flat = " ".join(whole.split())
    last, comma, first = flat.partition(",")
    if comma and first.strip() and last.strip() and "," not in first:
        return f"{first.strip()} {last.strip()}"
    return flat.strip(" ,")


def fold_name(name: str) -> str:
    """The name without title, case, accents and marks: `Miss Zoë O’Neill` is `zoe oneill`."""
    plain = name.casefold()
    if not plain.isascii():
        split = unicodedata.normalize("NFKD", plain)
        plain = "".join(mark for mark in split if not unicodedata.combining(mark))
    bare = APART.sub("", plain)
    words = bare.replace("-", " ").split()
    while len(words) > 1 and words[0] in TITLES:
        words.pop(0)
    return " ".join(words)
