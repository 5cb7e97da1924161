"""What is known of a document while its clauses are gathered."""

import re
from collections import Counter
from dataclasses import dataclass, field

from belisha.reading.language.force import folded, force_of
from belisha.reading.language.lexicon import lexicon, pattern
from belisha.reading.language.people import body_names, body_of, is_body, named, of_heading, subject_of
from belisha.reading.language.sentences import sentences
from belisha.reading.structure import Passage

FEWEST_PARENTS = 3
FEWEST_SPEAKING = 2
FIRST_TEXTS = 4
_SHORT_FORM = re.compile(r"\([\"“‘']?([A-Z]{2,5})s?[\"”’']?\)")


@dataclass(slots=True)
class Context:
    """What is known of the document while its clauses are gathered."""

    body: str
    people: tuple[str, ...]
    staff: str = "staff"
    outsiders: tuple[str, ...] = ("users",)
    before: tuple[str, ...] = ()
    speaker: tuple[str, ...] = ()
    we: tuple[str, ...] = ()
    first: tuple[str, ...] = ()
    related: str = ""
    names: tuple[str, ...] = ()
    abbreviations: dict[str, str] = field(default_factory=dict)


def context_of(units: list[Passage], first: str = "", post: tuple[str, ...] = ()) -> Context:
    """Return what the passages of a document, and its title, say of its body and its people.

    `post` is whose post the document describes, if it is a job description.
    """
    texts = [unit.block.text for unit in units]
    body, names = body_of(texts), body_names(texts)
    subjects: Counter[str] = Counter()
    for text in texts:
        for part in sentences(text):
            force = force_of(part.text)
            if force is not None and force.modality != "may":
                for name in subject_of(part.text, force.start):
                    subjects[body if is_body(name) else name] += 1
    staff = [
        (count, name)
        for name, count in subjects.items()
        if lexicon().lists["staff-like"].search(name) and not name.startswith("new ")
    ]
    most = max(staff, default=(0, "staff"))
    total = sum(count for count, _ in staff)
    people = most[1] if total * 3 >= subjects[body] or total > 5 else body
    title = of_heading(first or (units[0].headings[0] if units and units[0].headings else ""))
    addressed = _addressed(texts) or title
    is_one = len(title) == 1 or " ".join(title) in folded(first)  # "volunteer helpers" are one
    if addressed and (is_one or addressed != title):
        people = addressed[0]
    return Context(
        body,
        post or (people,),
        most[1],
        _outsiders(texts, addressed),
        first=_first_person(texts) or _addressed(texts),
        names=names,
        abbreviations=_abbreviations(texts),
    )


def _addressed(texts: list[str]) -> tuple[str, ...]:
    """Return to whom a letter is written, as its greeting says: "Dear parents and carers"."""
    for text in texts[:FIRST_TEXTS]:
        low = folded(text).rstrip(" ,:")
        if found := pattern("greeting").match(low):
            return tuple(name for name, _ in named(low[found.end() :]))
    return ()


def speakers_in(low: str) -> tuple[str, ...]:
    """Return who says "I" in a text in small letters, by whom they call their own."""
    return next(((name,) for name, said in lexicon().speakers.items() if said.search(low)), ())


def _first_person(texts: list[str]) -> tuple[str, ...]:
    """Return who says "I" in most of what a document says in the first person, or nobody if it does not."""
    counts: Counter[str] = Counter()
    for place, text in enumerate(texts):
        low = folded(text)
        found = pattern("as-a-person-i").match(low)
        if found and place < FIRST_TEXTS:
            return tuple(name for name, _ in named(found[1]))[:2]
        if re.search(r"\b(i|my)\b", low):
            counts.update(speakers_in(low))
    return tuple(name for name, count in counts.most_common(1) if count >= FEWEST_SPEAKING)


def post_of(texts: list[str]) -> tuple[str, ...]:
    """Return whose post a job description describes, as its first lines say: "Role: account keeper"."""
    for text in texts[:FIRST_TEXTS]:
        if found := pattern("post").match(folded(text).rstrip(" .")):
            role = found["role"].strip()
            return tuple(name for name, _ in named(role)) or (role,)
    return ()


def _outsiders(texts: list[str], addressed: tuple[str, ...]) -> tuple[str, ...]:
    """Return who is addressed where the body speaks to people outside it: parents, or users of its pages."""
    if any(name.startswith(("parent", "famil", "carer")) for name in addressed):
        return ("parents",)
    parents = sum(name.startswith("parent") for text in texts for name, _ in named(text))
    return ("parents",) if parents >= FEWEST_PARENTS else ("users",)


def _abbreviations(texts: list[str]) -> dict[str, str]:
    """Return what short forms stand for: "Designated Safety Person (DSP)", "... Person is Ms Day (“DSP”)"."""
    found: dict[str, str] = {}
    for text in texts:
        for match in _SHORT_FORM.finditer(text):
            words = re.findall(r"[A-Za-z][\w-]*", text[max(0, match.start() - 90) : match.start()])
            size = len(match[1])
            spans = [words[at : at + size] for at in range(len(words) - size, -1, -1)]
            long = next((each for each in spans if "".join(w[0] for w in each).upper() == match[1]), None)
            if long is not None:
                found[match[1].lower()] = " ".join(long).lower()
    return found
