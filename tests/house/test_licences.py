"""What Belisha runs on may be used, changed and passed on by anybody: permissive licences only.

Exceptions are named, each with its reason, and fall away when they are no longer needed: see the decision
record on licences.
"""

from __future__ import annotations

import re
from importlib import metadata

import pytest
from packaging.requirements import Requirement

from tests.house.project import ROOT

PERMISSIVE = {
    "0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "BSL-1.0", "CC0-1.0", "HPND", "ISC", "MIT", "MIT-0",
    "MIT-CMU", "PSF-2.0", "Python-2.0", "Unicode-3.0", "Unlicense", "Zlib", "CC-BY-4.0",
}  # fmt: skip
# How older packages say the same: a classifier's last part, or the words of their free text.
SAYS = {
    "Apache 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD-3-Clause",
    "3-Clause BSD License": "BSD-3-Clause",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "Python Software Foundation License": "PSF-2.0",
}
EXCEPTIONS = {
    "certifi": "MPL-2.0: Mozilla's list of certificate authorities, a data file that nobody changes",
    "fido2": "BSD and Apache; MPL-2.0 for the public suffix list that it carries, a data file",
    "psycopg": "LGPL-3.0: the only driver Django keeps for PostgreSQL; used unchanged, as a library",
    "psycopg-binary": "LGPL-3.0: the same, compiled",
    "pyphen": "GPL, LGPL or MPL-1.1 as one chooses, and we take the last; comes with weasyprint; unchanged",
    "pypdfium2": "BSD or Apache; `dependency licenses` stands for those of PDFium, which are permissive",
    "qrcode": "BSD; it says `Other` for the MIT text of the code that it grew from",
    "tqdm": "MPL-2.0 for some of its files; comes with huggingface-hub, with tokenizers; used unchanged",
}


def runtime_packages() -> list[str]:
    """The names in `requirements.txt` that this machine would install."""
    lock = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    pinned = [Requirement(line.rstrip(" \\")) for line in lock.splitlines() if re.match(r"[a-z0-9]", line)]
    return [pin.name for pin in pinned if pin.marker is None or pin.marker.evaluate()]


def licence_of(name: str) -> str:
    """What an installed package says of its licence: SPDX where it can be told, else its words."""
    about = metadata.metadata(name)
    if expression := about.get("License-Expression"):
        return expression
    named = [line.rsplit(" :: ", 1)[-1] for line in about.get_all("Classifier", []) if "License ::" in line]
    words = [word for word in named if word != "OSI Approved"] or [about.get("License", "none given").strip()]
    return " AND ".join(SAYS.get(word, word) for word in words)


def is_permissive(expression: str) -> bool:
    """Whether an SPDX expression can be met by permissive licences alone; of an `OR`, one is enough."""
    bare = re.sub(r"\s+WITH\s+[\w.-]+", "", expression).replace("(", " ").replace(")", " ")
    return all(
        any(choice.strip() in PERMISSIVE for choice in re.split(r"\s+OR\s+", part))
        for part in re.split(r"\s+AND\s+", bare)
    )


@pytest.mark.parametrize("name", runtime_packages())
def test_a_runtime_package_is_permissive_or_a_named_exception(name: str) -> None:
    licence = licence_of(name)
    assert is_permissive(licence) or name in EXCEPTIONS, f"{name} is under `{licence}`"


@pytest.mark.parametrize("name", EXCEPTIONS)
def test_an_exception_is_still_needed(name: str) -> None:
    assert name in runtime_packages(), f"{name} is no longer installed: drop its exception"
    assert not is_permissive(licence_of(name)), f"{name} is permissive now: drop its exception"


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("MIT", True),
        ("Apache-2.0 OR GPL-3.0-only", True),
        ("MPL-2.0 AND MIT", False),
        ("Apache-2.0 WITH LLVM-exception", True),
        ("GPL-3.0-or-later", False),
        ("none given", False),
    ],
)
def test_what_counts_as_permissive(expression: str, expected: bool) -> None:
    assert is_permissive(expression) is expected
