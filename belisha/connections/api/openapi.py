"""The OpenAPI document of the interface, made from the table of operations."""

from typing import Any

from django.urls import reverse

from belisha.connections.api.operations import OPERATIONS, Operation
from belisha.connections.api.schemas import ERROR, Schema
from belisha.people.accounts.access_tokens import MOST_A_MINUTE, SCOPES, TokenScope

VERSION = "1"
PUSH_FORMAT = "belisha-people/1"
ERRORS = {
    "400": "What was sent is not in the format.",
    "401": "The token is missing, not known, or has ended.",
    "403": "The token is not for this, or whoever made it may no longer do this themselves.",
    "404": "No such school, or it has no policy in force.",
    "405": "Another method is expected.",
    "413": "What was sent is too large.",
    "429": f"More than {MOST_A_MINUTE} requests with this token within a minute.",
}
PUSHED: Schema = {
    "type": "object",
    "required": ["format", "mode", "people"],
    "properties": {
        "format": {"type": "string", "enum": [PUSH_FORMAT]},
        "mode": {"type": "string", "enum": ["all", "changes"]},
        "missing": {"type": "string", "enum": ["stay", "leave"]},
        "people": {"type": "array", "minItems": 1, "items": {"type": "object", "required": ["id"]}},
    },
}


def document(school: str) -> dict[str, Any]:
    """Return the document for the school with this slug, as values for JSON."""
    paths: dict[str, dict[str, Any]] = {}
    for each in OPERATIONS:
        address = reverse(f"connections:api_{each.name}", args=[school])
        paths[address] = {each.method: _operation(each)}
    paths[reverse("imports:push", args=[school])] = {"post": _push()}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Belisha",
            "version": VERSION,
            "description": "What another system can read, ask and send at one school.",
        },
        "components": {
            "securitySchemes": {
                "token": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "Made at the school, for scopes: "
                    + "; ".join(f"`{scope.value}`: {rule.label}" for scope, rule in SCOPES.items()),
                }
            },
            "schemas": {"Error": ERROR},
        },
        "security": [{"token": []}],
        "paths": paths,
    }


def _operation(each: Operation) -> dict[str, Any]:
    found: dict[str, Any] = {
        "operationId": each.name,
        "summary": each.summary,
        "description": f"{each.about} The token needs the scope `{each.scope.value}`.",
        "responses": {"200": _body(each.given, "It was done."), **_errors()},
    }
    if each.sent is not None:
        found["requestBody"] = {"required": True, "content": {"application/json": {"schema": each.sent()}}}
    return found


def _push() -> dict[str, Any]:
    errors = {code: each for code, each in _errors().items() if code not in {"401", "404"}}
    conflict = "Somebody imports a file at this moment. Send again later."
    reference = {"$ref": "#/components/schemas/Error"}
    found: Schema = {"type": "object", "required": ["import", "state", "counts", "waits_for"]}
    return {
        "operationId": "people",
        "summary": "Send the school’s people",
        "description": f"As `{PUSH_FORMAT}`. The token needs the scope `{TokenScope.PUSH_PEOPLE.value}`.",
        "requestBody": {"required": True, "content": {"application/json": {"schema": PUSHED}}},
        "responses": {
            "200": _body(found, "Imported."),
            "202": _body(found, "Taken in, and waiting for a person to decide."),
            "409": _body(reference, conflict),
            **errors,
            "404": _body({}, "No such school.", kind="text/html"),
        },
    }


def _errors() -> dict[str, Any]:
    reference = {"$ref": "#/components/schemas/Error"}
    return {code: _body(reference, words) for code, words in ERRORS.items()}


def _body(schema: Schema, words: str, kind: str = "application/json") -> dict[str, Any]:
    return {"description": words, "content": {kind: {"schema": schema}}}
