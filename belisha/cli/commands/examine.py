"""`belisha examine`: find faults in a policy's rules, and what they leave open."""

import argparse
from collections.abc import Iterable

from belisha.cli.argument_types import policy_of, role_of, today, words_of
from belisha.cli.arguments import Commands, add_command, add_day, add_json, add_words
from belisha.cli.errors import EXIT_NEGATIVE
from belisha.cli.output import counted, print_json, print_list
from belisha.rules.examine import Examination, RedundantClause, Silence, examine

EPILOG = """\
examples:
  belisha examine calcot
  belisha examine our-policy.md --as "teaching assistant"
  belisha examine our-policy.md --brief
  belisha examine grange --json

It finds clauses that contradict each other, clauses that never decide anything, clauses that nothing
leads to, and what the policies that ship rule on and this one does not. `belisha lint` looks at the
document instead: dates, references, signatures.

Exit status: 1 where clauses contradict each other.
"""


def add(commands: Commands) -> None:
    """Add the command to the parser."""
    made = add_command(
        commands,
        "examine",
        run,
        description="Examine a policy's rules: contradictions, clauses that do nothing, silences.",
        epilog=EPILOG,
    )
    made.add_argument("policy", metavar="SLUG|FILE", help="the policy")
    made.add_argument("--as", dest="role", metavar="ROLE", help="only what it is silent on for this role")
    made.add_argument("--brief", action="store_true", help="only count what it is silent on")
    add_day(made)
    add_words(made)
    add_json(made)


def run(args: argparse.Namespace) -> int:
    """Print what was found."""
    words = words_of(args.words)
    found = examine(policy_of(args.policy, words), words, args.on or today())
    silences = found.silent_for(role_of(args.role, words)) if args.role else found.silences
    if args.json:
        print_json(_values(found, silences))
    else:
        _show(found, silences, is_brief=args.brief)
    return EXIT_NEGATIVE if found.contradictions else 0


def _show(found: Examination, silences: Iterable[Silence], *, is_brief: bool) -> None:
    print(
        f"{found.policy}: {counted(found.contradictions, 'contradiction')}, "
        f"{counted(found.never_decide, 'clause')} without effect, "
        f"{counted(found.unreached, 'clause')} out of reach."
    )
    print_list("Contradictions:", (each.sentence for each in found.contradictions))
    print_list("Never decide:", (f"{each.title}: {each.sentence}" for each in found.never_decide))
    print_list("Nothing leads to:", (f"{each.title}: {each.sentence}" for each in found.unreached))
    topics: dict[str, list[str]] = {}
    for each in silences:
        topics.setdefault(each.topic, []).append(each.sentence)
    if is_brief:
        counts = [f"{topic} ({len(sentences)})" for topic, sentences in topics.items()]
        print_list("Silent on:", counts)
        return
    for topic, sentences in topics.items():
        print_list(f"Silent on: {topic}", sentences)


def _values(found: Examination, silences: Iterable[Silence]) -> dict[str, object]:
    return {
        "policy": found.policy,
        "contradictions": [
            {
                "sentence": each.sentence,
                "clauses": [clause.id for clause in each.clauses],
                "cites": [cite for clause in each.clauses for cite in clause.cites],
                "as": each.situation.role,
                "action": each.situation.action,
                "towards": each.situation.towards,
                "facts": dict(each.situation.facts),
            }
            for each in found.contradictions
        ],
        "never_decide": [_idle(each) for each in found.never_decide],
        "unreached": [_idle(each) for each in found.unreached],
        "silences": [
            {
                "sentence": each.sentence,
                "topic": each.topic,
                "roles": list(each.roles),
                "action": each.action,
                "towards": each.towards or None,
                "others": dict(each.others),
            }
            for each in silences
        ],
    }


def _idle(each: RedundantClause) -> dict[str, object]:
    return {
        "id": each.clause,
        "title": each.title,
        "cites": list(each.cites),
        "sentence": each.sentence,
        "because": list(each.because),
    }
