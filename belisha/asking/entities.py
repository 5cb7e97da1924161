"""Find the people, platforms, circumstances and age in a question, by the vocabulary's words."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

from belisha.asking.ages import number_beside, stated_age
from belisha.asking.lexicon import OTHER, Lexicon, lexicon_of, named_role
from belisha.asking.phrase_matcher import PhraseMatch
from belisha.asking.text import normalise
from belisha.rules.ruling import FactValue
from belisha.rules.vocabulary.words import FactKind, Vocabulary

__all__ = [
    "Entities",
    "Entity",
    "entities_in",
    "find_entities",
    "named_role",
    "plain_text",
    "platforms_by_letter",
]

SOCIAL_MEDIA = "social media"
UNKNOWN = "some other app"
_SERVICE = re.compile(
    r"\b(?:on|join|joins|use|using|via|through|over|download|to|have an?|get an?|open an?|has an?)"
    r" (?P<name>[A-Z][A-Za-z0-9]{2,})\b"
)
_SITE_X = re.compile(r"\bon X\b")
# How far apart "my child" and "teacher" may stand in "my child's new class teacher".
_OWNER_REACH = 14
_YEAR = re.compile(r"(?:year|yr|y) ?\d+|reception|nursery|class|form|year group")
# "The class group": a group, not the children in it.
_CLASS_GROUP = re.compile(
    r"(?:my |our )?(?:class|form|year group|(?:year|y) ?\d+) "
    r"(?:social media |facebook |whatsapp )?(?:group|chat|page)\b"
)
_OWNED_BY = re.compile(r" (of|to) (a|an|the|one of|one of my|one of the|my|our|some of my|a )? ?")

# "Can I WhatsApp my child's teacher": the name of a service as a verb.
_DOING = re.compile(r"\b(?:i|we|they|he|she|you|to|not|just|staff|teachers?|parents?) $")
_TO_SOMEBODY = re.compile(
    r" (?:(?:a|an|the|my|our|his|her|their|one of|some of|all|any|other|another|[a-z]+'s) )*"
)

PUPIL, PARENT = "pupil", "parent"

# The fact that an age in a question is of; other numbers stand beside the words of their own fact.
AGE = "age"


@dataclass(frozen=True, slots=True)
class Entity:
    """A role that a question names, with the words and their position.

    `owner` marks a role named only as someone's relation ("the dad of a pupil" names a pupil as owner).
    """

    role: str
    words: str
    start: int
    end: int
    owner: bool = False


@dataclass(frozen=True, slots=True)
class Entities:
    """The entities of a question.

    `text` is the question, normalised; `plain` the same with every platform called "social media" and people
    by plain words, so that questions about any of them read alike.
    """

    text: str
    plain: str
    people: tuple[Entity, ...] = ()
    platforms: tuple[str, ...] = ()
    facts: Mapping[str, FactValue] = field(default_factory=dict)


def find_entities(question: str, vocabulary: Vocabulary) -> Entities:
    """Return the entities in `question` by the words of `vocabulary`; no fact is guessed."""
    return entities_in(normalise(question), vocabulary, sites=platforms_by_letter(question, vocabulary))


def with_unknown_services(question: str, is_word: Callable[[str], bool]) -> str:
    """Return the question with each name of a service that nobody knows called "some other app".

    Such a name has a capital and stands where a service is named ("on Lumee", "a Lumee account").
    """

    def renamed(found: re.Match[str]) -> str:
        return found[0] if is_word(found["name"].lower()) else found[0].replace(found["name"], UNKNOWN)

    return _SERVICE.sub(renamed, question)


def with_own_people(text: str, asker: str, vocabulary: Vocabulary) -> str:
    """Return a normalised text in which the asker's own people are called so ("my lads", by a contractor)."""
    role = vocabulary.roles.get(asker)
    if role is None or not role.calls or not role.names:
        return text
    named = "|".join(map(re.escape, role.calls))
    return re.sub(
        rf"\b(my|our|the|these|both|all) (?:own |young )?(?:{named})\b", rf"\1 {role.names[0]}", text
    )


