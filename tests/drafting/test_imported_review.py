"""A school's own document on screen: chosen, checked clause by clause, undone, and asked."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from belisha.base.file_store import open_stored
from belisha.drafting.actions import forget_document
from belisha.drafting.import_review import in_review_order
from belisha.drafting.models import ImportDecision, ImportedDocument
from belisha.policies.documents.reading import read_source
from belisha.policies.own_document.file_kinds import WORD
from belisha.reading.values import UNSURE
from belisha.rules.language.clauses import Force, Plain, Rule
from tests.demo_fixtures import ClientFor
from tests.drafting.test_imported import a_policy
from tests.reading.made import docx, paragraph

pytestmark = [pytest.mark.django_db, pytest.mark.database]
START = "/s/grange/drafts/begin/document/"


def bring(client: Client, data: bytes = b"", **given: str) -> ImportedDocument:
    """Choose a document and return what was kept of it."""
    file = SimpleUploadedFile("Elm Grove.docx", data or a_policy())
    answer = client.post(START, {"label": "77", "review_due_on": "2027-09-01", "file": file, **given})
    assert answer.status_code == 302, answer.content.decode()
    return ImportedDocument.objects.latest("pk")


def address(document: ImportedDocument) -> str:
    return f"/s/grange/drafts/{document.version_id}/review/"


def test_a_document_becomes_a_draft_and_is_kept_byte_for_byte(client_for: ClientFor) -> None:
    client = client_for("headteacher@grange")
    document = bring(client)
    assert document.file is not None
    with open_stored(document.file.name) as stored:
        assert a_policy()[:30] not in stored.read()
    assert document.checksum == hashlib.sha256(a_policy()).hexdigest()
    page = client.get(address(document)).content.decode()
    assert f"0 of {document.clauses.count()} clauses checked" in page
    assert document.checksum in page
    original = client.get(f"/s/grange/drafts/{document.version_id}/original/")
    assert original.content == a_policy()


def test_a_draft_that_is_discarded_takes_its_document_with_it(
    client_for: ClientFor, django_capture_on_commit_callbacks: Any
) -> None:
    document = bring(client_for("headteacher@grange"))
    assert document.file is not None
    with django_capture_on_commit_callbacks(execute=True):
        forget_document(document.version)
    document.file.refresh_from_db()
    assert document.file.destroyed_at is not None
    original = f"/s/grange/drafts/{document.version_id}/original/"
    answer = client_for("headteacher@grange").get(original)
    assert answer.status_code == 503
    assert "cannot be read any more" in answer.content.decode()


def test_the_unsure_come_first_and_the_clause_is_marked_in_its_passage(client_for: ClientFor) -> None:
    client = client_for("headteacher@grange")
    document = bring(client)
    first, *_ = in_review_order(document.clauses.all())
    assert first.confidence < UNSURE
    assert first.position > 0
    assert f"<mark>{first.proposed['text']}</mark>" in client.get(address(document)).content.decode()


def test_a_clause_is_changed_confirmed_and_undone(client_for: ClientFor) -> None:
    client = client_for("headteacher@grange")
    document = bring(client)
    row = document.clauses.get(clause__startswith="parents-should-not-post")
    sent = {"row": row.pk, "do": "right", "force": "must not", "who": "parent", "action": "criticise-school"}
    client.post(address(document), sent)
    document.version.refresh_from_db()
    rule = read_source(document.version.source).by_id[row.clause]
    assert isinstance(rule, Rule)
    assert rule.force is Force.MUST_NOT
    client.post(address(document), {"do": "undo"})
    document.version.refresh_from_db()
    rule = read_source(document.version.source).by_id[row.clause]
    assert isinstance(rule, Rule)
    assert rule.force is Force.SHOULD_NOT
    row.refresh_from_db()
    assert not row.decision


def test_guidance_only_keeps_the_words_and_no_clause_goes_and_comes_back(
    client_for: ClientFor,
) -> None:
    client = client_for("headteacher@grange")
    document = bring(client)
    first, second = document.clauses.all()[:2]
    client.post(address(document), {"row": first.pk, "do": "guidance"})
    client.post(address(document), {"row": second.pk, "do": "removed"})
    document.version.refresh_from_db()
    policy = read_source(document.version.source)
    assert isinstance(policy.by_id[first.clause], Plain)
    assert second.clause not in policy.by_id
    client.post(address(document), {"do": "undo"})
    document.version.refresh_from_db()
    assert second.clause in read_source(document.version.source).by_id


def test_two_reviewers_do_not_decide_the_same_clause(client_for: ClientFor) -> None:
    client = client_for("headteacher@grange")
    document = bring(client)
    row = document.clauses.first()
    assert row is not None
    client.post(address(document), {"row": row.pk, "do": "right"})
    page = client.post(address(document), {"row": row.pk, "do": "removed"}, follow=True).content.decode()
    assert "Somebody else has decided about this clause meanwhile" in page
    row.refresh_from_db()
    assert row.decision == ImportDecision.RIGHT


def test_a_clause_is_split_in_two_and_joined_again(client_for: ClientFor) -> None:
    client = client_for("headteacher@grange")
    document = bring(client)
    row = document.clauses.get(clause__startswith="staff-may-use-social-media")
    words, count = row.proposed["text"], document.clauses.count()
    cut = words.replace(" on their own", "\non their own")
    client.post(address(document), {"row": row.pk, "do": "split", "lines": cut})
    first, second = document.clauses.filter(position__in=(row.position, row.position + 1))
    assert (first.pk, f"{first.proposed['text']} {second.proposed['text']}") == (row.pk, words)
    document.version.refresh_from_db()
    policy = read_source(document.version.source)
    assert [policy.by_id[each.clause].text for each in (first, second)] == cut.split("\n")
    client.post(address(document), {"row": row.pk, "do": "join"})
    document.version.refresh_from_db()
    policy = read_source(document.version.source)
    assert policy.by_id[row.clause].text == words
    assert second.clause not in policy.by_id
    assert document.clauses.count() == count


def test_a_clause_is_split_only_between_its_own_words(client_for: ClientFor) -> None:
    client = client_for("headteacher@grange")
    document = bring(client)
    row = document.clauses.all()[2]
    sent = {"row": row.pk, "do": "split", "lines": "Staff may do\nwhatever they like."}
    page = client.post(address(document), sent, follow=True).content.decode()
    assert "Keep the document’s words as they are" in page


def test_the_review_ends_with_what_to_do_next(client_for: ClientFor) -> None:
    client = client_for("headteacher@grange")
    document = bring(client)
    for row in document.clauses.all():
        client.post(address(document), {"row": row.pk, "do": "right"})
    page = client.get(address(document)).content.decode()
    assert "You have checked every clause" in page


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "password"),
        (docx(paragraph("Welcome to our school.")), "No clause was found"),
        (b"\x89PNG\r\n\x1a\n123", "picture"),
    ],
)
def test_a_document_that_cannot_be_used_is_refused_with_a_sentence(
    client_for: ClientFor, data: bytes, said: str
) -> None:
    file = SimpleUploadedFile("policy.docx", data)
    given = {"label": "77", "review_due_on": "2027-09-01", "file": file}
    answer = client_for("headteacher@grange").post(START, given)
    assert answer.status_code == 400
    assert said in answer.content.decode()
    assert not ImportedDocument.objects.exists()


def test_pasted_text_is_read_too(client_for: ClientFor) -> None:
    text = "# Phones\n\nStaff must not use a mobile phone in lessons.\n"
    given = {"label": "78", "review_due_on": "2027-09-01", "text": text}
    assert client_for("headteacher@grange").post(START, given).status_code == 302
    assert ImportedDocument.objects.latest("pk").clauses.count() == 1


@pytest.fixture
def website() -> Iterator[str]:
    """A real website on loopback with one page, one Word file and nothing else: its address."""
    page = b"<html><body><h1>Phones</h1><p>Staff must not use a mobile phone in lessons.</p></body></html>"
    shown = {
        "/policies/phones": ("text/html; charset=utf-8", page),
        "/files/phones.docx": (WORD.media_type, docx(paragraph("Pupils must not bring phones into school."))),
    }

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            kind, body = shown.get(self.path, ("text/plain", b""))
            self.send_response(200 if body else 404)
            self.send_header("Content-Type", kind)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    ("place", "name"), [("policies/phones", "phones.html"), ("files/phones.docx", "phones.docx")]
)
def test_a_policy_is_read_from_the_schools_website(
    client_for: ClientFor, website: str, settings: Any, place: str, name: str
) -> None:
    settings.BELISHA_FETCH_PRIVATE = True
    given = {"label": "79", "review_due_on": "2027-09-01", "address": f"{website}/{place}"}
    assert client_for("headteacher@grange").post(START, given).status_code == 302
    brought = ImportedDocument.objects.latest("pk")
    assert brought.name == name
    assert brought.clauses.count() == 1


def test_an_address_that_shows_nothing_or_is_not_public_is_refused_with_a_sentence(
    client_for: ClientFor, website: str, settings: Any
) -> None:
    given = {"label": "80", "review_due_on": "2027-09-01", "address": f"{website}/policies/phones"}
    refused = client_for("headteacher@grange").post(START, given)
    assert refused.status_code == 400
    settings.BELISHA_FETCH_PRIVATE = True
    given["address"] = f"{website}/nowhere"
    assert "404" in client_for("headteacher@grange").post(START, given).content.decode()
    assert not ImportedDocument.objects.exists()


def test_another_school_and_a_teacher_see_nothing(client_for: ClientFor) -> None:
    document = bring(client_for("headteacher@grange"))
    assert client_for("headteacher@calcot").get(address(document)).status_code == 404
    assert client_for("teacher@grange").get(address(document)).status_code == 403
