"""Start with an empty policy to write clause by clause."""

from typing import Any, cast

from django import forms

from belisha.access.sign_in import sign_in_rules
from belisha.drafting.actions import DraftStart
from belisha.drafting.forms import StartForm
from belisha.drafting.queries import in_force_of
from belisha.drafting.start_methods import StartMethod
from belisha.people.models import School
from belisha.policies.models import Origin
from belisha.rules.edit import DRAFT, empty_policy
from belisha.rules.language.policy import Control
from belisha.rules.language.writing import write_policy
from belisha.rules.vocabulary.loading import load_vocabulary


class BlankForm(StartForm):
    """Title, subject and audience of the policy."""

    title = forms.CharField(
        label="Title",
        max_length=200,
        initial="Social Media Policy",
        error_messages={"required": "Give the policy a title"},
    )
    scope = forms.CharField(label="What it is about", max_length=300, required=False)
    audience = forms.MultipleChoiceField(
        label="Whom it speaks to",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one"},
    )
    ask_whom = forms.ChoiceField(
        label="Who is asked where the policy is silent",
        error_messages={"required": "Choose who is asked"},
    )
    introduction = forms.CharField(
        label="Introduction",
        widget=forms.Textarea,
        required=False,
        help_text="A sentence or two on what it is for.",
    )
    field_order = ["title", "scope", "audience", "ask_whom", "introduction", "label", "review_due_on"]

    def __init__(self, *args: Any, school: School, **kwargs: Any) -> None:
        super().__init__(*args, school=school, **kwargs)
        people = [each for each in load_vocabulary().roles.values() if not each.is_institution]
        wide = [(each.id, each.label) for each in people if not each.is_office]
        cast("forms.ChoiceField", self.fields["audience"]).choices = wide
        cast("forms.ChoiceField", self.fields["ask_whom"]).choices = [
            (each.id, each.label) for each in people if each.is_office
        ]
        self.fields["ask_whom"].initial = sign_in_rules().asked_where_silent


def begin(form: forms.Form) -> DraftStart:
    """Return an empty policy with its document control."""
    form = cast("BlankForm", form)
    given = form.cleaned_data
    control = Control(
        slug=form.slug,
        title=" ".join(given["title"].split()),
        school=form.school.name,
        publisher=form.school.name,
        source="written on this site",
        standing=DRAFT,
        scope=" ".join(given["scope"].split()),
        audience=tuple(given["audience"]),
        version=given["label"],
        review_due=form.review_due,
        review_due_on=given["review_due_on"],
        ask_whom=(given["ask_whom"],),
    )
    introduction = "\n".join(given["introduction"].splitlines()).strip()
    return DraftStart(
        source=write_policy(empty_policy(control, introduction=introduction)),
        label=given["label"],
        origin=Origin.OWN,
        follows=in_force_of(form.document),
    )


START_METHOD = StartMethod(
    slug="own",
    place=2,
    title="Write your own",
    says="Begin with an empty policy and write it clause by clause. Each clause is checked as you write it.",
    form=BlankForm,
    begin=begin,
)
