"""Who is told and how they are reached, at one school on one day."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from belisha.directory.models import SchoolContact
from belisha.directory.national import NationalService, national_services
from belisha.people.models import School
from belisha.people.offices.holders import OfficeHolders, holders_by_office
from belisha.rules.vocabulary.loading import load_vocabulary


@dataclass(frozen=True, slots=True)
class Reach:
    """How an office or an outside body is reached.

    `contacts` are the school's own, holders before deputies. `holders` are the names of those who fill
    the office today and are not among them. `service` is the national body of that name.
    """

    word: str
    label: str
    contacts: tuple[SchoolContact, ...] = ()
    holders: tuple[str, ...] = ()
    service: NationalService | None = None

    @property
    def is_reachable(self) -> bool:
        """Tell whether there is any telephone number, address or national service."""
        return bool(self.contacts or self.service)

    @property
    def line(self) -> str:
        """Return who it is and how they are reached in one line; empty where that is not known."""
        first = next(iter(self.contacts), None)
        names = first.name if first and first.name else ", ".join(self.holders[:2])
        how = first.how if first else self.service.phone if self.service else ""
        return ", ".join(each for each in (names, how) if each)

    @property
    def is_gap(self) -> bool:
        """Tell whether a reader would learn neither a name nor a way to reach anybody."""
        return not (self.is_reachable or self.holders)


def reach_of(
    school: School, words: Iterable[str], on: date, *, is_public: bool = True
) -> Mapping[str, Reach]:
    """Return how each of `words` (roles and parties of the vocabulary) is reached on a day, in their order.

    With `is_public` only what the school shows to people without an account. Five queries at most, whatever
    the number of words.
    """
    asked = tuple(dict.fromkeys(words))
    vocabulary = load_vocabulary()
    offices = {word: () for word in asked if word in vocabulary.roles and vocabulary.roles[word].is_office}
    filled = holders_by_office(school.pk, offices, on) if offices else {}
    rows = SchoolContact.objects.filter(school=school, word__in=asked).on(on)
    if is_public:
        rows = rows.filter(is_public=True)
    found: dict[str, list[SchoolContact]] = {}
    for row in rows:
        found.setdefault(row.word, []).append(row)
    return {word: _reach(word, found.get(word, ()), filled.get(word)) for word in asked}


def label_of(word: str) -> str:
    """Return the label of a role or party as people say it; the word itself where the vocabulary lacks it."""
    vocabulary = load_vocabulary()
    known = vocabulary.roles.get(word) or vocabulary.parties.get(word)
    return known.label if known else word


def _reach(word: str, contacts: Sequence[SchoolContact], filled: OfficeHolders | None) -> Reach:
    named = {each.name.casefold() for each in contacts if each.name}
    people = filled.people if filled else ()
    holders = tuple(dict.fromkeys(each.name for each in people if each.name.casefold() not in named))
    return Reach(word, label_of(word), tuple(contacts), holders, national_services().get(word))
