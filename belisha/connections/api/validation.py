"""Hold what was sent up to a schema: the few words of JSON Schema that ours use."""

import re
from collections.abc import Iterator
from typing import Any

from belisha.connections.api.schemas import Schema

Problem = tuple[str, str]
SHOWN = 60


def problems_of(schema: Schema, value: Any) -> list[Problem]:
    """Return each problem of an object with its place ("" for the whole). Values are quoted, shortened."""
    if not isinstance(value, dict):
        return [("", "Send one JSON object.")]
    return list(_of_object(schema, value))


def _of_object(schema: Schema, value: dict[str, Any]) -> Iterator[Problem]:
    known = schema["properties"]
    for name in schema["required"]:
        if name not in value:
            yield name, f"`{name}` is missing."
    for name, given in value.items():
        if name in known:
            yield from _of_text(name, known[name], given)
        else:
            yield name[:SHOWN], f"`{name[:SHOWN]}` is not known; expected {', '.join(known)}."


def _of_text(name: str, schema: Schema, value: Any) -> Iterator[Problem]:
    if not isinstance(value, str):
        yield name, f"`{name}` has to be a text."
    elif "enum" in schema and value not in schema["enum"]:
        yield name, f"`{value[:SHOWN]}` is not known; expected one of {', '.join(schema['enum'])}."
    elif len(value) > schema.get("maxLength", len(value)):
        yield name, f"`{name}` has at most {schema['maxLength']} characters; this has {len(value)}."
    elif len(value) < schema.get("minLength", 0) or not re.search(schema.get("pattern", ""), value):
        yield name, f"`{name}` has no words in it."
