"""`belisha policies`: the policies that ship, and how each stands."""

import argparse
from datetime import date

from belisha.cli.given import day_of, today
from belisha.cli.showing import print_json
from belisha.rules.policy import Policy
from belisha.rules.reading import library_slugs, load_policy


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to the parser."""
    made = commands.add_parser(
        "policies",
        help="list the policies that ship",
        description="List the policies that ship, with their state on a day.",
    )
    made.add_argument("--on", type=day_of, default=None, metavar="DATE", help="the day to look at them (default: today)")
    made.add_argument("--json", action="store_true", help="print JSON")
    made.set_defaults(run=run)


def run(given: argparse.Namespace) -> int:
    """Print a line for each policy."""
    on = given.on or today()
    rows = [_row(load_policy(slug), on) for slug in library_slugs()]
    if given.json:
        print_json(rows)
    else:
        for row in rows:
            print(f"{row['slug']:15} {row['school']}: {row['title']} ({row['clauses']} clauses; {row['state']})")
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
