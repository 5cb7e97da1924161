"""What every way to begin asks, and document control as a form."""

from dataclasses import replace
from datetime import date
from typing import Any, cast

from django import forms

from belisha.base.clock import today
from belisha.base.fields import DayField
from belisha.base.templating import day
from belisha.drafting.queries import document_of_kind, next_label
from belisha.people.models import School, Term
from belisha.policies.models import DocumentKind, PolicyDocument
from belisha.policies.review_dates import review_date
from belisha.rules.edit import id_for
from belisha.rules.policy import Change, Control, LinkedPolicy

NO_DATE = "Enter the date by which the policy will be reviewed"


class ReviewField(DayField):
    """The real day by which a policy is reviewed; a term of the school is read as its last day.

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
        """The day, or the last day that the words allow. Raises ValidationError where they name none."""
        try:
            return super().to_python(value)
        except forms.ValidationError:
            found = review_date(str(value), self.terms, today())
            if found is None:
                raise
            return found


def terms_of(school: School) -> tuple[Term, ...]:
    """The terms of the school, in order."""
    return tuple(Term.objects.filter(school=school))


class BeginForm(forms.Form):
    """The number of the new version, and when it is reviewed."""

    kind: str = DocumentKind.POLICY

    label = forms.CharField(
        label="Version",
        max_length=60,
        help_text="What this version is called in document control.",
        error_messages={"required": "Say what this version is called: a number will do"},
    )
    review_due_on = ReviewField()

    def __init__(self, *args: Any, school: School, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.school = school
        cast("ReviewField", self.fields["review_due_on"]).terms = terms_of(school)
        self.fields["label"].initial = next_label(self.document)

    @property
    def document(self) -> PolicyDocument | None:
        """The document that the draft belongs to, if the school has it already."""
        return document_of_kind(self.school, self.kind)

    @property
    def slug(self) -> str:
        """The short name of the document: the one that the school has, or a new one."""
        found = self.document
        return found.slug if found else id_for(f"{self.school.slug}-{DocumentKind(self.kind).label}")

    def clean_label(self) -> str:
        """A label that no version of the document has."""
        label = " ".join(self.cleaned_data["label"].split())
        found = self.document
        if found and found.versions.filter(label=label).exists():
            message = f"There is a version “{label}” already: call this one something else"
            raise forms.ValidationError(message)
        return label

    def clean_review_due_on(self) -> date | None:
        """A day that is not past."""
        due: date | None = self.cleaned_data["review_due_on"]
        if due is not None and due < today():
            message = f"{day(due)} is past: enter the date of the next review"
            raise forms.ValidationError(message)
        return due

    @property
    def review_due(self) -> str:
        """The review date in words, for document control."""
        return day(self.cleaned_data["review_due_on"])


class ControlForm(forms.Form):
    """Document control of a draft, and its introduction (K9: the fields that a school states)."""

    title = forms.CharField(
        label="Title", max_length=200, error_messages={"required": "Give the policy a title"}
    )
    scope = forms.CharField(label="What it is about", max_length=300, required=False)
    version = forms.CharField(label="Version", max_length=60, required=False)
    review_period = forms.CharField(
        label="Review period", max_length=60, required=False, help_text="As the school says it: 2 years"
    )
    review_due_on = ReviewField(required=False)
    committee = forms.CharField(label="Responsible committee", max_length=120, required=False)
    ratified_by = forms.CharField(
        label="Who ratifies it", max_length=120, required=False, help_text="For example: Full Governors"
    )
    statutory = forms.ChoiceField(
        label="Statutory", choices=[("", "not stated"), ("yes", "yes"), ("no", "no")], required=False
    )
    required_on_website = forms.ChoiceField(
        label="Required on the website",
        choices=[("", "not stated"), ("yes", "yes"), ("no", "no")],
        required=False,
    )
    linked = forms.CharField(
        label="To be read with",
        required=False,
        widget=forms.Textarea,
        help_text="One document on a line; its edition after a semicolon: Behaviour policy; 2026",
    )
    changes = forms.CharField(
        label="Change history",
        required=False,
        widget=forms.Textarea,
        help_text="One change on a line: version; date; what changed",
    )
    introduction = forms.CharField(label="Introduction", required=False, widget=forms.Textarea)

    def __init__(self, *args: Any, school: School, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("ReviewField", self.fields["review_due_on"]).terms = terms_of(school)

    @classmethod
    def of(cls, control: Control, introduction: str) -> dict[str, Any]:
        """The values of the form for this document control."""
        plain = ("title", "scope", "version", "review_period", "review_due_on", "committee", "ratified_by")
        yes = {True: "yes", False: "no", None: ""}
        return {
            **{name: getattr(control, name) for name in plain},
            "statutory": yes[control.statutory],
            "required_on_website": yes[control.required_on_website],
            "linked": "\n".join(
                "; ".join(filter(None, (each.name, each.edition))) for each in control.linked
            ),
            "changes": "\n".join(
                "; ".join(filter(None, (each.version, each.on, each.what))) for each in control.changes
            ),
            "introduction": introduction,
        }

    def clean_changes(self) -> tuple[Change, ...]:
        """Rows of a version, a date and what changed."""
        rows = [_parts(line) for line in self.cleaned_data["changes"].splitlines() if line.strip()]
        if any(len(row) < 2 or not row[0] or not row[1] for row in rows):
            message = (
                "Each line of the change history needs a version and a date with a semicolon between them"
            )
            raise forms.ValidationError(message)
        return tuple(Change(row[0], row[1], "; ".join(row[2:])) for row in rows)

    def clean_linked(self) -> tuple[LinkedPolicy, ...]:
        """Rows of a name and perhaps an edition."""
        rows = [_parts(line) for line in self.cleaned_data["linked"].splitlines() if line.strip()]
        return tuple(LinkedPolicy(row[0], "; ".join(row[1:])) for row in rows if row[0])

    def control(self, before: Control) -> Control:
        """The document control with what the form says."""
        given = dict(self.cleaned_data)
        given.pop("introduction")
        due = given.pop("review_due_on")
        yes = {"yes": True, "no": False, "": None}
        for name in ("statutory", "required_on_website"):
            given[name] = yes[given[name]]
        if due != before.review_due_on:
            given |= {"review_due_on": due, "review_due": day(due)}
        return replace(before, **{name: _one_line(value) for name, value in given.items()})

    @property
    def introduction_text(self) -> str:
        """The introduction without blank lines around it."""
        return "\n".join(self.cleaned_data["introduction"].split("\r\n")).strip()


def _parts(line: str) -> list[str]:
    return [" ".join(part.split()) for part in line.split(";")]


def _one_line(value: Any) -> Any:
    return " ".join(value.split()) if isinstance(value, str) else value
