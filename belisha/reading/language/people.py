"""Find whom a sentence binds: its subject, or whoever is meant where it names nobody."""

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache

from belisha.reading.language.force import folded, without_front
from belisha.reading.language.lexicon import lexicon, pattern, whole_words

MOST_MODIFIERS = 2
FEWEST_MENTIONS = 3  # of the body, for its word to be taken
_AFTER = pattern("after")
_OF_WHOM = pattern("of-whom")
_FIRST = pattern("first")
_AGENT = pattern("agent")
_WAY_OUT = pattern("before-way-out")
_SAYS_MORE = re.compile(r"\b(who|that|which|whose|where|when)\b")
_WE = re.compile(r"\b(we|our school|our organisation|us)\b")
_GOES_ON = re.compile(r"(and|or|where|if|when|including|which|who)\b")
_FINITE_VERB = re.compile(r"\b(?:must|may|will|shall|can|should|is|are)\b")
_FEW_WORDS = re.compile(r"[\w’/-]+(\s+[\w’/-]+){0,3}$")
_PERSONAL = pattern("personal")
_ASKED = pattern("asked")
_ARE_ASKED = pattern("are-asked")


_OWN: ContextVar[frozenset[str]] = ContextVar("own_people", default=frozenset())


@contextmanager
def knowing(people: frozenset[str]) -> Iterator[None]:
    """Know words for people that a document has of its own, while its clauses are read."""
    before = _OWN.set(people)
    try:
        yield
    finally:
        _OWN.reset(before)


def named(text: str) -> tuple[tuple[str, int], ...]:
    """Return people named in a text, with their offsets; the longest name of each."""
    return _named(text, _OWN.get())


@lru_cache(maxsize=8192)
def _named(text: str, own: frozenset[str]) -> tuple[tuple[str, int], ...]:
    return tuple((match[1], match.start()) for match in _people(own).finditer(folded(text)))


@lru_cache(maxsize=64)
def _people(own: frozenset[str]) -> re.Pattern[str]:
    return whole_words([*lexicon().people_words, *own]) if own else lexicon().people


@lru_cache(maxsize=64)
def _heading_people(own: frozenset[str]) -> re.Pattern[str]:
    return whole_words([*lexicon().heading_words, *own]) if own else lexicon().heading_people


def subject_of(text: str, at: int) -> tuple[str, ...]:
    """Return the people who are the subject of a sentence whose force stands at an offset.

    "we" stands for the body, "i", "you" and "they" for themselves: `clauses` replaces them.
    """
    low = folded(text)
    first = _FIRST.match(folded(without_front(text)[0]))
    if first and not _ASKED.search(low[: at + 40]):
        return (first[1],)
    if heads := _restricted(low, at) or _answerable(low) or _asked(low, at):
        return heads
    if at == 0 and (begins := named(low)) and begins[0][1] == 0:
        return joined_people(low)  # "Staff model good behaviour and never": the force takes in its subject
    before = low[:at]
    if pattern("condition-front").match(before):
        return _adjacent(before) or agent_of(low[at:])
    start = max(before.rfind(";"), before.rfind(":"), _last_clause(before))
    if heads := joined_people(before[start + 1 :]) or agent_of(low[at:]):
        return heads
    pronoun = _PERSONAL.search(before[start + 1 :])
    return (pronoun[1],) if pronoun else ()


def _restricted(low: str, at: int) -> tuple[str, ...]:
    """Return those of whom "no", "only" or "neither" speaks: "only governors may"."""
    if low[at:].startswith(("nobody", "no one", "no-one")):
        return ("everyone",)
    if not low[at:].startswith(("no ", "only ", "neither ")):
        return ()
    return joined_people(_FINITE_VERB.split(low[at:].split(" ", 1)[1])[0])


def _answerable(low: str) -> tuple[str, ...]:
    """Return those with whom a duty lies: "it is the responsibility of the clerk"."""
    duty = _OF_WHOM.search(low)
    return joined_people(low[duty.end() : duty.end() + 120]) if duty else ()


