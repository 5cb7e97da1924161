"""`belisha check --each`: check every line of a file, in the file's order."""

from collections.abc import Iterator
from datetime import date

from belisha.checking.check import check
from belisha.checking.draft import Checked, DraftError, PostDraft
from belisha.checking.roll import SchoolRoll
from belisha.checking.serialization import checked_values
from belisha.cli.argument_types import policy_of, role_of
from belisha.cli.errors import EXIT_USAGE, UsageError, error_lines
from belisha.cli.output import print_json
from belisha.cli.text_files import text_of
from belisha.rules.contradictions import ContradictionError
from belisha.rules.errors import PolicyError, SituationError
from belisha.rules.language.policy import Policy
from belisha.rules.vocabulary.words import Vocabulary

COLUMNS = ("policy", "role", "audience", "text")


def check_each(path: str, roll: SchoolRoll, on: date, words: Vocabulary, *, as_json: bool) -> int:
    """Print what is minded in every line. Return 0, or EXIT_USAGE if a line was not understood."""
    status, policies = 0, dict[str, Policy]()
    for number, (slug, role, audience, text) in _rows(path):
        try:
            if slug not in policies:
                policies[slug] = policy_of(slug, words)
            draft = PostDraft(text, role_of(role, words), audience or "public")
            checked = check(policies[slug], draft, roll, on=on, vocabulary=words)
        except (UsageError, DraftError, PolicyError, ContradictionError, SituationError) as error:
            status = EXIT_USAGE
            message = f"{path}:{number}: {error_lines(error).replace(chr(10), '; ')}"
            print_json({"error": message}, on_one_line=True) if as_json else print(message)
            continue
        if as_json:
            print_json(checked_values(checked), on_one_line=True)
        else:
            print(_line(slug, role, checked, text))
    return status


def _rows(path: str) -> Iterator[tuple[int, tuple[str, str, str, str]]]:
    """Yield (line number, policy, role, audience and text) by the names in the heading.

    Raise UsageError if a column is missing.
    """
    lines = text_of(path).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    heading = [each.strip().casefold() for each in lines[0].split("\t")] if lines else []
    places = [heading.index(each) if each in heading else -1 for each in COLUMNS]
    if -1 in places:
        missing = ", ".join(name for name, place in zip(COLUMNS, places, strict=True) if place < 0)
        raise UsageError(
            f"{path}: the first line names no column {missing}; expected {', '.join(COLUMNS)}, parted by tabs"
        )
    for number, line in enumerate(lines[1:], start=2):
        cells = [each.strip() for each in line.split("\t")]
        if any(cells):
            policy, role, audience, text = (cells[place] if place < len(cells) else "" for place in places)
            yield number, (policy, role, audience, text)


def _line(slug: str, role: str, checked: Checked, text: str) -> str:
    minded = [each for each in checked.findings if each.clauses]
    cites = " ".join(
        dict.fromkeys(cite for each in minded for clause in each.clauses for cite in clause.cites)
    )
    return f"{slug}\t{role}\t{checked.severity or 'clear'}\t{cites}\t{text}"
