"""Write parts of an import as values that JSON can hold."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from belisha.imports.files.people import ColumnMapping
from belisha.imports.files.row import PersonRow
from belisha.imports.planning.plan import Plan


def row_as_json(row: PersonRow | None) -> dict[str, Any]:
    """Return what a page shows of the row; empty for none."""
    if row is None:
        return {}
    to_on = row.to_on
    shown = {
        "email": row.email,
        "year_group": row.year_group,
        "group": row.group,
        "line_manager": row.line_manager,
        "to_on": to_on.isoformat() if to_on else "",
    }
    return {name: value for name, value in shown.items() if value}


def mapping_from_json(stored: Mapping[str, Any]) -> ColumnMapping:
    """Return what was said of a table, as it is stored with the import."""
    return ColumnMapping(
        columns=stored.get("columns", {}),
        roles=stored.get("roles", {}),
        role_of_all=stored.get("role_of_all", ""),
        school=stored.get("school", ""),
        date_order=stored.get("date_order", ""),
    )


def plan_checksum(plan: Plan) -> str:
    """Return what tells one dry run from another: 64 hex digits."""
    said = [
        [p.kind, p.line, p.where, p.user_id, p.likely_id, p.answer, p.statements, p.effects.as_json()]
        for p in plan.lines
    ]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()
