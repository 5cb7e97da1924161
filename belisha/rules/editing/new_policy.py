"""The first text of a school's own policy: an empty one, or a model taken over."""

from dataclasses import replace
from datetime import date

from belisha.rules.language.clauses import Note, NoteKind
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
    introduction = model.introduction.replace(theirs.school, school)
    return replace(model, control=control, introduction=introduction)


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
