"""What a school is called, and where a draft speaks of it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from belisha.checking.lexicon import read_data
from belisha.checking.text import Words, plain_words
from belisha.rules.language.policy import Control


@dataclass(frozen=True, slots=True)
class SchoolNames:
    """A school's whole names, and their cores without "Primary School"; nicknames count as whole."""

    whole: tuple[str, ...]
    cores: tuple[str, ...]


@lru_cache(maxsize=256)
def _names(titles: tuple[str, ...]) -> SchoolNames:
    suffixes = {tuple(plain_words(each)) for each in read_data("words")["school"]["suffixes"]}
    whole, cores = [], []
    for title in titles:
        words = plain_words(title)
        core = list(words)
        if core and core[0] == "the":
            core = core[1:]
        while core:
            cut = next((len(end) for end in suffixes if tuple(core[-len(end) :]) == end), 0)
            if not cut:
                break
            core = core[:-cut]
        whole.append(" ".join(words))
        if core:
            cores.append(" ".join(core))
    return SchoolNames(tuple(dict.fromkeys(whole)), tuple(dict.fromkeys(cores)))


def names_of(control: Control, more: Iterable[str] = ()) -> SchoolNames:
    """Return what the school of a policy is called; `more` are nicknames that it goes by."""
    titles = () if control.is_model else (control.school, *control.schools)
    return _names((*titles, *more))


@lru_cache(maxsize=1)
def _lists() -> tuple[frozenset[str], frozenset[str]]:
    school = read_data("words")["school"]
    kinds = frozenset(each for each in school["kind"] if " " not in each)
    return kinds, frozenset(school["work"])


_SCHOOL_WORDS = frozenset(
    {
        "school",
        "work",
        "working",
        "teach",
        "teaching",
        "chalkface",
        "class",
        "lesson",
        "lessons",
        "kids",
        "pupils",
        "term",
    }
)
_PLACES = frozenset(
    {"road", "village", "hall", "station", "shops", "park", "estate", "roundabout", "is", "junction", "pub"}
)

# "Calcot has let my son down": what a school does to a child, and a village does not.
_DOES = frozenset(
    {"has", "have", "does", "do", "did", "treats", "treated", "never", "cannot", "needs", "should", "lets"}
    | {"failed", "fails", "ruined", "expects", "told", "ignored", "refused", "refuses", "let"}
)
_CHILD = frozenset({"son", "daughter", "kid", "kids", "lad", "child", "children", "eldest", "youngest"})
_WHERE = frozenset({"in", "near", "to", "through", "around", "from", "past", "outside", "of"})


def named_runs(words: Words, names: SchoolNames, *, works_there: bool = False) -> Iterator[tuple[int, int]]:
    """Yield each run of words that names the school: its whole name, or its core with what shows that.

    "Calcot" alone may be the village; "Calcot Juniors", "I teach at Calcot" and `#calcotschool` are not.
    """
    kinds, work = _lists()
    stream, plain = words.stream, words.words
    is_of_child = bool(_CHILD.intersection(plain))
    is_of_work = works_there and bool(_SCHOOL_WORDS.intersection(plain))
    for name in (*names.whole, *names.cores):
        start = stream.find(f" {name} ")
        while start >= 0:
            first = words.at(start + 1)
            last = first + name.count(" ")
            follows = plain[last + 1] if last + 1 < len(plain) else ""
            before_it = set(plain[max(0, first - 1) : first])
            before = {" ".join(plain[max(0, first - n) : first]) for n in (2, 3, 4)}
            if (
                name in names.whole
                or follows in kinds
                or before & work
                or (is_of_work and follows not in _PLACES)
                or (follows in _DOES and is_of_child and not before_it & _WHERE)
            ):
                end = last + 1 if follows in kinds and name not in names.whole else last
                while end + 1 < len(plain) and plain[end + 1] in ("school", "schools", "primary", "academy"):
                    end += 1
                yield first, end
            start = stream.find(f" {name} ", start + 1)
    joined = tuple({each.replace(" ", "") for each in (*names.whole, *names.cores)})
    for place, word in enumerate(plain):
        if len(word) >= 6 and word.startswith(joined) and _is_tagged(word, joined):
            yield place, place


def _is_tagged(word: str, joined: tuple[str, ...]) -> bool:
    return any(word.startswith(each) and _is_tag(word, each) for each in joined)


def _is_tag(word: str, core: str) -> bool:
    rest = word[len(core) :]
    return rest.startswith(
        ("school", "primary", "infant", "junior", "teacher", "miss", "mr", "academy", "sch", "ps")
    ) or (not rest and "school" in core)
