"""Work spread over processes and machines by Dask distributed, where it is installed (`belisha[bulk]`)."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

from belisha.cli.errors import UsageError
from belisha.rules.clause_replay import Asked, Counts, Spread, Texts, count_piece

LOCAL = "local"
AHEAD = 2
"""Pieces that wait at each process, so that none is idle and not all of them are in memory."""


@contextmanager
def cluster(address: str, processes: int) -> Iterator[Spread]:
    """Yield how to count pieces on the cluster at `address`; `local` starts one here.

    Raise UsageError if Dask is not installed or the cluster does not answer.
    """
    try:
        distributed: Any = import_module("distributed")
    except ImportError:
        raise UsageError(
            "a cluster needs Dask distributed, which is not installed: pip install 'belisha[bulk]'"
        ) from None
    options: Any = {"dashboard_address": None, "threads_per_worker": 1, "n_workers": processes}
    own = distributed.LocalCluster(host="127.0.0.1", **options) if address == LOCAL else None
    try:
        try:
            client = distributed.Client(own or address, timeout=10)
        except (OSError, TimeoutError, ValueError) as error:
            raise UsageError(f"the cluster at `{address}` does not answer: {error}") from None
        with client:
            yield lambda texts, found: _counted(client, texts, found)
    finally:
        if own is not None:
            own.close()


def _counted(client: Any, texts: Texts, found: Iterator[list[Asked]]) -> Iterator[tuple[Counts, Counts]]:
    """Yield the counts of each piece, in any order: their sum is the same."""
    there = client.scatter(texts, broadcast=True)
    at_once = AHEAD * max(1, len(client.scheduler_info(n_workers=-1)["workers"]))
    running: Any = import_module("distributed").as_completed()
    count = 0
    for piece in found:
        running.add(client.submit(count_piece, there, piece, pure=False))
        count += 1
        if count >= at_once:
            yield next(running).result()
            count -= 1
    for _ in range(count):
        yield next(running).result()
