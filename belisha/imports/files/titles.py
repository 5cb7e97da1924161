"""Job titles as a school writes them, and the roles of our vocabulary that they mean."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from belisha.imports.files.table import Table
from belisha.imports.files.text_cleaning import fold_heading
from belisha.imports.files.title_rules import ASK, known_titles, role_by_rules
from belisha.rules.vocabulary.words import Role, Vocabulary

ALIKE = 93.0
# None of these is on a list of staff: there the words name whom the work is for.
NOT_STAFF = frozenset(("pupil", "ex-pupil", "parent", "candidate", "visitor"))
PUPIL_COLUMNS, STAFF_COLUMNS = ("admission", "upn", "year_group"), ("staff_code", "line_manager")
JOB_HEADINGS = frozenset(
    ("job title", "jobtitle", "post", "post title", "position", "job", "job role", "occupation", "staff role",
     "staff type", "employee type", "business role")
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class RoleGuess:
    """A role that a job title may mean. `is_sure`: the vocabulary or the school says so; else it is a guess.

    `also` is a second role of the same title; `is_remembered`: it is what the school chose last time.
    """

    role: str
    is_sure: bool
    is_remembered: bool = False
    also: str = ""


def remembered_role(said: str) -> RoleGuess:
    """Return what a school chose for a title last time: a role, or two with a space between them."""
    role, _, also = said.partition(" ")
    return RoleGuess(role, is_sure=True, is_remembered=True, also=also)


def fold_title(title: str) -> str:
    """Return a job title in lower case, with one space in place of other marks."""
    return fold_heading(title)


def is_staff_list(table: Table, columns: Mapping[str, int]) -> bool:
    """Return whether a list is of staff: it has job titles or staff codes, and no columns of pupils."""
    if table.is_known or any(name in columns for name in PUPIL_COLUMNS):
        return False
    heading = fold_title(table.headings[columns["role"]]) if "role" in columns else ""
    return heading in JOB_HEADINGS or any(name in columns for name in STAFF_COLUMNS)


def guess_role(
    title: str, roles: Iterable[str], vocabulary: Vocabulary, *, is_staff: bool = False
) -> RoleGuess | None:
    """Return the role of `roles` that the title means: by the vocabulary's own words, else as a guess.

    A guess is by the library's table of titles, by the words of the title that say who somebody is, or by
    words spelt almost alike. An office is never guessed by spelling: with it come rights. None if nothing is
    near, or if schools mean different things by the title. `is_staff`: the list is of staff.
    """
    offered = {role: vocabulary.roles[role] for role in roles if role in vocabulary.roles}
    allowed = offered.keys() - NOT_STAFF if is_staff else offered.keys()
    folded = fold_title(title)
    known = known_titles().get(folded)
    if known == ASK:
        return None
    exact = {role.id for role in offered.values() if folded in _titles_of(role)}
    if len(exact) == 1 and exact <= allowed and known in (None, *exact):
        return RoleGuess(next(iter(exact)), is_sure=True)
    plain = {role for role in allowed - NOT_STAFF if not offered[role].is_office}
    found = known or _near(folded, plain) or role_by_rules(title)
    return RoleGuess(found, is_sure=False) if found in allowed else None


def _titles_of(role: Role) -> set[str]:
    """Return the folded names of a role that one person may have as a title.

    For an office plurals are left out ("headteachers"): people ask about them, but a list that says so of one
    person is mistaken, and an office brings rights.
    """
    names = {fold_title(name) for name in (role.id, role.label, *role.names)}
    return {name for name in names if not (role.is_office and name.removesuffix("s") in names - {name})}


def _near(folded: str, roles: Iterable[str]) -> str:
    """Return the role of a known title that is spelt almost alike; empty if there is none."""
    wanted = set(roles)
    titles = {title: role for title, role in known_titles().items() if role in wanted}
    close = (
        process.extractOne(folded, titles.keys(), scorer=fuzz.ratio, score_cutoff=ALIKE) if folded else None
    )
    return titles[close[0]] if close else ""


def titles_in(values: Iterable[str]) -> Mapping[str, str]:
    """Return the different job titles: how each is first written, by its folded form."""
    found: dict[str, str] = {}
    for value in values:
        found.setdefault(fold_title(value), value)
    return found
