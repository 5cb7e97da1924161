"""`belisha ask`: a question in plain words, answered from one policy."""

import argparse
import csv
from collections.abc import Iterator
from pathlib import Path

from belisha.asking.asking import Answer, ask
from belisha.asking.telling import answer_values
from belisha.cli.failing import MISUSED, SAID_NO, Misused, mistakes
from belisha.cli.given import day_of, facts_of, policy_of, role_of, text_of, today
from belisha.cli.showing import FORBIDS, SAYS, print_json, print_list, print_wrapped
from belisha.rules.errors import PolicyError
from belisha.rules.policy import Policy
from belisha.rules.ruling import Standing
from belisha.rules.vocabulary import load_vocabulary

EPILOG = """\
examples:
  belisha ask --policy grange --as teacher "Can I accept a friend request from a pupil?"
  belisha ask --policy calcot --as pupil --fact age=9 "Can I join Instagram?"
  belisha ask --each questions.tsv --json

ROLE is a role, an office or an everyday name of one: teacher, "teaching assistant", parent, DSL.
FILE.tsv has a line for each question: policy, role, question, parted by tabs; a heading line is passed over.
With --each and --json an object is printed on each line, in the file's order.

Exit status: 1 where the answer is "no", "ask first" or "you should not"; with --each always 0, or 2 where
a line was not understood.
"""
COLUMNS = ("policy", "role", "question")


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to the parser."""
    made = commands.add_parser(
        "ask",
        help="ask a question in plain words",
        description="Ask a question in plain words. The answer is the policy's own, with its clauses.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    made.add_argument("--policy", metavar="SLUG|FILE", help="whose policy answers")
    made.add_argument("--as", dest="role", metavar="ROLE", help="who asks")
    made.add_argument("--fact", dest="facts", action="append", default=[], metavar="NAME=VALUE", help="something known besides; may be given several times")
    made.add_argument("--on", type=day_of, default=None, metavar="DATE", help="the day to answer for (default: today)")
    made.add_argument("--each", metavar="FILE.tsv", help="answer every question of a file")
    made.add_argument("--json", action="store_true", help="print JSON")
    made.add_argument("question", nargs="*", metavar="QUESTION", help="the question")
    made.set_defaults(run=run)


def run(given: argparse.Namespace) -> int:
    """Answer one question, or each of a file."""
    if given.each:
        return _each(given)
    words = " ".join(given.question).strip()
    if not (given.policy and given.role and words):
        raise Misused('say whose policy, who asks and what: belisha ask --policy grange --as teacher "Can I ...?"')
    policy, role = policy_of(given.policy), role_of(given.role)
    answer = ask(policy, words, role=role, facts=facts_of(given.facts), on=given.on or today())
    if given.json:
        print_json(answer_values(policy, answer, asked_as=given.role))
    else:
        _show(answer)
    return SAID_NO if answer.ruling.verdict in FORBIDS else 0


def _each(given: argparse.Namespace) -> int:
    status, facts, on = 0, facts_of(given.facts), given.on or today()
    policies: dict[str, Policy] = {}
    for number, row in _rows(given.each):
        try:
            if len(row) < len(COLUMNS) or not row[2].strip():
                raise Misused("a line needs a policy, a role and a question, parted by tabs")
            slug, asker, question = (each.strip() for each in row[: len(COLUMNS)])
            policy = policies[slug] = policies.get(slug) or policy_of(slug)
            answer = ask(policy, question, role=role_of(asker), facts=facts, on=on)
        except (Misused, PolicyError) as error:
            status = MISUSED
            message = f"{given.each}:{number}: {mistakes(error)}"
            print_json({"error": message}, on_one_line=True) if given.json else print(message)
            continue
        if given.json:
            print_json(answer_values(policy, answer, asked_as=asker), on_one_line=True)
        else:
            cites = " ".join(each for ground in answer.ruling.deciding for each in ground.cites)
            print("\t".join((slug, asker, question, answer.ruling.verdict.value, cites)))
    return status


def _rows(path: str) -> Iterator[tuple[int, list[str]]]:
    text = text_of(path)
    if text is None:
        raise Misused(f"there is no file `{Path(path)}`")
    for number, row in enumerate(csv.reader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE), start=1):
        if any(each.strip() for each in row) and not (number == 1 and tuple(row[:3]) == COLUMNS):
            yield number, row


def _show(answer: Answer) -> None:
    ruling, situation = answer.ruling, answer.situation
    print(SAYS[ruling.verdict])
    for ground in ruling.deciding:
        print_wrapped(f"{ground.text} [{', '.join(ground.cites)}]", "  ")
    for line in (ruling.note, ruling.way_out):
        if line:
            print()
            print_wrapped(line)
    roles = load_vocabulary().roles
    if ruling.ask_whom:
        print("\nAsk: " + ", or ".join(f"the {roles[each].label}" for each in ruling.ask_whom))
    print_list("What must happen:", (f"{due.do}{f', {due.by}' if due.by else ''} [{', '.join(due.cites)}]" for due in ruling.duties))
    print_list("It would help to know:", (f"{each.question} {each.why}".strip() for each in ruling.asks))
    also = (ground for ground in ruling.grounds if ground.standing in (Standing.OUTWEIGHED, Standing.INFORMS))
    print_list("See also:", (f"{ground.title} [{', '.join(ground.cites)}]" for ground in also))
    if situation:
        label = load_vocabulary().actions[situation.action].label
        towards = f", towards: {roles[situation.towards].label if situation.towards in roles else situation.towards}" if situation.towards else ""
        print(f"\nUnderstood as: {roles[situation.role].label}, {label}{towards}.")
