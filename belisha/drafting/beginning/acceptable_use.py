"""An acceptable use policy for a role, begun from a short text of the library."""

from functools import cache
from importlib.resources import files
from typing import Any, cast

from django import forms

from belisha.drafting.actions import Begun
from belisha.drafting.forms import BeginForm
from belisha.drafting.queries import in_force_of, next_label
from belisha.drafting.ways import Way
from belisha.people.models import School
from belisha.policies.models import DocumentKind, Origin, PolicyDocument
from belisha.policies.reading import read_source
from belisha.rules.edit import DRAFT, taken_over
from belisha.rules.writing import write_policy


@cache
def templates() -> dict[str, str]:
    """The texts that ship, by their slug."""
    folder = files("belisha").joinpath("library", "acceptable-use")
    found = sorted(
        (each for each in folder.iterdir() if each.name.endswith(".md")), key=lambda each: each.name
    )
    return {each.name.removesuffix(".md"): each.read_text(encoding="utf-8") for each in found}


class AcceptableUseForm(BeginForm):
    """For whom."""

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
        """The short name of the document for those it is for."""
        return f"acceptable-use-{(self.data or {}).get('template', '')}"

    @property
    def document(self) -> PolicyDocument | None:
        """The school's document for those it is for."""
        return PolicyDocument.objects.filter(school=self.school, slug=self.slug).first()


def begin(form: forms.Form) -> Begun:
    """The library's text under the school's own document control."""
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
    return Begun(
        source=write_policy(policy),
        label=given["label"],
        kind=DocumentKind.ACCEPTABLE_USE,
        origin=Origin.OWN,
        follows=in_force_of(form.document),
    )


WAY = Way(
    slug="acceptable-use",
    place=4,
    title="An acceptable use policy",
    says="A short agreement for pupils, parents or staff: what they promise when they use devices and sites.",
    form=AcceptableUseForm,
    begin=begin,
)
