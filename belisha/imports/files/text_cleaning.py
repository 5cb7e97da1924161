"""Remove what no reader can see, and what spreadsheets and word processors put into cells."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache

# Zero-width letters, marks of direction, soft hyphens, byte order marks, variation selectors.
INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0]"
)
APOSTROPHES = str.maketrans(dict.fromkeys("\u2018\u2019\u201b\u02bc\u02bb\u2032\u00b4\u0060\uff07", "'"))
MARKS = re.compile(r"[^a-z0-9]+")
GUARDED = re.compile(r'="(.*)"', re.DOTALL)
SHORTENED_NUMBER = re.compile(r"[+-]?\d([.,]\d+)?E\+?\d{1,3}", re.IGNORECASE)
SPREADSHEET_ERROR = re.compile(r"#(n/a|ref!|name\?|value!|div/0!|null!|num!|spill!|calc!|getting_data|#+)")
DUTCH = re.compile(r"'[a-z]\b")
NOTHING = frozenset(("-", "--", "---", "n/a", "n.a.", ".", "#n/a"))
NOTHING_IN_WORDS = frozenset(("na", "none", "null", "nil", "nan", "(none)", "(null)", "(blank)", "[none]"))


def visible(text: str) -> str:
    """Return the text without invisible letters, composed, with single spaces."""
    if text.isascii():
        return " ".join(text.split())
    return " ".join(INVISIBLE.sub("", unicodedata.normalize("NFC", text)).split())


@lru_cache(maxsize=8192)
def fold_heading(heading: str) -> str:
    """Return a heading in lower case, with one space in place of other marks."""
    return MARKS.sub(" ", visible(heading).casefold()).strip()


def unguarded(text: str) -> str:
    """Return the value without what a spreadsheet puts before it to keep it as text: `="007"`, `'007`."""
    guarded = GUARDED.fullmatch(text)
    bare = guarded[1].strip() if guarded else text
    return bare[1:].lstrip() if bare.startswith("'") else bare


def is_shortened_number(text: str) -> bool:
    """Return whether a spreadsheet has replaced a long number by a short one: 1.23E+11."""
    return "+" in text[1:] and SHORTENED_NUMBER.fullmatch(text) is not None


def without_decimals(value: str) -> str:
    """Return a number as it was before a program took it for a quantity: 412.0 is 412."""
    whole, dot, rest = value.partition(".")
    return whole if dot and rest in ("0", "00") and whole.isascii() and whole.isdigit() else value


def is_spreadsheet_error(text: str) -> bool:
    """Return whether the cell holds an error of a spreadsheet, or a value that did not fit (`####`)."""
    return text.startswith("#") and SPREADSHEET_ERROR.fullmatch(text.lower()) is not None


def is_nothing(text: str, *, is_name: bool = False) -> bool:
    """Return whether the cell stands for no value. In a name, "Na", "Null" and "None" are names."""
    folded = text.casefold()
    return folded in NOTHING or (not is_name and folded in NOTHING_IN_WORDS)


def marked_columns(rows: Iterable[Sequence[str]], width: int) -> frozenset[int]:
    """Return the columns in which most values begin with an apostrophe: a mark that says "this is text".

    A single name may begin with one ('t Hooft, ʻOfa); a whole column does so because of a program.
    """
    filled, marked = [0] * width, [0] * width
    for cells in rows:
        for place, cell in enumerate(cells):
            if cell:
                filled[place] += 1
                marked[place] += cell[0] == "'"
    return frozenset(place for place in range(width) if marked[place] * 2 > filled[place])


def without_mark(name: str, *, is_marked: bool) -> str:
    """Return a name without a leading apostrophe, if it is a mark and not part of the name."""
    if name.startswith("'") and is_marked and not DUTCH.match(name):
        return name[1:].lstrip()
    return name


def are_in_capitals(names: Iterable[str]) -> bool:
    """Return whether a file writes names in capitals: nearly all that have three letters or more."""
    long = [name for name in names if sum(map(str.isalpha, name)) > 2 and name[0] not in "=@+|"]
    capitals = sum(name.isupper() for name in long)
    return bool(long) and capitals * 10 >= len(long) * 9


def recased(name: str) -> str:
    """Return a name that stands in capitals as people write it: O'NEILL-MCDONALD to O'Neill-McDonald."""
    return re.sub(r"[^\W\d_]+(?:['’][^\W\d_]+)?", _recased_word, name) if name.isupper() else name


def _recased_word(found: re.Match[str]) -> str:
    word = found[0]
    first, mark, rest = word.partition("'") if "'" in word else word.partition("’")
    if mark and len(first) > 2 and len(rest) == 1:  # a possessive: JONES'S
        return first.capitalize() + mark + rest.lower()
    if mark:
        return first.capitalize() + mark + rest.capitalize()
    if word.startswith("MC") and len(word) > 4:
        return f"Mc{word[2:].capitalize()}"
    return word.capitalize()
