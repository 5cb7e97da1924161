"""Start from the school's own document: Word, ODT, PDF, a web page or text."""

from typing import Any, cast

from django import forms

from belisha.access.sign_in import sign_in_rules
from belisha.drafting.actions import DraftStart
from belisha.drafting.documents import read_safely
from belisha.drafting.forms import StartForm
from belisha.drafting.imported.policy import BroughtDocument, policy_of, title_of
from belisha.drafting.queries import in_force_of
from belisha.drafting.start_methods import StartMethod
from belisha.policies.documents.reading import read_source
from belisha.policies.models import Origin
from belisha.reading.values import DocumentError
from belisha.rules.edit import DRAFT
from belisha.rules.language.policy import Control
from belisha.rules.language.writing import write_policy

LARGEST = 20_000_000
PASTED = "pasted text.txt"


class DocumentForm(StartForm):
    """A document or its text, and how its tracked changes are read."""

    file = forms.FileField(
        label="Your policy",
        required=False,
        help_text="A Word file (DOCX), ODT, PDF, web page or text file, at most 20 MB.",
    )
    text = forms.CharField(
        label="Or paste its text", widget=forms.Textarea(attrs={"rows": "6"}), required=False, strip=False
    )
    tracked = forms.ChoiceField(
        label="If it has tracked changes",
        choices=[("accept", "Read it with the changes"), ("reject", "Read it as it was before them")],
        initial="accept",
        required=False,
    )
    field_order = ["file", "text", "tracked", "label", "review_due_on"]

    def clean(self) -> dict[str, Any]:
        """Read the document. A sentence says what is wrong with one that cannot be read."""
        given = super().clean() or {}
        file, text = given.get("file"), (given.get("text") or "").strip()
        if file is None and not text:
            if "file" not in self.errors:
                self.add_error("file", "Choose your policy, or paste its text")
            return given
        if file is not None and file.size > LARGEST:
            self.add_error("file", "The file is larger than 20 MB. Save it with smaller pictures")
            return given
        data = file.read() if file is not None else text.encode()
        name = file.name if file is not None else PASTED
        try:
            reading = read_safely(data, name, accept=given.get("tracked") != "reject")
        except DocumentError as error:
            self.add_error("file" if file is not None else "text", str(error))
            return given
        if not reading.clauses:
            self.add_error("file", "No clause was found in it. Is it the whole policy?")
        given["brought"] = (data, name, reading)
        return given


def begin(form: forms.Form) -> DraftStart:
    """Return the document as a draft under the school's own document control."""
    form = cast("DocumentForm", form)
    given = form.cleaned_data
    data, name, reading = given["brought"]
    control = Control(
        slug=form.slug,
        title=title_of(reading, name),
        school=form.school.name,
        publisher=form.school.name,
        source="read from the school’s own document",
        standing=DRAFT,
        audience=("everyone",),
        version=given["label"],
        review_due=form.review_due,
        review_due_on=given["review_due_on"],
        ask_whom=(sign_in_rules().asked_where_silent,),
    )
    follows = in_force_of(form.document)
    earlier = read_source(follows.source) if follows is not None else None
    made = policy_of(reading, name=name, control=control, earlier=earlier)
    return DraftStart(
        source=write_policy(made.policy),
        label=given["label"],
        origin=Origin.OWN,
        follows=follows,
        document=BroughtDocument(name, data, reading, made.mapped, made.changes),
    )


START_METHOD = StartMethod(
    slug="document",
    place=0,
    title="Bring your own policy",
    says="Choose the Word file or PDF that your school has. Its clauses are read, and you check them one by "
    "one. What cannot be read as a rule stays in its words.",
    form=DocumentForm,
    begin=begin,
    button="Read the document",
)
