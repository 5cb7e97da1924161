"""`belisha coverage`: list which clauses of its document a policy carries."""

import argparse
from collections import Counter
from dataclasses import asdict

from belisha.cli.argument_types import policy_of, words_of
from belisha.cli.arguments import Commands, add_command, add_json, add_words
from belisha.cli.errors import EXIT_NEGATIVE, UsageError
from belisha.cli.output import print_json
from belisha.cli.text_files import text_of
from belisha.rules.coverage import Coverage, coverage
from belisha.rules.language.reading import library_slugs
from belisha.rules.source_coverage import Grade, source_coverage
from belisha.rules.vocabulary.words import Vocabulary

EPILOG = """\
examples:
  belisha coverage
  belisha coverage --policy grange --json
  belisha coverage our-policy.md --source our-document.txt

A line has the policy, the id of a clause of the document (G44: Grange, line 44), the clause of the policy
that carries it, and the parts of Belisha that act on it today.

With --source, a line has the line of the document, how far the sentence is said (exact, nearly, prose only,
missing), the clause that says it, and the sentence; under it, what no field of that clause holds.

JSON is an object for one policy, and a list of them for all.

Exit status: 1 where a clause or a sentence of a document is not carried by the policy.
"""


def add(commands: Commands) -> None:
    """Add the command to the parser."""
    made = add_command(
        commands,
        "coverage",
        run,
        description="List each clause of a document, what carries it in the policy, and what acts on it.",
        epilog=EPILOG,
    )
    made.add_argument("file", nargs="?", metavar="SLUG|FILE", help="the same as --policy")
    made.add_argument("--policy", metavar="SLUG|FILE", help="one policy (default: all that ship)")
    made.add_argument("--source", metavar="DOCUMENT", help="say how far each sentence of this text is said")
    add_words(made)
    add_json(made)


def run(args: argparse.Namespace) -> int:
    """Print what is carried and what is missing."""
    words = words_of(args.words)
    args.policy = args.file if args.policy is None else args.policy
    if args.source is not None:
        return _source(args, words)
    names = library_slugs() if args.policy is None else (args.policy,)
    found = [coverage(policy_of(each, words)) for each in names]
    if args.json:
        values = [_values(each) for each in found]
        print_json(values if args.policy is None else values[0])
    else:
        for each in found:
            _show(each)
        carried = sum(len(each.carried) for each in found)
        total = carried + sum(len(each.missing) for each in found)
        print(f"{carried} of {total} carried.")
    return EXIT_NEGATIVE if any(each.missing for each in found) else 0


def _source(args: argparse.Namespace, words: Vocabulary) -> int:
    """Print how far the policy says each sentence of a document."""
    if args.policy is None:
        raise UsageError("`--source` needs a policy: belisha coverage our-policy.md --source document.txt")
    found = source_coverage(policy_of(args.policy, words), text_of(args.source), words)
    counts = Counter(each.grade for each in found)
    if args.json:
        print_json([asdict(each) for each in found])
    else:
        for each in found:
            print(f"{each.line}\t{each.grade}\t{each.clause or '-'}\t{each.sentence}")
            if each.uncarried:
                print(f"\tnot in a field: {', '.join(each.uncarried)}")
        print(", ".join(f"{counts[grade]} {grade}" for grade in Grade) + f", of {len(found)} sentences.")
    return EXIT_NEGATIVE if counts[Grade.MISSING] else 0


def _show(each: Coverage) -> None:
    for row in each.rows:
        carriers = ", ".join(row.clauses) or "MISSING"
        print(f"{each.policy}\t{row.stated.id}\t{carriers}\t{', '.join(row.parts)}")


def _values(each: Coverage) -> dict[str, object]:
    return {
        "policy": each.policy,
        "carried": {source: list(clauses) for source, clauses in each.carried.items()},
        "missing": list(each.missing),
        "acts": {row.stated.id: list(row.parts) for row in each.rows},
    }
