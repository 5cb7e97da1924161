"""`belisha lint`: the rot of a document."""

import argparse
from pathlib import Path

from belisha.cli.argument_types import policy_of, text_of_policy, today, words_of
from belisha.cli.arguments import Commands, add_command, add_day, add_json, add_words
from belisha.cli.errors import EXIT_NEGATIVE
from belisha.cli.output import print_json, print_wrapped
from belisha.rules.language.reading import shipped_slugs
from belisha.rules.lint import LintFinding, Severity, lint, lint_file

EPILOG = """\
examples:
  belisha lint calcot
  belisha lint our-policy.md
  belisha lint the-old-policy.txt --on 2026-09-01

FILE is a policy file or a plain text document. Exit status: 1 where an error or a warning was found.
"""


def add(commands: Commands) -> None:
    """Add the command to the parser."""
    made = add_command(
        commands,
        "lint",
        run,
        description="Find what has aged in a document: overdue dates, broken references, stray footers.",
        epilog=EPILOG,
    )
    made.add_argument("policy", metavar="SLUG|FILE", help="the policy or document")
    add_day(made)
    add_words(made)
    add_json(made)


def run(args: argparse.Namespace) -> int:
    """Print the findings, the most serious first."""
    on, words = args.on or today(), words_of(args.words)
    if args.policy in shipped_slugs():
        found = lint(policy_of(args.policy, words), on, vocabulary=words)
    else:
        text = text_of_policy(args.policy)
        found = lint_file(text, on, name=Path(args.policy).name, vocabulary=words)
    if args.json:
        print_json([_values(each) for each in found])
    else:
        for each in found:
            print_wrapped(f"{each.severity.value}: {each.sentence} ({each.where})")
            print_wrapped(each.do, "    ")
        print(f"{len(found)} found." if found else "Nothing found.")
    return EXIT_NEGATIVE if any(each.severity is not Severity.NOTICE for each in found) else 0


def _values(each: LintFinding) -> dict[str, object]:
    return {
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
