"""Permissions, consents, declarations and offices in plain words."""

from belisha.rules.language.clauses import Grant, GrantKind
from belisha.rules.language.grants import GrantFact, forms
from belisha.rules.vocabulary.words import Vocabulary
from belisha.rules.wording.grammar import have, or_list, the

FORM_WORDS = {
    "": "",
    "written": " in writing",
    "with-reason": " with the reason stated",
    "on-entry": " on entry",
    "prior": " beforehand",
}


def question(fact: GrantFact, vocabulary: Vocabulary) -> str:
    """Return what asks for it: "Has the headteacher given written permission?"."""
    who = the(fact.who, vocabulary)
    if fact.kind is GrantKind.OFFICE:
        return f"Do you act as {who}?"
    if fact.kind is GrantKind.DECLARATION:
        return f"Has it been declared to {who}{FORM_WORDS[fact.form]}?"
    if fact.kind is GrantKind.NOTICE:
        return f"{have(fact.who, vocabulary).capitalize()} {who} been told{FORM_WORDS[fact.form]}?"
    if fact.kind is GrantKind.NO_OBJECTION:
        return f"{have(fact.who, vocabulary).capitalize()} {who} had the chance to object, and not objected?"
    return f"{have(fact.who, vocabulary).capitalize()} {who} given {_given(fact)}?"


def label(fact: GrantFact, vocabulary: Vocabulary) -> str:
    """Return what it says where it holds: "the headteacher has given written permission"."""
    who = the(fact.who, vocabulary)
    if fact.kind is GrantKind.OFFICE:
        return f"you act as {who}"
    if fact.kind is GrantKind.DECLARATION:
        return f"it has been declared to {who}{FORM_WORDS[fact.form]}"
    if fact.kind is GrantKind.NOTICE:
        return f"{who} {have(fact.who, vocabulary)} been told{FORM_WORDS[fact.form]}"
    if fact.kind is GrantKind.NO_OBJECTION:
        return f"{who} {have(fact.who, vocabulary)} not objected"
    return f"{who} {have(fact.who, vocabulary)} given {_given(fact)}"


def describe(grant: Grant, vocabulary: Vocabulary) -> str:
    """Return a grant as a thing: "written permission of the headteacher, beforehand"."""
    who = or_list(the(each, vocabulary) for each in grant.of)
    if grant.kind is GrantKind.OFFICE:
        return f"the office of {who}"
    named = [*forms(grant), *(["prior"] if grant.prior else [])]
    after = "".join(f",{FORM_WORDS[form]}" for form in named if form != "written")
    what = f"{'written ' if grant.written else ''}{grant.kind.value}"
    if grant.kind is GrantKind.NOTICE:
        return f"{what} to {who}{after}"
    if grant.kind is GrantKind.DECLARATION:
        approval = or_list(the(each, vocabulary) for each in grant.approved_by)
        return f"{what} to {who}{after}" + (f", approved by {approval}" if approval else "")
    return f"{what} of {who}{after}"


def _given(fact: GrantFact) -> str:
    if fact.form == "written":
        return f"written {fact.kind.value}"
    return f"{fact.kind.value}{FORM_WORDS[fact.form]}"


def whom_to_ask(grant: Grant, vocabulary: Vocabulary) -> str:
    """Return who gives it and in which form: "the headteacher, in writing"."""
    return _people(grant.approved_by or grant.of, vocabulary) + _forms(grant)


def how_to_get(grant: Grant, vocabulary: Vocabulary, roles: frozenset[str] = frozenset()) -> str:
    """Return what somebody does to have it: "ask the headteacher for written permission first".

    `roles` are those of whoever asks: nobody is sent to ask themselves.
    """
    others = tuple(who for who in grant.of if who not in roles)
    if not others and grant.kind not in (GrantKind.DECLARATION, GrantKind.NOTICE):
        return f"the {grant.kind.value} is yours to give: decide it, and keep a record"
    whom = _people(others or grant.of, vocabulary)
    if grant.kind is GrantKind.NOTICE:
        return f"tell {whom} first{FORM_WORDS['written'] if grant.written else ''}"
    if grant.kind is GrantKind.NO_OBJECTION:
        return f"give {whom} the chance to object first"
    if grant.kind is GrantKind.DECLARATION:
        approval = grant.approved_by and f" and have {_people(grant.approved_by, vocabulary)} approve it"
        return f"declare it to {whom}{''.join(FORM_WORDS[form] for form in forms(grant))}{approval or ''}"
    written = "written " if grant.written else ""
    reason = FORM_WORDS["with-reason"] if grant.with_reason else ""
    return f"ask {whom} for {written}{grant.kind.value}{reason} first"


def _people(who: tuple[str, ...], vocabulary: Vocabulary) -> str:
    return or_list(the(each, vocabulary) for each in who)


def _forms(grant: Grant) -> str:
    return "".join(f",{FORM_WORDS[form]}" for form in forms(grant))
