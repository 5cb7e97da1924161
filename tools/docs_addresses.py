"""The page of addresses, written from the table that the tests walk."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from belisha.access.rights import load_rights
from belisha.rules.vocabulary import load_vocabulary

TABLE = Path(__file__).resolve().parent.parent / "tests" / "site" / "access" / "table.py"
GROUPS = {
    "answers": "Asking",
    "policies": "The policy",
    "complaints": "Complaints and concerns",
    "desk": "What each person sees first",
    "duties": "Duties",
    "notices": "Mail",
    "training": "Training and lessons",
    "acknowledgements": "Acknowledgement",
    "drafting": "Writing a policy",
    "ratification": "From draft to the website",
    "rolls": "Bringing in people",
    "people": "The school and its people",
    "": "Signing in",
}
HEADING = """# Addresses

Every address of the site, and who finds what there. A test asks for each of them as every role of two schools
and as nobody, and compares what they see and may do with the table from which this page is written,
`tests/site/access/addresses.tsv`.

What an address takes stands in capitals: `SCHOOL` is the short name of a school; `VERSION` and the like are
numbers. Unless anybody may come, whoever has not signed in is led to signing in. Whoever belongs to another
school finds nothing (404), and so does everybody who asks for a thing of one school under another’s name.
Whoever belongs to the school and may not is told why (403), or finds nothing where even its being there is
not theirs to know.
"""


def addresses(note: str) -> str:
    """Every address with its methods, who may come, and what it is; then who holds each right."""
    found = _table()
    parts = [HEADING, note]
    for app, title in GROUPS.items():
        rows = [row for row in found if row.what and row.name.rpartition(":")[0] == app]
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


def _line(row: Any) -> str:
    who = _who(row, row.here)
    if row.post and "GET" in row.methods:
        who = f"{who}; POST: {_who(row, row.post)}"
    return f"| `{row.name}` | `{row.address}` | {row.methods} | {who} | {row.what} |"


def _who(row: Any, here: str) -> str:
    """For whom it opens, in words."""
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
