"""Cut a sentence where a second rule begins."""

import re

from belisha.reading.language.force import (
    SentenceForce,
    begins_with_verb,
    folded,
    force_of,
    is_gerund,
    without_front,
)
from belisha.reading.language.lexicon import pattern
from belisha.reading.language.people import named
from belisha.reading.language.sentences import Part, joints

_DEPENDENT = re.compile(r"\b(that|who|which|whether|so|when|if|where|what|how)\b")
_ARTICLES = ("the ", "a ", "an ", "our ", "each ", "every ")


def pieces_of(part: Part) -> list[Part]:
    """Return a sentence cut where a second force begins."""
    cuts, ends = [0], list[int]()
    doers: list[tuple[str, ...]] = [()]
    front = without_front(part.text)[1]
    for match in joints(part.text):
        if match.end() <= front:
            continue  # a condition with a force of its own: "Should a pupil refuse, the head will"
        rest = part.text[match.end() :]
        first = _first_force(part.text[max(front, cuts[-1]) : match.start()], match[0], rest)
        if first is None or match.end() >= len(part.text) - 12:
            continue
        before = folded(part.text[cuts[-1] : match.start()])
        if not (_is_duty(before) if is_gerund(rest) else _is_cut(first, match[0], rest, before)):
            continue
        ends.append(match.start())
        cuts.append(match.end())
        doers.append(_last_named(part.text[: match.start()]) if "who" in match[0] else ())
    ends.append(len(part.text))
    return [
        Part(part.text[start:end].strip(), part.offset + start, follows=index > 0, doer=doer)
        for index, (start, end, doer) in enumerate(zip(cuts, ends, doers, strict=True))
    ]


def _first_force(before: str, joint: str, rest: str) -> SentenceForce | None:
    """Return the force of what stands before a joint; an order has one if "and never" goes on after it."""
    said = force_of(before)
    if said is None and "who" in joint and (done := pattern("indicative-2").search(folded(before))):
        return SentenceForce("must", done.start(), done.end(), 0.5)  # "is kept by the clerk, who must"
    if said is not None or "and" not in joint or not re.match(r"(not|never|do not|don’t) ", folded(rest)):
        return said
    return SentenceForce("must", 0, 0, 0.5) if begins_with_verb(before.strip())[0] else None


def _last_named(before: str) -> tuple[str, ...]:
    """Return of whom a "who" speaks: "the head, who may", those named last before it."""
    if unknown := pattern("by-unknown").search(folded(before)):
        return (unknown[1],)
    return tuple(name for name, _ in named(before)[-1:])


def _is_duty(before: str) -> bool:
    """Return whether a doing is one more of the duties: "responsible for keeping ... and checking"."""
    return bool(re.search(r"\bresponsib(le|ility) for [a-z]+ing\b", before))


def _is_cut(first: SentenceForce, joint: str, rest: str, before: str) -> bool:
    """Return whether what follows a joint is a rule of its own."""
    low = folded(rest)
    is_verb = begins_with_verb(rest.removeprefix("to "))[0]
    if "who" in joint or low.startswith("it is "):
        return True
    if "nor" in joint:
        return first.modality in ("must not", "should not") and is_verb
    if low.startswith("be "):
        return first.modality != "may"
    if re.match(r"(not|never) (to )?\w+", low) or low.startswith("to "):
        return first.modality in ("must", "should") and (is_verb or not low.startswith("to "))
    second = force_of(rest)
    if _DEPENDENT.search(before[first.end :]) and re.search(r"and $", joint) and low.startswith(_ARTICLES):
        return False
    if second is None:
        return bool(re.search(r"but|however", joint)) and is_verb
    if first.modality != second.modality:
        return second.start < 140
    says_again = re.match(r"((it|they|he|she) )?(also |then |instead )?(must|should|will|may|can)\b", low)
    return bool(says_again or named(rest[: second.start]) or "however" in joint)
