"""What a question mentions: people, platforms, circumstances, an age. All words are the vocabulary's."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from belisha.asking.identity import cached_by_identity
from belisha.asking.text import fold
from belisha.rules.ruling import FactValue
from belisha.rules.words import FactKind, Vocabulary

_NUMBERS = {
    "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
    "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18,
}  # fmt: skip
_AGE = re.compile(
    r"\b(?:i am|is|aged?|only|just|turned|be|was|turns?|are|at|nearly|almost)\s+(?:only |just |nearly |about )?(\d{1,2}|[a-z]+)\b(?!\s*(?:minutes|hours|days|weeks|pupils|children|of|times|am|pm|o'clock|months))"
    r"|\b(\d{1,2}|[a-z]+)[ -]?(?:years?[ -]?olds?|yrs?[ -]?olds?|yr|y/?o)\b"
)
_YEAR_GROUP = re.compile(r"\byear (\d{1,2}|[a-z]+)s?\b")
_MAX_AGE = 19
# An English child is this many years old, or a year older, in Year 1 (School Standards: reception at four).
_AGE_IN_YEAR_ONE = 5
SOCIAL_MEDIA = "social media"
_WORD_END = r"(?![a-z0-9])"
_WORD_START = r"(?<![a-z0-9])"


@dataclass(frozen=True, slots=True)
class Mention:
    """A role that a question names, with the words and where they stand. `owner` marks one that is
    named only as somebody's ("the dad of a pupil" names a pupil as owner)."""

    role: str
    words: str
    start: int
    end: int
    owner: bool = False


@dataclass(frozen=True, slots=True)
class Mentions:
    """All that a question mentions. `text` is the question, folded; `plain` the same with every platform
    called "social media" and people by plain words, so that questions about any of them read alike."""

    text: str
    plain: str
    people: tuple[Mention, ...] = ()
    platforms: tuple[str, ...] = ()
    facts: Mapping[str, FactValue] = field(default_factory=dict)


def find_mentions(question: str, vocabulary: Vocabulary) -> Mentions:
    """Read what `question` mentions, by the words of `vocabulary`. Never guesses a fact that no word reveals."""
    text = fold(question)
    lexicon = _lexicon(vocabulary)
    sites = lexicon.platforms.find(text)
    platforms = tuple(dict.fromkeys(each.word for each in sites))
    if re.search(r"\bon X\b", question):
        platforms = (*platforms, "twitter") if "twitter" in vocabulary.platforms else platforms
    facts: dict[str, FactValue] = {each.word: True for each in lexicon.facts.find(text, overlapping=True)}
    facts |= {each.word: False for each in lexicon.denials.find(text, overlapping=True)}
    for fact in vocabulary.facts.values():
        if fact.kind is FactKind.PLATFORM and platforms:
            facts[fact.id] = platforms[0]
        if fact.kind is FactKind.NUMBER and (age := _age(text)) is not None:
            facts[fact.id] = age
    people = _mark_owners(
        text, [Mention(each.word, each.text, each.start, each.end) for each in lexicon.roles.find(text)]
    )
    named = [(each.start, each.end, SOCIAL_MEDIA) for each in sites]
    named += [(each.start, each.end, vocabulary.roles[each.role].reads_as or each.words) for each in people]
    return Mentions(
        text=text, plain=_reworded(text, named), people=people, platforms=platforms, facts=facts
    )


def _reworded(text: str, named: Iterable[tuple[int, int, str]]) -> str:
    """The text with each stretch (start, end) by its plain word; of stretches that overlap, the later stays."""
    plain, before = text, len(text)
    for start, end, word in sorted(named, reverse=True):
        if end <= before:
            plain, before = plain[:start] + word + plain[end:], start
    return plain


def named_role(name: str, vocabulary: Vocabulary) -> str | None:
    """The role that a person's own word names ("supply teacher", "the head", `slt`), or None."""
    wanted = fold(name).replace("_", "-").strip()
    if wanted.replace(" ", "-") in vocabulary.roles:
        return wanted.replace(" ", "-")
    singular = wanted.removesuffix("s")
    for role in vocabulary.roles.values():
        known = {fold(each) for each in (role.label, *role.names)}
        if wanted in known or singular in known:
            return role.id
    return None


@dataclass(frozen=True, slots=True)
class Found:
    """Words that were found, and what they stand for."""

    word: str
    text: str
    start: int
    end: int


