"""An anchor: where each chain ended on a day, noted in a file that is kept elsewhere.

A chain shows that an event in it was altered. That its newest events were taken away together with its head,
or that somebody with the site's key wrote it anew, shows only against a note that they could not reach.
"""

import json
from collections.abc import Iterable
from typing import Any

from belisha.audit.chains import Anchors

KIND = "belisha anchor 1"


class AnchorError(ValueError):
    """The text is no anchor."""


def write_anchor(ends: Iterable[tuple[int, int, str]], *, made_at: str) -> str:
    """The text of an anchor. `ends` are (chain, number, hash), `made_at` an instant in ISO 8601."""
    chains = [{"chain": chain, "number": number, "hash": head} for chain, number, head in ends]
    return json.dumps({"kind": KIND, "made_at": made_at, "chains": chains}, indent=1) + "\n"


def read_anchor(text: str) -> Anchors:
    """What an anchor noted. AnchorError where the text is none."""
    try:
        stated: Any = json.loads(text)
        if stated["kind"] != KIND:
            message = f"it is of the kind `{stated['kind']}`; expected `{KIND}`"
            raise AnchorError(message)
        return {
            int(row["chain"]): {int(row["number"]): str(row["hash"])} if row["number"] else {}
            for row in stated["chains"]
        }
    except AnchorError:
        raise
    except (ValueError, KeyError, TypeError) as error:
        message = "it is not an anchor that `belisha verify --keep FILE` wrote"
        raise AnchorError(message) from error
