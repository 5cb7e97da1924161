"""Start from a file in the policy language, uploaded or pasted."""

from dataclasses import replace
from typing import Any, cast

from django import forms
from django.http import QueryDict

from belisha.drafting.actions import DraftStart
from belisha.drafting.forms import StartForm
from belisha.drafting.queries import in_force_of
from belisha.drafting.start_methods import StartMethod
from belisha.policies.models import DocumentKind, Origin
from belisha.rules.errors import Mistake, PolicyError
from belisha.rules.language.reading import read_policy
from belisha.rules.language.writing import write_policy

LARGEST = 1_000_000
LONGEST_TITLE = 200


class FileForm(StartForm):
    """A file or its text; document control is taken from it."""

    file = forms.FileField(
        label="Policy file", required=False, help_text="A text file that ends in .md, at most 1 MB."
    )
    text = forms.CharField(
        label="Or paste its text", widget=forms.Textarea(attrs={"rows": "12"}), required=False, strip=False
    )
    field_order = ["file", "text", "label", "review_due_on"]

    def clean(self) -> dict[str, Any]:
        """Read the text of the file into the text field, or require pasted text."""
        given = super().clean() or {}
        file = given.get("file")
        if file is not None:
            given["text"] = self._read(file)
            # Show the text of the file in the field, so that it can be corrected there.
            shown = cast("QueryDict", self.data).copy()
            shown["text"] = given["text"]
            self.data = shown
        if not (given.get("text") or "").strip() and "file" not in self.errors:
            self.add_error("file", "Choose a file, or paste its text")
        return given

    def _read(self, file: Any) -> str:
        if file.size > LARGEST:
            self.add_error("file", "The file is larger than 1 MB: a policy is text, choose its .md file")
            return ""
        try:
            text: str = file.read().decode("utf-8-sig")
        except UnicodeDecodeError:
            self.add_error("file", "This is not a text file. Choose a policy file that ends in .md")
            return ""
        return text.replace("\r\n", "\n")


def begin(form: forms.Form) -> DraftStart:
    """Return the policy of the file under the school's own slug. Raises PolicyError with every mistake."""
    form = cast("FileForm", form)
    given = form.cleaned_data
    policy = read_policy(given["text"].replace("\r\n", "\n"))
    if len(policy.control.title) > LONGEST_TITLE:
        message = f"the title has more than {LONGEST_TITLE} characters"
        raise PolicyError([Mistake("policy.md", 0, message)])
    control = replace(
        policy.control,
        slug=form.slug,
        version=given["label"],
        review_due_on=given["review_due_on"],
        review_due=form.review_due,
        is_model=False,
    )
    return DraftStart(
        source=write_policy(replace(policy, control=control)),
        label=given["label"],
        kind=DocumentKind.POLICY,
        origin=Origin.OWN,
        follows=in_force_of(form.document),
    )


START_METHOD = StartMethod(
    slug="file",
    place=3,
    title="Bring in a policy file",
    says="If you have the policy as a file of this site’s language (it ends in .md), upload it or paste it.",
    form=FileForm,
    begin=begin,
)
