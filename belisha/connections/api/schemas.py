"""What the interface for other systems takes and gives, as JSON Schema: the document and the check of what
comes in are both made from it.
"""

from functools import cache
from typing import Any

from belisha.answers.question import LONGEST as LONGEST_QUESTION
from belisha.checking.draft import LONGEST as LONGEST_DRAFT
from belisha.checking.draft import FindingSeverity
from belisha.checking.rulings import audiences
from belisha.people.roles import public_groups
from belisha.rules.ruling import Verdict

Schema = dict[str, Any]
TEXT: Schema = {"type": "string"}
TEXTS: Schema = {"type": "array", "items": TEXT}
DATE: Schema = {"type": ["string", "null"], "format": "date"}
# The error of every operation.
ERROR: Schema = {
    "type": "object",
    "required": ["error"],
    "properties": {
        "error": {"type": "string", "description": "A sentence that says what is wrong."},
        "problems": {"type": "array", "items": {"type": "object", "required": ["at", "problem"]}},
    },
}
CLAUSE: Schema = {
    "type": "object",
    "required": ["id", "title", "text", "cites", "see"],
    "properties": {
        "id": TEXT,
        "title": TEXT,
        "text": TEXT,
        "cites": TEXTS,
        "see": {"type": "string", "description": "The clause’s own page."},
    },
}
POLICY: Schema = {
    "type": "object",
    "required": ["school", "title", "version", "checksum", "published_on", "review_due_on", "clauses", "see"],
    "properties": {
        "school": TEXT,
        "title": TEXT,
        "version": TEXT,
        "checksum": {"type": "string", "description": "The SHA-256 of the text of this version."},
        "published_on": DATE,
        "review_due_on": DATE,
        "clauses": {"type": "array", "items": CLAUSE},
        "see": TEXT,
    },
}
VERDICT: Schema = {"type": "string", "enum": [each.value for each in Verdict]}
GROUND: Schema = {
    "type": "object",
    "required": ["id", "cites", "text", "standing"],
    "properties": {"id": TEXT, "cites": TEXTS, "text": TEXT, "standing": TEXT},
}
ANSWER: Schema = {
    "type": "object",
    "required": ["kind", "see"],
    "properties": {
        "kind": {
            "type": "string",
            "enum": ["answer", "which", "help"],
            "description": "`answer`: the ruling. `which`: it is not sure what was meant; no ruling. "
            "`help`: the words tell of harm; show whom to tell, and no ruling.",
        },
        "see": {"type": "string", "description": "The page on which a person reads the same."},
        "headline": TEXT,
        "says": TEXT,
        "verdict": VERDICT,
        "clauses": {"type": "array", "items": GROUND},
        "tell": {"type": "array", "items": {"type": "object"}},
        "meanings": {"type": "array", "items": {"type": "object"}},
    },
}
FINDING: Schema = {
    "type": "object",
    "required": ["label", "start", "end", "words", "severity", "clauses", "fix"],
    "properties": {
        "label": TEXT,
        "start": {"type": "integer"},
        "end": {"type": "integer"},
        "words": TEXT,
        "severity": {"type": "string", "enum": [each.value for each in FindingSeverity]},
        "clauses": {"type": "array", "items": {"type": "object"}},
        "fix": TEXT,
    },
}
CHECKED: Schema = {
    "type": "object",
    "required": ["verdict", "severity", "findings", "asks", "help", "notes"],
    "properties": {
        "verdict": VERDICT,
        "severity": {"type": ["string", "null"]},
        "findings": {"type": "array", "items": FINDING},
        "asks": TEXTS,
        "help": TEXT,
        "notes": TEXTS,
    },
}
FIGURES: Schema = {
    "type": "object",
    "required": ["school", "first", "last", "figures"],
    "properties": {
        "school": TEXT,
        "first": {"type": "string", "format": "date"},
        "last": {"type": "string", "format": "date"},
        "state": {"type": "object"},
        "figures": {
            "type": "object",
            "additionalProperties": {
                "type": "object",
                "required": ["title", "definition", "cells", "total"],
                "properties": {
                    "title": TEXT,
                    "definition": TEXT,
                    "cells": {
                        "type": "object",
                        "description": "null: withheld",
                        "additionalProperties": {"type": ["integer", "null"]},
                    },
                    "total": {"type": ["integer", "null"]},
                },
            },
        },
        "clauses": {"type": "array"},
        "suggestions": {"type": "array"},
    },
}


@cache
def role_schema() -> Schema:
    """Return the schema of a role: those that a visitor may choose."""
    roles = [role for group in public_groups() for role in group.roles]
    return {"type": "string", "enum": roles, "description": "Who asks, as a word of the vocabulary."}


@cache
def question_schema() -> Schema:
    """Return the schema of a question."""
    words = {"type": "string", "minLength": 1, "maxLength": LONGEST_QUESTION, "pattern": "[A-Za-z]"}
    return {
        "type": "object",
        "required": ["as", "question"],
        "additionalProperties": False,
        "properties": {"as": role_schema(), "question": words},
    }


@cache
def draft_schema() -> Schema:
    """Return the schema of a draft of a post."""
    return {
        "type": "object",
        "required": ["as", "text"],
        "additionalProperties": False,
        "properties": {
            "as": role_schema(),
            "text": {"type": "string", "minLength": 1, "maxLength": LONGEST_DRAFT, "pattern": "[A-Za-z0-9]"},
            "audience": {"type": "string", "enum": list(audiences()), "default": "public"},
        },
    }
