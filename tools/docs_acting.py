"""Generate the page that says for each clause of the five documents which test shows that it acts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from clause_marks import Shown, marks_under

from belisha.rules.coverage import StatedClause, stated_clauses
from belisha.rules.language.reading import library_slugs, load_policy

ROOT = Path(__file__).resolve().parent.parent
NOTE = """Generated from the tests by `python tools/check_docs.py --acting > docs/reference/acting.md`.
A test fails where the two differ.
"""
LONGEST = 110
MOST_TESTS = 4
# Where the tests of a part are that has rooms of its own; any other part is shown by any other test.
PLACES = {
    "SCREEN": ("checking", "checks", "channels"),
    "PUBLISH": ("channels",),
    "INCIDENT": ("triage", "cases"),
    "EVIDENCE": ("triage", "cases", "evidence"),
    "CONTACT": ("registers", "triage", "cases"),
    "ACCOUNTS": ("registers", "channels"),
    "REPUTATION": ("reputation",),
    "REPORT": ("governance", "dashboard"),
    **dict.fromkeys(("PERMIT", "CONSENT", "DECLARE", "IMAGES", "PHONES", "VETTING"), ("registers",)),
}
NAMES = {
    "SCREEN": "checking a draft",
    "PUBLISH": "publishing",
    "INCIDENT": "reports and cases",
    "EVIDENCE": "evidence",
    "CONTACT": "reports of contact",
    "ACCOUNTS": "official accounts",
    "REPUTATION": "online reputation",
    "REPORT": "the governors' report",
    "PERMIT": "permissions",
    "CONSENT": "consents",
    "DECLARE": "declarations",
    "IMAGES": "images",
    "PHONES": "phones handed in",
    "VETTING": "online checks of candidates",
}
INTRODUCTION = """# Which clauses act

The five policies that ship were written from documents that state {all} clauses. A clause *acts* when the
site does something by it: it decides an answer, it is shown to those whom it concerns, it opens a duty, it
routes a report, it refuses. This page is made from the tests: each row names those that fail if the clause
stops acting, marked `@pytest.mark.clause`. What no test shows is listed at the end.

{note}
**{acting} of {all} clauses are shown by a test.** Some need more than one part of the site, such as the
answer to a question and the check of a draft: {partly} of these are shown in one part and not yet in another.
"""


class ActingError(Exception):
    """Marks that cannot be read, or that name clauses that do not exist."""


def acting(*, note: str = NOTE, tests: Path = ROOT / "tests") -> str:
    """Return the page. Raise ActingError with a line for each mark that is wrong."""
    shown, faults = marks_under(tests, root=tests.parent)
    faults += unknown(shown)
    if faults:
        raise ActingError("\n".join(faults))
    return page(note, shown, stated_clauses())


def unknown(shown: Iterable[Shown]) -> list[str]:
    """Return a line for each mark whose id is not in the table of clauses."""
    return [
        f"{each.test} shows `{each.clause}`, which is no clause of belisha/library/clauses.tsv"
        for each in shown
        if each.clause not in stated_clauses()
    ]


def page(note: str, shown: Iterable[Shown], clauses: Mapping[str, StatedClause]) -> str:
    """Return the page as Markdown: a table for each policy, then what no test shows."""
    by_clause: dict[str, list[Shown]] = defaultdict(list)
    for each in shown:
        by_clause[each.clause].append(each)
    missing = [each for each in clauses.values() if each.id not in by_clause]
    acting = len(clauses) - len(missing)
    partly = {
        each.id: lacking for each in clauses.values() if (lacking := lacks(each, by_clause.get(each.id, [])))
    }
    parts = [INTRODUCTION.format(note=note, acting=acting, all=len(clauses), partly=len(partly))]
    for letter, title in _policies(clauses):
        parts.append(_section(title, [each for each in clauses.values() if each.letter == letter], by_clause))
    parts += ["## Shown in part\n", *_partly(partly), ""]
    parts += ["## Not shown yet\n", *_missing(missing)]
    return "\n".join(parts).rstrip() + "\n"


def lacks(stated: StatedClause, shown: Iterable[Shown]) -> tuple[str, ...]:
    """Return the parts with rooms of their own that a clause needs and that none of its tests is about."""
    places = {folder for each in shown for folder in each.test.split("/")[:-1]}
    if not places:
        return ()
    return tuple(part for part in stated.needs if part in PLACES and places.isdisjoint(PLACES[part]))


def in_few_words(stated: StatedClause) -> str:
    """Return what a clause asks of whom, short enough for a row."""
    words = f"{stated.who}, {stated.modality}: {stated.what or stated.when}".split()
    kept = list(words)
    while len(" ".join(kept)) > LONGEST:
        kept.pop()
    return " ".join(kept).rstrip(";:,") + ("" if len(kept) == len(words) else " …")


def _policies(clauses: Mapping[str, StatedClause]) -> Iterator[tuple[str, str]]:
    schools = {}
    for slug in library_slugs():
        policy = load_policy(slug)
        letter = next(cite[0] for clause in policy.clauses for cite in clause.cites)
        schools[letter] = policy.control.school
    for letter in dict.fromkeys(each.letter for each in clauses.values()):
        yield letter, schools[letter]


def _section(title: str, clauses: list[StatedClause], shown: Mapping[str, list[Shown]]) -> str:
    acting = sum(each.id in shown for each in clauses)
    rows = [f"## {title}\n", f"{acting} of {len(clauses)}.\n"]
    rows += ["| clause | what it asks | what the site does | test |", "|---|---|---|---|"]
    rows += [_row(each, shown.get(each.id, [])) for each in clauses]
    return "\n".join(rows) + "\n"


def _row(stated: StatedClause, shown: list[Shown]) -> str:
    kept = shown[:MOST_TESTS]
    does = "<br>".join(dict.fromkeys(_cell(each.does) for each in kept)) or "not shown yet"
    tests = "<br>".join(dict.fromkeys(f"`{_cell(each.test)}`" for each in kept))
    more = len(shown) - len(kept)
    tests += f"<br>and {more} more" if more else ""
    return f"| {stated.id} | {_cell(in_few_words(stated))} | {does} | {tests} |"


def _partly(lacking: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    """Yield a line for each part with the clauses that no test about it shows."""
    for part, name in NAMES.items():
        ids = [clause for clause, parts in lacking.items() if part in parts]
        if ids:
            yield f"- {name} ({len(ids)}): {', '.join(ids)}"


def _missing(clauses: list[StatedClause]) -> Iterator[str]:
    if not clauses:
        yield "Every clause is shown by a test."
    for each in clauses:
        yield f"- {each.id} ({' '.join(each.needs)}): {in_few_words(each)}"


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())
