"""`belisha`: reads the command line, runs a command, and says in one line what went wrong."""

import io
import os
import sys
from collections.abc import Sequence

from belisha import __version__
from belisha.asking.meaning import ModelMissing
from belisha.cli import (
    asks,
    backups,
    begins,
    compares,
    coverages,
    demos,
    examines,
    judges,
    lints,
    lists,
    restores,
    serves,
    sweeps,
    verifies,
)
from belisha.cli.arguments import Parser
from belisha.cli.failing import INTERRUPTED, MISUSED, Misused, mistakes
from belisha.rules.contradictions import ContradictionError
from belisha.rules.errors import PolicyError, VocabularyError
from belisha.rules.judge import SituationError
from belisha.rules.nearest import did_you_mean

COMMANDS = (
    asks,
    judges,
    compares,
    examines,
    lints,
    coverages,
    lists,
    demos,
    serves,
    begins,
    sweeps,
    verifies,
    backups,
    restores,
)
DESCRIPTION = "A school's social media policy, made to work: ask it, judge by it, compare it, mend it."
EPILOG = """\
Begin with:
  belisha demo                                        five schools in a browser
  belisha ask --policy grange --as teacher "Can I accept a friend request from a pupil?"

Exit status: 0 done, 1 the answer is no (or a fault was found), 2 the command was not understood.
`belisha COMMAND --help` says more, with examples. SLUG is a policy that ships (`belisha policies` lists
them), FILE a policy file of your own.
"""


def parser() -> Parser:
    """The parser of the whole command line; the reference is made from it too."""
    return _parser()[0]


def _parser() -> tuple[Parser, tuple[str, ...]]:
    """The parser, and the names of the commands."""
    from argparse import RawDescriptionHelpFormatter  # noqa: PLC0415

    made = Parser(
        prog="belisha", description=DESCRIPTION, epilog=EPILOG, formatter_class=RawDescriptionHelpFormatter
    )
    made.add_argument("--version", action="version", version=f"belisha {__version__}")
    commands = made.add_subparsers(title="commands", dest="command", metavar="COMMAND", required=True)
    for command in COMMANDS:
        command.add(commands)
    return made, tuple(commands.choices)


def main(words: Sequence[str] | None = None) -> int:
    """Run the command that `words` (by default the process's own) say. Returns the exit status."""
    words = sys.argv[1:] if words is None else words
    _print_what_can_be_printed()
    made, names = _parser()
    if words and not words[0].startswith("-") and words[0] not in names:
        near = did_you_mean(words[0], names) or "; `belisha --help` lists the commands"
        return _complain(f"`{words[0]}` is not a command{near}")
    given = made.parse_args(words)
    try:
        status: int = given.run(given)
        sys.stdout.flush()
    except (PolicyError, VocabularyError, ContradictionError) as error:
        return _complain(mistakes(error))
    except (Misused, SituationError, ModelMissing) as error:
        return _complain(str(error))
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # The reader has gone (`belisha ... | head`): nothing more to say, and nothing went wrong.
        _stop_printing()
        return 0
    except OSError as error:
        _stop_printing()
        return _complain(f"{error.strerror or error}{f': `{error.filename}`' if error.filename else ''}")
    return status


def _print_what_can_be_printed() -> None:
    """A character that the screen does not know is shown as a question mark, and no error."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def _stop_printing() -> None:
    """Send what is not printed yet nowhere, so that the end of the process does not try again."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError):
        return


def _complain(message: str) -> int:
    print(f"belisha: {message}", file=sys.stderr)
    return MISUSED
