"""The form for document control of a draft."""

from dataclasses import replace
from typing import Any, cast

from django import forms
from django.http import QueryDict

from belisha.drafting.clause_form.choices import site_choices
from belisha.drafting.review_field import ReviewField, date_in_words, terms_of
from belisha.people.models import School
from belisha.rules.language.policy import ChangeEntry, Control, LinkedPolicy


class AudienceField(forms.MultipleChoiceField):
    """Roles to tick, grouped as in the clause form."""

    def __init__(self, **kwargs: Any) -> None:
        self.groups = site_choices().role_choices
        super().__init__(choices=self.groups, widget=forms.CheckboxSelectMultiple, **kwargs)


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
    audience = AudienceField(
        label="Audience",
        required=False,
        help_text="Whom the policy speaks to. Whoever a clause binds should be among them.",
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

    def __init__(
        self, data: QueryDict | None, *, school: School, control: Control, introduction: str = ""
    ) -> None:
        super().__init__(data, initial=_shown(control) | {"introduction": introduction})
        self.before = control
        review = cast("ReviewField", self.fields["review_due_on"])
        review.terms = terms_of(school)
        self.initial["review_due_on"] = review.shown(control)
        review.explain((data or self.initial).get("review_due_on"))

    def clean_audience(self) -> tuple[str, ...]:
        """Return the roles, in their earlier order if they are the same."""
        chosen = tuple(self.cleaned_data["audience"])
        return self.before.audience if set(chosen) == set(self.before.audience) else chosen

    def clean_changes(self) -> tuple[ChangeEntry, ...]:
        """Return the change entries, one for each line. Raises ValidationError if a line lacks version or
        date.
        """
        rows = [_parts(line) for line in self.cleaned_data["changes"].splitlines() if line.strip()]
        if any(len(row) < 2 or not row[0] or not row[1] for row in rows):
            message = (
                "Each line of the change history needs a version and a date with a semicolon between them"
            )
            raise forms.ValidationError(message)
        return tuple(ChangeEntry(row[0], row[1], "; ".join(row[2:])) for row in rows)

    def clean_linked(self) -> tuple[LinkedPolicy, ...]:
        """Return the linked policies, one for each line."""
        rows = [_parts(line) for line in self.cleaned_data["linked"].splitlines() if line.strip()]
        return tuple(LinkedPolicy(row[0], "; ".join(row[1:])) for row in rows if row[0])

    def control(self) -> Control:
        """Return the document control with the values of the form."""
        given = dict(self.cleaned_data)
        given.pop("introduction")
        due = given.pop("review_due_on")
        yes = {"yes": True, "no": False, "": None}
        for name in ("statutory", "required_on_website"):
            given[name] = yes[given[name]]
        typed = self.data.get("review_due_on", "").strip()
        if typed != self.initial["review_due_on"]:
            words = date_in_words(typed, due) if due else ""
            given |= {"review_due_on": due, "review_due": words}
        return replace(self.before, **{name: _one_line(value) for name, value in given.items()})

    @property
    def introduction_text(self) -> str:
        """The introduction without surrounding blank lines."""
        return "\n".join(self.cleaned_data["introduction"].split("\r\n")).strip()


def _shown(control: Control) -> dict[str, Any]:
    """Return the initial values for this document control, without the review date."""
    plain = ("title", "scope", "version", "review_period", "committee", "ratified_by", "audience")
    yes = {True: "yes", False: "no", None: ""}
    return {
        **{name: getattr(control, name) for name in plain},
        "statutory": yes[control.statutory],
        "required_on_website": yes[control.required_on_website],
        "linked": "\n".join("; ".join(filter(None, (each.name, each.edition))) for each in control.linked),
        "changes": "\n".join(
            "; ".join(filter(None, (each.version, each.on, each.what))) for each in control.changes
        ),
    }


def _parts(line: str) -> list[str]:
    return [" ".join(part.split()) for part in line.split(";")]


def _one_line(value: Any) -> Any:
    return " ".join(value.split()) if isinstance(value, str) else value