def platforms_by_letter(question: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Return the platform known by a capital letter (X), which normalising loses."""
    found = ("twitter",) if _SITE_X.search(question) and "twitter" in vocabulary.platforms else ()
    return (*found, OTHER) if UNKNOWN in question else found


def entities_in(text: str, vocabulary: Vocabulary, *, sites: tuple[str, ...] = ()) -> Entities:
    """Return the entities in a normalised `text`; `sites` are platforms known to be named as well."""
    lexicon = lexicon_of(vocabulary)
    named_sites = _sites_in(text, lexicon)
    platforms = tuple(dict.fromkeys((*(each.word for each in named_sites), *sites)))
    facts: dict[str, FactValue] = dict.fromkeys(sorted(lexicon.facts.all_meanings(text)), True)
    facts |= dict.fromkeys(sorted(lexicon.denials.all_meanings(text)), False)
    age = stated_age(text)
    for fact in vocabulary.facts.values():
        if fact.kind is FactKind.PLATFORM and platforms:
            facts[fact.id] = platforms[0]
        if fact.kind is FactKind.NUMBER:
            number = age if fact.id == AGE else number_beside(text, fact.words)
            facts |= {} if number is None else {fact.id: number}
    found = lexicon.roles.longest(text)
    people = _mark_owners(text, [Entity(each.word, each.text, each.start, each.end) for each in found])
    return Entities(text, _in_plain_words(text, named_sites, found, vocabulary), people, platforms, facts)


def plain_text(text: str, vocabulary: Vocabulary) -> str:
    """Return the plain form of a text without its other entities."""
    normalised, lexicon = normalise(text), lexicon_of(vocabulary)
    sites, people = _sites_in(normalised, lexicon), lexicon.roles.longest(normalised)
    return _in_plain_words(normalised, sites, people, vocabulary)


def _sites_in(text: str, lexicon: Lexicon) -> list[PhraseMatch]:
    """Return the platforms in a text, and the services that are known to the library alone."""
    known = lexicon.platforms.longest(text)
    taken = {place for each in known for place in range(each.start, each.end)}
    return known + [each for each in lexicon.services.longest(text) if each.start not in taken]


def _in_plain_words(
    text: str, sites: list[PhraseMatch], people: list[PhraseMatch], vocabulary: Vocabulary
) -> str:
    """Return the text with platforms called "social media" and people by the plain words of their roles."""
    named = [(each.start, each.end, _plain_site(text, each, people)) for each in sites]
    named += [(each.start, each.end, vocabulary.roles[each.word].reads_as or each.text) for each in people]
    return _reworded(text, named)


def _plain_site(text: str, site: PhraseMatch, people: Iterable[PhraseMatch]) -> str:
    """Return what a platform is called: done to somebody ("whatsapp a parent"), it is a message."""
    if not _DOING.search(text, 0, site.start):
        return SOCIAL_MEDIA
    is_done_to = any(_TO_SOMEBODY.fullmatch(text, site.end, each.start) for each in people)
    return f"message on {SOCIAL_MEDIA}" if is_done_to else SOCIAL_MEDIA


def _reworded(text: str, named: Iterable[tuple[int, int, str]]) -> str:
    """Replace spans (start, end) by plain words; of overlapping spans the later wins."""
    plain, before = text, len(text)
    for start, end, word in sorted(named, reverse=True):
        if end <= before:
            plain, before = plain[:start] + word + plain[end:], start
    return plain


def _mark_owners(text: str, found: list[Entity]) -> tuple[Entity, ...]:
    """Mark roles named only as owner: "my child's teacher", "the dad of a pupil", "a pupil's mum"."""
    marked = []
    for place, entity in enumerate(found):
        previous = found[place - 1] if place else None
        follower = found[place + 1] if place + 1 < len(found) else None
        is_owner = (
            _owns(text, entity, follower)
            or _is_owner_after(text, previous, entity)
            or (entity.role == PUPIL and _CLASS_GROUP.match(text, entity.start) is not None)
        )
        marked.append(replace(entity, owner=True) if is_owner else entity)
    return tuple(marked)


def _owns(text: str, entity: Entity, follower: Entity | None) -> bool:
    """Return whether the next person named is this one's: "my child's teacher"."""
    if follower is None or follower.start - entity.end >= _OWNER_REACH:
        return False
    # "a year 6 parent" and "the reception teacher" are no pupils.
    if entity.role == PUPIL and follower.start == entity.end + 1 and _YEAR.fullmatch(entity.words):
        return True
    # "pupils parents" and "kids mum" are typed for "pupils' parents" and "a kid's mum".
    if entity.role == PUPIL and follower.role == PARENT and follower.start == entity.end + 1:
        return entity.words.endswith("s")
    return text.startswith(("'s ", "' ", "s' "), entity.end)


def _is_owner_after(text: str, previous: Entity | None, entity: Entity) -> bool:
    """Return whether the person named before is this one's: "the dad of a pupil"."""
    return previous is not None and _OWNED_BY.fullmatch(text, previous.end, entity.start) is not None
