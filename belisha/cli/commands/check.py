"""`belisha check`: what a policy minds in a draft, before it is posted."""

import argparse
import sys
from pathlib import Path

from belisha.checking.check import check
from belisha.checking.draft import Checked, DraftError, FindingSeverity, PostDraft
from belisha.checking.photos import LARGEST_FILE, PhotoError, PhotoReport
from belisha.checking.roll import SchoolRoll, read_roll
from belisha.checking.serialization import checked_values
from belisha.checks.photos import open_photo, text_with_words
from belisha.cli.argument_types import asker_of, policy_of, today, words_of
from belisha.cli.arguments import Commands, add_command, add_day, add_facts, add_json, add_words
from belisha.cli.batch_check import check_each
from belisha.cli.errors import EXIT_NEGATIVE, UsageError
from belisha.cli.fact_arguments import facts_of
from belisha.cli.output import print_json, print_wrapped
from belisha.cli.text_files import text_of

EPILOG = """\
examples:
  belisha check --policy grange --as teacher "Well done Ruby Ashdown, star of the week!"
  belisha check --policy hr-cooperative --as teacher --audience pupils --roll roll.csv "Email me at ..."
  belisha check --each posts.tsv --roll roll.csv --json

The roll is a CSV file with the columns name, role and year_group. A file for --each has the heading
policy, role, audience and text, parted by tabs. Audiences: public, parents, pupils, staff, private,
school-page. Nothing is kept.

Exit status: 1 where a finding blocks or warns.
"""
_SIGNS = {FindingSeverity.BLOCK: "stop", FindingSeverity.WARN: "take care", FindingSeverity.INFO: "note"}


def add(commands: Commands) -> None:
    """Add the command to the parser."""
    made = add_command(
        commands,
        "check",
        run,
        description="Check a draft: what in it the policy minds, how grave, and how to put it right.",
        epilog=EPILOG,
    )
    made.add_argument(
        "text", nargs="?", metavar="TEXT", help="what would be posted; `-` reads it from the input"
    )
    made.add_argument("--policy", metavar="SLUG|FILE", help="whose policy rules")
    made.add_argument("--as", dest="role", metavar="ROLE", help="who would post it")
    made.add_argument(
        "--audience", default="public", metavar="WHO", help="who would read it (default: public)"
    )
    made.add_argument("--roll", metavar="FILE.csv", help="who is at the school: name, role, year_group")
    made.add_argument("--each", metavar="FILE.tsv", help="check every line of a file")
    made.add_argument(
        "--photo",
        action="append",
        default=[],
        metavar="FILE",
        help="a picture that goes with it; may be given several times",
    )
    add_facts(made)
    add_day(made)
    add_words(made)
    add_json(made)


def run(args: argparse.Namespace) -> int:
    """Check the draft, or each draft of a file."""
    words = words_of(args.words)
    on = args.on or today()
    try:
        roll = read_roll(text_of(args.roll), args.roll) if args.roll else SchoolRoll()
        if args.each:
            return check_each(args.each, roll, on, words, as_json=args.json)
        if not args.policy or not args.role:
            raise UsageError("give --policy and --as, or --each with a file")
        text = sys.stdin.read() if args.text == "-" else args.text or ""
        policy = policy_of(args.policy, words)
        role = asker_of(args.role, policy, words)
        photos = [open_photo(_bytes_of(each)) for each in args.photo]
        has_faces = any(each.faces for each in photos)
        draft = PostDraft(
            text_with_words(text, photos),
            role,
            args.audience,
            facts_of(args.facts, words),
            has_photo=bool(photos),
            has_faces=has_faces,
        )
        checked = check(policy, draft, roll, on=on, vocabulary=words)
    except (DraftError, PhotoError) as error:
        raise UsageError(str(error)) from None
    if args.json:
        print_json(checked_values(checked, photos, length=len(text)))
    else:
        _show(checked, photos)
    return EXIT_NEGATIVE if checked.severity in (FindingSeverity.BLOCK, FindingSeverity.WARN) else 0


def _bytes_of(path: str) -> bytes:
    try:
        with Path(path).open("rb") as opened:
            return opened.read(LARGEST_FILE + 1)
    except OSError as error:
        raise UsageError(f"`{path}` cannot be read: {error.strerror}") from None


def _show(checked: Checked, photos: list[PhotoReport]) -> None:
    if checked.help:
        print_wrapped(checked.help)
        print()
    if not checked.findings:
        print("Nothing in it that this policy minds.")
    for each in checked.findings:
        cites = ", ".join(cite for clause in each.clauses for cite in clause.cites)
        print_wrapped(f"{_SIGNS[each.severity]}: “{each.words}” {each.label}{f' [{cites}]' if cites else ''}")
        for line in filter(None, (each.fix, each.way_out)):
            print_wrapped(line, "  ")
    for number, report in enumerate(photos, start=1):
        said = (
            "; ".join(f"{note.kind}: {note.value}" for note in report.notes) or "nothing besides the picture"
        )
        if report.words:
            print_wrapped(f"photo {number} says: {' '.join(report.words.split())}")
        print_wrapped(f"photo {number} tells: {said}. Faces that it may show: {len(report.faces)}.")
    for line in (*checked.asks, *checked.notes, *(each for report in photos for each in report.remarks)):
        print_wrapped(line)
