"""How privacy is set on each platform, as dated data (G48, G78h, H28, C38, K78b)."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from belisha.rules.vocabulary.loading import load_vocabulary

EVERYWHERE = "all"


@dataclass(frozen=True, slots=True)
class PrivacyGuide:
    """The steps on one platform, written down on `as_of`; `source` is the platform's own page."""

    id: str
    label: str
    steps: tuple[str, ...]
    as_of: date
    source: str = ""


@cache
def privacy_guides() -> tuple[PrivacyGuide, ...]:
    """Return the guides: what holds everywhere first, then platform by platform in the order of the file."""
    text = files("belisha").joinpath("library", "platform-privacy.toml").read_text(encoding="utf-8")
    rows = tomllib.loads(text)
    as_of = rows.pop("as_of")
    platforms = load_vocabulary().platforms
    return tuple(
        PrivacyGuide(
            key,
            row["label"] if key == EVERYWHERE else platforms[key].label,
            tuple(row["steps"]),
            as_of,
            row.get("source", ""),
        )
        for key, row in rows.items()
    )
