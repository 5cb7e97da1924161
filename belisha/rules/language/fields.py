"""The fields of the policy file, in their order: one table for the reader and the writer."""

from dataclasses import dataclass
from enum import StrEnum, auto

from belisha.rules.language.clauses import (
    Clause,
    Definition,
    Force,
    Note,
    NoteKind,
    Office,
    Plain,
    PlatformFact,
    Procedure,
    Rule,
)


class Shape(StrEnum):
    """How the value of a field is written."""

    TEXT = auto()
    SLUG = auto()
    STANDING = auto()
    NAMES = auto()
    YES = auto()
    YES_NO = auto()
    DATE = auto()
    AGE = auto()
    ROLE = auto()
    BOUND = auto()
    ACTING = auto()
    FORCE = auto()
    ROLES = auto()
    ACTION = auto()
    ACTIONS = auto()
    PLATFORMS = auto()
    IDS = auto()
    CONDITIONS = auto()
    EXEMPTION = auto()
    EFFECT = auto()
    PERIOD = auto()
    TIME = auto()
    STEPS = auto()
    OPTION = auto()
    NAMING = auto()
    SIGNATURE = auto()
    LINKED = auto()
    CHANGE = auto()
    BINDING = auto()


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One field: the name or names that it goes by and the attribute that it fills.

    `many` fields may stand several times and make a tuple. Where there are several names, the one
    that stands fills the attribute `choice`, as one of `choices`.
    """

    names: tuple[str, ...]
    attribute: str
    shape: Shape
    required: bool = False
    many: bool = False
    choice: str = ""
    choices: type[StrEnum] | None = None


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of clause: what it is called, its values, its fields in order, the fields that show it."""

    name: str
    of: type[Clause]
    fields: tuple[FieldSpec, ...]
    shown_by: tuple[str, ...]


def _field(
    name: str, shape: Shape, attribute: str = "", *, required: bool = False, many: bool = False
) -> FieldSpec:
    return FieldSpec((name,), attribute or name.replace(" ", "_"), shape, required, many)


ABOUT = _field("about", Shape.ACTIONS)
ENDING = (
    _field("cites", Shape.IDS, required=True),
    _field("since", Shape.DATE),
    _field("until", Shape.DATE),
    _field("doubt", Shape.TEXT, "doubts", many=True),
)
FORCES = tuple(Force)
NOTES = tuple(NoteKind)

KINDS = (
    Kind(
        "rule",
        Rule,
        (
            _field("who", Shape.BOUND, required=True),
            _field("but not", Shape.ROLES, "who_except"),
            _field("acting", Shape.ACTING),
            FieldSpec(FORCES, "action", Shape.ACTION, required=True, choice="force", choices=Force),
            _field("towards", Shape.BOUND),
            _field("not towards", Shape.ROLES, "towards_except"),
            _field("on", Shape.ACTIONS),
            _field("when", Shape.CONDITIONS, many=True),
            _field("unless", Shape.EXEMPTION, many=True),
            _field("only with", Shape.EXEMPTION, many=True),
            _field("exception to", Shape.IDS),
            _field("despite", Shape.IDS),
            _field("as", Shape.IDS, "same_as"),
            _field("then", Shape.EFFECT, many=True),
            _field("every", Shape.PERIOD),
            _field("by", Shape.TIME),
            *ENDING,
        ),
        ("who", *FORCES),
    ),
    Kind(
        "definition",
        Definition,
        (
            _field("defines", Shape.TEXT, required=True),
            _field("means", Shape.ROLES),
            _field("adds", Shape.ROLES),
            ABOUT,
            *ENDING,
        ),
        ("defines",),
    ),
    Kind(
        "office",
        Office,
        (
            _field("office", Shape.ROLE, required=True),
            _field("jointly with", Shape.ROLES),
            _field("answers for", Shape.ACTION, required=True),
            _field("duty", Shape.YES, "is_duty"),
            _field("in absence", Shape.ROLES),
            *ENDING,
        ),
        ("office", "answers for"),
    ),
    Kind(
        "procedure",
        Procedure,
        (
            _field("procedure on", Shape.ACTIONS, "on", required=True),
            _field("steps", Shape.IDS, required=True),
            _field("decided by", Shape.ROLES),
            _field("acting", Shape.ACTING),
            _field("option", Shape.OPTION, "options", many=True),
            *ENDING,
        ),
        ("procedure on", "steps"),
    ),
    Kind(
        "platform",
        PlatformFact,
        (
            _field("platform", Shape.PLATFORMS, "platforms", required=True),
            _field("minimum age", Shape.AGE),
            _field("blocked", Shape.YES_NO),
            ABOUT,
            *ENDING,
        ),
        ("platform", "minimum age", "blocked"),
    ),
    Kind(
        "note",
        Note,
        (
            FieldSpec(NOTES, "audience", Shape.ROLES, required=True, choice="kind", choices=NoteKind),
            ABOUT,
            _field("when", Shape.CONDITIONS, many=True),
            _field("none if", Shape.EXEMPTION, "unless", many=True),
            _field("ladder", Shape.STEPS),
            *ENDING,
        ),
        NOTES,
    ),
    Kind(
        "plain",
        Plain,
        (
            _field("plain", Shape.FORCE, "force", required=True),
            _field("for", Shape.TEXT, "who", required=True),
            _field("phrase", Shape.TEXT, "phrases", many=True),
            *ENDING,
        ),
        ("plain",),
    ),
)
# What a section may say for all its clauses, under its heading.
LEAD_IN = (
    _field("who", Shape.BOUND),
    _field("but not", Shape.ROLES, "who_except"),
    _field("when", Shape.CONDITIONS, many=True),
    _field("unless", Shape.EXEMPTION, many=True),
)
# Whom a rule binds where the document does not say so: `who: anyone`.
ANYONE = "anyone"
EVERYONE = "everyone"
KIND_OF = {kind.of: kind for kind in KINDS}

CONTROL = (
    _field("slug", Shape.SLUG, required=True),
    _field("title", Shape.TEXT, required=True),
    _field("school", Shape.TEXT, required=True),
    _field("publisher", Shape.TEXT, required=True),
    _field("source", Shape.TEXT, required=True),
    _field("standing", Shape.STANDING, required=True),
    _field("schools", Shape.NAMES),
    _field("model", Shape.YES, "is_model"),
    _field("scope", Shape.TEXT),
    _field("audience", Shape.ROLES),
    _field("version", Shape.TEXT),
    _field("dated", Shape.TEXT),
    _field("review period", Shape.TEXT),
    _field("committee", Shape.TEXT),
    _field("statutory", Shape.YES_NO),
    _field("required on website", Shape.YES_NO),
    _field("approved by", Shape.TEXT),
    _field("approved", Shape.TEXT),
    _field("approved on", Shape.DATE),
    _field("ratified by", Shape.TEXT),
    _field("ratified", Shape.TEXT),
    _field("ratified on", Shape.DATE),
    _field("review due", Shape.TEXT),
    _field("review due on", Shape.DATE),
    _field("signature", Shape.SIGNATURE, "signatures", many=True),
    _field("linked", Shape.LINKED, many=True),
    _field("change", Shape.CHANGE, "changes", many=True),
    _field("website", Shape.CHANGE, many=True),
    _field("should binds", Shape.BINDING, many=True),
    _field("ask whom", Shape.ROLES),
    _field("calls", Shape.NAMING, many=True),
    _field("notice", Shape.TEXT, "notices", many=True),
)
STANDINGS = ("ratified", "approved", "agreed", "reviewed", "model", "draft", "adopted", "adopted and adapted")
