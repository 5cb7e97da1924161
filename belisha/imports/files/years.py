"""Year groups: "Year 2", "Y2", "02" and "2" are the same one."""

import re

EXPECTED = "a year group: N, R, or 1 to 14"
NUMBER = re.compile(r"(?:year|yr|y|nc year|grade)?[ .:-]*0*(\d{1,2})")
WORDS = {
    "r": "R", "year r": "R", "yr r": "R", "reception": "R", "rec": "R", "year 0": "R", "0": "R", "f2": "R",
    "eyfs 2": "R", "foundation 2": "R", "kg": "R",
    "n": "N", "n1": "N", "n2": "N", "nursery": "N", "nur": "N", "nursery 1": "N", "nursery 2": "N", "f1": "N",
    "year n": "N", "pk": "N", "pre-school": "N", "preschool": "N", "e1": "N", "e2": "N",
}  # fmt: skip


def read_year(text: str) -> str | None:
    """`N`, `R`, `1` to `14`; nothing where the text is empty; None where it is no year group."""
    bare = " ".join(text.split()).lower()
    if not bare:
        return ""
    if bare in WORDS:
        return WORDS[bare]
    found = NUMBER.fullmatch(bare)
    return str(int(found[1])) if found and bare.isascii() and 1 <= int(found[1]) <= 14 else None
