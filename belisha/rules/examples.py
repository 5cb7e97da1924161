"""Examples beside a policy: a situation and the ruling that is expected of it.

They are written by reading the document, not by asking the judge. A school runs its own before it publishes
a version: one that fails says which answer would change.
"""

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from typing import Any

from belisha.rules.errors import FileError, Mistake, SituationError
from belisha.rules.judge import judge
from belisha.rules.language.policy import Policy
from belisha.rules.ruling import GroundStanding, Ruling, Situation, Verdict
from belisha.rules.vocabulary.words import Vocabulary
from belisha.rules.wording.grammar import and_list, or_list

KEYS = {"question", "role", "action", "towards", "facts", "verdict", "cites", "sets_off", "way_out", "asks"}
REQUIRED = ("question", "role", "action", "verdict")


class ExamplesError(FileError):
    """A file of examples with mistakes."""


@dataclass(frozen=True)
class Example:
    """One situation with what is expected: one of `verdicts`; each of `cites` among the clauses that decide;
    each of `sets_off` among the duties; `way_out` within the way out; each of `asks` among what is asked."""

    question: str
    situation: Situation
    verdicts: tuple[Verdict, ...]
    cites: tuple[str, ...] = ()
    sets_off: tuple[str, ...] = ()
    way_out: str = ""
    asks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Failure:
    """An example that does not hold, with a sentence for each thing that is not as expected."""

    example: Example
    ruling: Ruling | None
    sentences: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.example.question} {' '.join(self.sentences)}"


def read_examples(text: str, *, name: str = "examples.toml") -> tuple[Example, ...]:
    """Return the examples in a TOML file: `[[example]]` tables. Raise ExamplesError with every mistake."""
    try:
        tables = tomllib.loads(text).get("example", [])
    except tomllib.TOMLDecodeError as error:
        raise ExamplesError([Mistake(name, 0, f"this is not TOML: {error}")]) from error
    mistakes = [
        Mistake(name, 0, f"example {number}: {message}")
        for number, table in enumerate(tables, start=1)
        for message in _mistakes(table)
    ]
    if mistakes:
        raise ExamplesError(mistakes)
    return tuple(_example(table) for table in tables)


def shipped_examples(slug: str) -> tuple[Example, ...]:
    """Return the examples beside a policy that ships; none where it has none."""
    source = files("belisha").joinpath("library", "examples", f"{slug}.toml")
    return read_examples(source.read_text(encoding="utf-8"), name=source.name) if source.is_file() else ()


def run_examples(
    policy: Policy,
    examples: Iterable[Example],
    *,
    vocabulary: Vocabulary | None = None,
    on: date | None = None,
) -> tuple[Failure, ...]:
    """Return the examples that do not hold for a policy on a day (None: without regard to dates)."""
    return tuple(failure for each in examples if (failure := _run(policy, each, vocabulary, on)))


def _run(policy: Policy, example: Example, vocabulary: Vocabulary | None, on: date | None) -> Failure | None:
    try:
        ruling = judge(policy, example.situation, vocabulary=vocabulary, on=on)
    except SituationError as error:
        return Failure(example, None, (str(error),))
    sentences = tuple(_differences(example, ruling))
    return Failure(example, ruling, sentences) if sentences else None


def _differences(example: Example, ruling: Ruling) -> Iterator[str]:
    if ruling.verdict not in example.verdicts:
        yield f"Expected {or_list(example.verdicts)}, but it is {ruling.verdict}."
    deciding = {
        cite
        for ground in ruling.grounds
        if ground.standing is GroundStanding.DECIDES
        or (ground.standing is GroundStanding.LIFTED and ruling.verdict is Verdict.ALLOWED)
        or (ground.standing is GroundStanding.OPEN and ruling.verdict is Verdict.DEPENDS)
        for cite in ground.cites
    }
    due = {cite for each in ruling.duties for cite in each.cites}
    asked = {name for ask in ruling.asks for name in (ask.fact, *ask.then)}
    for wanted, found, what in (
        (example.cites, deciding, "among what decides"),
        (example.sets_off, due, "among what it sets off"),
        (example.asks, asked, "among what is asked"),
    ):
        if lacking := [each for each in wanted if each not in found]:
            yield f"{and_list(lacking)} not {what} ({and_list(sorted(found)) or 'nothing'})."
    if example.way_out not in ruling.way_out:
        yield f"The way out is `{ruling.way_out}`, without `{example.way_out}`."


def _mistakes(table: dict[str, Any]) -> Iterator[str]:
    yield from (
        f"`{key}` is not a field; expected one of {or_list(sorted(KEYS))}" for key in table.keys() - KEYS
    )
    yield from (f"`{key}` is missing" for key in REQUIRED if not table.get(key))
    for verdict in str(table.get("verdict", "")).split("|"):
        if verdict and verdict not in set(Verdict):
            yield f"`{verdict}` is not a verdict; expected one of {or_list(Verdict)}"


def _example(table: dict[str, Any]) -> Example:
    situation = Situation(table["role"], table["action"], table.get("towards"), table.get("facts", {}))
    return Example(
        question=table["question"],
        situation=situation,
        verdicts=tuple(Verdict(each) for each in table["verdict"].split("|")),
        cites=tuple(table.get("cites", ())),
        sets_off=tuple(table.get("sets_off", ())),
        way_out=table.get("way_out", ""),
        asks=tuple(table.get("asks", ())),
    )
