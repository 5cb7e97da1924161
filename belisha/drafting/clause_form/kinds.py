"""The lines of each kind of clause, from the fields that were filled in."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from belisha.drafting.clause_form.clause_lines import ClauseLines
from belisha.rules.language.clauses import GrantKind
from belisha.rules.language.lines import join_parts

Values = Mapping[str, Any]
# The field of the language that a box fills, where it goes by another name.
FIELD_OF: Mapping[str, str] = {"exception_to": "exception to", "same_as": "as"}

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
    "plain": {"force": "Choose how strongly", "plain_who": "Say whom it binds, in plain words"},
    "note": {"note": "Choose the type of note", "who": "Choose whom it concerns"},
}


def _rule(values: Values, written: ClauseLines) -> None:
    written.add("who", "who", ", ".join(values["who"]))
    written.add("who_except", "but not", ", ".join(values["who_except"]))
    _acting(values, written)
    written.add("action", values["force"] or "must", written.action("action", "action", values["action"]))
    written.add("towards", "towards", ", ".join(values["towards"]))
    written.add("towards_except", "not towards", ", ".join(values["towards_except"]))
    _actions(values, written, "on", "on")
    _circumstances(values, written, unless="unless")
    for box, line in _joined(values["only_with"], " and ", written, "only_with", _way_out):
        written.add(box, "only with", line)
    for name in ("exception_to", "despite", "same_as"):
        _rules(values, written, name)
    for place, row in enumerate(values["then"]):
        written.add(f"then-{place}", "then", _effect(row, f"then-{place}", written))
    written.add("every", "every", " ".join(values["every"].split()))
    written.add("by", "by", " ".join(values["by"].split()))


def _definition(values: Values, written: ClauseLines) -> None:
    term = " ".join(values["defines"].split())
    written.add("defines", "defines", (written.choices.role_id(term) if values["scope"] else None) or term)
    if values["scope"] in ("means", "adds"):
        written.add("roles", values["scope"], ", ".join(values["roles"]))
        if not values["roles"]:
            written.wrong("roles", "Choose whom the word means, or say that it is only explained")
    _actions(values, written, "about", "about")


def _office(values: Values, written: ClauseLines) -> None:
    written.add("office", "office", values["office"])
    written.add("action", "answers for", written.action("action", "action", values["action"]))
    written.add("jointly_with", "jointly with", ", ".join(values["jointly_with"]))
    written.add("duty", "duty", values["duty"])
    written.add("in_absence", "in absence", ", ".join(values["in_absence"]))


def _procedure(values: Values, written: ClauseLines) -> None:
    _actions(values, written, "on", "procedure on")
    _rules(values, written, "steps")
    written.add("decided_by", "decided by", ", ".join(values["decided_by"]))
    _acting(values, written)
    for place, row in enumerate(values["options"]):
        parts = (" ".join(row.get("words", "").split()), " ".join(row.get("steps", "").split()))
        if not parts[0]:
            written.wrong(f"options-{place}", "Say what is done, in plain words")
        written.add(f"options-{place}", "option", join_parts(filter(None, parts), ";"))


def _platform(values: Values, written: ClauseLines) -> None:
    written.add("platforms", "platform", ", ".join(values["platforms"]))
    written.add("minimum_age", "minimum age", values["minimum_age"])
    written.add("blocked", "blocked", values["blocked"])
    _actions(values, written, "about", "about")


def _note(values: Values, written: ClauseLines) -> None:
    written.add("who", values["note"] or "guidance", ", ".join(values["who"]))
    _actions(values, written, "about", "about")
    _circumstances(values, written, unless="none if")
    written.add("ladder", "ladder", join_parts(lines_of(values["ladder"]), ";"))


def _acting(values: Values, written: ClauseLines) -> None:
    written.add("acting", "acting", "" if values["acting"] == "each" else values["acting"])


def _circumstances(values: Values, written: ClauseLines, *, unless: str) -> None:
    for box, line in _joined(values["when"], " or ", written, "when", _condition):
        written.add(box, "when", line)
    for box, line in _joined(values["unless"], " and ", written, "unless", _way_out):
        written.add(box, unless, line)


def _rules(values: Values, written: ClauseLines, name: str) -> None:
    ids = (row["clause"] for row in values[name] if row.get("clause"))
    written.add(name, FIELD_OF.get(name, name), ", ".join(ids))


def lines_of(text: str) -> list[str]:
    """Return the lines of a box in which each line is one thing, without blank ones."""
    return [found for each in text.split("\n") if (found := " ".join(each.split()))]


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
        names = [words for _, group in written.choices.platform_choices for _, words in group]
        find = written.choices.platform_id
        value = written.resolve_name(box, f"{box}-value", value, find, names, "platforms")
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
    joint = " and " if row.get("all") else " or "
    if people := written.people(box, f"{box}-to", row.get("to", ""), joint):
        text += f" to {people}"
    if relays := written.people(box, f"{box}-relays", row.get("relays", "")):
        text += f" who tells {relays}"
    if row.get("register"):
        text += f" in {row['register']}"
    if what := " ".join(row.get("what", "").split()):
        escaped = what.replace("\\", "\\\\")
        if not _is_paired(what):
            escaped = escaped.replace("(", "\\(").replace(")", "\\)")
        text += f" ({escaped})"
    times = (" ".join(row.get(name, "").split()) for name in ("kept", "by"))
    return ", ".join(filter(None, (text, *times)))


def _is_paired(what: str) -> bool:
    depth = 0
    for sign in what:
        depth += (sign == "(") - (sign == ")")
        if depth < 0:
            return False
    return depth == 0


def _plain(values: Values, written: ClauseLines) -> None:
    written.add("force", "plain", values["force"])
    written.add("plain_who", "for", " ".join(values["plain_who"].split()))
    for line in lines_of(values["phrases"]):
        written.add("phrases", "phrase", line)


FIELDS: Mapping[str, Callable[[Values, ClauseLines], None]] = {
    "rule": _rule,
    "definition": _definition,
    "office": _office,
    "procedure": _procedure,
    "platform": _platform,
    "note": _note,
    "plain": _plain,
}
