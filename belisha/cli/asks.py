"""`belisha ask`: a question in plain words, answered from one policy."""

import argparse
from collections.abc import Mapping

from belisha.asking.asking import Answer, ask
from belisha.asking.telling import answer_values
from belisha.cli.arguments import Commands, add_command, add_day, add_facts, add_json, add_words
from belisha.cli.each import each_answer
from belisha.cli.facts import facts_of
from belisha.cli.failing import SAID_NO, Misused
from belisha.cli.given import policy_of, question_of, role_of, today, words_of
from belisha.cli.showing import SAYS, print_json, print_list, print_wrapped
from belisha.rules.judging.describing import fact_words
from belisha.rules.phrasing import and_list, label_of, or_list, the
from belisha.rules.ruling import FORBIDDING, FactValue, Standing, Verdict
from belisha.rules.words import Vocabulary

EPILOG = """\
examples:
  belisha ask --policy grange --as teacher "Can I accept a friend request from a pupil?"
  belisha ask --policy calcot --as pupil --fact age=9 "Can I join Instagram?"
  belisha ask --policy our-policy.md --words our-words.toml --as parent "May I film the nativity play?"
  belisha ask --each questions.tsv --json

ROLE is a role, an office or an everyday name of one: teacher, "teaching assistant", parent, DSL.
FILE.tsv has a line for each question: policy, role, question, parted by tabs. A heading line and
whatever follows in a line are passed over. There is one answer for each line, in the file's order;
with --json each is an object on a line of its own.

Exit status: 1 where the answer is "no", "ask first" or "you should not"; with --each 0 whatever the
answers are, or 2 where a line was not understood.
"""
HOW = 'belisha ask --policy grange --as teacher "Can I ...?"'


def add(commands: Commands) -> None:
    """Add the command to the parser."""
    made = add_command(
        commands,
        "ask",
        run,
        summary="ask a question in plain words",
        description="Ask a question in plain words. The answer is the policy's own, with its clauses.",
        epilog=EPILOG,
    )
    made.add_argument("--policy", metavar="SLUG|FILE", help="whose policy answers")
    made.add_argument("--as", dest="role", metavar="ROLE", help="who asks")
    add_facts(made)
    add_day(made)
    add_words(made)
    made.add_argument("--each", metavar="FILE.tsv", help="answer every question of a file")
    add_json(made)
    made.add_argument("question", nargs="*", metavar="QUESTION", help="the question")


def run(given: argparse.Namespace) -> int:
    """Answer one question, or each of a file."""
    words = words_of(given.words)
    facts, on = facts_of(given.facts, words), given.on or today()
    question = " ".join(given.question).strip()
    if given.each:
        if given.policy or given.role or question:
            raise Misused("with --each the file says policy, role and question; leave them out")
        return each_answer(given.each, facts, on, words, as_json=given.json)
    if not (given.policy and given.role and question):
        raise Misused(f"say whose policy, who asks and what: {HOW}")
    policy, question = policy_of(given.policy, words), question_of(question)
    answer = ask(policy, question, role=role_of(given.role, words), facts=facts, on=on, vocabulary=words)
    if given.json:
        print_json(answer_values(policy, answer, asked_as=given.role))
    else:
        _show(answer, facts, words)
    return SAID_NO if answer.ruling.verdict in FORBIDDING else 0


def _show(answer: Answer, given: Mapping[str, FactValue], words: Vocabulary) -> None:
    ruling = answer.ruling
    if answer.alarm:
        print_wrapped(answer.alarm)
        return
    print(_said(answer, words))
    for ground in ruling.deciding:
        print_wrapped(f"{ground.text} [{', '.join(ground.cites)}]", "  ")
    for line in filter(None, (ruling.note, ruling.way_out)):
        print()
        print_wrapped(line)
    if ruling.ask_whom:
        print(f"\nAsk {or_list(the(each, words) for each in ruling.ask_whom)}.")
    print_list(
        "What must happen:",
        (f"{due.do}{f', {due.by}' if due.by else ''} [{', '.join(due.cites)}]" for due in ruling.duties),
    )
    print_list("It would help to know:", (f"{each.question} {each.why}".strip() for each in ruling.asks))
    also = (each for each in ruling.grounds if each.standing in (Standing.OUTWEIGHED, Standing.INFORMS))
    print_list("See also:", (f"{each.title} [{', '.join(each.cites)}]" for each in also))
    print()
    print_wrapped(_understood(answer, given, words))


def _said(answer: Answer, words: Vocabulary) -> str:
    """The verdict in words; of a duty, what it is and whose."""
    situation, verdict = answer.situation, answer.ruling.verdict
    if situation is None:
        return "I did not find this in the policy."
    if verdict not in (Verdict.REQUIRED, Verdict.RECOMMENDED):
        return SAYS[verdict]
    whose = "You" if situation.role == answer.role else f"The {label_of(situation.role, words)}"
    force = "must" if verdict is Verdict.REQUIRED else "should"
    return f"{whose} {force}: {words.actions[situation.action].label}."


def _understood(answer: Answer, given: Mapping[str, FactValue], words: Vocabulary) -> str:
    situation = answer.situation
    if situation is None:
        return "Not understood as anything that this policy speaks of."
    towards = f", towards: {label_of(situation.towards, words)}" if situation.towards else ""
    # What does not hold is only worth saying where somebody said it.
    facts = {name: value for name, value in answer.understood_facts.items() if value or name in given}
    known = and_list(fact_words(name, value, words) for name, value in facts.items())
    label = words.actions[situation.action].label
    return f"Understood as: {label_of(situation.role, words)}, {label}{towards}{known and f'; {known}'}."
