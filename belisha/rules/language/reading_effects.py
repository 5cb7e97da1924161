"""Reads what a rule sets off: `then`."""

import re

from belisha.rules.language.clauses import Deed, Effect
from belisha.rules.language.reading_words import Reader
from belisha.rules.language.times import is_retention, read_recurrence
from belisha.rules.nearest import did_you_mean, quoted

HEAD = re.compile(r"(\S+)(?: to (.+?))?(?: who tells (.+?))?(?: in (.+))?")
AFTERWARDS = re.compile(r"(?:and|then|who)\b.*")
KEEPING = (Deed.KEEP, Deed.RECORD)
EXPECTED = "expected what is done, then `to` whom, `in` a register, `(what)`, and the time after a comma"


def read_effect(reader: Reader, value: str, line: int) -> Effect:
    """Return `report to headteacher or dsl in incidents (what was seen), at once`."""
    end = min((at for at in (value.find("("), value.find(",")) if at >= 0), default=len(value))
    head, rest = value[:end].strip(), value[end:]
    found = HEAD.fullmatch(head)
    what, rest = _what(reader, value, rest, line) if rest.startswith("(") else ("", rest)
    kept, by = _times(reader, value, rest.strip(), line)
    if not found:
        reader.mistakes.add(line, f"`{value}` is not something to do; {EXPECTED}")
        return Effect(Deed.REPORT, what, by=by, kept=kept)
    if found[1] not in list(Deed):
        near = did_you_mean(found[1], Deed) or f"; expected {quoted(Deed)}"
        reader.mistakes.add(line, f"`{found[1]}` is not something to do{near}")
    deed = Deed(found[1]) if found[1] in list(Deed) else Deed.REPORT
    to, to_all = _recipients(reader, found[2], line) if found[2] else ((), False)
    relays = reader.told(found[3], line) if found[3] else ()
    register = reader.word("registers", found[4].strip(), line) if found[4] else None
    return Effect(deed, what, to, register, by, to_all, relays, kept)


def read_due(reader: Reader, value: str, line: int) -> str:
    """Return the time in which something is to be done, in its own words."""
    if AFTERWARDS.fullmatch(value):
        reader.mistakes.add(line, f"`{value}` is not a time; expected one like `within 5 working days`")
    return value


def read_period(reader: Reader, value: str, line: int) -> str:
    """Return how often something is to be done, in its own words, which must be readable."""
    if read_recurrence(value) is None:
        expected = "expected `year`, `term`, `3 months` or `regularly`"
        reader.mistakes.add(line, f"`{value}` does not say how often; {expected}")
    return value


def _recipients(reader: Reader, value: str, line: int) -> tuple[tuple[str, ...], bool]:
    """Return whom it goes to, and whether it goes to all of them."""
    if " and " not in value:
        return reader.told(value, line), False
    if " or " in value:
        reader.mistakes.add(line, f"`{value}` has both `and` and `or`; write a `then` line for each")
    also = reader.vocabulary.parties
    return reader.words("roles", value, line, joint=" and ", also=also), True


def _what(reader: Reader, value: str, rest: str, line: int) -> tuple[str, str]:
    """Return the text between round brackets, which may hold pairs of them, and what stands after it."""
    depth, text, at = 0, [], 0
    while at < len(rest):
        sign = rest[at]
        if sign == "\\" and rest[at + 1 : at + 2] in ("\\", "(", ")"):
            at += 1
            text.append(rest[at])
        else:
            depth += (sign == "(") - (sign == ")")
            if depth == 0:
                break
            text.append(sign)
        at += 1
    what = "".join(text[1:]).strip()
    if depth:
        reader.mistakes.add(line, f"`{value}` has an opening bracket without a closing one")
    elif not what:
        reader.mistakes.add(line, f"`{value}` has nothing between its brackets")
    return what, rest[at + 1 :]


def _times(reader: Reader, value: str, rest: str, line: int) -> tuple[str, str]:
    """Return how long it is kept, and by when it is done: `for 30 days, at once`."""
    if not rest:
        return "", ""
    times = [each.strip() for each in rest[1:].split(",")]
    if rest[0] != "," or "" in times:
        reader.mistakes.add(line, f"`{value}` does not end as it should; {EXPECTED}")
        return "", rest[1:].strip()
    kept = times.pop(0) if value.startswith(KEEPING) and is_retention(times[0]) else ""
    by = ", ".join(times)
    if by in reader.vocabulary.roles or by in reader.vocabulary.parties:
        reader.mistakes.add(line, f"`{by}` stands where the time is expected; several are joined by ` or `")
    elif AFTERWARDS.fullmatch(by):
        hint = "a second `then` line says what follows, `who tells` what they pass on, `and` who hears it too"
        reader.mistakes.add(line, f"`{by}` stands where the time is expected; {hint}")
    return kept, by
