"""Document control, field by field, as a reader sees it."""

from belisha.people.roles import role_label
from belisha.policies.clause_words import Row
from belisha.rules.policy import Control

NOT_STATED = "not stated"


def control_rows(control: Control) -> tuple[Row, ...]:
    """Every field of document control; one that the document leaves out says so."""
    said = [
        ("Title", control.title),
        ("School", control.school),
        ("For", ", ".join(control.schools)),
        ("Published by", control.publisher),
        ("This text", control.source),
        ("Standing", control.standing.capitalize()),
        ("Model policy", _yes(control.is_model)),
        ("Scope", control.scope),
        ("Audience", ", ".join(role_label(role) for role in control.audience)),
        ("Version", control.version),
        ("Dated", control.dated),
        ("Review period", control.review_period),
        ("Responsible committee", control.committee),
        ("Statutory", _yes(control.statutory)),
        ("Required on the website", _yes(control.required_on_website)),
        ("Approved by", control.approved_by),
        ("Approved", control.approved),
        ("Ratified by", control.ratified_by),
        ("Ratified", control.ratified),
        ("Next review", control.review_due),
    ]
    rows = [Row(heading, (words or NOT_STATED,)) for heading, words in said]
    signed = tuple(f"{each.by}: {each.state}" for each in control.signatures)
    linked = tuple(f"{each.name} ({each.edition})" if each.edition else each.name for each in control.linked)
    binds = tuple(
        f"“should” binds {', '.join(map(role_label, each.who))} (by {', '.join(each.cites)})"
        for each in control.should_binds
    )
    rows += [
        Row("Signatures", signed or (NOT_STATED,)),
        Row("To be read with", linked or (NOT_STATED,)),
        Row("How strongly it binds", binds or ("as each clause says",)),
        Row("Ask, where it is silent", tuple(map(role_label, control.ask_whom)) or (NOT_STATED,)),
    ]
    return tuple(rows)


def _yes(value: bool | None) -> str:
    return "" if value is None else "yes" if value else "no"
