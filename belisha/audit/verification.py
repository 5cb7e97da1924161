"""Read the record from a database or an export, for `chains` to verify."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from django.conf import settings

from belisha.audit.chains import ChainCheck, ChainEnd, Checkpoints, Row, check_chains
from belisha.audit.hashing import COVERED
from belisha.audit.models import Event, Head

FIELDS = (*COVERED, "hash")


def check_database(
    *,
    using: str = "default",
    chains: Iterable[int] | None = None,
    checkpoints: Checkpoints | None = None,
    keys: Iterable[str] = (),
    passed: Callable[[int], None] = lambda _: None,
) -> Iterator[ChainCheck]:
    """Yield the result for each chain of the database `using`, or of those in `chains`.

    Call it in a transaction. `keys` are tried for the seals; by default the site's current and former keys.
    """
    events, heads = Event.objects.using(using), Head.objects.using(using)
    if chains is not None:
        chains = list(chains)
        events, heads = events.filter(chain__in=chains), heads.filter(chain__in=chains)
        checkpoints = {chain: noted for chain, noted in (checkpoints or {}).items() if chain in chains}
    ends = {head.chain: ChainEnd(head.number, head.hash, head.seal) for head in heads}
    rows = events.order_by("chain", "number").values_list(*FIELDS).iterator(chunk_size=2000)
    keys = tuple(keys) or (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return check_chains(rows, ends, keys=keys, checkpoints=checkpoints, passed=passed)


def event_line(row: Row) -> str:
    """Return an event as a line of an export: JSON, fields by name, time in UTC."""
    fields = dict(zip(FIELDS, row, strict=True))
    return json.dumps({**fields, "at": fields["at"].isoformat()}, ensure_ascii=False)


def event_from_line(line: Mapping[str, Any]) -> Row:
    """Return the event of a line. Raise KeyError, ValueError or TypeError if it is not one."""
    values = {name: line[name] for name in FIELDS}
    return tuple((values | {"at": datetime.fromisoformat(values["at"])}).values())
