"""`belisha ask`: answer a question in plain words from one policy."""

import argparse
from collections.abc import Mapping

from belisha.asking.asking import Answer, ask
from belisha.asking.safeguarding import national_reach
from belisha.asking.serialization import answer_values, door_of
from belisha.cli.argument_types import asker_of, policy_of, question_of, today, words_of
from belisha.cli.arguments import Commands, add_command, add_day, add_facts, add_json, add_words
from belisha.cli.batch_ask import answer_each
from belisha.cli.errors import EXIT_NEGATIVE, UsageError
from belisha.cli.fact_arguments import facts_of
from belisha.cli.output import VERDICT_SENTENCES, print_json, print_list, print_wrapped, verdict_sentence
from belisha.rules.ruling import FORBIDDING, FactValue, GroundStanding, Verdict
from belisha.rules.vocabulary.own_names import spoken_words
from belisha.rules.vocabulary.words import Vocabulary
from belisha.rules.wording.conditions import fact_words
from belisha.rules.wording.grammar import and_list, label_of, or_list, the

EPILOG = """\
examples:
  belisha ask --policy grange --as teacher "Can I accept a friend request from a pupil?"
  belisha ask --policy calcot --as pupil --fact age=9 "Can I join Instagram?"
  belisha ask --policy our-policy.md --words our-words.toml --as parent "May I film the nativity play?"
  belisha ask --each questions.tsv --json

ROLE is a role, an office or an everyday name of one: teacher, "teaching assistant", parent, DSL.
FILE.tsv has a line for each question: policy, role and question, separated by tabs. A heading line and any
further columns are ignored. There is one answer for each line, in the file's order; with --json each is an
object on a line of its own.

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


def run(args: argparse.Namespace) -> int:
    """Answer one question, or each of a file."""
    words = words_of(args.words)
    facts, on = facts_of(args.facts, words), args.on or today()
    question = " ".join(args.question).strip()
    if args.each:
        if args.policy or args.role or question:
            raise UsageError("with --each the file says policy, role and question; leave them out")
        return answer_each(args.each, facts, on, words, as_json=args.json)
    if not (args.policy and args.role and question):
        raise UsageError(f"say whose policy, who asks and what: {HOW}")
    policy, question = policy_of(args.policy, words), question_of(question)
    answer = ask(
        policy, question, role=asker_of(args.role, policy, words), facts=facts, on=on, vocabulary=words
    )
    if args.json:
        print_json(answer_values(policy, answer, asked_as=args.role))
    else:
        _show(answer, facts, spoken_words(policy, words))
    return EXIT_NEGATIVE if answer.ruling.verdict in FORBIDDING else 0


def _show(answer: Answer, known: Mapping[str, FactValue], words: Vocabulary) -> None:
    ruling = answer.ruling
    if answer.help:
        _show_help(answer, words)
        return
    if answer.language:
        print_wrapped(answer.language.says or "We can only read English.")
        print()
    if answer.readings:
        meanings = (f"{each.words}: {VERDICT_SENTENCES[each.verdict]}" for each in answer.readings)
        print_list("I am not sure what you mean. It may be:", meanings)
        print("\nAsk again in other words if none of these is meant. Taken as the likeliest:\n")
    if door_of(answer) == "report":
        print_list("Has this happened? Report it to:", (_contact(each, words) for each in answer.tell))
        print()
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
    also = (
        each
        for each in ruling.grounds
        if each.standing in (GroundStanding.OUTWEIGHED, GroundStanding.INFORMS)
    )
    print_list("See also:", (f"{each.title} [{', '.join(each.cites)}]" for each in also))
    print()
    print_wrapped(_understood(answer, known, words))


def _show_help(answer: Answer, words: Vocabulary) -> None:
    """Print help first: no verdict, and what the policy says at the end."""
    given = answer.help
    assert given is not None
    print_wrapped(words.alarm.says)
    print_list("Tell, in this order:", (_contact(each, words) for each in answer.tell))
    if not given.is_for_child:
        print_list(
            "What not to do:", (f"{each.text} [{', '.join(each.cites)}]" for each in given.policy_do_not)
        )
        print_list(
            "What guidance says not to do:", (f"{each.says} [{each.source.cited}]" for each in given.do_not)
        )
    shown = {each.clause for each in given.policy_do_not}
    clauses = (each for each in answer.ruling.grounds if each.clause not in shown)
    print_list("What this policy says:", (f"{each.text} [{', '.join(each.cites)}]" for each in clauses))


def _contact(word: str, words: Vocabulary) -> str:
    name, how = national_reach(word)
    return f"{name or label_of(word, words)}{f': {how}' if how else ''}"


def _said(answer: Answer, words: Vocabulary) -> str:
    """Return the verdict in words; for a duty, what it is and whose."""
    situation, verdict = answer.situation, answer.ruling.verdict
    if situation is None:
        return "I did not find this in the policy."
    if verdict not in (Verdict.REQUIRED, Verdict.RECOMMENDED):
        return verdict_sentence(answer.ruling)
    whose = "You" if situation.role == answer.role else f"The {label_of(situation.role, words)}"
    force = "must" if verdict is Verdict.REQUIRED else "should"
    return f"{whose} {force}: {words.actions[situation.action].label}."


def _understood(answer: Answer, known: Mapping[str, FactValue], words: Vocabulary) -> str:
    situation = answer.situation
    if situation is None:
        return "Not understood as anything that this policy speaks of."
    towards = f", towards: {label_of(situation.towards, words)}" if situation.towards else ""
    # What does not hold is only worth saying where somebody said it.
    facts = {name: value for name, value in answer.understood_facts.items() if value or name in known}
    told = and_list(fact_words(name, value, words) for name, value in facts.items())
    label = words.actions[situation.action].label
    return f"Understood as: {label_of(situation.role, words)}, {label}{towards}{told and f'; {told}'}."
