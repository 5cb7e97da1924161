"""`belisha judge`: the ruling on a situation that is spelt out."""

import argparse

from belisha.asking.telling import situation_values
from belisha.cli.failing import SAID_NO
from belisha.cli.given import day_of, facts_of, policy_of, role_of, today
from belisha.cli.showing import FORBIDS, SAYS, print_json, print_list, print_wrapped
from belisha.rules.judge import judge
from belisha.rules.ruling import Situation

EPILOG = """\
examples:
  belisha judge --policy hr-cooperative --as teacher --action befriend --towards pupil
  belisha judge --policy hr-cooperative --as teacher --action befriend --towards pupil --fact immediate-family=yes
  belisha judge --policy barley-lane --as teacher --action use-social-media --fact in-break=yes --on 2025-06-01

The words (`befriend`, `immediate-family`) are those of the vocabulary; a wrong one is answered with the nearest.
Exit status: 1 where the ruling forbids it.
"""


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to the parser."""
    made = commands.add_parser(
        "judge",
        help="judge a situation that is spelt out",
        description="Judge a situation: who, which action, towards whom, in which circumstances.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    made.add_argument("--policy", required=True, metavar="SLUG|FILE", help="whose policy rules")
    made.add_argument("--as", dest="role", required=True, metavar="ROLE", help="who would do it")
    made.add_argument("--action", required=True, help="what would be done")
    made.add_argument("--towards", metavar="ROLE", help="towards whom")
    made.add_argument("--fact", dest="facts", action="append", default=[], metavar="NAME=VALUE", help="a circumstance; may be given several times")
    made.add_argument("--on", type=day_of, default=None, metavar="DATE", help="the day to judge for (default: today)")
    made.add_argument("--json", action="store_true", help="print JSON")
    made.set_defaults(run=run)


def run(given: argparse.Namespace) -> int:
    """Judge the situation."""
    policy = policy_of(given.policy)
    towards = role_of(given.towards) if given.towards else None
    situation = Situation(role_of(given.role), given.action, towards, facts_of(given.facts))
    ruling = judge(policy, situation, on=given.on or today())
    if given.json:
        print_json(situation_values(policy, situation, ruling))
    else:
        print(SAYS[ruling.verdict])
        for ground in ruling.grounds:
            print_wrapped(f"{ground.force}: {ground.text} [{', '.join(ground.cites)}] {ground.standing.value}. {ground.why}", "  ")
        for line in filter(None, (ruling.note, ruling.way_out)):
            print_wrapped(line)
        print_list("Exceptions tried:", (f"{each.exception}: {each.state}. {each.why}" for each in ruling.tried))
        print_list("Would change it:", (each.question for each in ruling.asks))
        print_list("What must happen:", (f"{due.do} [{', '.join(due.cites)}]" for due in ruling.duties))
    return SAID_NO if ruling.verdict in FORBIDS else 0
