"""The lists that the form of a clause offers, by name, and how a typed name is found again."""

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any

from belisha.base.options import Groups
from belisha.base.text import capital
from belisha.rules.language.clauses import UNSTATED
from belisha.rules.language.policy import Policy
from belisha.rules.vocabulary.loading import load_vocabulary, pack_files
from belisha.rules.vocabulary.packs import packs_of, packs_with, with_awake
from belisha.rules.vocabulary.tables import all_words
from belisha.rules.vocabulary.words import FactKind, Vocabulary

COMPARISONS = (
    ("", "it is so"),
    ("not", "it is not so"),
    ("below", "is below"),
    ("at least", "is at least"),
    ("at most", "is at most"),
    ("above", "is above"),
    ("exactly", "is exactly"),
    ("between", "is between (3 and 5)"),
    ("is", "is"),
    ("not is", "is not"),
    ("not below", "is not below"),
    ("not at least", "is less than"),
    ("not at most", "is more than"),
    ("not above", "is not above"),
    ("not exactly", "is not exactly"),
    ("not between", "is not between (3 and 5)"),
)
FORCES = (
    ("must", "must"),
    ("must not", "must not"),
    ("should", "should"),
    ("should not", "should not"),
    ("may", "may"),
)
DEEDS = (
    ("report", "Report it"),
    ("record", "Write it down"),
    ("keep", "Keep it"),
    ("refer", "Refer it"),
    ("wait", "Wait"),
    ("ask", "Ask"),
    ("tell", "Tell"),
    ("show", "Show it"),
)
WAYS_OUT = (
    ("permission", "permission of"),
    ("consent", "consent of"),
    ("declaration", "a declaration to"),
    ("office", "the office of"),
    ("agreement", "agreement of"),
    ("notice", "notice to"),
    ("no objection", "no objection of"),
)
ACTING = (
    ("each", "Each for themselves"),
    ("together", "All together"),
    ("one of", "Any one of them"),
)
NOTES = (
    ("guidance", "Guidance"),
    ("fact", "A fact"),
    ("right", "A right"),
    ("consequence", "What may follow"),
    ("promise", "What the school promises"),
    ("reserves", "What the school keeps the right to do"),
    ("purpose", "What the policy is for"),
    ("adoption", "How the policy was adopted"),
    ("control", "About the document"),
)
KINDS = (
    (
        "rule",
        "A rule",
        "Someone must, must not, should, should not or may do something. It answers questions.",
    ),
    ("note", "Guidance, a fact, a right", "It informs and decides nothing by itself."),
    ("definition", "A definition", "What this policy means by a word."),
    ("office", "Who is responsible for something", "An office, and what it is responsible for."),
    ("procedure", "A procedure", "What is done step by step when something happens. The steps are rules."),
    ("platform", "About a platform", "A minimum age, or that it is blocked at school."),
    ("plain", "In its own words", "Kept in plain words. It decides nothing until it is made a rule."),
)


