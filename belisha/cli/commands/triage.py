"""`belisha triage`: say what is done about what has happened, by one policy."""

import argparse

from belisha.asking.safeguarding import Source
from belisha.cli.argument_types import asker_of, policy_of, today, words_of
from belisha.cli.arguments import Commands, add_command, add_day, add_json, add_words
from belisha.cli.batch_triage import story_of, triage_each
from belisha.cli.errors import UsageError
from belisha.cli.output import print_json, print_list, print_wrapped
from belisha.triage import StepOrigin, Triage, load_playbooks, triage, triage_values

EPILOG = """\
examples:
  belisha triage --policy barley-lane --as teacher "A parent keeps posting insults about me on Facebook."
  belisha triage --policy grange --as "teaching assistant" --json "I found a worrying picture on a laptop."
  belisha triage --each stories.tsv --json

Nothing is recorded and nobody is told: it only says what the policy asks for. STORY is what happened, in
plain words. ROLE is who tells it: a role, an office or an everyday name of one.
FILE.tsv has a line for each story: policy, role and story, separated by tabs. A heading line and any further
columns are ignored. There is one answer for each line, in the file's order; with --json each is an object on
a line of its own.

Exit status: 0; 2 where the command, or with --each a line, was not understood.
"""
HOW = 'belisha triage --policy grange --as teacher "What happened"'


def add(commands: Commands) -> None:
    """Add the command to the parser."""
    made = add_command(
        commands,
        "triage",
        run,
        description="Say what is done about what has happened: who is told, the steps, what not to do.",
        epilog=EPILOG,
    )
    made.add_argument("--policy", metavar="SLUG|FILE", help="whose policy guides")
    made.add_argument("--as", dest="role", metavar="ROLE", help="who tells it")
    add_day(made)
    add_words(made)
    made.add_argument("--each", metavar="FILE.tsv", help="triage every story of a file")
    add_json(made)
    made.add_argument("story", nargs="*", metavar="STORY", help="what happened")


def run(args: argparse.Namespace) -> int:
    """Triage one story, or each of a file."""
    words, on = words_of(args.words), args.on or today()
    story = " ".join(args.story).strip()
    if args.each:
        if args.policy or args.role or story:
            raise UsageError("with --each the file says policy, role and story; leave them out")
        return triage_each(args.each, on, words, as_json=args.json)
    if not (args.policy and args.role and story):
        raise UsageError(f"say whose policy, who tells it and what happened: {HOW}")
    policy, story = policy_of(args.policy, words), story_of(story)
    found = triage(policy, story, role=asker_of(args.role, policy, words), on=on, vocabulary=words)
    if args.json:
        print_json(triage_values(found, asked_as=args.role))
    else:
        _show(found)
    return 0


def _show(found: Triage) -> None:
    if found.is_urgent:
        print_wrapped("If somebody is in danger now, call 999 first.")
        print()
    print_wrapped(f"{load_playbooks()[found.category].label}.")
    people = (f"{each.part.value}: {each.role.replace('-', ' ')}" for each in found.people)
    print_list("People:", people)
    print_list(
        "Tell, in this order:",
        (_line(f"{each.name} ({each.why})", each.cites, each.origin, each.source) for each in found.route),
    )
    print_list(
        "What is done:", (_line(_step(each), each.cites, each.origin, each.source) for each in found.steps)
    )
    print_list(
        "What not to do:", (_line(each.what, each.cites, each.origin, each.source) for each in found.do_not)
    )
    print_list(
        "What the policy says of it:", (f"{each.text} [{', '.join(each.cites)}]" for each in found.grounds)
    )
    clocks = (each.words or f"{each.within} {each.unit} from {each.begins}" for each in found.clocks)
    print_list(
        "By when:", (f"{each.what}: {limit}" for each, limit in zip(found.clocks, clocks, strict=True))
    )
    print_list("It would help to know:", (each.question for each in found.asks))
    print()
    print_wrapped(found.attach.says)


def _step(step: object) -> str:
    do, by, lock = (str(getattr(step, name)) for name in ("do", "by", "locked_until"))
    after = f" Not until {lock}." if lock else ""
    return f"{do}{f' ({by})' if by else ''}{after}"


def _line(words: str, cites: tuple[str, ...], origin: StepOrigin, source: Source | None) -> str:
    """Return a line with where it is from: the policy's lines, or guidance with its edition."""
    if cites:
        return f"{words} [{', '.join(cites)}]"
    if source is not None:
        return f"{words} [{source.cited}]"
    return words if origin is StepOrigin.POLICY else f"{words} [{origin.value}]"
