"""`belisha coverage`: which clauses of its document a policy carries."""

import argparse

from belisha.cli.arguments import Commands, add_command, add_json, add_words
from belisha.cli.failing import SAID_NO
from belisha.cli.given import policy_of, words_of
from belisha.cli.showing import print_json
from belisha.rules.coverage import Coverage, coverage
from belisha.rules.reading import library_slugs

EPILOG = """\
examples:
  belisha coverage
  belisha coverage --policy grange --json

A line has the policy, the id of a clause of the document (G44: Grange, line 44), the clause of the policy
that carries it, and the parts of Belisha that act on it today.

JSON is an object for one policy, and a list of them for all.

Exit status: 1 where a clause of a document is carried by none of the policy.
"""


def add(commands: Commands) -> None:
    """Add the command to the parser."""
    made = add_command(
        commands,
        "coverage",
        run,
        summary="list which clauses of its document a policy carries",
        description="List each clause of a document, what carries it in the policy, and what acts on it.",
        epilog=EPILOG,
    )
    made.add_argument("--policy", metavar="SLUG|FILE", help="one policy (default: all that ship)")
    add_words(made)
    add_json(made)


def run(given: argparse.Namespace) -> int:
    """Print what is carried and what is missing."""
    words = words_of(given.words)
    names = library_slugs() if given.policy is None else (given.policy,)
    found = [coverage(policy_of(each, words)) for each in names]
    if given.json:
        values = [_values(each) for each in found]
        print_json(values if given.policy is None else values[0])
    else:
        for each in found:
            _show(each)
        carried = sum(len(each.carried) for each in found)
        total = carried + sum(len(each.missing) for each in found)
        print(f"{carried} of {total} carried.")
    return SAID_NO if any(each.missing for each in found) else 0


def _show(each: Coverage) -> None:
    for row in each.rows:
        carriers = ", ".join(row.clauses) or "MISSING"
        print(f"{each.policy}\t{row.stated.id}\t{carriers}\t{', '.join(row.parts)}")


def _values(each: Coverage) -> dict[str, object]:
    return {
        "policy": each.policy,
        "carried": {source: list(clauses) for source, clauses in each.carried.items()},
        "missing": list(each.missing),
        "acts": {row.stated.id: list(row.parts) for row in each.rows},
    }
