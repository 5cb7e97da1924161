"""Find headings and lead-ins among the blocks: what each passage stands under."""

import re
from dataclasses import dataclass, field, replace

from belisha.reading.language.force import begins_with_verb, folded, force_of, kind_of
from belisha.reading.language.lexicon import lexicon, pattern
from belisha.reading.values import BlockKind, DocumentBlock

_ENDED = re.compile(r"[.!?;,][\"”’)]*$")
_LONGEST_HEADING = 95
LONGEST_NUMBERED = 7


@dataclass(frozen=True, slots=True)
class Lead:
    """A passage before a list, whose force and people its items take over."""

    text: str
    block: DocumentBlock
    depth: int
    is_aims: bool = False
    is_enumeration: bool = False
    is_definitions: bool = False
    over: "Lead | None" = None


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage with the headings over it, its lead-in, and whether a list follows it."""

    block: DocumentBlock
    headings: tuple[str, ...]
    lead: Lead | None = None
    leads: Lead | None = None


@dataclass(slots=True)
class _State:
    headings: list[tuple[int, str]] = field(default_factory=list)
    leads: list[Lead] = field(default_factory=list)
    units: list[Passage] = field(default_factory=list)


def arrange(blocks: tuple[DocumentBlock, ...]) -> list[Passage]:
    """Return the passages of a document, in order, with what they stand under."""
    state = _State()
    listed = [_as_read(blocks, index) for index in range(len(blocks))]
    for index, block in enumerate(listed):
        if block.kind is BlockKind.HEADING:
            _add_heading(block, state)
            continue
        following = next((each for each in listed[index + 1 :] if each.kind is not BlockKind.NOTE), None)
        _add_unit(block, following, state)
    return state.units


def _as_read(blocks: tuple[DocumentBlock, ...], index: int) -> DocumentBlock:
    """Return a block as what it is by its looks: headings without a style, sentences styled as headings."""
    block = blocks[index]
    if block.kind is BlockKind.HEADING:
        if is_sentence(block.text):
            return replace(block, kind=BlockKind.ITEM if block.number else BlockKind.PARAGRAPH, level=0)
        return block
    following = blocks[index + 1] if index + 1 < len(blocks) else None
    if block.kind is BlockKind.PARAGRAPH and _looks_like_heading(block, following):
        return replace(block, kind=BlockKind.HEADING, level=_level(block))
    if (
        block.kind is BlockKind.ITEM
        and block.number
        and (block.is_bold or _is_numbered_heading(block, following))
        and _looks_like_heading(block, following)
    ):
        return replace(block, kind=BlockKind.HEADING, level=_level(block))
    if block.kind is BlockKind.PARAGRAPH and re.match(r"\(?[a-z0-9ivx]{1,4}[.)]", block.number):
        return replace(block, kind=BlockKind.ITEM, level=1) if len(block.text) < 400 else block
    return block


def _is_numbered_heading(block: DocumentBlock, following: DocumentBlock | None) -> bool:
    """Return whether a short numbered line stands over a passage and is no item of a list."""
    return (
        following is not None
        and following.kind in (BlockKind.PARAGRAPH, BlockKind.ROW)
        and len(block.text.split()) <= LONGEST_NUMBERED
        and block.text[:1].isupper()
    )


def is_sentence(text: str) -> bool:
    """Return whether a text that looks like a heading says something itself."""
    if len(text) > _LONGEST_HEADING:
        return True
    words = text.split()
    return (
        len(words) > 6 and force_of(text) is not None and text.rstrip()[-1:] in ".!;" and text[:1].isupper()
    )


def _looks_like_heading(block: DocumentBlock, following: DocumentBlock | None) -> bool:
    text = block.text.rstrip(" :")
    is_long = len(text) > _LONGEST_HEADING
    is_question = block.is_bold and text.endswith("?")
    if (
        not text
        or is_long
        or (_ENDED.search(text) and not is_question)
        or "|" in text
        or pattern("control-line").match(folded(text))
        or (kind_of(text) == "document" and block.is_bold and any(each.isdigit() for each in text))
    ):
        return False
    words = text.split()
    if lexicon().lists["related"].match(text) and len(words) < 8 and following is not None:
        return True
    if len(words) > 12 or not text[:1].isalnum():
        return False
    if block.is_bold or text.isupper():
        return is_question or not (block.text.endswith(":") and force_of(text) is not None and len(words) > 4)
    if block.text.endswith(":"):
        return len(words) <= 3 and following is not None and force_of(text) is None
    if following is None or text[0].islower() or force_of(text) is not None:
        return False
    if re.search(r"\d{4}$|@|www\.|https?:", text):
        return False
    return (
        len(words) <= 9
        and following.kind in (BlockKind.PARAGRAPH, BlockKind.ITEM)
        and (not begins_with_verb(text)[0] or pattern("is-order-2").match(folded(text)) is not None)
    )


def _is_title(words: list[str]) -> bool:
    """Return whether the words that matter have capitals: "Document Control", not "Stay on topic"."""
    return len(words) > 1 and all(
        word[:1].isupper() or not word[:1].isalpha() or len(word) < 4 for word in words
    )


def _level(block: DocumentBlock) -> int:
    if block.number:
        return 1 + block.number.rstrip(".").count(".") + (0 if block.number[:1].isdigit() else 1)
    return 2


def _add_heading(block: DocumentBlock, state: _State) -> None:
    level = block.level
    if dos_and_donts(block.text):  # a part of the heading over it, whatever it looks like
        while state.headings and dos_and_donts(state.headings[-1][1]):
            state.headings.pop()
        level = max([level, *(depth + 1 for depth, _ in state.headings)])
    while state.headings and state.headings[-1][0] >= level:
        state.headings.pop()
    state.headings.append((level, block.text))
    state.leads = []


def _add_unit(block: DocumentBlock, following: DocumentBlock | None, state: _State) -> None:
    if block.kind is not BlockKind.ITEM:
        state.leads = []
    else:
        state.leads = [
            lead for lead in state.leads if lead.depth < block.level and not _is_beside(lead, block)
        ]
    headings = tuple(text for _, text in state.headings)
    lead = state.leads[-1] if state.leads else None
    if lead is None and block.kind is BlockKind.ITEM and headings:
        lead = _heading_lead(headings[-1], block)
    made = _lead_of(block, following)
    state.units.append(Passage(block, headings, lead, made))
    if made is not None:
        over = next((each for each in state.leads if each.depth == made.depth), None) or lead
        state.leads = [each for each in state.leads if each.depth < made.depth]
        state.leads.append(replace(made, over=over))


def dos_and_donts(text: str) -> str:
    """Return the force of a heading or lead-in that is only "Do", "Always", "Don't" or "Never"."""
    bare = re.sub(r"[^a-z’ ]", "", folded(text)).strip()
    if bare in ("do", "dos", "do’s", "always", "please do"):
        return "must"
    return "must not" if bare in ("don’t", "donts", "don’ts", "do not", "never", "please don’t") else ""


def _is_beside(lead: Lead, block: DocumentBlock) -> bool:
    """Return whether an item is numbered like the one that leads others: "4.4" after "4.3" and its (a)."""
    shapes = {re.sub(r"\d+", "9", each.number).rstrip(".)") for each in (lead.block, block)}
    return (
        lead.block.kind is BlockKind.ITEM
        and bool(block.number)
        and len(shapes) == 1
        and "9" in str(shapes)
        and _last_number(block) > _last_number(lead.block)
    )


def _last_number(block: DocumentBlock) -> int:
    """Return the last number before a block: 3 of "4.3"; a list within a list begins anew."""
    found = re.findall(r"\d+", block.number)
    return int(found[-1]) if found else 0


def _heading_lead(heading: str, block: DocumentBlock) -> Lead | None:
    """Return a heading as the lead-in of a list where it speaks like one ("Parents must")."""
    if lexicon().lists["aims"].search(heading):
        return Lead(heading, replace(block, text=heading), 0, is_aims=True)
    if dos_and_donts(heading):
        return Lead(heading, replace(block, text=heading), 0)
    if heading.endswith(":") or force_of(heading) is not None:
        return Lead(heading, replace(block, text=heading), 0)
    return None


def _lead_of(block: DocumentBlock, following: DocumentBlock | None) -> Lead | None:
    if following is None or following.kind is not BlockKind.ITEM:
        return None
    depth = block.level if block.kind is BlockKind.ITEM else 0
    text = block.text.rstrip()
    if depth and following.level == depth and text.endswith(":"):
        depth -= 1  # an item that leads those after it at its own depth
    deeper = following.level > depth
    ends_open = text.endswith((":", ":-", "–", "-", ";")) or (not _ENDED.search(text) and len(text) > 8)
    if not deeper or not ends_open:
        return None
    if block.kind is BlockKind.ITEM and not text.endswith((":", ":-", ";")) and not _is_unfinished(text):
        return None
    last = re.split(r"(?<=[.!?])\s+(?=[A-Z])", text)[-1]
    low = folded(last)
    patterns = lexicon().lists
    return Lead(
        last,
        block,
        depth,
        is_aims=bool(patterns["aims"].search(low)),
        is_enumeration=bool(patterns["enumerates"].search(low)),
        is_definitions="definition" in low or bool(re.search(r"\bterms\b.*\b(mean|apply|used)", low)),
    )


def _is_unfinished(text: str) -> bool:
    return bool(pattern("is-unfinished").search(text))
