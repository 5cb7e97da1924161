"""One clause as the text that stands in the file, and back."""

import hashlib

from belisha.rules.errors import Mistake, Mistakes, PolicyError
from belisha.rules.language.clauses import Clause
from belisha.rules.language.lines import FENCE, split_file
from belisha.rules.language.reading_clauses import read_clause
from belisha.rules.language.reading_words import Reader
from belisha.rules.language.writing import write_clause
from belisha.rules.vocabulary.loading import default_vocabulary
from belisha.rules.vocabulary.words import Vocabulary

ABOVE = f"{FENCE}\n{FENCE}\n"


def read_clause_text(text: str, section: str, *, vocabulary: Vocabulary | None = None) -> Clause:
    """Return the one clause that `text` states, to stand in `section`.

    Raise PolicyError with every mistake, each at its line of `text`. Whether the steps of a procedure are
    there is for the whole policy to say.
    """
    mistakes = Mistakes("clause")
    _, (before, *blocks) = split_file(ABOVE + text, mistakes)
    if before.prose or before.fields or not blocks:
        mistakes.add(3, "a clause begins with its heading: `### Title {#an-id}`")
    for block in blocks[1:]:
        mistakes.add(block.line, f"`{block.heading}` begins a second clause; here one is written at a time")
    if blocks and blocks[0].level != 3:
        mistakes.add(blocks[0].line, f"`{blocks[0].heading}` is no clause; its heading begins with `###`")
    reader = Reader(vocabulary or default_vocabulary(), mistakes)
    found = read_clause(reader, blocks[0], section) if blocks else None
    if mistakes.found or found is None:
        raise PolicyError(Mistake("clause", max(each.line - 2, 1), each.message) for each in mistakes.found)
    return found


def clause_checksum(clause: Clause) -> str:
    """Return the SHA-256 of the clause as it stands in the file, in hex. Its section does not count."""
    return hashlib.sha256(write_clause(clause).encode()).hexdigest()
