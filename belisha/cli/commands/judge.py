"""`belisha judge`: the ruling on a situation that is spelt out."""

import argparse

from belisha.asking.serialization import situation_values
from belisha.cli.argument_types import asker_of, party_of, policy_of, today, words_of
from belisha.cli.arguments import Commands, add_command, add_day, add_facts, add_json, add_words
from belisha.cli.errors import EXIT_NEGATIVE
from belisha.cli.fact_arguments import facts_of
from belisha.cli.output import print_json, print_list, print_wrapped, verdict_sentence
from belisha.rules.judge import judge
from belisha.rules.ruling import FORBIDDING, Ruling, Situation
from belisha.rules.vocabulary.own_names import spoken_words
from belisha.rules.vocabulary.words import Vocabulary
from belisha.rules.wording.grammar import or_list, the

EPILOG = """\
examples:
  belisha judge --policy hr-cooperative --as teacher --action befriend --towards pupil
  belisha judge --policy hr-cooperative --as teacher --action befriend --towards pupil \\
      --fact immediate-family=yes
  belisha judge --policy barley-lane --as teacher --action use-social-media \\
      --fact in-break=yes --on 2025-06-01

The words (`befriend`, `immediate-family`) are those of docs/reference/vocabulary.md; a wrong one is
answered with the nearest.
What somebody has been args is a fact too: permission-of-headteacher=yes, consent-of-parent-written=yes,
declared-to-slt=no, holds-dsl=yes.

Exit status: 1 where the ruling forbids it, or asks for permission first.
"""


def add(commands: Commands) -> None:
    """Add the command to the parser."""
    made = add_command(
        commands,
        "judge",
        run,
        description="Judge a situation: who, which action, towards whom, in which circumstances.",
        epilog=EPILOG,
    )
    made.add_argument("--policy", required=True, metavar="SLUG|FILE", help="whose policy rules")
    made.add_argument("--as", dest="role", required=True, metavar="ROLE", help="who would do it")
    made.add_argument("--action", required=True, help="what would be done")
    made.add_argument("--towards", metavar="ROLE", help="towards whom")
    add_facts(made)
    add_day(made)
    add_words(made)
    add_json(made)


def run(args: argparse.Namespace) -> int:
    """Judge the situation."""
    words = words_of(args.words)
    policy = policy_of(args.policy, words)
    towards = party_of(args.towards, words) if args.towards is not None else None
    role = asker_of(args.role, policy, words)
    situation = Situation(role, args.action, towards, facts_of(args.facts, words))
    ruling = judge(policy, situation, vocabulary=words, on=args.on or today())
    if args.json:
        print_json(situation_values(policy, situation, ruling))
    else:
        _show(ruling, spoken_words(policy, words))
    return EXIT_NEGATIVE if ruling.verdict in FORBIDDING else 0


def _show(ruling: Ruling, words: Vocabulary) -> None:
    print_wrapped(verdict_sentence(ruling))
    for ground in ruling.grounds:
        line = (
            f"{ground.force}: {ground.text} [{', '.join(ground.cites)}] {ground.standing.value}. {ground.why}"
        )
        print_wrapped(line.strip(), "  ")
    for line in filter(None, (ruling.note, ruling.way_out)):
        print_wrapped(line)
    if ruling.ask_whom:
        print(f"\nAsk {or_list(the(each, words) for each in ruling.ask_whom)}.")
    print_list(
        "Exceptions tried:",
        dict.fromkeys(f"{each.exception}: {each.state}. {each.why}" for each in ruling.tried),
    )
    print_list("Would change it:", (each.question for each in ruling.asks))
    print_list(
        "What must happen:",
        (f"{', '.join(filter(None, (due.do, due.by)))} [{', '.join(due.cites)}]" for due in ruling.duties),
    )
