"""The first text of a school's own policy: an empty one, or a model taken over."""

import re
from dataclasses import replace
from datetime import date

from belisha.rules.language.clauses import Clause, Note, NoteKind
from belisha.rules.language.policy import Control, Policy

ADOPTED = "adopted"
ADAPTED = "adopted and adapted"
DRAFT = "draft"
FIRST_SECTION = "About this policy"


def empty_policy(control: Control, *, introduction: str = "") -> Policy:
    """Return a policy with its document control and one clause that says what it is: the rest is written.

    `control.audience` are those that it speaks to; without any it speaks to everyone.
    """
    about = Note(
        id="about-document",
        title="What this document is",
        text=f"The {control.title} of {control.school}.",
        section=FIRST_SECTION,
        cites=("1.1",),
        kind=NoteKind.CONTROL,
        audience=control.audience or ("everyone",),
        about=("read-policy",),
    )
    return Policy(control, (about,), introduction, (FIRST_SECTION,))


def taken_over(
    model: Policy,
    *,
    slug: str,
    school: str,
    standing: str,
    review_due_on: date,
    review_due: str,
    version: str,
) -> Policy:
    """Return a model as a school's own text: the clauses as they are, document control made the school's.

    What governors elsewhere did with the model (approval, ratification, signatures, history, faults of its
    document) is left out. Who binds whom, who is asked and what is read with it stay: they are the policy's.
    The introduction speaks of the school; clauses that still name another are told by `to_mend`.
    """
    theirs = model.control
    edition = theirs.version or theirs.dated
    source = f"{theirs.title} of {theirs.publisher}" + (f", {edition}" if edition else "")
    control = Control(
        slug=slug,
        title=theirs.title,
        school=school,
        publisher=school,
        source=source,
        standing=standing,
        scope=theirs.scope,
        audience=theirs.audience,
        version=version,
        review_period=theirs.review_period,
        committee=theirs.committee,
        statutory=theirs.statutory,
        required_on_website=theirs.required_on_website,
        review_due=review_due,
        review_due_on=review_due_on,
        linked=theirs.linked,
        should_binds=theirs.should_binds,
        ask_whom=theirs.ask_whom,
    )
    introduction = _no_longer_a_model(model.introduction).replace(theirs.school, school)
    return replace(with_own_name(model, control), control=control, introduction=introduction)


def with_own_name(model: Policy, own: Control) -> Policy:
    """Return the model with the clause that says what it is as it stands in a text with this control."""
    clauses = tuple(_now_of(clause, model.control, own) for clause in model.clauses)
    return model if clauses == model.clauses else replace(model, clauses=clauses)


def _now_of(clause: Clause, theirs: Control, own: Control) -> Clause:
    """Return the clause that says what the document is, as one that says whose it is now; others as they are.

    Only its first sentence is about that: what follows may be true of the model's own document alone.
    """
    if not isinstance(clause, Note) or clause.kind is not NoteKind.CONTROL:
        return clause
    first, dot, rest = clause.text.partition(". ")
    title = re.escape(theirs.title)
    if not re.fullmatch(rf"(?:This is t|T)he {title}(?: (?:of|by|for|published by) .+|:.*)?\.?", first):
        return clause
    says = f"This is the {own.title} of {own.school}. It comes from the {own.source}."
    return replace(clause, text=f"{says} {rest}" if dot else says)


def _no_longer_a_model(introduction: str) -> str:
    """Return the introduction without a beginning that calls the text a model: a school’s own is none."""
    rest = re.sub(r"^A model[^:.]*: ", "", introduction)
    return rest[:1].upper() + rest[1:]


def revised(policy: Policy, *, version: str, review_due_on: date | None, review_due: str) -> Policy:
    """Return the text in force as a new draft that nobody has agreed to, with another number and review."""
    control = replace(
        policy.control,
        version=version,
        dated="",
        review_due=review_due,
        review_due_on=review_due_on,
        approved="",
        approved_on=None,
        ratified="",
        ratified_on=None,
        signatures=(),
        standing=policy.control.standing if policy.control.standing in (ADOPTED, ADAPTED) else DRAFT,
        notices=(),
    )
    return replace(policy, control=control)
