"""Generate the page of a version's lifecycle from the tables of moves and rights."""

from __future__ import annotations

from belisha.access.rights import load_rights
from belisha.lifecycle.moves import Move, diagram
from belisha.policies.states import VERSION_LIFE
from belisha.rules.vocabulary.loading import load_vocabulary


def lifecycle(note: str) -> str:
    """Return the diagram of a version's states, and each move with who may make it."""
    rows = ["| step | from | to | who, unless the school says otherwise |", "|---|---|---|---|"]
    rows += [
        f"| {move.verb} | {', '.join(move.sources)} | {move.target} | {_who(move)} |"
        for move in VERSION_LIFE.moves
    ]
    return "\n".join(
        [
            "# The life of a version",
            "",
            "What may become of a version of a policy. Buttons, refusals and tests come from the same table,",
            "`belisha/policies/states.py`; who holds a right, from `belisha/library/rights.toml`.",
            "",
            note,
            "```mermaid",
            diagram(VERSION_LIFE),
            "```",
            "",
            *rows,
            "",
        ]
    )


def _who(move: Move[str]) -> str:
    if not move.rights:
        return "the site, when a later version is published"
    return "; then ".join(f"{right} ({', '.join(map(_role, _holders(right)))})" for right in move.rights)


def _holders(right: str) -> tuple[str, ...]:
    return load_rights()[right].holders


def _role(role: str) -> str:
    return load_vocabulary().roles[role].label