def _asked(low: str, at: int) -> tuple[str, ...]:
    """Return those of whom the body asks something: "we expect parents to"."""
    asked = _ASKED.search(low[: at + 40])
    if asked is None:
        return ()
    rest = low[asked.end() : asked.end() + 90]
    if rest.startswith(("them ", "they ")):
        return joined_people(low[: asked.start()])
    return joined_people(re.split(r"\bto\b|\bnot\b", rest)[0] or rest)


def _adjacent(before: str) -> tuple[str, ...]:
    """Return the people directly before the force, where a condition without a comma stands before them."""
    last = next((each for each in reversed(named(before))), None)
    if last is None:
        pronoun = re.search(r"\b(we|you|i|they|it|this) $", before)
        return (pronoun[1],) if pronoun else ()
    name, start = last
    return (name,) if pattern("adjacent").fullmatch(before[start + len(name) :]) else ()


def _last_clause(before: str) -> int:
    """Return where the main clause begins: after the comma that ends a condition at the front."""
    if pattern("last-clause").match(before):
        for match in re.finditer(r",\s*(?:then )?", before):
            rest = before[match.end() :]
            if not _GOES_ON.match(rest) and len(rest.split()) < 40 and _has_subject(rest):
                return match.end() - 1
    return -1


def _has_subject(rest: str) -> bool:
    is_short = _FEW_WORDS.match(rest.strip()) or _WE.match(rest)
    return bool(is_short or named(rest) or rest.startswith(("the ", "a ")))


def joined_people(text: str) -> tuple[str, ...]:
    """Return the people at the head of a noun phrase and those joined to them."""
    found: list[str] = []
    end, passed = -1, -1
    for name, start in named(text):
        after = text[start + len(name) :]
        between = text[end:start]
        if found and (not pattern("heads").fullmatch(between) or _SAYS_MORE.search(between)):
            break
        if not found and (_AFTER.search(text[:start]) or _is_joined(text, passed, start)):
            passed = start + len(name)
            continue
        if _is_owner(after) or pattern("modifies").match(after):
            continue  # "the pupil’s phone", "staff room": whose, not who
        found.append(name)
        end = start + len(name)
    return tuple(dict.fromkeys(found))


def _is_joined(text: str, passed: int, start: int) -> bool:
    """Return whether people are joined to others who are no subject: "comments about pupils and staff"."""
    return (
        passed >= 0
        and re.fullmatch(r"\s*(and|or|and/or|&|/)\s*(the |our |other |any )?", text[passed:start]) is not None
    )


def _is_owner(after: str) -> bool:
    return after[:1] in ("’", "'") and not pattern("own-duty").match(after)


def agent_of(after: str) -> tuple[str, ...]:
    """Return whoever does what is done ("by the clerk"), in what follows a force."""
    for _, start in named(after[:160]):
        if _AGENT.search(after[:start]) and not _WAY_OUT.search(after[:start]):
            return joined_people(after[start:])
    return ()


_HEADING_OF = pattern("heading-of")
_NOT_HEADING = pattern("not-heading")


def of_heading(text: str) -> tuple[str, ...]:
    """Return the people whom a heading addresses: not those whom it is only about."""
    low = folded(text)
    said = pattern("heading-body").match(low)
    body = next(filter(None, said.groups()), "") if said else ""
    if body and is_body(body):
        return (body,)
    if who := pattern("title-who").match(low.strip(" :.")):
        return (who["who"],)
    found: list[str] = []
    for match in _heading_people(_OWN.get()).finditer(low):
        before = low[: match.start()]
        if low[match.end() : match.end() + 1] in ("’", "'") and not re.match(
            r"’?s? (duties|responsib|use|role|conduct|part|tasks)", low[match.end() :]
        ):
            continue
        starts = before.strip() in ("", "the", "our", "all", "a", "an")
        if (
            (starts and not pattern("of-heading").match(low[match.end() :]))
            or (not low[match.end() :].strip(" :.") and _says_which(before))
            or (_HEADING_OF.search(before) and not _NOT_HEADING.search(before))
            or (found and re.fullmatch(r".*(/|,|and|&|or)\s*", before))
        ):
            found.append(match[1])
    doers = [
        who for doing, who in lexicon().heading_doers.items() if re.search(rf"\b{doing}$", low.rstrip(" :."))
    ]
    return tuple(dict.fromkeys(found or doers))


