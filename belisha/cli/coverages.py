"""`belisha coverage`: which clauses of its document a policy carries."""

import argparse

from belisha.cli.failing import SAID_NO
from belisha.cli.given import policy_of
from belisha.cli.showing import print_json
from belisha.rules.coverage import coverage
from belisha.rules.reading import library_slugs

EPILOG = """\
examples:
  belisha coverage
  belisha coverage --policy grange --json

Exit status: 1 where a clause of a document is carried by none of the policy.
"""


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to the parser."""
    made = commands.add_parser(
        "coverage",
        help="list which clauses of its document a policy carries",
        description="List each clause of the source documents, the clause of the policy that carries it, and what acts on it today.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    made.add_argument("--policy", metavar="SLUG|FILE", help="one policy (default: all that ship)")
    made.add_argument("--json", action="store_true", help="print JSON: an object, or a list of them for all")
    made.set_defaults(run=run)


def run(given: argparse.Namespace) -> int:
    """Print what is carried and what is missing."""
    found = [coverage(policy_of(each)) for each in ([given.policy] if given.policy else library_slugs())]
    if given.json:
        values = [
            {
                "policy": each.policy,
                "carried": {source: list(clauses) for source, clauses in each.carried.items()},
                "missing": list(each.missing),
                "acts": {row.stated.id: list(row.parts) for row in each.rows},
            }
            for each in found
        ]
        print_json(values[0] if given.policy else values)
    else:
        for each in found:
            for row in each.rows:
                print(f"{each.policy}\t{row.stated.id}\t{', '.join(row.clauses) or 'MISSING'}\t{', '.join(row.parts)}")
        carried = sum(len(each.carried) for each in found)
        total = carried + sum(len(each.missing) for each in found)
        print(f"{carried} of {total} carried.")
    return SAID_NO if any(each.missing for each in found) else 0
