"""Start a revision of the version in force."""

from typing import Any, cast

from django import forms

from belisha.drafting.actions import DraftStart
from belisha.drafting.forms import StartForm
from belisha.drafting.queries import documents_at, in_force_of, next_label, source_model
from belisha.drafting.start_methods import StartMethod
from belisha.people.models import School
from belisha.policies.documents.reading import read_source
from belisha.policies.models import ChangeKind, PolicyDocument, PolicyVersion
from belisha.policies.states import VersionState
from belisha.rules.edit import revised
from belisha.rules.language.writing import write_policy


class RevisionForm(StartForm):
    """The kind of change, and the reason for it."""

    which = forms.ChoiceField(label="Which policy", error_messages={"required": "Choose a policy"})
    change = forms.ChoiceField(
        label="Type of change",
        widget=forms.RadioSelect,
        choices=[
            (
                ChangeKind.SUBSTANTIVE,
                "Substantive: something is asked differently. Everyone it binds reads it again.",
            ),
            (ChangeKind.EDITORIAL, "Editorial: the meaning is the same. Nobody has to read it again."),
        ],
        error_messages={"required": "Choose the type of change"},
    )
    reason = forms.CharField(
        label="Why is it changed",
        widget=forms.Textarea,
        max_length=1000,
        help_text="It goes into the change history.",
        error_messages={"required": "Say why it is changed"},
    )
    field_order = ["which", "change", "reason", "label", "review_due_on"]

    def __init__(self, *args: Any, school: School, **kwargs: Any) -> None:
        super().__init__(*args, school=school, **kwargs)
        self.documents = {str(each.pk): each for each in _in_force(school)}
        cast("forms.ChoiceField", self.fields["which"]).choices = [
            (pk, each.title) for pk, each in self.documents.items()
        ]
        self.fields["label"].initial = next_label(self.document)

    @property
    def document(self) -> PolicyDocument | None:
        """The chosen document, or the first."""
        found = getattr(self, "documents", {})
        chosen = found.get((self.data or {}).get("which", ""))
        return chosen or next(iter(found.values()), None)


def _in_force(school: School) -> list[PolicyDocument]:
    return list(
        documents_at(school).filter(versions__state=VersionState.PUBLISHED).order_by("-kind", "title")
    )


def begin(form: forms.Form) -> DraftStart:
    """Return the text in force as a new draft."""
    form = cast("RevisionForm", form)
    given = form.cleaned_data
    document = form.documents[given["which"]]
    version = in_force_of(document)
    if version is None:  # withdrawn since the form was shown
        raise PolicyVersion.DoesNotExist
    policy = revised(
        read_source(version.source),
        version=given["label"],
        review_due_on=given["review_due_on"],
        review_due=form.review_due,
    )
    taken = source_model(version)
    return DraftStart(
        source=write_policy(policy),
        label=given["label"],
        kind=document.kind,
        origin=document.origin,
        change=given["change"],
        reason=given["reason"].strip(),
        follows=version,
        model=version.model,
        library=taken.library if taken else "",
        library_source=taken.source if taken and taken.library else "",
    )


START_METHOD = StartMethod(
    slug="revision",
    place=0,
    title="Revise the policy in force",
    says="A new draft of the text that applies today. It goes on applying until the new one is published.",
    form=RevisionForm,
    begin=begin,
    offered=lambda school: bool(_in_force(school)),
)
