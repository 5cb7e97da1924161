"""The record as it stands in a database or in a file, for `chains` to check."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from django.conf import settings

from belisha.audit.chains import Anchors, Checked, End, Row, check_chains
from belisha.audit.hashing import COVERED
from belisha.audit.models import Event, Head

FIELDS = (*COVERED, "hash")


def check_database(
    *,
    using: str = "default",
    chains: Iterable[int] | None = None,
    anchors: Anchors | None = None,
    keys: Iterable[str] = (),
    passed: Callable[[int], None] = lambda _: None,
) -> Iterator[Checked]:
    """Every chain of the database `using` (or those in `chains`), checked. Read in one transaction of yours.

    `keys` are tried for the seals; by default the site's own and those used before.
    """
    events, heads = Event.objects.using(using), Head.objects.using(using)
    if chains is not None:
        chains = list(chains)
        events, heads = events.filter(chain__in=chains), heads.filter(chain__in=chains)
        anchors = {chain: noted for chain, noted in (anchors or {}).items() if chain in chains}
    ends = {head.chain: End(head.number, head.hash, head.seal) for head in heads}
    rows = events.order_by("chain", "number").values_list(*FIELDS).iterator(chunk_size=2000)
    keys = tuple(keys) or (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return check_chains(rows, ends, keys=keys, anchors=anchors, passed=passed)


def line_of(row: Row) -> str:
    """An event as a line of an export: its fields by name, with the time in UTC."""
    fields = dict(zip(FIELDS, row, strict=True))
    return json.dumps({**fields, "at": fields["at"].isoformat()}, ensure_ascii=False)


def row_of(line: Mapping[str, Any]) -> Row:
    """The event that `line_of` wrote. KeyError, ValueError or TypeError where it is none."""
    values = {name: line[name] for name in FIELDS}
    return tuple((values | {"at": datetime.fromisoformat(values["at"])}).values())
