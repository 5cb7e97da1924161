"""A handbook is read while its page shows how far it is; it can be stopped, and then nothing is kept."""

from __future__ import annotations

import time
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from belisha.drafting import reading_runs
from belisha.drafting.documents import takes_long
from belisha.drafting.models import ImportedDocument
from belisha.policies.models import PolicyVersion
from tests.demo_fixtures import ClientFor
from tests.reading.made import docx, paragraph

START = "/s/grange/drafts/begin/document/"
pytestmark = pytest.mark.database
# Threads have a connection of their own, so what they wait for is committed.
committed = pytest.mark.django_db(transaction=True)


def handbook(parts: int, rules: int = 20) -> bytes:
    """Return a long document of which only the first parts have rules, and the others tell of the house."""
    tale = "The house was built long ago, and its windows look over the river to the hills. "
    said = [f"## Part {part}\n\n{tale * 4}\n" for part in range(parts)]
    said[0] += "".join(f"\n- Staff must lock cupboard {each} at night." for each in range(rules)) + "\n"
    return ("# Handbook\n\n" + "\n".join(said)).encode()


def choose(client: Client, data: bytes, **given: str) -> HttpResponse:
    file = SimpleUploadedFile("Handbook.md", data)
    return client.post(START, {"label": "77", "review_due_on": "2027-09-01", "file": file, **given})


def wait(client: Client, page: str) -> Any:
    """Return the first answer of a page of a run that is over."""
    for _ in range(600):
        answer = client.get(page)
        if answer.status_code == 302 or b"http-equiv" not in answer.content:
            return answer
        time.sleep(0.1)
    raise AssertionError(answer.content.decode())


@committed
def test_a_handbook_shows_how_far_it_is_and_becomes_a_draft(client_for: ClientFor) -> None:
    client, data = client_for("headteacher@grange"), handbook(400)
    assert takes_long(data)
    page = choose(client, data)["Location"]
    first = client.get(page)
    assert first.status_code in (200, 302)
    if first.status_code == 200:
        shown = first.content.decode()
        assert 'http-equiv="refresh"' in shown
        assert "Clauses found so far" in shown
        assert "Stop reading" in shown
    over = wait(client, page)
    kept = ImportedDocument.objects.get(name="Handbook.md")
    assert over["Location"] == f"/s/grange/drafts/{kept.version_id}/review/"
    assert kept.clauses.count() == 20


@committed
def test_a_handbook_that_is_stopped_leaves_nothing_and_two_who_choose_it_see_one_reading(
    client_for: ClientFor,
) -> None:
    client, data = client_for("headteacher@grange"), handbook(3000, 800)
    before = PolicyVersion.objects.count()
    page = choose(client, data)["Location"]
    assert choose(client, data)["Location"] == page
    assert client_for("headteacher@calcot").get(page.replace("grange", "calcot")).status_code == 404
    assert client.post(page).status_code == 302
    shown = wait(client, page).content.decode()
    assert "Reading was stopped" in shown
    assert "Nothing was kept" in shown
    assert "refresh" not in shown
    assert PolicyVersion.objects.count() == before
    assert not ImportedDocument.objects.filter(name="Handbook.md").exists()
    # A run whose process was ended tells nothing any more.
    key = f"reading-{page.rstrip('/').rsplit('/', 1)[-1]}"
    silent = time.time() - reading_runs.SILENT_FOR - 1
    cache.set(key, {**cache.get(key), "is_stopped": False, "at": silent})
    shown = client.get(page).content.decode()
    assert "broke off" in shown
    assert "Choose a document again" in shown
    again = choose(client, data)["Location"]
    assert again != page
    client.post(again)
    wait(client, again)


@committed
def test_a_long_document_that_cannot_be_read_says_why(client_for: ClientFor) -> None:
    client = client_for("headteacher@grange")
    page = choose(client, b"%PDF-1.4 " + b"/Page " * 200)["Location"]
    shown = wait(client, page).content.decode()
    assert "cut short" in shown
    assert "Nothing was kept" in shown


@pytest.mark.django_db
def test_a_file_that_is_a_draft_already_is_not_read_twice(client_for: ClientFor) -> None:
    client = client_for("headteacher@grange")
    data = docx(paragraph("Our policy"), paragraph("Staff must not accept pupils as friends."))
    file = SimpleUploadedFile("Elm.docx", data)
    answer = client.post(START, {"label": "78", "review_due_on": "2027-09-01", "file": file})
    assert answer.status_code == 302
    again = choose(client, data, label="79")
    assert again.status_code == 400
    assert "as version “78”, which is a draft" in again.content.decode()


def test_what_takes_long_is_told_by_its_size() -> None:
    assert not takes_long(b"# Policy\n\nStaff must knock.\n")
    assert not takes_long(docx(paragraph("Staff must knock.")))
    assert not takes_long(b"PK broken")
    assert takes_long(docx(*(paragraph(f"Staff must knock at door {n}." * 4) for n in range(6000))))
