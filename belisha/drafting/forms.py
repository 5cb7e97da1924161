"""The form fields shared by all ways to start a draft."""

from datetime import date
from typing import Any, cast

from django import forms

from belisha.base.clock import today
from belisha.base.templating import day
from belisha.drafting.queries import document_of_kind, next_label
from belisha.drafting.review_field import ReviewField, date_in_words, terms_of
from belisha.people.models import School
from belisha.policies.models import DocumentKind, PolicyDocument
from belisha.rules.edit import id_for


class StartForm(forms.Form):
    """The label of the new version, and its review date."""

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
        review = cast("ReviewField", self.fields["review_due_on"])
        review.terms = terms_of(school)
        review.explain(self.data.get("review_due_on"))
        self.fields["label"].initial = next_label(self.document)

    @property
    def document(self) -> PolicyDocument | None:
        """The document that the draft belongs to, or None for a new one."""
        return document_of_kind(self.school, self.kind)

    @property
    def slug(self) -> str:
        """The slug of the existing document, or a new one."""
        found = self.document
        return found.slug if found else id_for(f"{self.school.slug}-{DocumentKind(self.kind).label}")

    def clean_label(self) -> str:
        """Return the label. Raises ValidationError if a version of the document has it."""
        label = " ".join(self.cleaned_data["label"].split())
        found = self.document
        if found and found.versions.filter(label=label).exists():
            message = f"There is a version “{label}” already: call this one something else"
            raise forms.ValidationError(message)
        return label

    def clean_review_due_on(self) -> date | None:
        """Return the date. Raises ValidationError if it is in the past."""
        due: date | None = self.cleaned_data["review_due_on"]
        if due is not None and due < today():
            message = f"{day(due)} is past: enter the date of the next review"
            raise forms.ValidationError(message)
        return due

    @property
    def review_due(self) -> str:
        """The review date in words for document control: a term by its name, with its last day."""
        return date_in_words(self.data["review_due_on"], self.cleaned_data["review_due_on"])
