"""A role card: what a policy asks of one audience, on one sheet of A4.

It groups clauses like the page for a role (`role_page`), in four boxes, most serious first. What does not fit
goes to a second side: there every ban stands that the first has no room for, and of the rest as much as
fits. The card says how many more there are.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from belisha.base.text import capital, join_words
from belisha.policies.cards.role_page import ClauseGroup, groups_for
from belisha.policies.documents.clause_text import LEAVE, role_labels
from belisha.policies.models import PolicyVersion
from belisha.policies.queries import read_version
from belisha.rules.compare import grave_towards, gravities, topic_of
from belisha.rules.language import grants
from belisha.rules.language.clauses import Clause, Deed, Effect, Exemption, Force, Grant, Rule
from belisha.rules.vocabulary.loading import load_vocabulary
from belisha.rules.wording import grants as grant_words
from belisha.rules.wording.grammar import the

BANS = "must-not"
BOXES = (
    (BANS, "You must not", "prohibited", ("must-not", "should-not")),
    ("ask-first", "Ask first", "needs-permission", ("ask-first",)),
    ("must", "You must", "required", ("must", "should")),
)
SOFT = {"should-not": "should not", "should": "should"}
TELLING = (Deed.REPORT, Deed.TELL, Deed.REFER)
# The approximate lines and characters that fit on A4 between heading and foot.
LINES, LETTERS = 56, 110
MOST_TOLD = 6
# The rank of a topic missing from the table, and the bonus for a new topic over a repeated one.
LEAST, TURN = 8, 2


@dataclass(frozen=True, slots=True)
class CardItem:
    """One line of a card: a clause's id, title and text; whom to ask; `soft` if it is only a "should"."""

    clause: str
    title: str
    words: str
    ask: str = ""
    soft: str = ""

    @property
    def lines(self) -> int:
        """The approximate number of printed lines."""
        return 1 + len(self.title + self.words + self.soft) // LETTERS + (1 if self.ask else 0)


@dataclass(frozen=True, slots=True)
class CardBox:
    """Items under one heading, most serious first; `more` were left out."""

    anchor: str
    heading: str
    verdict: str
    items: tuple[CardItem, ...]
    more: int = 0


@dataclass(frozen=True, slots=True)
class PersonToTell:
    """Someone to tell, and the titles of the clauses that say so."""

    who: str
    of: tuple[str, ...]
    words: tuple[str, ...] = ()
    """The roles and parties of the vocabulary that are told."""


