"""`belisha policies`: list the policies that ship and their status, or print one."""

import argparse
from datetime import date

from belisha.cli.argument_types import today
from belisha.cli.arguments import Commands, add_command, add_day, add_json
from belisha.cli.errors import UsageError
from belisha.cli.output import print_json
from belisha.rules.language.policy import Policy
from belisha.rules.language.reading import load_policy, shipped_slugs
from belisha.rules.language.writing import write_policy
from belisha.rules.nearest import did_you_mean

EPILOG = """\
examples:
  belisha policies
  belisha policies --on 2026-11-21 --json
  belisha policies grange > our-policy.md

The first word of a line is the slug, by which the other commands know the policy.
With SLUG its file is printed: a starting point for a policy of your own.
"""


def add(commands: Commands) -> None:
    """Add the command to the parser."""
    made = add_command(
        commands,
        "policies",
        run,
        description="List the policies that ship and the status of each on a day; or print one.",
        epilog=EPILOG,
    )
    made.add_argument("policy", nargs="?", metavar="SLUG", help="print the file of this policy")
    add_day(made)
    add_json(made)


def run(args: argparse.Namespace) -> int:
    """Print a line for each policy, or the file of one."""
    if args.policy:
        return _print_file(args)
    on = args.on or today()
    rows = [_row(load_policy(slug), on) for slug in shipped_slugs()]
    if args.json:
        print_json(rows)
    else:
        for row in rows:
            print(
                f"{row['slug']:15} {row['school']}: {row['title']} ({row['clauses']} clauses; {row['state']})"
            )
    return 0


def _print_file(args: argparse.Namespace) -> int:
    if args.policy not in shipped_slugs():
        near = did_you_mean(args.policy, shipped_slugs())
        raise UsageError(f"`{args.policy}` is not a policy that ships{near}")
    text = write_policy(load_policy(args.policy))
    if args.json:
        print_json({"slug": args.policy, "file": text})
    else:
        print(text, end="")
    return 0


def _row(policy: Policy, on: date) -> dict[str, object]:
    control = policy.control
    return {
        "slug": control.slug,
        "title": control.title,
        "school": control.school,
        "standing": control.standing,
        "state": _state(policy, on),
        "review_due": control.review_due or None,
        "clauses": len(policy.clauses),
    }


def _state(policy: Policy, on: date) -> str:
    """Return a policy's status in words: a model, review overdue, review due, or no review date."""
    control = policy.control
    if control.is_model:
        return "a model, never ratified"
    if control.review_due_on is None:
        return f"{control.standing}, no review date"
    if control.review_due_on < on:
        return f"{control.standing}, review overdue since {control.review_due}"
    return f"{control.standing}, review due {control.review_due}"
