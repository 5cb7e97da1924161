"""Start from the school's own document: Word, ODT, PDF, a web page or text."""

from typing import Any, cast
from urllib.parse import unquote, urlsplit

from django import forms
from django.conf import settings

from belisha.access.sign_in import sign_in_rules
from belisha.drafting.actions import DraftStart
from belisha.drafting.documents import LARGEST, TOO_LARGE, read_safely, takes_long
from belisha.drafting.forms import StartForm
from belisha.drafting.imported.policy import BroughtDocument, policy_of, title_of
from belisha.drafting.queries import draft_read_from, in_force_of
from belisha.drafting.reading_runs import LongDocument
from belisha.drafting.start_methods import StartMethod
from belisha.policies.documents.reading import read_source
from belisha.policies.models import Origin
from belisha.reading.read import document_format
from belisha.reading.values import DocumentError, Reading, Tell, tell_nobody
from belisha.rules.edit import DRAFT
from belisha.rules.language.policy import Control
from belisha.rules.language.writing import write_policy
from belisha.sandbox.addresses import FetchError
from belisha.sandbox.fetching import FetchedFile, fetch

PASTED = "pasted text.txt"
NO_CLAUSE = "No clause was found in it. Is it the whole policy?"
_ALREADY = (
    "This file was read already, as version “{label}”, which is a draft. Go on with it, or delete it first"
)
ENDINGS = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "application/pdf": "pdf",
    "text/plain": "txt",
}


def name_of(found: FetchedFile) -> str:
    """Return a name for what was fetched, with an ending that says what it is."""
    name = unquote(urlsplit(found.url).path.rstrip("/").rsplit("/", 1)[-1]) or "policy"
    ending = ENDINGS.get(found.kind, "")
    return name if not ending or name.lower().endswith(f".{ending}") else f"{name}.{ending}"


class DocumentForm(StartForm):
    """A document or its text, and how its tracked changes are read."""

    file = forms.FileField(
        label="Your policy",
        required=False,
        help_text="A Word file (DOCX), ODT, PDF, web page or text file, at most 20 MB.",
    )
    address = forms.CharField(
        label="Or the address at which your website shows it",
        required=False,
        max_length=500,
        help_text="For example https://www.example.sch.uk/policies/social-media.pdf",
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
    field_order = ["file", "address", "text", "tracked", "label", "review_due_on"]

    def clean(self) -> dict[str, Any]:
        """Read the document. A sentence says what is wrong with one that cannot be read."""
        given = super().clean() or {}
        source = next(
            (each for each in ("file", "address", "text") if str(given.get(each) or "").strip()), ""
        )
        if not source or self.errors:
            if "file" not in self.errors and not source:
                self.add_error("file", "Choose your policy, give its address, or paste its text")
            return given
        try:
            name, data = self._taken(source, given[source])
            if already := draft_read_from(self.school, data):
                self.add_error(source, _ALREADY.format(label=already))
                return given
            if takes_long(data):
                document_format(data, name)
                given["long"] = (data, name)
                return given
            reading = read_safely(data, name, accept=given.get("tracked") != "reject")
        except (DocumentError, FetchError) as error:
            self.add_error(source, str(error))
            return given
        if not reading.clauses:
            self.add_error(source, NO_CLAUSE)
        given["brought"] = (data, name, reading)
        return given

    def _taken(self, source: str, given: Any) -> tuple[str, bytes]:
        """Return the name and bytes of what was given. Raise DocumentError or FetchError."""
        if source == "text":
            return PASTED, given.strip().encode()
        if source == "address":
            found = fetch(given.strip(), private=bool(settings.BELISHA_FETCH_PRIVATE), most=LARGEST)
            return name_of(found), found.body
        if given.size > LARGEST:
            raise DocumentError(TOO_LARGE)
        return given.name, given.read()


def begin(form: forms.Form) -> DraftStart:
    """Return the document as a draft under the school's own document control."""
    given = form.cleaned_data
    data, name, reading = given["brought"]
    return _begun(cast("DocumentForm", form), data, name, reading)


def long_document(form: forms.Form) -> LongDocument | None:
    """Return a handbook, to be read while its page shows how far it is; None if it was read already."""
    if "long" not in form.cleaned_data:
        return None
    data, name = form.cleaned_data["long"]

    def begin_read(reading: Reading, tell: Tell) -> DraftStart:
        if not reading.clauses:
            raise DocumentError(NO_CLAUSE)
        return _begun(cast("DocumentForm", form), data, name, reading, tell)

    return LongDocument(data, name, form.cleaned_data.get("tracked") != "reject", begin_read)


def _begun(
    form: DocumentForm, data: bytes, name: str, reading: Reading, tell: Tell = tell_nobody
) -> DraftStart:
    given = form.cleaned_data
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
    made = policy_of(reading, name=name, control=control, earlier=earlier, tell=tell)
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
    says="Choose the Word file or PDF that your school has, or say where your website shows it. Its clauses "
    "are read, and you check them one by one. What cannot be read as a rule stays in its words.",
    form=DocumentForm,
    begin=begin,
    button="Read the document",
    long=long_document,
)
