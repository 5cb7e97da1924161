"""How a policy honestly stands today: what governors did, and whether its review is overdue."""

from dataclasses import dataclass, replace
from datetime import date

from belisha.policies.review_dates import is_near
from belisha.rules.policy import Control


@dataclass(frozen=True, slots=True)
class Standing:
    """A word for a tag, its colour, and a sentence."""

    word: str
    colour: str
    sentence: str


def standing(control: Control, today: date, review_due_on: date | None = None) -> Standing:
    """How the policy stands on `today`. Overdue comes first, because a reader must know it first.

    `review_due_on` is the day that the school has set since, if it has; else the document's own holds.
    """
    if review_due_on is not None and review_due_on != control.review_due_on:
        said = f"{review_due_on.day} {review_due_on:%B %Y}"
        control = replace(control, review_due_on=review_due_on, review_due=said)
    made = _made(control)
    if control.is_model:
        return Standing("Model", "grey", f"{made} A school that adopts it decides and reviews it.")
    due = control.review_due_on
    if due is None:
        return Standing("No review date", "orange", f"{made} It does not say when it will be reviewed.")
    if due < today:
        late = _span(due, today)
        return Standing(
            "Overdue", "red", f"{made} Its review was due {_when(control)}: {late} ago. It still applies."
        )
    if is_near(due, today):
        return Standing("Review due soon", "orange", f"{made} Its review is due {_when(control)}.")
    return Standing("In force", "green", f"{made} Its next review is due {_when(control)}.")


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
    """As in "on 21 November 2026" and "in June 2023"; nothing where no time is stated."""
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