class Phrases:
    """Finds the longest of many phrases, each standing for a word of the vocabulary."""

    def __init__(self, phrases: Iterable[tuple[str, str]]) -> None:
        """Take pairs of a phrase and what it stands for; of equal phrases the first stands."""
        self._meaning: dict[str, str] = {}
        for phrase, word in phrases:
            self._meaning.setdefault(fold(phrase), word)
        longest_first = sorted(self._meaning, key=len, reverse=True)
        joined = "|".join(re.escape(each) for each in longest_first)
        self._pattern = re.compile(f"{_WORD_START}(?:{joined}){_WORD_END}") if joined else None
        self._ahead = re.compile(f"{_WORD_START}(?=({joined}){_WORD_END})") if joined else None

    def find(self, text: str, *, overlapping: bool = False) -> list[Found]:
        """Every phrase in the folded `text`, the longest at each place, in order."""
        if self._pattern is None or self._ahead is None:
            return []
        if overlapping:
            hits = [(each.group(1), each.start()) for each in self._ahead.finditer(text)]
        else:
            hits = [(each.group(), each.start()) for each in self._pattern.finditer(text)]
        return [Found(self._meaning[phrase], phrase, start, start + len(phrase)) for phrase, start in hits]


@dataclass(frozen=True, slots=True)
class _Lexicon:
    roles: Phrases
    platforms: Phrases
    facts: Phrases
    denials: Phrases


@cached_by_identity
def _lexicon(vocabulary: Vocabulary) -> _Lexicon:
    # "we", "you" and the like name the asker's own side; they are read as the subject, not as a party.
    roles = [
        (name, role.id)
        for role in vocabulary.roles.values()
        for name in (role.label, *role.names, *(f"{each}s" for each in (role.label, *role.names)))
        if name not in ("we", "all", "x")
    ]
    platforms = [
        (name, each.id)
        for each in vocabulary.platforms.values()
        for name in (each.label, *each.names)
        if len(name) > 1
    ]
    facts = [(phrase, fact.id) for fact in vocabulary.facts.values() for phrase in fact.words]
    denials = [(phrase, fact.id) for fact in vocabulary.facts.values() for phrase in fact.denials]
    return _Lexicon(Phrases(roles), Phrases(platforms), _Many(facts), _Many(denials))


class _Many(Phrases):
    """Phrases of which one may reveal several facts ("on my own phone at lunch")."""

    def __init__(self, phrases: Iterable[tuple[str, str]]) -> None:
        self._all: dict[str, list[str]] = {}
        for phrase, word in phrases:
            self._all.setdefault(fold(phrase), []).append(word)
        super().__init__((phrase, phrase) for phrase in self._all)

    def find(self, text: str, *, overlapping: bool = False) -> list[Found]:
        """As `Phrases.find`, one for each meaning of each phrase, shorter phrases inside longer ones too."""
        hits = [
            Found(word, phrase, at.start(), at.end())
            for phrase, meanings in self._all.items()
            if phrase in text
            for at in re.finditer(f"{_WORD_START}{re.escape(phrase)}{_WORD_END}", text)
            for word in meanings
        ]
        return sorted(hits, key=lambda each: each.start)


def _mark_owners(text: str, found: list[Mention]) -> tuple[Mention, ...]:
    """Mark those named only as owner: "my child's teacher", "the dad of a pupil", "a pupil's mum"."""
    marked = []
    for place, mention in enumerate(found):
        after = text[mention.end : mention.end + 4]
        follower = found[place + 1] if place + 1 < len(found) else None
        owns = (
            bool(re.match(r"('s?|s'?)? ", after))
            and "'" in after
            and follower is not None
            and follower.start - mention.end < 14
        )  # noqa: PLR2004
        previous = found[place - 1] if place else None
        between = text[previous.end : mention.start] if previous else ""
        owned_by = (
            previous is not None
            and re.fullmatch(
                r" (of|to) (a|an|the|one of|one of my|one of the|my|our|some of my|a )? ?", between
            )
            is not None
        )
        marked.append(Mention(mention.role, mention.words, mention.start, mention.end, owns or owned_by))
    return tuple(marked)


def _age(text: str) -> int | None:
    for found in _AGE.finditer(text):
        given = next(each for each in found.groups() if each)
        value = int(given) if given.isdigit() else _NUMBERS.get(given)
        if value is not None and 0 < value <= _MAX_AGE:
            return value
    year = _YEAR_GROUP.search(text)
    if year:
        given = year.group(1)
        value = (
            int(given)
            if given.isdigit()
            else _NUMBERS.get(given, {"one": 1, "two": 2, "three": 3}.get(given, 0))
        )
        return value + _AGE_IN_YEAR_ONE if value else None
    return None