def _says_which(before: str) -> bool:
    """Return whether the words before people in a heading say which people: "Accompanying adults"."""
    words = re.findall(r"[\w’-]+", re.split(r" [–-] |: ", before)[-1])
    words = [word for word in words if word not in ("the", "our", "all", "a", "an", "year")]
    return len(words) <= MOST_MODIFIERS and not any(
        word in lexicon().heading_about or (word.endswith("ing") and word not in lexicon().heading_doings)
        for word in words
    )


def others(text: str) -> tuple[str, ...]:
    """Return the people named in a text, up to three, without the body itself."""
    low = folded(text)
    return tuple(
        name
        for name, start in named(text)
        if not is_body(name) and len(name) > 4 and not re.search(r"\b(to|with) (the )?$", low[:start])
    )[:3]


def of_consequence(text: str) -> tuple[str, ...]:
    """Return whom a consequence meets: those named, but for those to whom something is told or given."""
    low = folded(text)
    found = tuple(
        name
        for name, start in named(text)
        if not is_body(name)
        and len(name) > 4
        and not re.search(r"\b(of|to|by|from|with) (\w+ ){0,3}$", low[:start])
    )
    doers = (name for name, start in named(text) if pattern("misuse-by").search(low[:start]))
    return (found or tuple(doers))[:3]


def body_names(texts: list[str]) -> tuple[str, ...]:
    """Return the names by which the document calls its own body, longest first, in small letters."""
    counts: Counter[str] = Counter()
    for text in texts:
        for match in _NAMED.finditer(text):
            name = match[1].strip()
            if (
                not lexicon().people.fullmatch(folded(name))
                and len(name) > 3
                and folded(name) not in _NO_NAMES
            ):
                counts[folded(name)] += 1
    return tuple(sorted((name for name, count in counts.items() if count >= 2), key=len, reverse=True))


_NAMED = pattern("named")
_NO_NAMES = frozenset(
    [
        "this",
        "there",
        "these",
        "they",
        "it",
        "you",
        "he",
        "she",
        "who",
        "what",
        "when",
        "where",
        "all",
        "any",
        "each",
        "every",
        "no",
        "our",
        "your",
        "its",
        "if",
        "in",
        "we",
        "that",
        "those",
    ]
)


def body_of(texts: list[str]) -> str:
    """Return what the document calls the body that made it: school, council, home, or organisation."""
    counts: Counter[str] = Counter()
    bodies = "|".join(sorted(lexicon().bodies, key=len, reverse=True))
    names = re.compile(rf"\b(?:the|our|this|at|as an?) (?:\w+ )?({bodies})\b(?!’?s? (?:policy|staff))")
    for text in texts:
        counts.update(match[1] for match in names.finditer(folded(text)))
    whole = folded(" ".join(texts))
    known: Counter[str] = Counter()
    for name in lexicon().sure_bodies:
        known[name] = len(re.findall(rf"\b{name}\b", whole))
    (best, count), (sure, mentions) = (*counts.most_common(1), ("", 0))[0], known.most_common(1)[0]
    if count >= FEWEST_MENTIONS and (best in lexicon().sure_bodies or count > mentions):
        return best
    return sure if mentions >= FEWEST_MENTIONS else "organisation"


def is_body(name: str) -> bool:
    """Return whether the word stands for the body itself."""
    return name in lexicon().bodies or name == "we"
