"""`belisha policies`: the policies that ship, and how each stands."""

import argparse
from datetime import date

from belisha.cli.arguments import Commands, add_command, add_day, add_json
from belisha.cli.given import today
from belisha.cli.showing import print_json
from belisha.rules.policy import Policy
from belisha.rules.reading import library_slugs, load_policy

EPILOG = """\
examples:
  belisha policies
  belisha policies --on 2026-11-21 --json

The first word of a line is the slug, by which the other commands know the policy.
"""


def add(commands: Commands) -> None:
    """Add the command to the parser."""
    made = add_command(
        commands,
        "policies",
        run,
        summary="list the policies that ship",
        description="List the policies that ship, and how each stands on a day.",
        epilog=EPILOG,
    )
    add_day(made)
    add_json(made)


def run(given: argparse.Namespace) -> int:
    """Print a line for each policy."""
    on = given.on or today()
    rows = [_row(load_policy(slug), on) for slug in library_slugs()]
    if given.json:
        print_json(rows)
    else:
        for row in rows:
            print(
                f"{row['slug']:15} {row['school']}: {row['title']} ({row['clauses']} clauses; {row['state']})"
            )
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
    """How a policy stands, honestly: a model, overdue, due by when, or without any date."""
    control = policy.control
    if control.is_model:
        return "a model, never ratified"
    if control.review_due_on is None:
        return f"{control.standing}, no review date"
    if control.review_due_on < on:
        return f"{control.standing}, review overdue since {control.review_due}"
    return f"{control.standing}, review due {control.review_due}"
