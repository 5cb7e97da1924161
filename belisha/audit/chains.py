"""Checks chains of events, one after another, as they stream by. Pure: rows in, faults out."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from typing import Any, TypeAlias

from belisha.audit.hashing import COVERED, hash_of, seal_of

Row: TypeAlias = tuple[Any, ...]
"""An event's `COVERED` values, and its hash."""
Anchors: TypeAlias = Mapping[int, Mapping[int, str]]
"""By chain and number, the hash that was once noted down elsewhere."""

CHAIN, NUMBER, PREVIOUS = (COVERED.index(name) for name in ("chain", "number", "previous"))


@dataclass(frozen=True, slots=True)
class End:
    """The end of a chain as its head states it."""

    number: int
    hash: str
    seal: str


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, and where: in which chain, at which number (0: with the chain as a whole)."""

    chain: int
    number: int
    what: str


@dataclass(slots=True)
class Checked:
    """One chain that was gone through: how many events, the hash of the last, and what is wrong."""

    chain: int
    count: int = 0
    number: int = 0
    hash: str = ""
    faults: list[Fault] = field(default_factory=list)

    def blame(self, number: int, what: str) -> None:
        """Note a fault."""
        self.faults.append(Fault(self.chain, number, what))


def check_chains(
    rows: Iterable[Row],
    ends: Mapping[int, End],
    *,
    keys: Iterable[str],
    anchors: Anchors | None = None,
    passed: Callable[[int], None] = lambda _: None,
) -> Iterator[Checked]:
    """Each chain with its faults. `rows` come by chain and number; `ends` by chain; `keys` made the seals.

    A chain that has an end or an anchor and no rows is told of too. `passed` gets each row's number.
    """
    anchors = anchors or {}
    keys = tuple(keys)
    left = {*ends, *anchors}
    for chain, events in groupby(rows, key=itemgetter(CHAIN)):
        left.discard(chain)
        noted = anchors.get(chain, {})
        found = check_events(chain, events, anchors=noted, passed=passed)
        _check_end(found, ends.get(chain), keys)
        _check_length(found, noted)
        yield found
    for chain in sorted(left):
        found = Checked(chain)
        _check_end(found, ends.get(chain), keys)
        _check_length(found, anchors.get(chain, {}))
        yield found


def check_events(
    chain: int,
    rows: Iterable[Row],
    *,
    anchors: Mapping[int, str] | None = None,
    is_extract: bool = False,
    passed: Callable[[int], None] = lambda _: None,
) -> Checked:
    """One chain's events by themselves: is each as it was written, and does each follow the one before?

    Of an extract events may be left out; those that are there stand in their order.
    """
    found = Checked(chain)
    anchors = anchors or {}
    was_whole = True
    for row in rows:
        *stated, written = row
        number = stated[NUMBER]
        is_next = number == found.number + 1
        if not is_next and not (is_extract and number > found.number):
            found.blame(found.number + 1, _gap(found.number + 1, number - 1))
        is_whole = hash_of(stated) == written
        if not is_whole:
            found.blame(number, "was altered: it does not say what was written")
        elif is_next and stated[PREVIOUS] != found.hash and was_whole:
            found.blame(*_break(number, found.number))
        if number in anchors and anchors[number] != written:
            found.blame(number, "is not the event that the anchor noted")
        found.count += 1
        found.number, found.hash, was_whole = number, written, is_whole
        passed(number)
    return found


def _break(number: int, before: int) -> tuple[int, str]:
    if number == 1:
        return 1, "is not the first event that was written"
    return before, f"was written anew, or stands in another’s place: event {number} was built on another"


def _gap(first: int, last: int) -> str:
    if last < first:
        return "is there twice"
    return "is missing" if first == last else f"and those up to {last} are missing"


def _check_end(found: Checked, end: End | None, keys: tuple[str, ...]) -> None:
    if end is None:
        if found.count:
            found.blame(0, "has no head: the row that says where it ends is missing")
        return
    if end.number > found.number:
        found.blame(found.number + 1, f"{_gap(found.number + 1, end.number)}: the newest of the chain")
    elif end.number < found.number:
        found.blame(end.number + 1, "was added past the end that the head states")
    elif end.hash != found.hash:
        found.blame(found.number, "is not the event with which the head says that the chain ends")
    is_empty = end.number == 0 and not end.hash
    if not is_empty and end.seal not in {seal_of(found.chain, end.number, end.hash, key=key) for key in keys}:
        found.blame(
            0,
            "has a seal that this site’s key did not make: the chain was written anew, or the key is another "
            "(name the former one in BELISHA_SECRET_KEYS_OLD)",
        )


def _check_length(found: Checked, noted: Mapping[int, str]) -> None:
    newest = max(noted, default=0)
    if newest > found.number and not any(fault.number > found.number for fault in found.faults):
        found.blame(found.number + 1, f"{_gap(found.number + 1, newest)}: the anchor noted event {newest}")
