"""Reads what a rule sets off: `then`."""

import re

from belisha.rules.clauses import Deed, Effect
from belisha.rules.nearest import did_you_mean, quoted
from belisha.rules.reading_words import Reader

HEAD = re.compile(r"(\S+)(?: to (.+?))?(?: in (.+))?")
EXPECTED = "expected what is done, then `to` whom, `in` a register, `(what)`, and the time after a comma"


def read_effect(reader: Reader, value: str, line: int) -> Effect:
    """`report to headteacher or dsl in incidents (what was seen), at once`."""
    end = min((at for at in (value.find("("), value.find(",")) if at >= 0), default=len(value))
    head, rest = value[:end].strip(), value[end:]
    found = HEAD.fullmatch(head)
    what, rest = _what(reader, value, rest, line) if rest.startswith("(") else ("", rest)
    by = _by(reader, value, rest.strip(), line)
    if not found:
        reader.mistakes.add(line, f"`{value}` is not something to do; {EXPECTED}")
        return Effect(Deed.REPORT, what, by=by)
    if found[1] not in list(Deed):
        near = did_you_mean(found[1], Deed) or f"; expected {quoted(Deed)}"
        reader.mistakes.add(line, f"`{found[1]}` is not something to do{near}")
    deed = Deed(found[1]) if found[1] in list(Deed) else Deed.REPORT
    to = reader.told(found[2], line) if found[2] else ()
    register = reader.word("registers", found[3].strip(), line) if found[3] else None
    return Effect(deed, what, to, register, by)


def _what(reader: Reader, value: str, rest: str, line: int) -> tuple[str, str]:
    """The text between round brackets, which may hold pairs of them, and what stands after it."""
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


def _by(reader: Reader, value: str, rest: str, line: int) -> str:
    if not rest:
        return ""
    by = rest[1:].strip()
    if rest[0] != "," or not by:
        reader.mistakes.add(line, f"`{value}` does not end as it should; {EXPECTED}")
    elif by in reader.vocabulary.roles or by in reader.vocabulary.parties:
        reader.mistakes.add(line, f"`{by}` stands where the time is expected; several are joined by ` or `")
    return by
