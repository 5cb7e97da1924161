"""The review date of a policy as a school gives it: a day, or the end of a term."""

from datetime import date
from typing import Any

from django import forms

from belisha.base.clock import today
from belisha.base.fields import DayField
from belisha.base.templating import day
from belisha.people.models import School, Term
from belisha.policies.documents.review_dates import review_date
from belisha.rules.language.policy import Control

NO_DATE = "Enter the date by which the policy will be reviewed"


class ReviewField(DayField):
    """A review date; the name of a term is read as its last day.

    `terms` are the terms of the school, set by the form.
    """

    terms: tuple[Term, ...] = ()

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", "Next review by")
        kwargs.setdefault("help_text", "A day, such as 31 August 2027, or a term, such as Summer Term 2027.")
        super().__init__(
            widget=forms.DateInput(format="%Y-%m-%d"),
            error_messages={"required": NO_DATE, "invalid": "Enter a real date, such as 31 August 2027"},
            **kwargs,
        )

    def to_python(self, value: Any) -> date | None:
        """Return the day, or the last day of the term. Raises ValidationError if the words name neither."""
        try:
            return super().to_python(value)
        except forms.ValidationError:
            found = review_date(str(value), self.terms, today())
            if found is None:
                raise
            return found

    def shown(self, control: Control) -> str:
        """Return the initial value for this document control: the words that were typed, else the day."""
        due = control.review_due_on
        if due is None:
            return ""
        typed = control.review_due.removesuffix(f" ({day(due)})")
        return typed if typed and self._read(typed) == due else day(due)

    def explain(self, value: object) -> None:
        """Add to the hint which day the words come to, unless they are a day themselves."""
        typed = " ".join(str(value or "").split())
        due = self._read(typed)
        if due is not None and date_in_words(typed, due) != day(due):
            self.help_text = f"“{typed}” is taken as {day(due)}. {self.help_text}"

    def _read(self, typed: str) -> date | None:
        try:
            return self.to_python(typed)
        except forms.ValidationError:
            return None


def date_in_words(typed: str, due: date) -> str:
    """Return the date for document control: as typed, with the day added if the words are not a day."""
    plain = " ".join(typed.split())
    try:
        DayField().to_python(plain)
    except forms.ValidationError:
        return f"{plain} ({day(due)})"
    return day(due)


def terms_of(school: School) -> tuple[Term, ...]:
    """Return the terms of the school, in order."""
    return tuple(Term.objects.filter(school=school))
