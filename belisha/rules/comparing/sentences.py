"""A difference as a sentence that a governor reads."""

from belisha.rules.comparing.differences import Difference, Side
from belisha.rules.comparing.opinions import NOT_COVERED, Opinion
from belisha.rules.comparing.rows import DifferenceRow
from belisha.rules.comparing.severity import gravity
from belisha.rules.vocabulary.words import Vocabulary
from belisha.rules.wording.activities import ActivityPhrases
from belisha.rules.wording.grammar import and_list


def difference(
    row: DifferenceRow, names: tuple[str, str], phrases: ActivityPhrases, vocabulary: Vocabulary
) -> Difference:
    """Return the row in words: "Teachers posting at break: allowed at Oak, not covered at Elm."."""
    first, second = _side(row.first, names[0]), _side(row.second, names[1])
    return Difference(
        sentence=f"{_situation(row, phrases, vocabulary)}: {_held_against(first, second)}.",
        first=first,
        second=second,
        roles=tuple(role for role in vocabulary.roles if role in row.roles),
        actions=row.actions,
        towards=tuple(role for role in vocabulary.roles if role in row.parties),
        facts=dict(row.facts),
        gravity=gravity(row.first.verdict, row.second.verdict),
    )


def _situation(row: DifferenceRow, phrases: ActivityPhrases, vocabulary: Vocabulary) -> str:
    who = phrases.names.of(row.roles)
    does = phrases.doing(row.actions, row.parties)
    where = phrases.circumstances(row.facts)
    if _is_set_off(row, vocabulary) and not phrases.happens(row.actions[0]):
        # What a school does when a pupil brings a phone is no deed of the school's.
        words = f"when it comes to {does}{', ' if where else ''}{where}, for {who}"
    elif phrases.happens(row.actions[0]):
        words = f"{does}{', ' if where else ''}{where}, for {who}"
    else:
        # "at break" follows at once; "where it is a conflict of interest" after a comma.
        words = f"{who} {does}{', ' if where.startswith('where') else ' ' if where else ''}{where}"
    return f"{words[:1].upper()}{words[1:]}"


def _is_set_off(row: DifferenceRow, vocabulary: Vocabulary) -> bool:
    """Return whether only institutions are concerned, and only by what somebody else's deed sets off."""
    silent = row.first.says == row.second.says == NOT_COVERED
    return silent and all(vocabulary.roles[role].is_institution for role in row.roles)


def _held_against(first: Side, second: Side) -> str:
    if first.says != second.says:
        return f"{first.says} {_at(first)}, {second.says} {_at(second)}"
    same = "" if first.says == NOT_COVERED else f"{first.says} {'in' if _is_version(first) else 'at'} both; "
    return f"{same}sets off {_only(first, second)} {_at(first)}, {_only(second, first)} {_at(second)}"


def _is_version(side: Side) -> bool:
    """Return whether a side is called by its version, not by its school."""
    return side.name.startswith(("version ", "the first version", "the second version"))


def _at(side: Side) -> str:
    return f"{'in' if _is_version(side) else 'at'} {side.name}"


def _only(side: Side, other: Side) -> str:
    """Return what follows on this side and not on the other."""
    duties = [duty for duty in side.duties if duty not in other.duties]
    more = "nothing more" if side.duties else "nothing"
    return and_list(f"“{duty}”" for duty in duties) if duties else more


def _side(opinion: Opinion, name: str) -> Side:
    duties = tuple(phrase for _, phrase in opinion.duties)
    return Side(name, opinion.says, opinion.verdict, opinion.clauses, duties)
