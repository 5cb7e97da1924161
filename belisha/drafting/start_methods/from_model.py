"""Start from a model: of a publisher on this site, or from the library."""

from typing import Any, cast

from django import forms

from belisha.base.fields import LineField
from belisha.base.text import join_words
from belisha.drafting.actions import DraftStart
from belisha.drafting.forms import StartForm
from belisha.drafting.queries import in_force_of, library_text, models_offered
from belisha.drafting.start_methods import StartMethod
from belisha.people.models import School
from belisha.policies.documents.reading import read_source
from belisha.policies.models import Origin, PolicyVersion
from belisha.rules.edit import ADAPTED, ADOPTED, taken_over
from belisha.rules.language.policy import Policy
from belisha.rules.language.reading import library_slugs, model_slugs
from belisha.rules.language.writing import write_policy
from belisha.rules.vocabulary.loading import load_vocabulary
from belisha.rules.wording.activities import ActivityPhrases


class ModelField(forms.ChoiceField):
    """The model to adopt. `about` gives audience, subject and length of each choice."""

    about: dict[str, str]


class ModelForm(StartForm):
    """The model, and whether the school means to change it."""

    model = ModelField(
        label="Which policy",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a policy", "invalid_choice": "Choose a policy from the list"},
    )
    standing = forms.ChoiceField(
        label="How will you use it",
        widget=forms.RadioSelect,
        choices=[
            (ADOPTED, "Adopted: as it is"),
            (ADAPTED, "Adopted and adapted: we change it to fit us"),
        ],
        initial=ADOPTED,
        error_messages={"required": "Say whether you mean to change it"},
    )
    school_name = LineField(
        label="Name of the school in the policy",
        max_length=200,
        error_messages={"required": "Enter the name of the school"},
    )
    field_order = ["model", "standing", "school_name", "label", "review_due_on"]

    def __init__(self, *args: Any, school: School, **kwargs: Any) -> None:
        super().__init__(*args, school=school, **kwargs)
        self.offered = {
            str(each.pk): each for each in models_offered(school).filter(document__kind=self.kind)
        }
        published = [
            (pk, f"{each.document.title}: {each.school.name}, version {each.label}")
            for pk, each in self.offered.items()
        ]
        cast("forms.ChoiceField", self.fields["model"]).choices = [
            *published,
            *_library(self.offered.values()),
        ]
        sources = {pk: each.source for pk, each in self.offered.items()}
        sources |= {f"library:{slug}": library_text(slug) for slug in (*model_slugs(), *library_slugs())}
        cast("ModelField", self.fields["model"]).about = {
            choice: _about(read_source(source)) for choice, source in sources.items()
        }
        self.fields["school_name"].initial = school.name


def _about(policy: Policy) -> str:
    """Return a line to choose by: "82 clauses. For staff, governors and pupils. About social media"."""
    names = ActivityPhrases(load_vocabulary()).names
    people = join_words((names.plural(role) for role in policy.control.audience), "and")
    said = [f"{len(policy.clauses)} clauses"]
    said += [f"For {people}"] if people else []
    said += [f"About {policy.control.scope}"] if policy.control.scope else []
    return ". ".join(said)


def _library(offered: Any) -> list[tuple[str, str]]:
    """Return our models, then the library's others, models first, without what a publisher here offers."""
    there = {each.source for each in offered}
    own = [(f"library:{slug}", _model_words(read_source(library_text(slug)))) for slug in model_slugs()]
    found = []
    for slug in library_slugs():
        if library_text(slug) not in there:
            control = read_source(library_text(slug)).control
            mark = "a model" if control.is_model else "a school’s own policy"
            words = f"{control.title}: {control.school}, {mark} from the library"
            found.append((not control.is_model, f"library:{slug}", words))
    return [*own, *((value, words) for _, value, words in sorted(found))]


def _model_words(policy: Policy) -> str:
    control = policy.control
    return (
        f"{control.title}: a model of {control.publisher}, {control.dated}. A good start without a document"
    )


def begin(form: forms.Form) -> DraftStart:
    """Return the model's clauses with the school's own document control."""
    form = cast("ModelForm", form)
    choice: str = form.cleaned_data["model"]
    model: PolicyVersion | None = form.offered.get(choice)
    library = "" if model else choice.removeprefix("library:")
    source = model.source if model else library_text(library)
    policy = taken_over(
        read_source(source),
        slug=form.slug,
        school=form.cleaned_data["school_name"],
        standing=form.cleaned_data["standing"],
        review_due_on=form.cleaned_data["review_due_on"],
        review_due=form.review_due,
        version=form.cleaned_data["label"],
    )
    return DraftStart(
        source=write_policy(policy),
        label=form.cleaned_data["label"],
        kind=form.kind,
        origin=Origin(form.cleaned_data["standing"]),
        reason=f"{policy.control.source} is adopted.",
        follows=in_force_of(form.document),
        model=model,
        library=library,
        library_source=source if library else "",
    )


START_METHOD = StartMethod(
    slug="model",
    place=1,
    title="Adopt a policy",
    says="Take our model, that of your trust or HR body, or a policy of the library. Change it, or not.",
    form=ModelForm,
    begin=begin,
)
