"""How much of a document a policy says: each sentence exact, nearly, in prose only, or missing.

For whoever writes a policy from a document. A sentence is matched with the clause whose statement is most
like it; what it names (numbers, times, offices, exceptions) is looked for in the fields of that clause.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz import fuzz

from belisha.rules.language.clauses import Clause, Note, NoteKind, Plain, Rule
from belisha.rules.language.policy import Policy
from belisha.rules.language.times import NUMBERS
from belisha.rules.language.writing import field_lines
from belisha.rules.vocabulary.words import Vocabulary

# How like a statement a sentence must be (0 to 100) to be taken for what it says.
LIKE = 62.0
SHORTEST = 4
TELLING = (NoteKind.GUIDANCE, NoteKind.FACT)
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z“\"'])")
_MARK = re.compile(r"^\s*(?:[-*•]|#+|\(?[0-9]+(?:\.[0-9]+)*[.)]|\(?[a-z][.)])\s+")
_EXCEPTION = re.compile(
    r"\b(?:unless|except(?:ing)?|other than|apart from|without|only (?:if|with|when)|however)\b",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"\b(?:immediately|at once|straight away|within|before|until|every"
    r"|annually|termly|weekly|daily|monthly|by the end)\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\b\d+\b")


class Grade(StrEnum):
    """How far a sentence is said."""

    EXACT = "exact"
    NEARLY = "nearly"
    PROSE = "prose only"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class SentenceCoverage:
    """A sentence of the document, the clause that says it (empty: none does), and what it leaves out."""

    sentence: str
    line: int
    grade: Grade
    clause: str = ""
    uncarried: tuple[str, ...] = ()


def source_coverage(policy: Policy, document: str, vocabulary: Vocabulary) -> tuple[SentenceCoverage, ...]:
    """Return how far each sentence of a document is said, in the document's order; headings are left out."""
    return tuple(_covered(line, sentence, policy, vocabulary) for line, sentence in _sentences(document))


def _sentences(document: str) -> Iterator[tuple[int, str]]:
    """Yield each sentence with the line on which it begins."""
    paragraph: list[tuple[int, str]] = []
    for number, line in enumerate((*document.splitlines(), ""), start=1):
        is_heading = line.lstrip().startswith("#")
        if paragraph and (not line.strip() or is_heading or _MARK.match(line)):
            yield from _of_paragraph(paragraph)
            paragraph = []
        if line.strip() and not is_heading:
            paragraph.append((number, _MARK.sub("", line).strip()))


def _of_paragraph(lines: Sequence[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """Yield the sentences of one paragraph, given line by line."""
    text = " ".join(line for _, line in lines)
    numbers = [number for number, line in lines for _ in f"{line} "]
    begin = 0
    for sentence in _SENTENCE.split(text):
        begin = text.index(sentence, begin)
        if len(sentence.split()) >= SHORTEST:
            yield numbers[begin], sentence
        begin += len(sentence)


def _covered(line: int, sentence: str, policy: Policy, vocabulary: Vocabulary) -> SentenceCoverage:
    clause = _nearest(sentence, policy)
    if clause is None:
        return SentenceCoverage(sentence, line, Grade.MISSING)
    if isinstance(clause, Plain) or (isinstance(clause, Note) and clause.kind in TELLING):
        return SentenceCoverage(sentence, line, Grade.PROSE, clause.id)
    uncarried = tuple(_uncarried(sentence, clause, vocabulary))
    grade = Grade.NEARLY if uncarried or clause.doubts else Grade.EXACT
    return SentenceCoverage(sentence, line, grade, clause.id, uncarried)


def _nearest(sentence: str, policy: Policy) -> Clause | None:
    """Return the clause whose statement, or a sentence of it, is most like the sentence."""
    scored = [(_likeness(sentence, clause), clause) for clause in policy.clauses]
    score, clause = max(scored, key=lambda each: each[0], default=(0.0, None))
    return clause if score >= LIKE else None


def _likeness(sentence: str, clause: Clause) -> float:
    """Return how like the sentence a statement is at best, 0 to 100."""
    parts = _SENTENCE.split(" ".join(clause.text.split()))
    return max(fuzz.token_sort_ratio(sentence.casefold(), part.casefold()) for part in parts)


def _uncarried(sentence: str, clause: Clause, vocabulary: Vocabulary) -> Iterator[str]:
    """Yield what the sentence names and no field of the clause holds."""
    fields = " ".join(field_lines(clause, ("cites", "doubts"))).lower()
    words = {str(NUMBERS[word]): word for word in NUMBERS if len(word) > 2}
    for number in dict.fromkeys(_NUMBER.findall(sentence)):
        if not re.search(rf"\b{number}\b", fields) and words.get(number, number) not in fields:
            yield f"the number {number}"
    is_rule = isinstance(clause, Rule)
    if is_rule and _TIME.search(sentence) and not _has_time(clause):
        yield f"the time (“{_first(_TIME, sentence)}”)"
    if is_rule and _EXCEPTION.search(sentence) and not _has_exception(clause):
        yield f"the exception (“{_first(_EXCEPTION, sentence)}”)"
    for word, role in _roles_named(sentence, vocabulary).items():
        if not re.search(rf"\b{role}\b", fields):
            yield f"the {word}"


def _has_time(clause: Clause) -> bool:
    return isinstance(clause, Rule) and bool(
        clause.by or clause.every or clause.on or any(each.by or each.kept for each in clause.then)
    )


def _has_exception(clause: Clause) -> bool:
    if not isinstance(clause, Rule):
        return False
    negated = any(condition.negated for line in clause.when for condition in line)
    return bool(
        clause.unless
        or clause.only_with
        or negated
        or clause.overrides
        or clause.who_except
        or clause.towards_except
    )


def _roles_named(sentence: str, vocabulary: Vocabulary) -> Mapping[str, str]:
    """Return the offices that a sentence names, by the words it uses; kinds of people have too many names."""
    text = sentence.casefold()
    return {
        name: role.id
        for role in vocabulary.roles.values()
        if role.is_office
        for name in (role.label,)
        if re.search(rf"\b{re.escape(name.casefold())}\b", text)
    }


def _first(pattern: re.Pattern[str], sentence: str) -> str:
    found = pattern.search(sentence)
    return found[0] if found else ""
