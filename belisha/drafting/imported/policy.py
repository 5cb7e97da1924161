"""Make a policy of a document that was read."""

from dataclasses import dataclass, replace

from belisha.access.sign_in import sign_in_rules
from belisha.drafting.imported.actions import ActionFinder
from belisha.drafting.imported.consistency import consistent
from belisha.drafting.imported.earlier import YearsChanges, with_earlier
from belisha.drafting.imported.mapping import (
    MappedClause,
    map_clause,
    occasion_of,
    second_clause,
    wording_of,
)
from belisha.reading.values import BlockKind, ProposedClause, Reading, Tell, tell_nobody
from belisha.rules.edit import DRAFT, id_for
from belisha.rules.language.clauses import Clause, Force, Note, NoteKind, Rule
from belisha.rules.language.policy import Control, Policy, ShouldBinding
from belisha.rules.vocabulary.loading import load_vocabulary

AT_ONCE = 64
KEEPS_TO_ALL = "follow-policy"
FIRST_SECTION = "About this policy"
LONGEST_TITLE = 120


@dataclass(frozen=True, slots=True)
class ImportedPolicy:
    """The policy that a document becomes, with how each of its clauses came about."""

    policy: Policy
    mapped: tuple[MappedClause, ...]
    changes: YearsChanges | None = None


@dataclass(frozen=True, slots=True)
class BroughtDocument:
    """A school's own document with what was read and made of it, to be kept beside its draft."""

    name: str
    data: bytes
    reading: Reading
    mapped: tuple[MappedClause, ...]
    changes: YearsChanges | None = None


def policy_of(
    reading: Reading,
    *,
    name: str,
    control: Control | None = None,
    earlier: Policy | None = None,
    tell: Tell = tell_nobody,
) -> ImportedPolicy:
    """Return a document as a policy. `name` is the file's; `control` replaces the document's own.

    Clauses that an earlier version of the policy has too keep the rules that it has for them. `tell` hears
    how many clauses were compared with rules.
    """
    vocabulary = load_vocabulary()
    title = title_of(reading, name)
    made = control or Control(
        slug=id_for(title),
        title=title,
        school=title,
        publisher=title,
        source=f"read from {name}",
        standing=DRAFT,
        audience=("everyone",),
        ask_whom=(sign_in_rules().asked_where_silent,),
    )
    taken = {"about-document"}
    sections: dict[str, None] = {FIRST_SECTION: None}
    places: dict[str, int] = {}
    mapped = []
    finder = ActionFinder(vocabulary)
    total = len(reading.clauses)
    for start in range(0, total, AT_ONCE):
        finder.prepare(wording_of(each) for each in reading.clauses[start : start + AT_ONCE])
        tell("compared", start // 2, total, total)
    finder.prepare(words for each in reading.clauses if (words := occasion_of(each)))
    for place, proposed in enumerate(reading.clauses, 1):
        tell("compared", (total + place) // 2, total, total)
        section = _section(proposed)
        sections.setdefault(section)
        first = map_clause(proposed, section, taken, vocabulary, place_of(proposed, places), finder)
        second = second_clause(first, taken, vocabulary)
        mapped.extend([first] if second is None else [first, second])
    changes = None
    if earlier is not None:
        kept, changes = with_earlier(mapped, earlier)
        mapped = list(kept)
    made = replace(made, should_binds=_binding(mapped))
    settled = consistent(made, mapped, vocabulary)
    clauses = (_about(made), *_by_section([each.clause for each in settled], tuple(sections)))
    return ImportedPolicy(Policy(made, clauses, "", tuple(sections)), settled, changes)


def _binding(mapped: list[MappedClause]) -> tuple[ShouldBinding, ...]:
    """Return whom the document requires to keep to all of it, so that its "should" binds them."""
    for each in mapped:
        rule = each.clause
        if isinstance(rule, Rule) and rule.action == KEEPS_TO_ALL and rule.force is Force.MUST:
            return (ShouldBinding(rule.who, rule.cites),)
    return ()


def _by_section(clauses: list[Clause], sections: tuple[str, ...]) -> list[Clause]:
    order = {section: index for index, section in enumerate(sections)}
    return sorted(clauses, key=lambda clause: order[clause.section])


def _about(control: Control) -> Note:
    return Note(
        id="about-document",
        title="What this document is",
        text=f"The {control.title} of {control.school}, as it was read from the school's document.",
        section=FIRST_SECTION,
        cites=("0.1",),
        kind=NoteKind.CONTROL,
        audience=control.audience or ("everyone",),
        about=("read-policy",),
    )


def title_of(reading: Reading, name: str) -> str:
    """Return what the document calls itself: its first heading that names a policy, or the file's name."""
    texts = [block.text for block in reading.document.blocks[:25] if len(block.text) <= LONGEST_TITLE]
    for text in texts:
        if any(word in text.lower() for word in ("policy", "code of conduct", "agreement", "charter")):
            return _plain(text)
    headings = [b.text for b in reading.document.blocks if b.kind is BlockKind.HEADING]
    stem = name.rsplit(".", 1)[0].replace("_", " ").replace("-", " ")
    return _plain(headings[0] if headings and len(headings[0]) < LONGEST_TITLE else stem) or "Policy"


def _plain(text: str) -> str:
    found = " ".join(text.replace("*", "").split()).strip(" .:|")
    return found.title() if found.isupper() else found


def _section(proposed: ProposedClause) -> str:
    return _plain(proposed.section)[:LONGEST_TITLE] or FIRST_SECTION


def place_of(proposed: ProposedClause, places: dict[str, int]) -> str:
    """Return where a clause stands: its line, else its page and number, else its number.

    A letter is added for further ones at the same place.
    """
    number = proposed.number.strip("().")
    if proposed.line:
        place = str(proposed.line)
    elif proposed.page:
        place = f"{proposed.page}.{number}" if number.isdigit() else f"p{proposed.page}"
    else:
        place = number or "1"
    places[place] = places.get(place, 0) + 1
    count = places[place]
    return place if count == 1 else f"{place}{chr(ord('a') + (count - 1) % 26)}"


def unknown_people(mapped: tuple[MappedClause, ...]) -> tuple[str, ...]:
    """Return the document's words for people that the vocabulary does not have."""
    return tuple(dict.fromkeys(name for each in mapped for name in each.unknown))
