"""A role card: what a policy asks of one audience, on one sheet of A4.

The same grouping as the page for a role (`for_role`), put into four boxes. What does not fit is left out
from the
least grave upwards, and the card says how many more there are.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from belisha.base.words import capital, join_words
from belisha.policies.clause_words import roles_words
from belisha.policies.for_role import Group, groups_for
from belisha.policies.models import PolicyVersion
from belisha.policies.queries import read_version
from belisha.rules import grants
from belisha.rules.clauses import Clause, Deed, Effect, Force, Grant, GrantKind, Rule
from belisha.rules.comparing.topics import grave_towards, gravities, topic_of
from belisha.rules.phrasing import the
from belisha.rules.vocabulary import load_vocabulary

BOXES = (
    ("must-not", "You must not", "prohibited", ("must-not", "should-not")),
    ("ask-first", "Ask first", "needs-permission", ("ask-first",)),
    ("must", "You must", "required", ("must", "should")),
)
SOFT = {"should-not": "should not", "should": "should"}
TELLING = (Deed.REPORT, Deed.TELL, Deed.REFER)
# A sheet of A4 holds about so many lines of so many letters, beside its heading and its foot.
LINES, LETTERS = 56, 110
MOST_TOLD = 6
# A topic that the table does not rank, and how much graver another topic counts than a second clause of
# the same.
LEAST, TURN = 8, 2


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a card: a clause's id, title and own words; whom to ask; `soft` where it is only a
    "should"."""

    clause: str
    title: str
    words: str
    ask: str = ""
    soft: str = ""

    @property
    def lines(self) -> int:
        """About how many lines it takes on paper."""
        return 1 + len(self.title + self.words + self.soft) // LETTERS + (1 if self.ask else 0)


@dataclass(frozen=True, slots=True)
class Box:
    """Items under one heading, the gravest first; `more` were left out."""

    anchor: str
    heading: str
    verdict: str
    items: tuple[Item, ...]
    more: int = 0


@dataclass(frozen=True, slots=True)
class Told:
    """Somebody to be told, and of what: titles of clauses."""

    who: str
    of: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """The card of one role. `told` is whom to tell, `unsure` whom to ask where the policy is silent."""

    role: str
    boxes: tuple[Box, ...]
    told: tuple[Told, ...]
    unsure: str

    @property
    def is_empty(self) -> bool:
        """Whether no clause asks anything of the role."""
        return not self.boxes

    @property
    def more(self) -> int:
        """How many clauses are on the page for the role and not on the card."""
        return sum(box.more for box in self.boxes)


def card_for(version: PolicyVersion, role: str, on: date, lines: int = LINES) -> Card:
    """The card of a role on a day, with as many items as about `lines` lines hold."""
    return _card(version.pk, version.checksum, role, on, lines)


