"""Start an acceptable use policy for a role from a short library text."""

from functools import cache
from importlib.resources import files
from typing import Any, cast

from django import forms

from belisha.drafting.actions import DraftStart
from belisha.drafting.forms import StartForm
from belisha.drafting.queries import in_force_of, next_label
from belisha.drafting.start_methods import StartMethod
from belisha.people.models import School
from belisha.policies.documents.reading import read_source
from belisha.policies.models import DocumentKind, Origin, PolicyDocument
from belisha.rules.edit import DRAFT, taken_over
from belisha.rules.language.writing import write_policy


@cache
def templates() -> dict[str, str]:
    """Return the texts that ship, by slug."""
    folder = files("belisha").joinpath("library", "acceptable-use")
    found = sorted(
        (each for each in folder.iterdir() if each.name.endswith(".md")), key=lambda each: each.name
    )
    return {each.name.removesuffix(".md"): each.read_text(encoding="utf-8") for each in found}


class AcceptableUseForm(StartForm):
    """The audience of the acceptable use policy."""

    kind = DocumentKind.ACCEPTABLE_USE

    template = forms.ChoiceField(
        label="For whom", widget=forms.RadioSelect, error_messages={"required": "Choose for whom it is"}
    )
    field_order = ["template", "label", "review_due_on"]

    def __init__(self, *args: Any, school: School, **kwargs: Any) -> None:
        super().__init__(*args, school=school, **kwargs)
        cast("forms.ChoiceField", self.fields["template"]).choices = [
            (slug, read_source(text).control.title) for slug, text in templates().items()
        ]
        self.fields["label"].initial = next_label(None)

    @property
    def slug(self) -> str:
        """The slug of the document for the chosen audience."""
        return f"acceptable-use-{(self.data or {}).get('template', '')}"

    @property
    def document(self) -> PolicyDocument | None:
        """The school's document for the chosen audience, or None."""
        return PolicyDocument.objects.filter(school=self.school, slug=self.slug).first()


def begin(form: forms.Form) -> DraftStart:
    """Return the library text with the school's own document control."""
    form = cast("AcceptableUseForm", form)
    given = form.cleaned_data
    text = templates()[given["template"]]
    policy = taken_over(
        read_source(text),
        slug=form.slug,
        school=form.school.name,
        standing=DRAFT,
        review_due_on=given["review_due_on"],
        review_due=form.review_due,
        version=given["label"],
    )
    return DraftStart(
        source=write_policy(policy),
        label=given["label"],
        kind=DocumentKind.ACCEPTABLE_USE,
        origin=Origin.OWN,
        follows=in_force_of(form.document),
    )


START_METHOD = StartMethod(
    slug="acceptable-use",
    place=4,
    title="An acceptable use policy",
    says="A short agreement for pupils, parents or staff: what they promise when they use devices and sites.",
    form=AcceptableUseForm,
    begin=begin,
)
