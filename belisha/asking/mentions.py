"""What a question mentions: people, platforms, circumstances, an age. All words are the vocabulary's."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from belisha.asking.ages import age_said
from belisha.asking.finding import Found
from belisha.asking.lexicon import lexicon_of, named_role
from belisha.asking.text import fold
from belisha.rules.ruling import FactValue
from belisha.rules.words import FactKind, Vocabulary

__all__ = [
    "Mention",
    "Mentions",
    "find_mentions",
    "mentions_in",
    "named_role",
    "plain_text",
    "sites_by_letter",
]

SOCIAL_MEDIA = "social media"
_SITE_X = re.compile(r"\bon X\b")
# How far apart "my child" and "teacher" may stand in "my child's new class teacher".
_OWNER_REACH = 14
_OWNED_BY = re.compile(r" (of|to) (a|an|the|one of|one of my|one of the|my|our|some of my|a )? ?")


@dataclass(frozen=True, slots=True)
class Mention:
    """A role that a question names, with the words and where they stand.

    `owner` marks one that is named only as somebody's ("the dad of a pupil" names a pupil as owner).
    """

    role: str
    words: str
    start: int
    end: int
    owner: bool = False


@dataclass(frozen=True, slots=True)
class Mentions:
    """All that a question mentions.

    `text` is the question, folded; `plain` the same with every platform called "social media" and people
    by plain words, so that questions about any of them read alike.
    """

    text: str
    plain: str
    people: tuple[Mention, ...] = ()
    platforms: tuple[str, ...] = ()
    facts: Mapping[str, FactValue] = field(default_factory=dict)


def find_mentions(question: str, vocabulary: Vocabulary) -> Mentions:
    """Read what `question` mentions, by the words of `vocabulary`; no fact is guessed."""
    return mentions_in(fold(question), vocabulary, sites=sites_by_letter(question, vocabulary))


def sites_by_letter(question: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """The site that goes by a capital letter, which is lost when a text is folded."""
    return ("twitter",) if _SITE_X.search(question) and "twitter" in vocabulary.platforms else ()


def mentions_in(text: str, vocabulary: Vocabulary, *, sites: tuple[str, ...] = ()) -> Mentions:
    """Read what a folded `text` mentions; `sites` are platforms known to be named besides."""
    lexicon = lexicon_of(vocabulary)
    named_sites = lexicon.platforms.longest(text)
    platforms = tuple(dict.fromkeys((*(each.word for each in named_sites), *sites)))
    facts: dict[str, FactValue] = dict.fromkeys(sorted(lexicon.facts.all_meanings(text)), True)
    facts |= dict.fromkeys(sorted(lexicon.denials.all_meanings(text)), False)
    age = age_said(text)
    for fact in vocabulary.facts.values():
        if fact.kind is FactKind.PLATFORM and platforms:
            facts[fact.id] = platforms[0]
        if fact.kind is FactKind.NUMBER and age is not None:
            facts[fact.id] = age
    found = lexicon.roles.longest(text)
    people = _mark_owners(text, [Mention(each.word, each.text, each.start, each.end) for each in found])
    return Mentions(text, _in_plain_words(text, named_sites, found, vocabulary), people, platforms, facts)


def plain_text(text: str, vocabulary: Vocabulary) -> str:
    """The `plain` of a text's mentions, for where nothing else of them is wanted."""
    folded, lexicon = fold(text), lexicon_of(vocabulary)
    sites, people = lexicon.platforms.longest(folded), lexicon.roles.longest(folded)
    return _in_plain_words(folded, sites, people, vocabulary)


def _in_plain_words(text: str, sites: list[Found], people: list[Found], vocabulary: Vocabulary) -> str:
    """The text with sites called "social media" and people by the words that their roles read as."""
    named = [(each.start, each.end, SOCIAL_MEDIA) for each in sites]
    named += [(each.start, each.end, vocabulary.roles[each.word].reads_as or each.text) for each in people]
    return _reworded(text, named)


def _reworded(text: str, named: Iterable[tuple[int, int, str]]) -> str:
    """The text with stretches (start, end) by plain words; of stretches that overlap, the later stays."""
    plain, before = text, len(text)
    for start, end, word in sorted(named, reverse=True):
        if end <= before:
            plain, before = plain[:start] + word + plain[end:], start
    return plain


def _mark_owners(text: str, found: list[Mention]) -> tuple[Mention, ...]:
    """Mark those named only as owner: "my child's teacher", "the dad of a pupil", "a pupil's mum"."""
    marked = []
    for place, mention in enumerate(found):
        previous = found[place - 1] if place else None
        follower = found[place + 1] if place + 1 < len(found) else None
        is_owner = _owns(text, mention, follower) or _is_owner_after(text, previous, mention)
        marked.append(replace(mention, owner=True) if is_owner else mention)
    return tuple(marked)


def _owns(text: str, mention: Mention, follower: Mention | None) -> bool:
    """Whether the next person named is this one's: "my child's teacher"."""
    if follower is None or follower.start - mention.end >= _OWNER_REACH:
        return False
    return text.startswith(("'s ", "' ", "s' "), mention.end)


def _is_owner_after(text: str, previous: Mention | None, mention: Mention) -> bool:
    """Whether the person named before is this one's: "the dad of a pupil"."""
    return previous is not None and _OWNED_BY.fullmatch(text, previous.end, mention.start) is not None
