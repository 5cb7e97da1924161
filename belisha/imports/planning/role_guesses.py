"""What each job title of an import means: by the school's earlier choice, the vocabulary, or a guess."""

from belisha.imports.files.people import titles_used
from belisha.imports.files.table import Table
from belisha.imports.files.titles import RoleGuess, guess_role, is_staff_list, remembered_role, titles_in
from belisha.imports.models import Roll
from belisha.imports.planning.role_categories import importable_roles
from belisha.imports.queries import job_titles_of
from belisha.rules.vocabulary.loading import load_vocabulary


def title_guesses(roll: Roll, table: Table) -> list[tuple[str, str, RoleGuess | None]]:
    """Return each job title, folded and as it is written, with its guess; those without one come first."""
    columns = roll.column_mapping.get("columns", {})
    if columns.get("role") is None:
        return []
    said = job_titles_of(roll.school)
    vocabulary, is_staff = load_vocabulary(), is_staff_list(table, columns)
    found = []
    for key, title in titles_in(titles_used(table, columns)).items():
        if key in said:
            guess: RoleGuess | None = remembered_role(said[key])
        else:
            guess = guess_role(title, importable_roles(), vocabulary, is_staff=is_staff)
        found.append((key, title, guess))
    return sorted(found, key=lambda row: (_order(row[2]), row[1].casefold()))


def _order(guess: RoleGuess | None) -> int:
    """Return the order on the page: first what needs a choice, then what was chosen last time."""
    if guess is None or not guess.is_sure:
        return 0
    return 1 if guess.is_remembered else 2
