"""`belisha words`: check a school's own words."""

import argparse

from belisha.asking.own_words import check_phrases, names_taken
from belisha.cli.argument_types import policy_of, words_of
from belisha.cli.arguments import Commands, add_command
from belisha.cli.errors import EXIT_NEGATIVE
from belisha.rules.vocabulary.loading import default_vocabulary

EPILOG = """\
examples:
  belisha words check our-words.toml --policy our-policy.md

It says which names your words take from words that ship, and asks the policy a question with each of your
phrases: a phrase that is taken for another action needs more phrases, or other ones.

Exit status: 1 where a phrase is taken for something else.
"""


def add(commands: Commands) -> None:
    """Add the command to the parser."""
    made = add_command(
        commands,
        "words",
        run,
        description="Check that questions with your own words are understood as you mean them.",
        epilog=EPILOG,
    )
    made.add_argument("what", choices=["check"], help="what to do")
    made.add_argument("files", nargs="+", metavar="FILE.toml", help="files of words")
    made.add_argument("--policy", required=True, metavar="SLUG|FILE", help="the policy that uses them")


def run(args: argparse.Namespace) -> int:
    """Print the names that are taken over and the phrases that lose."""
    base = default_vocabulary()
    words = words_of(args.files)
    for sentence in names_taken(words, base):
        print(sentence)
    checks = list(check_phrases(policy_of(args.policy, words), words, base))
    lost = [each for each in checks if each.loses]
    for each in lost:
        found = words.actions[each.found].label if each.found else "nothing"
        print(f"“{each.phrase}” ({each.action}) is taken for: {found}")
    print(f"{len(checks) - len(lost)} of {len(checks)} phrases are understood.")
    return EXIT_NEGATIVE if lost else 0