class WordChoices:
    """The lists of one vocabulary. A name of a sleeping word is found, and stands in no list."""

    COMPARISONS, FORCES, DEEDS, WAYS_OUT = COMPARISONS, FORCES, DEEDS, WAYS_OUT
    ACTING, NOTES = ACTING, NOTES

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self._known: dict[str, Mapping[str, str]] = {}

    @cached_property
    def role_choices(self) -> Groups:
        """Every role by its name: people, offices, bodies."""
        roles = self.vocabulary.roles.values()
        people = [each for each in roles if not (each.is_office or each.is_institution)]
        offices = [each for each in roles if each.is_office]
        bodies = [each for each in roles if each.is_institution and not each.is_office]
        named = [
            (heading, tuple((each.id, capital(each.label)) for each in found))
            for heading, found in (("People", people), ("Offices", offices), ("Bodies", bodies))
        ]
        anyone = ("anyone", "Anyone (the document does not say who)")
        return ((named[0][0], (*named[0][1], anyone)), *named[1:])

    @cached_property
    def fact_choices(self) -> Groups:
        """Every circumstance by its name; those of which one holds stand together."""
        facts = self.vocabulary.facts
        choices = [each for each in facts.values() if each.kind is FactKind.CHOICE]
        apart = {value for choice in choices for value in choice.values}
        rest = (each for each in facts.values() if each.kind is not FactKind.CHOICE and each.id not in apart)
        return (
            *(
                (capital(choice.label), tuple((each, facts[each].label) for each in choice.values))
                for choice in choices
            ),
            ("Other circumstances", tuple((each.id, each.label) for each in rest)),
        )

    @cached_property
    def register_choices(self) -> Groups:
        """Every register by its name."""
        return (("", tuple((each.id, each.label) for each in self.vocabulary.registers.values())),)

    @cached_property
    def platform_choices(self) -> Groups:
        """Every platform by its name, and the rest."""
        named = tuple((each.id, each.label) for each in self.vocabulary.platforms.values())
        return (("", (*named, ("other", "any other"))),)

    @cached_property
    def pack_choices(self) -> Groups:
        """The subjects whose words sleep until they are used, by name."""
        packs = (each for each in pack_files().values() if not each.is_shared)
        return (("", tuple((each.name, capital(each.label)) for each in packs)),)

    @cached_property
    def action_names(self) -> tuple[str, ...]:
        """What can be done, by name, for the list that a typed action is found in."""
        return tuple(sorted(each.label for each in self.vocabulary.actions.values()))

    @cached_property
    def every_action_name(self) -> tuple[str, ...]:
        """What can be done, by name, the words of all subjects among them."""
        return tuple(sorted({each.label for each in all_words(self.vocabulary.actions)}))

    @cached_property
    def people_names(self) -> tuple[str, ...]:
        """Everyone who can be told, asked or give leave, by name."""
        roles, parties = self.vocabulary.roles.values(), self.vocabulary.parties.values()
        return (*(each.label for each in roles), *(each.label for each in parties))

    def action_id(self, typed: str) -> str | None:
        """Return the action of this name, everyday phrase or id, or None."""
        return self._ids("actions").get(_plain(typed))

    def person_id(self, typed: str) -> str | None:
        """Return the role or party of this name or id, or None."""
        if _plain(typed) == UNSTATED:
            return UNSTATED
        return self._ids("roles").get(_plain(typed)) or self._ids("parties").get(_plain(typed))

    def platform_id(self, typed: str) -> str | None:
        """Return the platform of this name or id, or None."""
        return "other" if _plain(typed) == "other" else self._ids("platforms").get(_plain(typed))

    def role_id(self, typed: str) -> str | None:
        """Return the role of this name or id, or None."""
        return self._ids("roles").get(_plain(typed))

    def _ids(self, table: str) -> Mapping[str, str]:
        """Ids by every way to write them: id, name, everyday names or phrases; those asleep give way."""
        if table not in self._known:
            self._known[table] = _ids(getattr(self.vocabulary, table))
        return self._known[table]


_kept: dict[int, WordChoices] = {}
_MOST_KEPT = 16


def choices_of(vocabulary: Vocabulary) -> WordChoices:
    """Return the lists of a vocabulary, made once for each."""
    found = _kept.get(id(vocabulary))
    if found is None or found.vocabulary is not vocabulary:
        if len(_kept) >= _MOST_KEPT:
            _kept.clear()
        found = _kept[id(vocabulary)] = WordChoices(vocabulary)
    return found


def site_choices() -> WordChoices:
    """Return the lists of the words that are awake for every policy of the site."""
    return choices_of(load_vocabulary())


def choices_for(policy: Policy, values: Mapping[str, Any]) -> WordChoices:
    """Return the lists for a clause of a policy: with the subjects that it, or the form, uses words of."""
    words = load_vocabulary()
    awake = packs_of(policy, words) | packs_with(_words_in(values), words)
    return choices_of(with_awake(words, awake | set(values.get("packs", ())).intersection(pack_files())))


def _words_in(values: Mapping[str, Any]) -> frozenset[str]:
    """Return the ids of words that the values of a form hold, in whatever box."""
    site = site_choices()
    rows = [row for value in values.values() if isinstance(value, list) for row in value]
    said = {each for row in rows for each in ([row] if isinstance(row, str) else row.values())}
    typed = [values.get("action", ""), *(row.get("action", "") for row in rows if isinstance(row, dict))]
    people = [name.strip() for each in said for name in each.split(",")]
    ids = (*map(site.action_id, typed), *map(site.person_id, people))
    return frozenset(filter(None, (*said, values.get("office", ""), *ids)))


def name_of(table: str, word: str) -> str:
    """Return the name of a word of one table, or the word."""
    entry: Any = getattr(load_vocabulary(), table).get(word)
    return entry.label if entry else word


def person_name(word: str) -> str:
    """Return the name of a role or party."""
    return name_of("roles", word) if word in load_vocabulary().roles else name_of("parties", word)


def _ids(entries: Mapping[str, Any]) -> Mapping[str, str]:
    found: dict[str, str] = {}
    words: Iterable[Any] = tuple(all_words(entries))
    for entry in words:
        for each in (*getattr(entry, "phrases", ()), *getattr(entry, "names", ())):
            found.setdefault(_plain(each), entry.id)
    named: dict[str, str] = {}
    for entry in words:
        named.setdefault(_plain(entry.label), entry.id)
    return {**found, **named, **{entry.id: entry.id for entry in words}}


def _plain(typed: str) -> str:
    return " ".join(typed.casefold().split())
