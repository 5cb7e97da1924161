"""What a document says of itself beside its control block, field by field, as a reader sees it."""

from belisha.people.roles import role_label
from belisha.policies.clause_words import Row
from belisha.rules.policy import Control

NOT_STATED = "not stated"


def control_rows(control: Control) -> tuple[Row, ...]:
    """What the document says of itself beside the block; a field that it leaves out says so."""
    said = [
        ("Title", control.title),
        ("School", control.school),
        ("For", ", ".join(control.schools)),
        ("Published by", control.publisher),
        ("This text", control.source),
        ("Standing", control.standing.capitalize()),
        ("Model policy", yes_or_no(control.is_model)),
        ("Scope", control.scope),
        ("Audience", ", ".join(role_label(role) for role in control.audience)),
        ("Version in the document", control.version),
        ("Dated", control.dated),
    ]
    rows = [Row(heading, (words or NOT_STATED,)) for heading, words in said]
    binds = tuple(
        f"“should” binds {', '.join(map(role_label, each.who))} (by {', '.join(each.cites)})"
        for each in control.should_binds
    )
    rows += [
        Row("How strongly it binds", binds or ("as each clause says",)),
        Row("Ask, where it is silent", tuple(map(role_label, control.ask_whom)) or (NOT_STATED,)),
    ]
    return tuple(rows)


def yes_or_no(value: bool | None) -> str:
    """`yes`, `no`, or nothing where it is not stated."""
    return "" if value is None else "yes" if value else "no"
