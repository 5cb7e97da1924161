"""The status of a policy on a day: what the governors did, and whether its review is overdue."""

from dataclasses import dataclass, replace
from datetime import date

from belisha.policies.documents.review_dates import is_near
from belisha.rules.language.policy import Control


@dataclass(frozen=True, slots=True)
class Status:
    """A label for a tag, its colour, and a sentence."""

    word: str
    colour: str
    sentence: str
    is_overdue: bool = False


def status_of(control: Control, today: date, review_due_on: date | None = None) -> Status:
    """Return the status of the policy on `today`. An overdue review comes before everything else.

    `review_due_on` is the date that the school has set since, if any, in place of the document's own.
    """
    if review_due_on is not None and review_due_on != control.review_due_on:
        said = f"{review_due_on.day} {review_due_on:%B %Y}"
        control = replace(control, review_due_on=review_due_on, review_due=said)
    made = _made(control)
    if control.is_model:
        return Status("Model", "grey", f"{made} A school that adopts it decides and reviews it.")
    due = control.review_due_on
    if due is None:
        return Status("No review date", "orange", f"{made} It does not say when it will be reviewed.")
    if due < today:
        late = _span(due, today)
        sentence = f"{made} Its review was due {_when(control)}: {late} ago. It still applies."
        return Status("Overdue", "red", sentence, is_overdue=True)
    if is_near(due, today):
        return Status("Review due soon", "orange", f"{made} Its review is due {_when(control)}.")
    return Status("In force", "green", f"{made} Its next review is due {_when(control)}.")


def _made(control: Control) -> str:
    if control.is_model:
        dated = f" of {control.dated}" if control.dated else ""
        return f"This is a model policy{dated}, never ratified."
    who, when = control.ratified_by, control.ratified
    if not (who or when):
        who, when = control.approved_by, control.approved
    parts = [control.standing.capitalize(), f"by {_the(who)}" if who else "", _at(when)]
    return " ".join(part for part in parts if part) + "."


def _the(who: str) -> str:
    return f"the {who}" if not who.lower().startswith(("the ", "full ")) else who


def _when(control: Control) -> str:
    return _at(control.review_due)


def _at(when: str) -> str:
    """Return "on 21 November 2026" or "in June 2023", or an empty text if no time is stated."""
    return f"{'on' if when[:1].isdigit() else 'in'} {when}" if when else ""


def _span(start: date, end: date) -> str:
    months = (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)
    if months < 1:
        days = (end - start).days
        return f"{days} day{'s' if days > 1 else ''}"
    years, months = divmod(months, 12)
    parts = [f"{years} year{'s' if years > 1 else ''}" if years else ""]
    parts.append(f"{months} month{'s' if months > 1 else ''}" if months else "")
    return " and ".join(part for part in parts if part)
