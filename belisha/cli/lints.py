"""`belisha lint`: the rot of a document."""

import argparse
from pathlib import Path

from belisha.cli.failing import SAID_NO
from belisha.cli.given import day_of, policy_of, text_of, today
from belisha.cli.showing import print_json, print_wrapped
from belisha.rules.lint import Severity, lint, lint_file
from belisha.rules.reading import library_slugs

EPILOG = """\
examples:
  belisha lint calcot
  belisha lint our-policy.md
  belisha lint the-old-policy.txt --on 2026-09-01

FILE is a policy file or a plain text document. Exit status: 1 where an error or a warning was found.
"""


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to the parser."""
    made = commands.add_parser(
        "lint",
        help="find what is wrong with a document",
        description="Find the rot of a document: overdue, undated, broken references, leaked footers, contradictions.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    made.add_argument("policy", metavar="SLUG|FILE", help="the policy or document")
    made.add_argument("--on", type=day_of, default=None, metavar="DATE", help="the day to look at it (default: today)")
    made.add_argument("--json", action="store_true", help="print JSON")
    made.set_defaults(run=run)


def run(given: argparse.Namespace) -> int:
    """Print the findings, gravest first."""
    on = given.on or today()
    text = None if given.policy in library_slugs() else text_of(given.policy)
    found = lint(policy_of(given.policy), on) if text is None else lint_file(text, on, name=Path(given.policy).name)
    if given.json:
        print_json([
            {
                "check": each.check,
                "severity": each.severity.value,
                "sentence": each.sentence,
                "value": each.value,
                "where": each.where,
                "line": each.line,
                "cites": list(each.cites),
                "do": each.do,
                "source": each.source,
            }
            for each in found
        ])  # fmt: skip
    else:
        for each in found:
            print_wrapped(f"{each.severity.value}: {each.sentence} ({each.where})")
            print_wrapped(each.do, "    ")
        print(f"{len(found)} found." if found else "Nothing found.")
    return SAID_NO if any(each.severity is not Severity.NOTICE for each in found) else 0
