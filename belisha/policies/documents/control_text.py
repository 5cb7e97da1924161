"""What a document states about itself beyond its control block, field by field."""

from belisha.people.roles import role_label
from belisha.policies.documents.clause_text import ClauseRow
from belisha.rules.language.policy import Control

NOT_STATED = "not stated"


def control_rows(control: Control) -> tuple[ClauseRow, ...]:
    """Return those fields as headed rows; a missing value reads “not stated”."""
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
    rows = [ClauseRow(heading, (words or NOT_STATED,)) for heading, words in said]
    binds = tuple(
        f"“should” binds {', '.join(map(role_label, each.who))} (by {', '.join(each.cites)})"
        for each in control.should_binds
    )
    rows += [
        ClauseRow("How strongly it binds", binds or ("as each clause says",)),
        ClauseRow("Ask, where it is silent", tuple(map(role_label, control.ask_whom)) or (NOT_STATED,)),
    ]
    return tuple(rows)


def yes_or_no(value: bool | None) -> str:
    """Return `yes`, `no`, or an empty text if it is not stated."""
    return "" if value is None else "yes" if value else "no"
