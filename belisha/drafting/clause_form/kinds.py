"""The lines of each kind of clause, from the fields that were filled in."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from belisha.drafting.clause_form import choices
from belisha.drafting.clause_form.clause_lines import ClauseLines
from belisha.rules.language.clauses import GrantKind

Values = Mapping[str, Any]

NEEDED: Mapping[str, Mapping[str, str]] = {
    "rule": {
        "who": "Choose whom the rule binds",
        "force": "Choose how strongly",
        "action": "Say what it is about",
    },
    "definition": {"defines": "Say which word is defined"},
    "office": {"office": "Choose the office", "action": "Say what it is responsible for"},
    "procedure": {"on": "Say when the procedure begins", "steps": "Choose its steps"},
    "platform": {"platforms": "Choose a platform"},
    "plain": {"force": "Choose how strongly"},
    "note": {"note": "Choose the type of note", "who": "Choose whom it concerns"},
}


def _rule(values: Values, written: ClauseLines) -> None:
    written.add("who", "who", ", ".join(values["who"]))
    written.add("action", values["force"] or "must", written.action("action", "action", values["action"]))
    written.add("towards", "towards", ", ".join(values["towards"]))
    _actions(values, written, "on", "on")
    for box, line in _joined(values["when"], " or ", written, "when", _condition):
        written.add(box, "when", line)
    for box, line in _joined(values["unless"], " and ", written, "unless", _way_out):
        written.add(box, "unless", line)
    for place, row in enumerate(values["then"]):
        written.add(f"then-{place}", "then", _effect(row, f"then-{place}", written))
    written.add("every", "every", " ".join(values["every"].split()))
    written.add("by", "by", " ".join(values["by"].split()))


def _definition(values: Values, written: ClauseLines) -> None:
    term = " ".join(values["defines"].split())
    written.add("defines", "defines", (choices.role_id(term) if values["scope"] else None) or term)
    if values["scope"] in ("means", "adds"):
        written.add("roles", values["scope"], ", ".join(values["roles"]))
        if not values["roles"]:
            written.wrong("roles", "Choose whom the word means, or say that it is only explained")
    _actions(values, written, "about", "about")


def _office(values: Values, written: ClauseLines) -> None:
    written.add("office", "office", values["office"])
    written.add("action", "answers for", written.action("action", "action", values["action"]))
    written.add("in_absence", "in absence", ", ".join(values["in_absence"]))


def _procedure(values: Values, written: ClauseLines) -> None:
    _actions(values, written, "on", "procedure on")
    written.add("steps", "steps", ", ".join(row["clause"] for row in values["steps"] if row.get("clause")))


def _platform(values: Values, written: ClauseLines) -> None:
    written.add("platforms", "platform", ", ".join(values["platforms"]))
    written.add("minimum_age", "minimum age", values["minimum_age"])
    written.add("blocked", "blocked", values["blocked"])
    _actions(values, written, "about", "about")


def _note(values: Values, written: ClauseLines) -> None:
    written.add("who", values["note"] or "guidance", ", ".join(values["who"]))
    _actions(values, written, "about", "about")


def _actions(values: Values, written: ClauseLines, box: str, name: str) -> None:
    known = [
        written.action(f"{box}-{at}", f"{box}-{at}-action", row["action"])
        for at, row in enumerate(values[box])
        if row.get("action")
    ]
    written.add(box, name, ", ".join(filter(None, known)))


def _joined(
    rows: list[dict[str, str]],
    within: str,
    written: ClauseLines,
    name: str,
    part: Callable[[dict[str, str], str, ClauseLines], str],
) -> Iterator[tuple[str, str]]:
    """Yield the lines of the rows: a row joined by the inner word continues the line of the row before."""
    line, start = "", ""
    for place, row in enumerate(rows):
        box = f"{name}-{place}"
        text = part(row, box, written)
        if line and row.get("joint") == within.strip():
            line += within + text
            continue
        if line:
            yield start, line
        line, start = text, box
    if line:
        yield start, line


def _condition(row: dict[str, str], box: str, written: ClauseLines) -> str:
    how, value = row.get("how", ""), row.get("value", "")
    negated, comparison = how.startswith("not"), how.removeprefix("not").strip()
    if not row.get("fact"):
        written.wrong(box, "Choose the circumstance")
    if comparison == "is":
        names = [words for _, group in choices.platform_choices() for _, words in group]
        value = written.resolve_name(box, f"{box}-value", value, choices.platform_id, names, "platforms")
    if comparison and not value:
        written.wrong(box, "Say which platform" if comparison == "is" else "Enter the number")
    words = ("not" if negated else "", row.get("fact", ""), comparison, value if comparison else "")
    return " ".join(filter(None, words))


def _way_out(row: dict[str, str], box: str, written: ClauseLines) -> str:
    what = row.get("what", "fact")
    if what == "fact":
        return _condition(row, box, written)
    people = written.people(box, f"{box}-of", row.get("of", ""))
    if not people:
        written.wrong(box, "Say whose it is: the headteacher, a parent")
    forms = {"written": "written", "prior": "prior", "reason": "with reason", "entry": "on entry"}
    said = [words for name, words in forms.items() if row.get(name)]
    if row.get("approved"):
        said.append(f"approved by {written.people(box, f'{box}-approved', row['approved'])}")
    return ", ".join((f"{what} {GrantKind(what).link} {people}", *said))


def _effect(row: dict[str, str], box: str, written: ClauseLines) -> str:
    if not row.get("deed"):
        written.wrong(box, "Choose what is done then")
    text = row.get("deed", "")
    if people := written.people(box, f"{box}-to", row.get("to", "")):
        text += f" to {people}"
    if row.get("register"):
        text += f" in {row['register']}"
    if what := " ".join(row.get("what", "").split()):
        escaped = what.replace("\\", "\\\\")
        if not _is_paired(what):
            escaped = escaped.replace("(", "\\(").replace(")", "\\)")
        text += f" ({escaped})"
    by = " ".join(row.get("by", "").split())
    return f"{text}, {by}" if by else text


def _is_paired(what: str) -> bool:
    depth = 0
    for sign in what:
        depth += (sign == "(") - (sign == ")")
        if depth < 0:
            return False
    return depth == 0


def _plain(values: Values, written: ClauseLines) -> None:
    written.add("force", "plain", values["force"])


FIELDS: Mapping[str, Callable[[Values, ClauseLines], None]] = {
    "rule": _rule,
    "definition": _definition,
    "office": _office,
    "procedure": _procedure,
    "platform": _platform,
    "note": _note,
    "plain": _plain,
}
