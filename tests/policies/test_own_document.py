"""The document of record: the school's own file, linked from the policy and every clause."""

import zipfile
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from belisha.audit.models import Event
from belisha.base.models import EncryptedFile
from belisha.policies.models import DocumentOfRecord, PolicyVersion
from belisha.policies.own_document.file_kinds import (
    LARGEST,
    NotADocumentError,
    kind_of_file,
    safe_name,
)
from belisha.policies.own_document.queries import with_places
from belisha.policies.own_document.verification import check_documents
from belisha.policies.states import VersionState
from tests.demo_fixtures import ClientFor

PDF = b"%PDF-1.7\nthe policy as it was signed"
LINE = "Keeping Children Safe in Education is cited in two editions, 2022 (line 62) and 2023 (line 94)."


def word_file() -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("word/document.xml", "<w:document/>")
    return made.getvalue()


def address() -> str:
    version = PolicyVersion.objects.get(
        school__slug="grange", state=VersionState.PUBLISHED, document__kind="policy"
    )
    return f"/s/grange/policy/versions/{version.pk}/"


def add(client: Client, data: bytes = PDF, name: str = "Social Media Policy.pdf") -> str:
    file = SimpleUploadedFile(name, data)
    return client.post(f"{address()}own-document/", {"file": file}, follow=True).content.decode()


@pytest.mark.parametrize(
    ("data", "ending"),
    [(PDF, "pdf"), (b"\xef\xbb\xbf%PDF-1.4", "pdf"), (word_file(), "docx")],
)
def test_a_document_is_known_by_its_bytes(data: bytes, ending: str) -> None:
    assert kind_of_file(data).ending == ending


@pytest.mark.parametrize(
    "data",
    [b"", b"MZ a program", b"<html>", b"PK\x03\x04 something packed", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"],
)
def test_what_is_no_document_is_refused_in_words(data: bytes) -> None:
    with pytest.raises(NotADocumentError, match="PDF"):
        kind_of_file(data)


def test_a_file_that_is_too_large_is_refused() -> None:
    with pytest.raises(NotADocumentError, match="20 MB"):
        kind_of_file(PDF + b" " * LARGEST)


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("Policy 2026.PDF", "Policy 2026.pdf"),
        ("C:\\Users\\head\\policy.docx", "policy.pdf"),
        ('a"b\r\n.pdf', "a_b__.pdf"),
        ("....", "policy.pdf"),
        ("v1.2 of the policy", "v1.2 of the policy.pdf"),
    ],
)
def test_its_name_can_be_saved_anywhere(name: str, safe: str) -> None:
    assert safe_name(name, kind_of_file(PDF)) == safe


@pytest.mark.parametrize(
    ("words", "without"),
    [
        (LINE, "Keeping Children Safe in Education is cited in two editions, 2022 and 2023."),
        ("A bracket is opened in line 76 and never closed.", "A bracket is opened and never closed."),
        ("Staff alone (line 11), governors (lines 18 and 24).", "Staff alone, governors."),
        ("It asks for an online (safe) lesson.", "It asks for an online (safe) lesson."),
    ],
)
def test_lines_are_named_only_beside_the_document(words: str, without: str) -> None:
    assert with_places(words, has_document=True) == words
    assert with_places(words, has_document=False) == without


@pytest.mark.usefixtures("demo")
def test_every_clause_links_to_the_document_once_it_is_there(client_for: ClientFor, client: Client) -> None:
    before = client.get("/s/grange/policy/").content.decode()
    assert "line 62" not in before
    assert "cited in two editions, 2022 and 2023" in before
    remarks = client.get("/s/calcot/lint/").content.decode()
    assert "A page reference reads" in remarks
    assert "(line" not in remarks
    assert "linked from the policy and from each clause" in add(client_for("headteacher@grange"))
    link = f'href="{address()}document/"'
    for page in ("/s/grange/policy/", "/s/grange/policy/about-document/", address()):
        assert link in client.get(page).content.decode()
    assert "line 62" in client.get("/s/grange/policy/").content.decode()
    file = client.get(f"{address()}document/")
    assert file.content == PDF
    assert file["Content-Disposition"] == 'attachment; filename="Social Media Policy.pdf"'
    assert [wrong for _, wrong in check_documents(using="default")] == [""]


@pytest.mark.usefixtures("demo")
def test_another_file_takes_its_place_and_the_first_is_destroyed(
    client_for: ClientFor, client: Client, django_capture_on_commit_callbacks: object
) -> None:
    head = client_for("headteacher@grange")
    add(head)
    first = DocumentOfRecord.objects.get()
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        add(head, word_file(), "policy.docx")
    assert EncryptedFile.objects.get(pk=first.file_id).destroyed_at is not None
    assert client.get(f"{address()}document/").content == word_file()
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        head.post(f"{address()}own-document/remove/")
    assert client.get(f"{address()}document/").status_code == 404
    assert DocumentOfRecord.objects.filter(ended_at__isnull=False).count() == 2
    assert Event.objects.filter(verb="added-own-document").count() == 2
    assert Event.objects.filter(verb="took-own-document-away").count() == 1


@pytest.mark.usefixtures("demo")
def test_a_file_that_is_none_is_refused_on_the_page(client_for: ClientFor) -> None:
    page = add(client_for("headteacher@grange"), b"MZ", "policy.pdf")
    assert "The file must be a PDF" in page
    assert DocumentOfRecord.objects.count() == 0


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize(("who", "status"), [("teacher@grange", 403), ("headteacher@calcot", 404)])
def test_others_are_refused(client_for: ClientFor, who: str, status: int) -> None:
    other = client_for(who)
    assert other.get(f"{address()}own-document/").status_code == status
    assert other.post(f"{address()}own-document/remove/").status_code == status
