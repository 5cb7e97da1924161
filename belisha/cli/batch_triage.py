"""`belisha triage --each`: triage every line of a file, in the file's order."""

from datetime import date

from belisha.cli.argument_types import readable, role_of
from belisha.cli.batch_ask import PolicyCache, parts_of, rows_of
from belisha.cli.errors import EXIT_USAGE, UsageError, error_lines
from belisha.cli.output import print_json
from belisha.rules.contradictions import ContradictionError
from belisha.rules.errors import PolicyError
from belisha.rules.judge import SituationError
from belisha.rules.vocabulary.words import Vocabulary
from belisha.triage import LONGEST, Triage, triage, triage_values

COLUMNS = ("policy", "role", "story")


def triage_each(path: str, on: date, words: Vocabulary, *, as_json: bool) -> int:
    """Print a proposal for every line. Return 0, or EXIT_USAGE if a line was not understood."""
    status, policies = 0, PolicyCache(words)
    for number, row in rows_of(path, COLUMNS):
        try:
            slug, teller, told = parts_of(row, COLUMNS)
            policy, story = policies.get(slug), story_of(told)
            found = triage(policy, story, role=role_of(teller, words), on=on, vocabulary=words)
        except (UsageError, PolicyError, ContradictionError, SituationError) as error:
            status = EXIT_USAGE
            message = f"{path}:{number}: {error_lines(error).replace(chr(10), '; ')}"
            print_json({"error": message}, on_one_line=True) if as_json else print(message)
            continue
        if as_json:
            print_json(triage_values(found, asked_as=teller), on_one_line=True)
        else:
            print(_line(slug, teller, found))
    return status


def story_of(said: str) -> str:
    """Return a story without undecodable and unprintable characters.

    Raise UsageError if nothing is left, or if it is longer than a story may be.
    """
    story = readable(said)
    if not story:
        raise UsageError("the story is empty; say in a sentence or two what happened")
    if len(story) > LONGEST:
        raise UsageError(f"the story has {len(story):,} characters; tell it in at most {LONGEST:,}")
    return story


def _line(slug: str, teller: str, found: Triage) -> str:
    return f"{slug}\t{teller}\t{found.story}\t{found.category}\t{' '.join(found.cites)}"
