"""Rows of a roll as values that JSON can hold, and back."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from belisha.rolls.planning import Plan
from belisha.rolls.reading.people import Meaning
from belisha.rolls.reading.row import RollRow


def row_as_json(row: RollRow | None) -> dict[str, Any]:
    """The row as values that JSON can hold; empty for none."""
    if row is None:
        return {}
    values = asdict(row)
    days = {name: values[name].isoformat() if values[name] else None for name in ("from_on", "to_on")}
    return {**values, **days, "keys": list(row.keys), "roles": list(row.roles)}


def row_from(stored: Mapping[str, Any]) -> RollRow:
    """The row that `row_as_json` wrote."""
    days = {name: date.fromisoformat(stored[name]) if stored[name] else None for name in ("from_on", "to_on")}
    return RollRow(**{**stored, **days, "keys": tuple(stored["keys"]), "roles": tuple(stored["roles"])})


def meaning_from(stored: Mapping[str, Any]) -> Meaning:
    """What was said of a table, as it is kept with the import."""
    return Meaning(
        columns=stored.get("columns", {}),
        roles=stored.get("roles", {}),
        role_of_all=stored.get("role_of_all", ""),
        school=stored.get("school", ""),
    )


def checksum_of_plan(plan: Plan) -> str:
    """What tells one dry run from another: 64 hex digits."""
    said = [[p.kind, p.line, p.where, p.user_id, p.likely_id, p.answer, p.says] for p in plan.lines]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()
