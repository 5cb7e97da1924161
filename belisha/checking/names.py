"""Names taken apart: given name, surname, short forms, other spellings."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from belisha.checking.lexicon import read_data
from belisha.checking.text import plain_words

_UMLAUTS = {"ö": "oe", "ü": "ue", "ä": "ae", "å": "aa", "ø": "oe"}
_IRISH = (
    "oneil",
    "obrien",
    "ocon",
    "oreil",
    "osull",
    "ohar",
    "odon",
    "okeef",
    "orour",
    "omal",
    "oshea",
    "oleary",
)


@dataclass(frozen=True, slots=True)
class NameParts:
    """A name: `surname_parts` are the halves of a double-barrelled one, `short` the short forms."""

    given: str
    middle: tuple[str, ...]
    surname: str
    surname_parts: tuple[str, ...]
    short: tuple[str, ...]


@cache
def name_data() -> dict[str, dict[str, list[str]]]:
    """Return the short forms of names, names that are words, and titles."""
    return read_data("nicknames")


@cache
def titles() -> frozenset[str]:
    """Return the titles that stand before names, in small letters."""
    return frozenset(name_data()["titles"]["words"])


@cache
def common_names() -> frozenset[str]:
    """Return the names that are also everyday words."""
    return frozenset(name_data()["common"]["words"])


@cache
def _particles() -> frozenset[str]:
    return frozenset(name_data()["titles"]["particles"])


@cache
def _short_forms() -> dict[str, tuple[str, ...]]:
    found: dict[str, set[str]] = defaultdict(set)
    for short, names in name_data()["short"].items():
        for name in names:
            found["".join(plain_words(name))].add(short)
    return {name: tuple(sorted(each)) for name, each in found.items()}


def parts_of(name: str) -> NameParts | None:
    """Return a name taken apart; None if there is no word in it."""
    family, comma, given_names = name.partition(",")
    words = plain_words(f"{given_names} {family}" if comma else name)
    while words and words[0] in titles():
        words = words[1:]
    if not words:
        return None
    if len(words) == 1:
        return NameParts("", (), words[0], (), ())
    particles = _particles()
    cut = len(words) - 1
    is_hyphenated = "-" in name and (
        "-" in name.rsplit(maxsplit=1)[-1] or "-" in name.split(",", maxsplit=1)[0].rsplit(maxsplit=1)[-1]
    )
    if is_hyphenated and cut > 1:
        cut -= 1
    while cut > 1 and words[cut - 1] in particles:
        cut -= 1
    surname = words[cut:]
    own = (
        tuple(each for each in surname if each not in particles and len(each) > 2) if len(surname) > 1 else ()
    )
    return NameParts(words[0], tuple(words[1:cut]), " ".join(surname), own, _short_forms().get(words[0], ()))


@dataclass(frozen=True, slots=True)
class WrittenName:
    """How somebody's name may be written, in plain words; without words, not at all.

    `joined` are the forms of handles ("rubyashdown", "mrsadeyemi"); `title` is the one that the roll gives,
    or "mrs".
    """

    given: str = ""
    surname: str = ""
    title: str = ""
    initials: str = ""
    givens: tuple[str, ...] = ()
    surnames: tuple[str, ...] = ()
    joined: tuple[str, ...] = ()


# Kept by name: when a roll changes, most of its names stay.
@lru_cache(maxsize=50_000)
def written_name(name: str, *, has_title: bool) -> WrittenName:
    """Return how the name of somebody on a roll may be written."""
    parts = parts_of(name)
    if parts is None:
        return WrittenName()
    title = _title(name)
    joined = {f"{title}{parts.surname}".replace(" ", "")} if has_title else set()
    surnames = tuple(surname_forms(name, parts))
    if not parts.given:
        return WrittenName("", parts.surname, title, "", (), surnames, tuple(joined))
    joined |= {f"{each}{parts.surname}".replace(" ", "") for each in (parts.given, parts.given[0])}
    initials = (parts.given[0] + parts.surname[0]).upper()
    givens = tuple(given_forms(name, parts))
    return WrittenName(parts.given, parts.surname, title, initials, givens, surnames, tuple(joined))


def _title(name: str) -> str:
    """Return the title with which the roll names somebody, in small letters ("mr"); "mrs" if none."""
    first = name.split(maxsplit=1)[0].rstrip(".").casefold() if name.strip() else ""
    return first if first in titles() else "mrs"


def surname_forms(name: str, parts: NameParts) -> set[str]:
    """Return how a surname may be written: whole, joined, halves, Mc or Mac, umlauts."""
    forms = {parts.surname, parts.surname.replace(" ", ""), *parts.surname_parts}
    return forms | set(_mac_forms(parts.surname)) | set(_umlaut_forms(name, parts.surname))


def given_forms(name: str, parts: NameParts) -> set[str]:
    """Return how a given name may be written: itself, short, with the middle name."""
    forms = {parts.given, *parts.short, *_umlaut_forms(name, parts.given)}
    return forms | {" ".join((parts.given, *parts.middle))} if parts.middle else forms


def _mac_forms(surname: str) -> Iterator[str]:
    plain = surname.replace(" ", "")
    for begin, others in (("mac", ("mc", "mc ", "mac ")), ("mc", ("mac", "mc ", "mac ")), ("o", ("o ",))):
        if plain.startswith(begin) and len(plain) > len(begin) + 2:
            rest = plain[len(begin) :]
            if begin != "o" or plain.startswith(_IRISH):
                yield from (f"{each}{rest}" for each in others)
            return


def _umlaut_forms(name: str, plain: str) -> Iterator[str]:
    """Yield a name's other spelling where it has a letter that is also written as two (Müller, Mueller)."""
    low = name.lower()
    if not low.isascii() and any(each in low for each in _UMLAUTS):
        wide = low
        for letter, two in _UMLAUTS.items():
            wide = wide.replace(letter, two)
        for before, after in zip(low.replace("-", " ").split(), wide.replace("-", " ").split(), strict=False):
            if before != after and "".join(plain_words(before)) in plain.split():
                yield "".join(plain_words(after))
    for two in ("oe", "ue", "ae"):
        if two in plain and len(plain) > 4:
            yield plain.replace(two, two[0])
