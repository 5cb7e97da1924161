"""Checkpoints: where each chain ended on a day, in a file that is kept elsewhere.

A chain shows by itself that an event in it was altered. Whether its newest events were removed together with
its head, or somebody with the site's key rewrote it, shows only against a copy that they could not reach.
"""

import json
from collections.abc import Iterable
from typing import Any

from belisha.audit.chains import Checkpoints

KIND = "belisha anchor 1"


class CheckpointError(ValueError):
    """The text is not a checkpoint."""


def write_checkpoint(ends: Iterable[tuple[int, int, str]], *, made_at: str) -> str:
    """Return the text of a checkpoint. `ends` are (chain, number, hash), `made_at` is ISO 8601."""
    chains = [{"chain": chain, "number": number, "hash": head} for chain, number, head in ends]
    return json.dumps({"kind": KIND, "made_at": made_at, "chains": chains}, indent=1) + "\n"


def read_checkpoint(text: str) -> Checkpoints:
    """Return the hashes in a checkpoint. Raise CheckpointError if the text is not one."""
    try:
        stated: Any = json.loads(text)
        if stated["kind"] != KIND:
            message = f"it is of the kind `{stated['kind']}`; expected `{KIND}`"
            raise CheckpointError(message)
        return {
            int(row["chain"]): {int(row["number"]): str(row["hash"])} if row["number"] else {}
            for row in stated["chains"]
        }
    except CheckpointError:
        raise
    except (ValueError, KeyError, TypeError) as error:
        message = "it is not a checkpoint that `belisha verify --keep FILE` wrote"
        raise CheckpointError(message) from error
