"""Whom a document counts among people that it names: "everyone" means these, "staff" includes those."""

from belisha.drafting.imported.words import role_of, roles_of
from belisha.reading.language.force import folded
from belisha.reading.language.lexicon import pattern
from belisha.reading.language.people import named
from belisha.reading.values import ProposedClause
from belisha.rules.language.clauses import Definition
from belisha.rules.vocabulary.words import Vocabulary

KINDS = ("document", "definition", "fact")


def definition_of(
    proposed: ProposedClause, vocabulary: Vocabulary, common: dict[str, object]
) -> Definition | None:
    """Return what a clause says that a role of the vocabulary includes, or None if it says nothing of it."""
    if proposed.modality not in KINDS:
        return None
    low = folded(proposed.text)
    found = pattern("defines-people").search(low) or pattern("calls-people").search(low)
    if found is not None:
        role, people = role_of(found[1].strip(), vocabulary), _people(low[found.end() :], vocabulary)
        if role and len(people) > 1 and role not in people:
            return Definition(**common, defines=role, means=people)  # type: ignore[arg-type]
    wider = pattern("widens-people").search(low)
    if wider is not None:
        role = role_of(wider[1], vocabulary)
        people = tuple(
            each
            for each in _people(low[wider.end() :], vocabulary)
            if role not in (each, *vocabulary.roles[each].within)
        )
        if role and people:
            return Definition(**common, defines=role, adds=people)  # type: ignore[arg-type]
    return None


def _people(text: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    roles = roles_of((name for name, _ in named(text)), vocabulary)
    return tuple(each for each in roles if each != "school")
