"""Generate the reference pages from the code."""

from __future__ import annotations

import argparse
import importlib
from collections.abc import Iterator

import docs_addresses
import docs_fields
import docs_forms
import docs_lifecycle
import docs_words

from belisha.config.table import SETTINGS

NOTE = "Generated from the code by `make docs-write`; `make docs` fails where the two differ.\n"
KINDS = {"str": "text", "bool": "yes or no", "int": "a whole number", "list": "a list with commas"}
PARSER = "belisha.cli.main", "parser"


class UndocumentedError(Exception):
    """A command, argument or setting has no help text."""


def pages() -> dict[str, str]:
    """Return the generated pages, file name to text. Raise UndocumentedError if a help text is missing."""
    return {
        "addresses.md": docs_addresses.addresses(NOTE),
        "clauses.md": docs_words.clauses(NOTE),
        "commands.md": commands(),
        "fields.md": docs_fields.fields(NOTE),
        "forms.md": docs_forms.forms(NOTE),
        "lifecycle.md": docs_lifecycle.lifecycle(NOTE),
        "settings.md": settings(),
        "vocabulary.md": docs_words.vocabulary(NOTE),
    }


def settings() -> str:
    """Return the page of settings, in the order of the table in `belisha/config/env.py`."""
    parts = ["# Settings\n", "Each is a variable of the environment.\n", NOTE]
    for setting in SETTINGS:
        values = setting.default if isinstance(setting.default, list) else [setting.default]
        default = ", ".join(f"`{value}`" for value in values if value not in ("", None)) or "none named"
        if not setting.help.strip():
            raise UndocumentedError(f"setting {setting.name} has no help")
        parts.append(
            f"## {setting.name}\n\n{setting.help}\n\nIt is {KINDS[setting.kind]}. Default: {default}.\n"
        )
    return "\n".join(parts)


def commands() -> str:
    """Return the page of commands, from the command's own parser."""
    module, name = PARSER
    parser: argparse.ArgumentParser = getattr(importlib.import_module(module), name)()
    parts = ["# Commands\n", f"{paragraphs(parser.description)}\n", NOTE]
    parts += [f"## belisha\n\n{table(parser)}"] if own_arguments(parser) else []
    for command, below in subcommands(parser):
        parts.append(
            f"## belisha {command}\n\n{usage(below)}\n{paragraphs(below.description)}\n\n{table(below)}"
        )
        if below.epilog:
            parts.append(fenced(below.epilog))
    if parser.epilog:
        parts.append(fenced(parser.epilog))
    return "\n".join(parts).rstrip() + "\n"


def subcommands(
    parser: argparse.ArgumentParser, before: str = ""
) -> Iterator[tuple[str, argparse.ArgumentParser]]:
    """Yield every command with its parser, without commands that only group others."""
    for action in parser._actions:
        if not isinstance(action, argparse._SubParsersAction):
            continue
        told = {choice.dest for choice in action._choices_actions if choice.help}
        for name, below in action.choices.items():
            if name not in told or not below.description:
                raise UndocumentedError(f"`belisha {before}{name}` has no help or no description")
            yield from subcommands(below, f"{before}{name} ")
            if own_arguments(below) or not list(subcommands(below)):
                yield f"{before}{name}", below


def own_arguments(parser: argparse.ArgumentParser) -> list[argparse.Action]:
    """Return a parser's arguments, except `--help` and its commands."""
    skipped = argparse._HelpAction, argparse._SubParsersAction
    return [action for action in parser._actions if not isinstance(action, skipped)]


def usage(parser: argparse.ArgumentParser) -> str:
    """Return a command's usage on one line."""
    words = [spelt(action) for action in own_arguments(parser)]
    return f"    {parser.prog} {' '.join(words)}".rstrip() + "\n"


def table(parser: argparse.ArgumentParser) -> str:
    """Return a command's arguments, one a row. Raise UndocumentedError if one has no help."""
    rows = ["| argument | what it is |", "|---|---|"]
    for action in own_arguments(parser):
        if action.help == argparse.SUPPRESS:
            continue
        if not action.help:
            raise UndocumentedError(f"`{parser.prog}`: `{spelt(action)}` has no help")
        shown = action.help % {**vars(action), "prog": parser.prog} if "%" in action.help else action.help
        rows.append(
            f"| `{spelt(action, short=True)}` | {' '.join(shown.split()).replace('|', chr(92) + '|')} |"
        )
    return "\n".join(rows) + "\n" if len(rows) > 2 else "It takes no arguments.\n"


def spelt(action: argparse.Action, *, short: bool = False) -> str:
    """Return an argument as it is typed: `[--json]`, `--as ROLE`, `QUESTION`."""
    value = "" if action.nargs == 0 else f"{action.metavar or action.dest.upper()}"
    if not action.option_strings:
        optional = action.nargs in {"?", "*"} and not short
        return f"[{value}]" if optional else value
    words = f"{action.option_strings[-1]} {value}".strip()
    if short or action.required:
        return words
    return f"[{words}]..." if isinstance(action, argparse._AppendAction) else f"[{words}]"


def paragraphs(text: str | None) -> str:
    """Return a text without its indentation in code."""
    return "\n".join(line.strip() for line in (text or "").strip().splitlines())


def fenced(text: str) -> str:
    """Return an epilog with examples as a block of code."""
    return f"```text\n{text.strip()}\n```\n"