@lru_cache(maxsize=512)
def _card(pk: int, checksum: str, role: str, on: date, lines: int) -> Card:
    policy = read_version(pk, checksum)
    groups = groups_for(policy, role, on)
    told = _told(groups)[: max(1, lines // 9)]
    taken = (3 if told else 0) + sum(1 + len(", ".join(each.of)) // LETTERS for each in told)
    boxes = fitted([_box(groups, *each) for each in BOXES], lines - taken)
    return Card(role, boxes, told, join_words(roles_words(policy.control.ask_whom)))


def _box(groups: Sequence[Group], anchor: str, heading: str, verdict: str, anchors: Sequence[str]) -> Box:
    by_anchor = {group.anchor: group.clauses for group in groups}
    named = {clause.id: name for name in anchors for clause in by_anchor.get(name, ())}
    clauses = [clause for name in anchors for clause in by_anchor.get(name, ())]
    items = [_item(clause, named[clause.id]) for clause in _gravest(clauses)]
    return Box(anchor, heading, verdict, tuple(items))


def _gravest(clauses: Iterable[Clause]) -> list[Clause]:
    """The gravest first; of one topic only so many stand together that every topic has its turn."""
    by_topic: dict[str, int] = {}
    ranked: list[tuple[int, int, Clause]] = []
    for clause in sorted(clauses, key=_weight):
        topic = _topic(clause)
        place = by_topic[topic] = by_topic.get(topic, -1) + 1
        ranked.append((gravities().get(topic, LEAST) + TURN * place + _weight(clause), len(ranked), clause))
    return [clause for _, _, clause in sorted(ranked, key=lambda each: each[:2])]


def _topic(clause: Clause) -> str:
    return topic_of(clause.action, load_vocabulary().actions) if isinstance(clause, Rule) else ""


def _weight(clause: Clause) -> int:
    """What concerns children comes first; what the school as such must do comes last."""
    if not isinstance(clause, Rule):
        return 6
    roles = load_vocabulary().roles
    if all(role in roles and roles[role].is_institution for role in clause.who):
        return 12
    soft = 2 if clause.force in (Force.SHOULD_NOT, Force.SHOULD) else 0
    return soft + (3 if grave_towards().isdisjoint(clause.towards) else 0)


def _item(clause: Clause, anchor: str) -> Item:
    ask = _ask(clause) if anchor == "ask-first" and isinstance(clause, Rule) else ""
    return Item(clause.id, clause.title, " ".join(clause.text.split()), ask, SOFT.get(anchor, ""))


def _ask(rule: Rule) -> str:
    """Whom to ask and in which form: `the headteacher, in writing, beforehand`."""
    ways = (" and ".join(_asked(part) for part in way.parts if _is_leave(part)) for way in rule.unless)
    return join_words(dict.fromkeys(filter(None, ways)))


def _asked(part: object) -> str:
    if not isinstance(part, Grant):
        return ""
    who = join_words(the(each, load_vocabulary()) for each in part.of)
    named = [*grants.forms(part), *(["prior"] if part.prior else [])]
    return who + "".join(f",{grants.FORM_WORDS[form]}" for form in named)


def _is_leave(part: object) -> bool:
    return isinstance(part, Grant) and part.kind in (GrantKind.PERMISSION, GrantKind.CONSENT)


def _told(groups: Iterable[Group]) -> tuple[Told, ...]:
    """Whom the role's own rules tell to turn to, those named most often first."""
    vocabulary = load_vocabulary()
    found: dict[str, list[str]] = {}
    for clause in (clause for group in groups for clause in group.clauses):
        for effect in _tells(clause):
            who = join_words(the(each, vocabulary) for each in effect.to)
            titles = found.setdefault(who + (f", {effect.by}" if effect.by else ""), [])
            if clause.title not in titles:
                titles.append(clause.title)
    often = sorted(found.items(), key=lambda each: -len(each[1]))[:MOST_TOLD]
    return tuple(Told(capital(who), tuple(titles[:3])) for who, titles in often)


def _tells(clause: Clause) -> Iterable[Effect]:
    if isinstance(clause, Rule):
        yield from (effect for effect in clause.then if effect.deed in TELLING and effect.to)


def fitted(boxes: Sequence[Box], lines: int) -> tuple[Box, ...]:
    """The boxes with what fits on about `lines` lines: each keeps its share, the gravest items first."""
    wanted = [box for box in boxes if box.items]
    kept = {box.anchor: 0 for box in wanted}
    left = lines - 3 * len(wanted)
    is_open = set(kept)
    while is_open:
        for box in wanted:
            if box.anchor not in is_open:
                continue
            place = kept[box.anchor]
            if place == len(box.items) or box.items[place].lines > left:
                is_open.discard(box.anchor)
                continue
            left -= box.items[place].lines
            kept[box.anchor] = place + 1
    return tuple(
        Box(
            box.anchor,
            box.heading,
            box.verdict,
            box.items[: kept[box.anchor]],
            len(box.items) - kept[box.anchor],
        )
        for box in wanted
    )
