"""`belisha replay`: judge logged questions under two texts of a policy, and count clause by clause."""

import argparse
import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from belisha.cli.argument_types import policy_of, today, words_of
from belisha.cli.arguments import Commands, add_command, add_day, add_json, add_words, count_of
from belisha.cli.errors import UsageError
from belisha.cli.output import print_json
from belisha.rules.clause_replay import Asked, Replayed, Texts, replay_clauses
from belisha.rules.ruling import Situation
from belisha.rules.vocabulary.loading import WordsFile

EPILOG = """\
examples:
  belisha replay our-policy.md our-draft.md questions.jsonl
  belisha replay barley-lane our-draft.md questions.jsonl --cluster local --processes 4
  belisha replay barley-lane our-draft.md questions.jsonl --cluster tcp://10.0.0.5:8786

A line of the file is a question as the log keeps it, without words or a person, and how often it was asked:
  {"role": "teacher", "action": "befriend", "towards": "pupil", "facts": {"in-break": true}, "times": 12}
One process does a million in under a minute. A cluster of Dask (pip install 'belisha[bulk]') spreads it
over machines, and counts the same.
"""


def add(commands: Commands) -> None:
    """Add the command to the parser."""
    made = add_command(
        commands,
        "replay",
        run,
        description="Judge logged questions under two texts of a policy: what each clause decides of them.",
        epilog=EPILOG,
    )
    made.add_argument("before", metavar="SLUG|FILE", help="the policy as it is")
    made.add_argument("after", metavar="SLUG|FILE", help="the policy as it would be")
    made.add_argument("questions", type=Path, metavar="FILE.jsonl", help="the questions, one a line")
    made.add_argument("--cluster", default="", metavar="ADDRESS", help="a cluster of Dask, or `local`")
    made.add_argument(
        "--processes", type=count_of, default=2, metavar="N", help="for `--cluster local` (default: 2)"
    )
    add_day(made)
    add_words(made)
    add_json(made)


def run(args: argparse.Namespace) -> int:
    """Print the clauses whose questions change most, first."""
    words = words_of(args.words)
    files = tuple(WordsFile(Path(each).name, Path(each).read_text(encoding="utf-8")) for each in args.words)
    texts = Texts(policy_of(args.before, words), policy_of(args.after, words), args.on or today(), files)
    asked = _questions(args.questions)
    if args.cluster:
        from belisha.cli.cluster import cluster  # noqa: PLC0415 - an extra, for bulk work alone

        with cluster(args.cluster, args.processes) as spread:
            found = replay_clauses(texts, asked, spread=spread)
    else:
        found = replay_clauses(texts, asked)
    if args.json:
        print_json(asdict(found))
    else:
        _show(found)
    return 0


def _questions(file: Path) -> Iterator[Asked]:
    """Yield the questions of a file. Raise UsageError for a line that is none, with its number."""
    if not file.is_file():
        raise UsageError(f"`{file}` is not a file; give the questions, one a line as JSON")
    with file.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            try:
                said = json.loads(line)
                times = said.get("times", 1)
                if type(times) is not int or times < 1:
                    raise ValueError(f"`times` is `{times}`, not a number from 1")
                situation = Situation(
                    str(said["role"]),
                    str(said["action"]),
                    said.get("towards") or None,
                    said.get("facts") or {},
                )
            except (ValueError, KeyError, TypeError, AttributeError) as error:
                raise UsageError(
                    f"`{file}` line {number} is no question: {error}; `belisha replay --help` shows one"
                ) from None
            yield situation, times


def _show(found: Replayed) -> None:
    print(f"{found.total} questions, {found.changed} with another verdict; {found.left_out} left out.")
    rows = sorted(found.clauses, key=lambda each: (-each.changed, -each.before, each.clause))
    print(f"{'before':>10} {'after':>10} {'changed':>10}  clause")
    for each in rows:
        print(f"{each.before:>10} {each.after:>10} {each.changed:>10}  {each.clause}")
