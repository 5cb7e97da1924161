"""The lists that the form of a clause offers, by name, and how a typed name is found again."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from belisha.base.options import Groups
from belisha.base.text import capital
from belisha.rules.language.clauses import UNSTATED
from belisha.rules.vocabulary.loading import load_vocabulary
from belisha.rules.vocabulary.words import FactKind

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


@cache
def role_choices() -> Groups:
    """Return every role by its name: people, offices, bodies."""
    roles = load_vocabulary().roles.values()
    return (
        (
            "People",
            (
                *(
                    (each.id, capital(each.label))
                    for each in roles
                    if not (each.is_office or each.is_institution)
                ),
                ("anyone", "Anyone (the document does not say who)"),
            ),
        ),
        ("Offices", tuple((each.id, capital(each.label)) for each in roles if each.is_office)),
        (
            "Bodies",
            tuple(
                (each.id, capital(each.label)) for each in roles if each.is_institution and not each.is_office
            ),
        ),
    )


@cache
def fact_choices() -> Groups:
    """Return every circumstance by its name."""
    facts = load_vocabulary().facts.values()
    return (("", tuple((each.id, each.label) for each in facts if each.kind is not FactKind.CHOICE)),)


@cache
def register_choices() -> Groups:
    """Return every register by its name."""
    return (("", tuple((each.id, each.label) for each in load_vocabulary().registers.values())),)


@cache
def platform_choices() -> Groups:
    """Return every platform by its name, and the rest."""
    named = tuple((each.id, each.label) for each in load_vocabulary().platforms.values())
    return (("", (*named, ("other", "any other"))),)


@cache
def action_names() -> tuple[str, ...]:
    """Return what can be done, by name, for the list that a typed action is found in."""
    return tuple(sorted(each.label for each in load_vocabulary().actions.values()))


@cache
def people_names() -> tuple[str, ...]:
    """Return everyone who can be told, asked or give leave, by name."""
    words = load_vocabulary()
    roles, parties = words.roles.values(), words.parties.values()
    return (*(each.label for each in roles), *(each.label for each in parties))


def action_id(typed: str) -> str | None:
    """Return the action of this name, everyday phrase or id, or None."""
    return _ids("actions").get(_plain(typed))


def person_id(typed: str) -> str | None:
    """Return the role or party of this name or id, or None."""
    if _plain(typed) == UNSTATED:
        return UNSTATED
    return _ids("roles").get(_plain(typed)) or _ids("parties").get(_plain(typed))


def platform_id(typed: str) -> str | None:
    """Return the platform of this name or id, or None."""
    return "other" if _plain(typed) == "other" else _ids("platforms").get(_plain(typed))


def role_id(typed: str) -> str | None:
    """Return the role of this name or id, or None."""
    return _ids("roles").get(_plain(typed))


def name_of(table: str, word: str) -> str:
    """Return the name of a word of one table, or the word."""
    entry: Any = getattr(load_vocabulary(), table).get(word)
    return entry.label if entry else word


def person_name(word: str) -> str:
    """Return the name of a role or party."""
    return name_of("roles", word) if word in load_vocabulary().roles else name_of("parties", word)


@cache
def _ids(table: str) -> Mapping[str, str]:
    """Ids by every way to write them: id, name, everyday names or phrases."""
    found: dict[str, str] = {}
    entries: Mapping[str, Any] = getattr(load_vocabulary(), table)
    for word, entry in entries.items():
        for each in (*getattr(entry, "phrases", ()), *getattr(entry, "names", ())):
            found.setdefault(_plain(each), word)
    for word, entry in entries.items():
        found |= {_plain(entry.label): word, word: word}
    return found


def _plain(typed: str) -> str:
    return " ".join(typed.casefold().split())
