"""Generate the page of addresses from the table that the tests walk."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from belisha.access.rights import load_rights
from belisha.rules.vocabulary.loading import load_vocabulary

TABLE = Path(__file__).resolve().parent.parent / "tests" / "access" / "table.py"
GROUPS = {
    "answers": "Asking",
    "policies": "The policy",
    "checks": "Before you post",
    "cases": "Reports and cases",
    "complaints": "Complaints and concerns",
    "registers": "Requests, registers and consents",
    "dashboard": "What each person sees first",
    "duties": "Duties",
    "outbox": "Mail",
    "training": "Training and lessons",
    "acknowledgements": "Acknowledgement",
    "drafting": "Writing a policy",
    "ratification": "From draft to the website",
    "channels": "Official posts",
    "reputation": "What is said of the school",
    "governance": "Report to governors",
    "retention": "Personal data",
    "imports": "Importing people",
    "people": "The school and its people",
    "": "Signing in",
}
HEADING = """# Addresses

Every address of the site, and who finds what there. A test asks for each of them as every role of two schools
and as nobody, and compares what they see and may do with the table from which this page is written,
`tests/access/addresses.tsv`.

What an address takes stands in capitals: `SCHOOL` is the short name of a school; `VERSION` and the like are
numbers. Unless anybody may come, whoever has not signed in is led to signing in. Whoever belongs to another
school finds nothing (404), and so does everybody who asks for a thing of one school under another’s name.
Whoever belongs to the school and may not is told why (403), or finds nothing where even its being there is
not theirs to know.
"""


def addresses(note: str) -> str:
    """Return every address with its methods, who may open it and what it is; then who holds each right."""
    found = _table()
    parts = [HEADING, note]
    # A room that nobody has given a title yet is listed by its name, so that no address is left out.
    others = {app: app.capitalize() for app in map(_app, found) if app not in GROUPS}
    for app, title in {**GROUPS, **others}.items():
        rows = [row for row in found if row.what and _app(row) == app]
        parts.append(f"## {title}\n")
        parts.append("| name | address | methods | who | what |\n|---|---|---|---|---|")
        parts.append("\n".join(_line(row) for row in rows) + "\n")
    lines = "\n".join(_rights())
    parts.append(f"## Who holds a right\n\nUnless the school says otherwise.\n\n{lines}")
    return "\n".join(parts) + "\n"


def _table() -> tuple[Any, ...]:
    spec = importlib.util.spec_from_file_location("addresses_table", TABLE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    found: tuple[Any, ...] = module.addresses()
    return found


def _app(row: Any) -> str:
    name: str = row.name
    return name.rpartition(":")[0]


def _line(row: Any) -> str:
    who = _who(row, row.here)
    if row.post and "GET" in row.methods:
        who = f"{who}; POST: {_who(row, row.post)}"
    return f"| `{row.name}` | `{row.address}` | {row.methods} | {who} | {row.what} |"


def _who(row: Any, here: str) -> str:
    """Return in words who may open an address."""
    if row.nobody != "sign in":
        return "anybody"
    parts = [part.strip().rpartition(":")[::2] for part in here.split(";")]
    opens = [_group(group) for group, result in parts if group and result.strip() in ("open", "on")]
    otherwise = parts[-1][1].strip()
    if otherwise in ("open", "on"):
        everybody = "who belongs to the school" if row.is_of_a_school else "who is signed in"
        without = [group.split()[1:] for group, result in parts if group and result.strip() == "refused"]
        left_out = [load_vocabulary().roles[role].label for roles in without for role in roles]
        return f"{everybody}, but {', '.join(left_out)}" if left_out else everybody
    if not opens:
        return "not a school" if row.is_of_a_school else "who is signed in"
    return ", ".join(dict.fromkeys(opens))


def _group(words: str) -> str:
    first, *others = words.split()
    return "whose it is" if first == "role" else ", ".join(f"`{word}`" for word in (first, *others))


def _rights() -> Iterator[str]:
    roles = load_vocabulary().roles
    yield "| right | what it is for | who has it |"
    yield "|---|---|---|"
    for right in load_rights().values():
        yield f"| `{right.id}` | {right.label} | {', '.join(roles[role].label for role in right.holders)} |"
