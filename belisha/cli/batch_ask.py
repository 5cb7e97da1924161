"""`belisha ask --each`: answer every line of a file, in the file's order."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from belisha.asking.asking import Answer, ask
from belisha.asking.serialization import answer_values
from belisha.cli.argument_types import policy_of, question_of, role_of
from belisha.cli.errors import EXIT_USAGE, UsageError, error_lines
from belisha.cli.output import print_json
from belisha.cli.text_files import text_of
from belisha.rules.contradictions import ContradictionError
from belisha.rules.errors import PolicyError
from belisha.rules.judge import SituationError
from belisha.rules.language.policy import Policy
from belisha.rules.ruling import FactValue
from belisha.rules.vocabulary.words import Vocabulary
from belisha.rules.wording.grammar import and_list

COLUMNS = ("policy", "role", "question")
LINE_END = re.compile(r"\r\n|\r|\n")


def answer_each(
    path: str, facts: Mapping[str, FactValue], on: date, words: Vocabulary, *, as_json: bool
) -> int:
    """Print an answer for every line. Return 0, or EXIT_USAGE if a line was not understood."""
    status, policies = 0, PolicyCache(words)
    for number, row in rows_of(path, COLUMNS):
        try:
            slug, asker, asked = parts_of(row, COLUMNS)
            policy, question = policies.get(slug), question_of(asked)
            role = role_of(asker, words)
            answer = ask(policy, question, role=role, facts=facts, on=on, vocabulary=words)
        except (UsageError, PolicyError, ContradictionError, SituationError) as error:
            status = EXIT_USAGE
            message = f"{path}:{number}: {error_lines(error).replace(chr(10), '; ')}"
            print_json({"error": message}, on_one_line=True) if as_json else print(message)
            continue
        if as_json:
            print_json(answer_values(policy, answer, asked_as=asker), on_one_line=True)
        else:
            print(_line(slug, asker, answer))
    return status


class PolicyCache:
    """A cache of the policies that the file names, so that each is read once."""

    def __init__(self, words: Vocabulary) -> None:
        self._words, self._read = words, dict[str, Policy]()

    def get(self, slug: str) -> Policy:
        """Return the policy with this slug or in this file, as `policy_of` does."""
        if slug not in self._read:
            self._read[slug] = policy_of(slug, self._words)
        return self._read[slug]


def rows_of(path: str, columns: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    """Yield (line number, cells) for each line that is not empty, without the heading of these columns."""
    is_first = True
    for number, line in enumerate(LINE_END.split(text_of(path)), start=1):
        row = [each.strip() for each in line.split("\t")]
        if not any(row):
            continue
        if not (is_first and [each.casefold() for each in row[: len(columns)]] == [*columns]):
            yield number, row
        is_first = False


def parts_of(row: list[str], columns: Sequence[str]) -> list[str]:
    """Return the cells of these columns. Raise UsageError where one is missing."""
    if len(row) < len(columns) or not all(row[: len(columns)]):
        raise UsageError(f"a line needs {and_list(f'a {each}' for each in columns)}, parted by tabs")
    return row[: len(columns)]


def _line(slug: str, asker: str, answer: Answer) -> str:
    cites = " ".join(each for ground in answer.ruling.deciding for each in ground.cites)
    return f"{slug}\t{asker}\t{answer.question}\t{answer.ruling.verdict}\t{cites}"
