"""Turn form values into the text of a clause, which the parser of the policy language then checks.

Words that are not in the vocabulary are reported here with suggestions; all other errors come from the
parser, by line.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from belisha.drafting.clause_form.choices import WordChoices, site_choices
from belisha.drafting.clause_form.clause_lines import ClauseLines, WordSuggestion
from belisha.drafting.clause_form.kinds import FIELDS, NEEDED, Values, lines_of
from belisha.rules.edit import id_for, read_clause_text
from belisha.rules.errors import PolicyError
from belisha.rules.language.clauses import Clause
from belisha.rules.language.lines import keep_safe


class ParsedForm(NamedTuple):
    """The clause, or the errors by field (key "" for the clause as a whole); its text; suggestions by
    field.
    """

    clause: Clause | None
    errors: dict[str, str]
    text: str
    near: Mapping[str, tuple[WordSuggestion, ...]]


def parse_values(values: Values, taken: Iterable[str] = (), choices: WordChoices | None = None) -> ParsedForm:
    """Parse the form values. `taken` are the ids that a new clause cannot have; `choices` find names."""
    written = ClauseLines(choices=choices or site_choices())
    kind = values["kind"]
    if kind not in FIELDS:
        return ParsedForm(None, {"kind": "Choose the type of clause"}, "", {})
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
    for line in lines_of(values["doubts"]):
        written.add("doubts", "doubt", line)
    _missing(values, title, written)
    text = "\n".join(written.lines) + "\n"
    if written.errors:
        return ParsedForm(None, written.errors, text, written.near)
    try:
        return ParsedForm(read_clause_text(text, values["section"]), {}, text, {})
    except PolicyError as error:
        for mistake in error.mistakes:
            written.wrong(written.boxes.get(mistake.line, ""), mistake.message)
        return ParsedForm(None, written.errors, text, written.near)


def _missing(values: Values, title: str, written: ClauseLines) -> None:
    if not title:
        written.wrong("title", "Give the clause a title")
    if not values["text"]:
        written.wrong("text", "Say in plain words what the clause asks")
    if not values["cites"].strip(" ,"):
        written.wrong("cites", "Say where in the document this stands: a number will do")
    for box, sentence in NEEDED[values["kind"]].items():
        if not values[box]:
            written.wrong(box, sentence)
