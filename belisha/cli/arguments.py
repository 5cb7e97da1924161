"""The parser of the command line, and the arguments that several commands share."""

import argparse
from collections.abc import Callable
from datetime import date
from typing import NoReturn, TypeAlias

from belisha.cli.failing import MISUSED


class Parser(argparse.ArgumentParser):
    """A parser that says what is wrong in one line."""

    def error(self, message: str) -> NoReturn:
        """End with the status for misuse."""
        words = " ".join(message.removeprefix("argument ").split())
        self.exit(MISUSED, f"{self.prog}: {words}; `{self.prog} --help` says more\n")


Commands: TypeAlias = "argparse._SubParsersAction[Parser]"  # noqa: SLF001 - it has no other name


def add_command(
    commands: Commands,
    name: str,
    run: Callable[[argparse.Namespace], int],
    *,
    summary: str,
    description: str,
    epilog: str,
) -> argparse.ArgumentParser:
    """Add a command, whose epilog is printed as it is written."""
    made = commands.add_parser(
        name,
        help=summary,
        description=description,
        epilog=epilog,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    made.set_defaults(run=run)
    return made


def add_json(parser: argparse.ArgumentParser) -> None:
    """`--json`."""
    parser.add_argument("--json", action="store_true", help="print JSON")


def add_day(parser: argparse.ArgumentParser) -> None:
    """`--on DATE`; None means today."""
    parser.add_argument(
        "--on",
        type=day_of,
        default=None,
        metavar="DATE",
        help="as on this day, such as 2026-11-21 (default: today)",
    )


def add_words(parser: argparse.ArgumentParser) -> None:
    """`--words FILE.toml`, for a school's own words."""
    parser.add_argument(
        "--words",
        action="append",
        default=[],
        metavar="FILE.toml",
        help="a school's own words, besides those that ship; may be given several times",
    )


def add_facts(parser: argparse.ArgumentParser) -> None:
    """`--fact NAME=VALUE`."""
    parser.add_argument(
        "--fact",
        dest="facts",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="a circumstance that is known, such as in-break=yes; may be given several times",
    )


def day_of(word: str) -> date:
    """A day written as 2026-11-21."""
    try:
        return date.fromisoformat(word)
    except ValueError:
        raise argparse.ArgumentTypeError(f"`{word}` is not a day; write it as 2026-11-21") from None


def port_of(word: str) -> int:
    """A port, 1 to 65535."""
    port = int(word) if word.isascii() and word.isdigit() else 0
    if not 1 <= port <= 65535:
        raise argparse.ArgumentTypeError(f"`{word}` is not a port; expected a number from 1 to 65535")
    return port


def count_of(word: str) -> int:
    """A number of processes, 1 to 64."""
    count = int(word) if word.isascii() and word.isdigit() and len(word) < 4 else 0
    if not 1 <= count <= 64:
        raise argparse.ArgumentTypeError(f"`{word}` is not a number from 1 to 64")
    return count
