"""Verify chains of events while they stream by. Pure: rows in, faults out."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from typing import Any, TypeAlias

from belisha.audit.hashing import COVERED, hash_event, seal_chain

Row: TypeAlias = tuple[Any, ...]
"""An event's `COVERED` values, and its hash."""
Checkpoints: TypeAlias = Mapping[int, Mapping[int, str]]
"""The hashes of a checkpoint, by chain and number."""

CHAIN, NUMBER, PREVIOUS = (COVERED.index(name) for name in ("chain", "number", "previous"))


@dataclass(frozen=True, slots=True)
class ChainEnd:
    """The end of a chain, as its head states it."""

    number: int
    hash: str
    seal: str


@dataclass(frozen=True, slots=True)
class ChainFault:
    """What is wrong, in which chain, at which number (0: the chain as a whole)."""

    chain: int
    number: int
    what: str


@dataclass(slots=True)
class ChainCheck:
    """The result for one chain: how many events, the hash of the last, and its faults."""

    chain: int
    count: int = 0
    number: int = 0
    hash: str = ""
    faults: list[ChainFault] = field(default_factory=list)

    def add_fault(self, number: int, what: str) -> None:
        """Add a fault."""
        self.faults.append(ChainFault(self.chain, number, what))


def check_chains(
    rows: Iterable[Row],
    ends: Mapping[int, ChainEnd],
    *,
    keys: Iterable[str],
    checkpoints: Checkpoints | None = None,
    passed: Callable[[int], None] = lambda _: None,
) -> Iterator[ChainCheck]:
    """Yield the result for each chain. `rows` are sorted by chain and number; `keys` may have made the seals.

    Chains with an end or a checkpoint but no rows are included. `passed` is called with each row's number.
    """
    checkpoints = checkpoints or {}
    keys = tuple(keys)
    left = {*ends, *checkpoints}
    for chain, events in groupby(rows, key=itemgetter(CHAIN)):
        left.discard(chain)
        noted = checkpoints.get(chain, {})
        found = check_events(chain, events, checkpoints=noted, passed=passed)
        _check_end(found, ends.get(chain), keys)
        _check_length(found, noted)
        yield found
    for chain in sorted(left):
        found = ChainCheck(chain)
        _check_end(found, ends.get(chain), keys)
        _check_length(found, checkpoints.get(chain, {}))
        yield found


def check_events(
    chain: int,
    rows: Iterable[Row],
    *,
    checkpoints: Mapping[int, str] | None = None,
    is_extract: bool = False,
    passed: Callable[[int], None] = lambda _: None,
) -> ChainCheck:
    """Check the events of one chain: is each as it was written, and does each follow the one before?

    An extract may leave events out; the rest must be in order.
    """
    found = ChainCheck(chain)
    checkpoints = checkpoints or {}
    was_whole = True
    for row in rows:
        *stated, written = row
        number = stated[NUMBER]
        is_next = number == found.number + 1
        if not is_next and not (is_extract and number > found.number):
            found.add_fault(found.number + 1, _gap(found.number + 1, number - 1))
        is_whole = hash_event(stated) == written
        if not is_whole:
            found.add_fault(number, "was altered: it does not say what was written")
        elif is_next and stated[PREVIOUS] != found.hash and was_whole:
            found.add_fault(*_break(number, found.number))
        if number in checkpoints and checkpoints[number] != written:
            found.add_fault(number, "is not the event of the checkpoint")
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


def _check_end(found: ChainCheck, end: ChainEnd | None, keys: tuple[str, ...]) -> None:
    if end is None:
        if found.count:
            found.add_fault(0, "has no head: the row that says where it ends is missing")
        return
    if end.number > found.number:
        found.add_fault(found.number + 1, f"{_gap(found.number + 1, end.number)}: the newest of the chain")
    elif end.number < found.number:
        found.add_fault(end.number + 1, "was added past the end that the head states")
    elif end.hash != found.hash:
        found.add_fault(found.number, "is not the event with which the head says that the chain ends")
    is_empty = end.number == 0 and not end.hash
    if not is_empty and end.seal not in {
        seal_chain(found.chain, end.number, end.hash, key=key) for key in keys
    }:
        found.add_fault(
            0,
            "has a seal that this site’s key did not make: the chain was written anew, or the key is another "
            "(name the former one in BELISHA_SECRET_KEYS_OLD)",
        )


def _check_length(found: ChainCheck, noted: Mapping[int, str]) -> None:
    newest = max(noted, default=0)
    if newest > found.number and not any(fault.number > found.number for fault in found.faults):
        found.add_fault(
            found.number + 1, f"{_gap(found.number + 1, newest)}: the checkpoint has event {newest}"
        )
