"""What was typed, written as the text of a clause: the reader of the language then says what is wrong.

A word that is not in the vocabulary is told here, by its name and with the nearest; everything else by the
reader, at the line that a box has written.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from belisha.drafting.clause_form.kinds import FIELDS, NEEDED, Values
from belisha.drafting.clause_form.lines import Nearest, Written
from belisha.rules.clauses import Clause
from belisha.rules.edit import id_for, read_clause_text
from belisha.rules.errors import PolicyError
from belisha.rules.lines import keep_safe


class Read(NamedTuple):
    """The clause, or what is wrong by box (the key "" is the clause as a whole); the text that it makes; and
    the words to choose from in place of those that are not known, by box."""

    clause: Clause | None
    errors: dict[str, str]
    text: str
    near: Mapping[str, tuple[Nearest, ...]]


def read_values(values: Values, taken: Iterable[str] = ()) -> Read:
    """What is understood of the values. `taken` are the ids that a new clause cannot have."""
    written = Written()
    kind = values["kind"]
    if kind not in FIELDS:
        return Read(None, {"kind": "Choose what sort of clause it is"}, "", {})
    title = " ".join(values["title"].split())
    clause = values["id"] or id_for(title, set(taken))
    written.lines += [f"### {title} {{#{clause}}}", ""]
    written.boxes[1] = "title"
    written.lines += [*keep_safe(values["text"]).split("\n"), ""]
    FIELDS[kind](values, written)
    written.add(
        "cites", "cites", ", ".join(filter(None, (each.strip() for each in values["cites"].split(","))))
    )
    written.add("since", "since", values["since"])
    written.add("until", "until", values["until"])
    _missing(values, title, written)
    text = "\n".join(written.lines) + "\n"
    if written.errors:
        return Read(None, written.errors, text, written.near)
    try:
        return Read(read_clause_text(text, values["section"]), {}, text, {})
    except PolicyError as error:
        for mistake in error.mistakes:
            written.wrong(written.boxes.get(mistake.line, ""), mistake.message)
        return Read(None, written.errors, text, written.near)


def _missing(values: Values, title: str, written: Written) -> None:
    if not title:
        written.wrong("title", "Give the clause a title")
    if not values["text"]:
        written.wrong("text", "Say in plain words what the clause asks")
    if not values["cites"].strip(" ,"):
        written.wrong("cites", "Say where in the document this stands: a number will do")
    for box, sentence in NEEDED[values["kind"]].items():
        if not values[box]:
            written.wrong(box, sentence)
