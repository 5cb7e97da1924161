"""`belisha ask --each`: an answer to every line of a file, in the file's order."""

import re
from collections.abc import Iterator, Mapping
from datetime import date

from belisha.asking.asking import Answer, ask
from belisha.asking.telling import answer_values
from belisha.cli.failing import MISUSED, Misused, mistakes
from belisha.cli.files import text_of
from belisha.cli.given import policy_of, question_of, role_of
from belisha.cli.showing import print_json
from belisha.rules.contradictions import ContradictionError
from belisha.rules.errors import PolicyError
from belisha.rules.judge import SituationError
from belisha.rules.policy import Policy
from belisha.rules.ruling import FactValue
from belisha.rules.words import Vocabulary

COLUMNS = ("policy", "role", "question")
LINE_END = re.compile(r"\r\n|\r|\n")


def each_answer(
    path: str, facts: Mapping[str, FactValue], on: date, words: Vocabulary, *, as_json: bool
) -> int:
    """Print an answer for every line. Returns 0, or the status for misuse where a line was not understood."""
    status, policies = 0, _Policies(words)
    for number, row in _rows(path):
        try:
            slug, asker, question = _parts(row)
            policy = policies.get(slug)
            role = role_of(asker, words)
            answer = ask(policy, question, role=role, facts=facts, on=on, vocabulary=words)
        except (Misused, PolicyError, ContradictionError, SituationError) as error:
            status = MISUSED
            message = f"{path}:{number}: {mistakes(error).replace(chr(10), '; ')}"
            print_json({"error": message}, on_one_line=True) if as_json else print(message)
            continue
        if as_json:
            print_json(answer_values(policy, answer, asked_as=asker), on_one_line=True)
        else:
            print(_line(slug, asker, answer))
    return status


class _Policies:
    """The policies that the file names, each read once."""

    def __init__(self, words: Vocabulary) -> None:
        self._words, self._read = words, dict[str, Policy]()

    def get(self, slug: str) -> Policy:
        if slug not in self._read:
            self._read[slug] = policy_of(slug, self._words)
        return self._read[slug]


def _rows(path: str) -> Iterator[tuple[int, list[str]]]:
    """The lines with anything in them, by number, without the heading."""
    is_first = True
    for number, line in enumerate(LINE_END.split(text_of(path)), start=1):
        row = [each.strip() for each in line.split("\t")]
        if not any(row):
            continue
        if not (is_first and tuple(each.casefold() for each in row[: len(COLUMNS)]) == COLUMNS):
            yield number, row
        is_first = False


def _parts(row: list[str]) -> tuple[str, str, str]:
    if len(row) < len(COLUMNS) or not all(row[: len(COLUMNS)]):
        raise Misused("a line needs a policy, a role and a question, parted by tabs")
    return row[0], row[1], question_of(row[2])


def _line(slug: str, asker: str, answer: Answer) -> str:
    cites = " ".join(each for ground in answer.ruling.deciding for each in ground.cites)
    return f"{slug}\t{asker}\t{answer.question}\t{answer.ruling.verdict}\t{cites}"
