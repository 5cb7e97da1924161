"""`belisha`: reads the command line, runs a command, and says in one line what went wrong."""

import argparse
import os
import sys
from collections.abc import Sequence

from belisha import __version__
from belisha.asking.meaning import ModelMissing
from belisha.cli import asks, coverages, demos, judges, lints, lists, serves
from belisha.cli.failing import MISUSED, Misused, mistakes
from belisha.rules.contradictions import ContradictionError
from belisha.rules.errors import PolicyError, VocabularyError
from belisha.rules.judge import SituationError

COMMANDS = (asks, judges, lints, coverages, lists, demos, serves)
EPILOG = """\
Begin with:
  belisha demo                                        five schools in a browser
  belisha ask --policy grange --as teacher "Can I accept a friend request from a pupil?"

Exit status: 0 done, 1 the answer is no (or a fault was found), 2 the command was not understood.
`belisha COMMAND --help` says more, with examples. POLICY is the slug of a shipped policy or a file.
"""


def parser() -> argparse.ArgumentParser:
    """The parser of the whole command line; the reference is made from it too."""
    made = argparse.ArgumentParser(
        prog="belisha",
        description="A school's social media policy, made to work: ask it, judge by it, compare it, mend it.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    made.add_argument("--version", action="version", version=f"belisha {__version__}")
    commands = made.add_subparsers(title="commands", dest="command", metavar="COMMAND", required=True)
    for command in COMMANDS:
        command.add(commands)
    return made


def main(words: Sequence[str] | None = None) -> int:
    """Run the command that `words` (by default the process's own) say. Returns the exit status."""
    given = parser().parse_args(words)
    try:
        status: int = given.run(given)
        sys.stdout.flush()
    except Misused as error:
        return _complain(str(error))
    except (PolicyError, VocabularyError, ContradictionError) as error:
        return _complain(mistakes(error))
    except (SituationError, ModelMissing) as error:
        return _complain(str(error))
    except BrokenPipeError:
        # The reader has gone (`belisha ... | head`): nothing more to say, and nothing went wrong.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return status


def _complain(message: str) -> int:
    print(f"belisha: {message}", file=sys.stderr)
    return MISUSED
