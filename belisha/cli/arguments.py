"""The command-line parser, and the arguments that several commands share."""

import argparse
from collections.abc import Callable
from datetime import date
from typing import NoReturn, TypeAlias

from belisha.cli.errors import EXIT_USAGE


class Parser(argparse.ArgumentParser):
    """A parser that reports an error in one line."""

    def error(self, message: str) -> NoReturn:
        """Exit with the status for a usage error."""
        words = " ".join(message.removeprefix("argument ").split())
        self.exit(EXIT_USAGE, f"{self.prog}: {words}; `{self.prog} --help` says more\n")


COMMANDS = {
    "ask": ("ask", "ask a question in plain words"),
    "triage": ("triage", "say what is done about what has happened"),
    "check": ("check", "hold a draft up to a policy before it is posted"),
    "judge": ("judge", "judge a situation that is spelt out"),
    "replay": ("replay", "judge logged questions under two texts, clause by clause"),
    "compare": ("compare", "say what two policies decide differently"),
    "examine": ("examine", "find contradictions, idle clauses and silences"),
    "lint": ("lint", "find what is wrong with a document"),
    "import": ("bring", "read a school's own document and propose its clauses"),
    "coverage": ("coverage", "list which clauses of its document a policy carries"),
    "words": ("words", "check a school's own words"),
    "policies": ("policies", "list the policies that ship"),
    "demo": ("demo", "serve five schools with invented people"),
    "serve": ("serve", "serve the site"),
    "new-school": ("begin", "print the code that opens one more school"),
    "reset-second-factor": ("reset_second_factor", "let somebody in who has lost their second factor"),
    "end-sessions": ("end_sessions", "sign one person out everywhere, or everybody"),
    "sweep": ("sweep", "open what is due, remind people, send the mail that waits"),
    "upgrade": ("upgrade", "bring the database up to date, after a backup"),
    "verify": ("verify", "check the record, or a certificate, export or backup"),
    "backup": ("backup", "copy the whole installation into one file"),
    "backup-key": ("backup_key", "make a pair of keys for encrypted backups"),
    "restore": ("restore", "restore a backup"),
    "export-school": ("export_school", "write a whole school into one file, to move it elsewhere"),
    "close-school": ("close_school", "close a school here that has moved to another site"),
    "import-school": ("import_school", "take in a school that another installation exported"),
}
"""Every command with its module in `belisha.cli.commands` and its line in `belisha --help`.

The modules are imported when their command is run: most of them need more than the others.
"""
Commands: TypeAlias = "argparse._SubParsersAction[Parser]"  # noqa: SLF001 - it has no other name


def add_command(
    commands: Commands,
    name: str,
    run: Callable[[argparse.Namespace], int],
    *,
    description: str,
    epilog: str,
) -> argparse.ArgumentParser:
    """Add a command. Its epilog is printed with its own line breaks."""
    made = commands.add_parser(
        name,
        help=COMMANDS[name][1],
        description=description,
        epilog=epilog,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    made.set_defaults(run=run)
    return made


def add_json(parser: argparse.ArgumentParser) -> None:
    """Add `--json`."""
    parser.add_argument("--json", action="store_true", help="print JSON")


def add_day(parser: argparse.ArgumentParser) -> None:
    """Add `--on DATE`. None means today."""
    parser.add_argument(
        "--on",
        type=day_of,
        default=None,
        metavar="DATE",
        help="as on this day, such as 2026-11-21 (default: today)",
    )


def add_words(parser: argparse.ArgumentParser) -> None:
    """Add `--words FILE.toml`, for a school's own vocabulary."""
    parser.add_argument(
        "--words",
        action="append",
        default=[],
        metavar="FILE.toml",
        help="a school's own words, besides those that ship; may be given several times",
    )


def add_facts(parser: argparse.ArgumentParser) -> None:
    """Add `--fact NAME=VALUE`."""
    parser.add_argument(
        "--fact",
        dest="facts",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="a circumstance that is known, such as in-break=yes; may be given several times",
    )


def day_of(word: str) -> date:
    """Return the date written as 2026-11-21. Raise ArgumentTypeError if it is not one."""
    try:
        return date.fromisoformat(word)
    except ValueError:
        raise argparse.ArgumentTypeError(f"`{word}` is not a day; write it as 2026-11-21") from None


def port_of(word: str) -> int:
    """Return a port number, 1 to 65535. Raise ArgumentTypeError if it is not one."""
    port = int(word) if word.isascii() and word.isdigit() else 0
    if not 1 <= port <= 65535:
        raise argparse.ArgumentTypeError(f"`{word}` is not a port; expected a number from 1 to 65535")
    return port


def count_of(word: str) -> int:
    """Return a number of processes, 1 to 64. Raise ArgumentTypeError if it is not one."""
    count = int(word) if word.isascii() and word.isdigit() and len(word) < 4 else 0
    if not 1 <= count <= 64:
        raise argparse.ArgumentTypeError(f"`{word}` is not a number from 1 to 64")
    return count
