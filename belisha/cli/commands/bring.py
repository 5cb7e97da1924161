"""`belisha import`: a school's own document as proposed clauses."""

import argparse
import hashlib
import sys
from dataclasses import dataclass
from pathlib import Path

from belisha.cli.arguments import Commands, add_command, add_json
from belisha.cli.errors import UsageError
from belisha.cli.output import counted, print_json, print_list, print_wrapped
from belisha.drafting.documents import read_safely
from belisha.drafting.imported.policy import policy_of
from belisha.reading.values import DocumentError, ProposedClause, Reading
from belisha.rules.language.clauses import Plain
from belisha.rules.language.writing import write_policy

INTERRUPTED = 130
STAGES = {
    "pages": "pages read",
    "pictures": "scanned pages read",
    "passages": "passages read",
    "compared": "clauses compared with rules",
}
EPILOG = """\
examples:
  belisha import "Social Media Policy.docx"
  belisha import policy.pdf --json
  belisha import policy.docx --policy-file policy.md
  belisha ask --policy policy.md --as teacher "May I post photos?"

FILE is DOCX, ODT, PDF, HTML, Markdown or plain text, up to 20 MB. Nothing is kept: the file stays as it is.
On a terminal it shows how many pages are read and how many clauses were found. Ctrl-C stops it, and
nothing is written.
With --json, one object a line for each clause, in the order of the document.
"""


def add(commands: Commands) -> None:
    """Add the command to the parser."""
    made = add_command(
        commands,
        "import",
        run,
        description="Read a school's own document and propose its clauses.",
        epilog=EPILOG,
    )
    made.add_argument("file", metavar="FILE", help="the document")
    made.add_argument(
        "--reject-changes", action="store_true", help="read the text before tracked changes, not after"
    )
    made.add_argument(
        "--policy-file", metavar="OUT.md", help="write the clauses as a policy file that answers"
    )
    add_json(made)


def run(args: argparse.Namespace) -> int:
    """Print the proposed clauses."""
    path = Path(args.file)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}") from None
    progress = ImportProgress()
    try:
        reading = read_safely(data, path.name, accept=not args.reject_changes, watch=progress.tell)
        if args.policy_file:
            _write_policy(reading, path.name, Path(args.policy_file), progress)
    except DocumentError as error:
        progress.end()
        raise UsageError(f"{path.name}: {error}") from None
    except KeyboardInterrupt:
        progress.end()
        print(progress.stopped(path.name), file=sys.stderr)
        return INTERRUPTED
    progress.end()
    if args.json:
        for clause in reading.clauses:
            print_json(values_of(clause), on_one_line=True)
    else:
        _print(reading, data)
    return 0


def values_of(clause: ProposedClause) -> dict[str, object]:
    """Return a proposed clause as plain values."""
    return {
        "text": clause.text,
        "modality": clause.modality,
        "actors": list(clause.actors),
        "action": clause.action,
        "towards": list(clause.towards),
        "when": clause.when,
        "unless": clause.unless,
        "then": clause.then,
        "confidence": clause.confidence,
        "page": clause.page,
        "line": clause.line,
        "number": clause.number,
        "section": clause.section,
    }


def _write_policy(reading: Reading, name: str, out: Path, progress: "ImportProgress") -> None:
    """Write the policy file whole or not at all: an interruption leaves what was there."""
    made = policy_of(reading, name=name, tell=progress.tell)
    progress.end()
    beside = out.with_name(f".{out.name}.part")
    try:
        beside.write_text(write_policy(made.policy), encoding="utf-8")
        beside.replace(out)
    except OSError as error:
        raise UsageError(f"{out}: {error.strerror}") from None
    finally:
        beside.unlink(missing_ok=True)
    plain = sum(isinstance(each.clause, Plain) for each in made.mapped)
    print(f"{out}: {counted(made.mapped, 'clause')}, {plain} of them in plain words only.", file=sys.stderr)


@dataclass(slots=True)
class ImportProgress:
    """One line on a terminal that says how far a document is read, and a sentence if it is stopped."""

    stage: str = ""
    done: int = 0
    of: int = 0
    found: int = 0

    def tell(self, stage: str, done: int, of: int, found: int) -> None:
        """Hear how far it is, and show it where somebody looks."""
        self.stage, self.done, self.of, self.found = stage, done, of, max(found, self.found)
        if sys.stderr.isatty():
            print(f"\r{self.words()}\033[K", end="", file=sys.stderr, flush=True)

    def words(self) -> str:
        """Return how far it is: "37 of 200 pages read, 81 clauses found"."""
        done = f"{self.done} of {self.of} {STAGES.get(self.stage, 'passages read')}"
        return f"{done}, {counted(range(self.found), 'clause')} found" if self.of else "Nothing was read yet"

    def end(self) -> None:
        """Take the line away."""
        if self.of and sys.stderr.isatty():
            print("\r\033[K", end="", file=sys.stderr, flush=True)

    def stopped(self, name: str) -> str:
        """Return what an interruption left."""
        return f"{name}: stopped. {self.words()}. Nothing was written; the document is as it was."


def _print(reading: Reading, data: bytes) -> None:
    document = reading.document
    print(f"SHA-256 {hashlib.sha256(data).hexdigest()}")
    print(f"{document.words_placed} of {document.words_in} words placed.")
    for note in document.notes:
        print_wrapped(note)
    if document.tracked:
        chosen = "accepted" if document.accepted else "rejected"
        print(f"{counted(range(document.tracked), 'tracked change')}, {chosen}.")
    section = ""
    for clause in reading.clauses:
        if clause.section != section:
            section = clause.section
            print(f"\n{section}")
        who = f" ({', '.join(clause.actors)})" if clause.actors else ""
        print_wrapped(f"{clause.modality}{who}: {clause.text}", "  ")
    print_list("Left out", (f"{each.why}: {each.text}" for each in document.left_out[:20]))
    print(f"\n{counted(reading.clauses, 'clause')}.")