@dataclass(frozen=True, slots=True)
class RoleCard:
    """The card of one role. `told` is whom to tell, `unsure` whom to ask where the policy is silent.

    `boxes` are on the first side, `over` on the second; a box of the second is what the first left out.
    """

    role: str
    boxes: tuple[CardBox, ...]
    told: tuple[PersonToTell, ...]
    unsure: str
    over: tuple[CardBox, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether no clause asks anything of the role."""
        return not self.boxes

    @property
    def more(self) -> int:
        """How many clauses are on the page for the role and not on the card."""
        return sum(box.more for box in self.boxes)


def card_for(
    version: PolicyVersion, role: str, on: date, lines: int = LINES, overleaf: int = LINES
) -> RoleCard:
    """Return the card of a role on a day, with as many items as about `lines` lines hold, and `overleaf` on
    the second side, where every ban stands that the first side leaves out.
    """
    return _card(version.pk, version.checksum, role, on, lines, overleaf)


@lru_cache(maxsize=512)
def _card(pk: int, checksum: str, role: str, on: date, lines: int, overleaf: int) -> RoleCard:
    policy = read_version(pk, checksum)
    groups = groups_for(policy, role, on)
    told = _told(groups)[: max(1, lines // 9)]
    taken = (3 if told else 0) + sum(1 + len(", ".join(each.of)) // LETTERS for each in told)
    everything = boxes_of(groups)
    boxes = fit_to_page(everything, lines - taken)
    over = second_side(everything, boxes, overleaf)
    return RoleCard(role, boxes, told, join_words(role_labels(policy.control.ask_whom)), over)


def boxes_of(groups: Sequence[ClauseGroup]) -> list[CardBox]:
    """Return all clauses of the groups in the boxes of a card, most serious first; a box may be empty."""
    return [_box(groups, *each) for each in BOXES]


def _box(
    groups: Sequence[ClauseGroup], anchor: str, heading: str, verdict: str, anchors: Sequence[str]
) -> CardBox:
    by_anchor = {group.anchor: group.clauses for group in groups}
    named = {clause.id: name for name in anchors for clause in by_anchor.get(name, ())}
    clauses = [clause for name in anchors for clause in by_anchor.get(name, ())]
    items = [_item(clause, named[clause.id]) for clause in _gravest(clauses)]
    return CardBox(anchor, heading, verdict, tuple(items))


def _gravest(clauses: Iterable[Clause]) -> list[Clause]:
    """Return the clauses, most serious first, alternating between topics so that each one is shown."""
    by_topic: dict[str, int] = {}
    ranked: list[tuple[int, int, Clause]] = []
    for clause in sorted(clauses, key=_weight):
        topic = clause_topic(clause)
        place = by_topic[topic] = by_topic.get(topic, -1) + 1
        ranked.append((gravities().get(topic, LEAST) + TURN * place + _weight(clause), len(ranked), clause))
    return [clause for _, _, clause in sorted(ranked, key=lambda each: each[:2])]


def clause_topic(clause: Clause) -> str:
    """Return the topic of what a rule is about; empty for other clauses."""
    return topic_of(clause.action, load_vocabulary().actions) if isinstance(clause, Rule) else ""


def _weight(clause: Clause) -> int:
    """Return the sort weight: clauses about children first, those for the school as a body last."""
    if not isinstance(clause, Rule):
        return 6
    roles = load_vocabulary().roles
    if all(role in roles and roles[role].is_institution for role in clause.who):
        return 12
    soft = 2 if clause.force in (Force.SHOULD_NOT, Force.SHOULD) else 0
    return soft + (3 if grave_towards().isdisjoint(clause.towards) else 0)


def _item(clause: Clause, anchor: str) -> CardItem:
    ask = _ask(clause) if anchor == "ask-first" and isinstance(clause, Rule) else ""
    return CardItem(clause.id, clause.title, " ".join(clause.text.split()), ask, SOFT.get(anchor, ""))


def _ask(rule: Rule) -> str:
    """Return whom to ask and how: `the headteacher, in writing, beforehand`."""
    ways = (" and ".join(_asked(part) for part in way.parts if _is_leave(part)) for way in _ways(rule))
    return join_words(dict.fromkeys(filter(None, ways)))


def _asked(part: object) -> str:
    if not isinstance(part, Grant):
        return ""
    who = join_words(the(each, load_vocabulary()) for each in part.of)
    named = [*grants.forms(part), *(["prior"] if part.prior else [])]
    return who + "".join(f",{grant_words.FORM_WORDS[form]}" for form in named)


def _ways(rule: Rule) -> Iterable[Exemption]:
    """Return the ways to have leave: out of a ban, or to have what a `may` needs."""
    return rule.unless if rule.force.forbids else rule.only_with


def _is_leave(part: object) -> bool:
    return isinstance(part, Grant) and part.kind in LEAVE


def _told(groups: Iterable[ClauseGroup]) -> tuple[PersonToTell, ...]:
    """Return whom the role's own rules say to tell, most often named first."""
    vocabulary = load_vocabulary()
    found: dict[str, list[str]] = {}
    words: dict[str, tuple[str, ...]] = {}
    for clause in (clause for group in groups for clause in group.clauses):
        for effect in _tells(clause):
            who = join_words(the(each, vocabulary) for each in effect.to)
            who += f", {effect.by}" if effect.by else ""
            words.setdefault(who, effect.to)
            titles = found.setdefault(who, [])
            if clause.title not in titles:
                titles.append(clause.title)
    often = sorted(found.items(), key=lambda each: -len(each[1]))[:MOST_TOLD]
    return tuple(PersonToTell(capital(who), tuple(titles[:3]), words[who]) for who, titles in often)


def _tells(clause: Clause) -> Iterable[Effect]:
    if isinstance(clause, Rule):
        yield from (effect for effect in clause.then if effect.deed in TELLING and effect.to)


def fit_to_page(boxes: Sequence[CardBox], lines: int) -> tuple[CardBox, ...]:
    """Return the boxes with as many items as fit on about `lines` lines, most serious first, a share for
    each.
    """
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
        CardBox(
            box.anchor,
            box.heading,
            box.verdict,
            box.items[: kept[box.anchor]],
            len(box.items) - kept[box.anchor],
        )
        for box in wanted
    )


def second_side(boxes: Sequence[CardBox], first: Sequence[CardBox], lines: int) -> tuple[CardBox, ...]:
    """Return what the first side of a card left out of its boxes: every ban, and of the rest as much as fits
    on about `lines` lines.
    """
    kept = {box.anchor: len(box.items) for box in first}
    left = [replace(box, items=box.items[kept.get(box.anchor, 0) :]) for box in boxes]
    bans = tuple(box for box in left if box.anchor == BANS and box.items)
    taken = sum(item.lines for box in bans for item in box.items) + 3 * len(bans)
    rest = fit_to_page([box for box in left if box.anchor != BANS], lines - taken)
    return (*bans, *(box for box in rest if box.items))
