"""The `belisha` command: parse the command line, run one command, report an error in one line."""

import io
import os
import sys
from argparse import Namespace
from collections.abc import Sequence
from importlib import import_module

from belisha import __version__
from belisha.cli.arguments import COMMANDS, Parser
from belisha.cli.errors import EXIT_INTERRUPTED, EXIT_USAGE, UsageError, error_lines

# Errors whose message tells people what to do, with their module; it is loaded if one was raised.
_OF_FILES = (
    ("belisha.rules.errors", "PolicyError"),
    ("belisha.rules.errors", "VocabularyError"),
    ("belisha.rules.contradictions", "ContradictionError"),
)
_OTHERS = (
    ("belisha.rules.judge", "SituationError"),
    ("belisha.asking.sentence_embeddings", "ModelMissing"),
)
DESCRIPTION = "A school's social media policy, made to work: ask it, judge by it, compare it, improve it."
EPILOG = """\
Begin with:
  belisha demo                                        five schools in a browser
  belisha ask --policy grange --as teacher "Can I accept a friend request from a pupil?"

Exit status: 0 done, 1 the answer is no (or a fault was found), 2 the command was not understood.
`belisha COMMAND --help` says more, with examples. SLUG is a policy that ships (`belisha policies` lists
them), FILE a policy file of your own.
"""


def parser() -> Parser:
    """Return the parser for the whole command line. The reference page is generated from it."""
    return _parser(tuple(COMMANDS))


def _parser(loaded: Sequence[str]) -> Parser:
    """Return a parser that knows every command by name, and the arguments of those that are `loaded`."""
    from argparse import RawDescriptionHelpFormatter  # noqa: PLC0415

    made = Parser(
        prog="belisha", description=DESCRIPTION, epilog=EPILOG, formatter_class=RawDescriptionHelpFormatter
    )
    made.add_argument("--version", action="version", version=f"belisha {__version__}")
    commands = made.add_subparsers(title="commands", dest="command", metavar="COMMAND", required=True)
    for name, (module, summary) in COMMANDS.items():
        if name in loaded:
            import_module(f"belisha.cli.commands.{module}").add(commands)
        else:
            commands.add_parser(name, help=summary)
    return made


def main(words: Sequence[str] | None = None) -> int:
    """Run the command in `words` (default: the process's arguments) and return the exit status."""
    words = sys.argv[1:] if words is None else words
    _replace_unprintable_characters()
    if words and not words[0].startswith("-") and words[0] not in COMMANDS:
        from belisha.rules.nearest import did_you_mean  # noqa: PLC0415 - for a slip alone

        near = did_you_mean(words[0], tuple(COMMANDS)) or "; `belisha --help` lists the commands"
        return _complain(f"`{words[0]}` is not a command{near}")
    args = _parser(words[:1]).parse_args(words)
    try:
        status: int = args.run(args)
        sys.stdout.flush()
    except _loaded(_OF_FILES) as error:
        return _complain(error_lines(_with_policy(error, args)))
    except UsageError as error:
        return _complain(str(error))
    except _loaded(_OTHERS) as error:
        return _complain(str(error))
    except KeyboardInterrupt:
        return EXIT_INTERRUPTED
    except BrokenPipeError:
        # The reader has closed the pipe (`belisha ... | head`). That is not an error.
        _stop_printing()
        return 0
    except OSError as error:
        _stop_printing()
        return _complain(f"{error.strerror or error}{f': `{error.filename}`' if error.filename else ''}")
    return status


def _with_policy(error: Exception, args: Namespace) -> Exception:
    """Return the mistakes of a file of words together with those of the policy that uses it."""
    from belisha.cli.argument_types import mistakes_beside  # noqa: PLC0415 - where files are wrong alone
    from belisha.rules.errors import PolicyError, VocabularyError  # noqa: PLC0415

    policy, words = (
        getattr(args, "policy", None),
        getattr(args, "words", None) or getattr(args, "files", None),
    )
    if not isinstance(error, VocabularyError) or not isinstance(policy, str) or not words:
        return error
    return PolicyError((*error.mistakes, *mistakes_beside(words, policy)))


def _loaded(errors: Sequence[tuple[str, str]]) -> tuple[type[Exception], ...]:
    """Return those of the error classes whose modules are loaded."""
    return tuple(getattr(sys.modules[module], name) for module, name in errors if module in sys.modules)


def _replace_unprintable_characters() -> None:
    """Print a question mark for a character that the terminal cannot show, instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def _stop_printing() -> None:
    """Discard unprinted output, so that the interpreter does not try to flush it at exit."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError):
        return


def _complain(message: str) -> int:
    print(f"belisha: {message}", file=sys.stderr)
    return EXIT_USAGE
