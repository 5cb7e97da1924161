"""`belisha compare`: list what two policies decide differently."""

import argparse
from pathlib import Path

from belisha.cli.argument_types import policy_of, today, words_of
from belisha.cli.arguments import Commands, add_command, add_day, add_json, add_words
from belisha.cli.output import counted, print_json, print_list
from belisha.rules.compare import Comparison, Difference, Side, compare

EPILOG = """\
examples:
  belisha compare barley-lane calcot
  belisha compare our-policy.md our-draft.md
  belisha compare grange coads-green --json

Two versions of a policy can be compared as well as two schools' policies. What is only worded
differently is not a difference. Exit status: 0, whether they differ or not.
"""


def add(commands: Commands) -> None:
    """Add the command to the parser."""
    made = add_command(
        commands,
        "compare",
        run,
        description="Compare two policies by what they mean: what they decide differently, and for whom.",
        epilog=EPILOG,
    )
    made.add_argument("a", metavar="SLUG|FILE", help="the one policy")
    made.add_argument("b", metavar="SLUG|FILE", help="the other")
    add_day(made)
    add_words(made)
    add_json(made)


def run(args: argparse.Namespace) -> int:
    """Print the differences by topic, the most serious first."""
    words = words_of(args.words)
    a, b = policy_of(args.a, words), policy_of(args.b, words)
    # Two versions of one policy are named by their files.
    same_school = a.control.school == b.control.school
    names = (Path(args.a).name, Path(args.b).name) if same_school else None
    found = compare(a, b, words, args.on or today(), names=names)
    if args.json:
        print_json({"a": a.control.slug, "b": b.control.slug, **_values(found)})
    else:
        _show(found)
    return 0


def _show(found: Comparison) -> None:
    for topic in found.topics:
        print_list(topic.title, (_sentence(each) for each in topic.differences))
    print(f"\n{found.first} and {found.second}: {counted(tuple(found.differences), 'difference')}.")


def _sentence(each: Difference) -> str:
    cites = dict.fromkeys(
        cite for side in (each.first, each.second) for clause in side.clauses for cite in clause.cites
    )
    return f"{each.sentence} [{', '.join(cites)}]" if cites else each.sentence


def _values(found: Comparison) -> dict[str, object]:
    return {
        "first": found.first,
        "second": found.second,
        "topics": [
            {"title": topic.title, "differences": [_difference(each) for each in topic.differences]}
            for topic in found.topics
        ],
    }


def _difference(each: Difference) -> dict[str, object]:
    return {
        "sentence": each.sentence,
        "roles": list(each.roles),
        "actions": list(each.actions),
        "towards": list(each.towards),
        "facts": dict(each.facts),
        "first": _side(each.first),
        "second": _side(each.second),
    }


def _side(side: Side) -> dict[str, object]:
    return {
        "name": side.name,
        "says": side.says,
        "verdict": side.verdict.value if side.verdict else None,
        "clauses": [
            {"id": each.clause, "cites": list(each.cites), "title": each.title} for each in side.clauses
        ],
        "duties": list(side.duties),
    }
