"""`belisha compare`: what two policies decide differently."""

import argparse
from pathlib import Path

from belisha.cli.arguments import Commands, add_command, add_day, add_json, add_words
from belisha.cli.given import policy_of, today, words_of
from belisha.cli.showing import counted, print_json, print_list
from belisha.rules.compare import Comparison, Difference, Side, compare

EPILOG = """\
examples:
  belisha compare barley-lane calcot
  belisha compare our-policy.md our-draft.md
  belisha compare grange coads-green --json

Two versions of a policy can be compared as well as two schools' policies. What is merely worded
differently is no difference. Exit status: 0, whether they differ or not.
"""


def add(commands: Commands) -> None:
    """Add the command to the parser."""
    made = add_command(
        commands,
        "compare",
        run,
        summary="say what two policies decide differently",
        description="Compare two policies by what they mean: what they decide differently, and for whom.",
        epilog=EPILOG,
    )
    made.add_argument("a", metavar="SLUG|FILE", help="the one policy")
    made.add_argument("b", metavar="SLUG|FILE", help="the other")
    add_day(made)
    add_words(made)
    add_json(made)


def run(given: argparse.Namespace) -> int:
    """Print the differences by topic, the gravest first."""
    words = words_of(given.words)
    a, b = policy_of(given.a, words), policy_of(given.b, words)
    # Two versions of one policy are best told apart by what the person calls them.
    same_school = a.control.school == b.control.school
    names = (Path(given.a).name, Path(given.b).name) if same_school else None
    found = compare(a, b, words, given.on or today(), names=names)
    if given.json:
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
