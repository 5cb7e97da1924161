"""Evidence with custody: hashed at receipt, never rewritten, each look recorded.

Handed out so that it verifies.
"""

from __future__ import annotations

import hashlib
import io
import json
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from belisha.base.encrypted_files import FileState, FileTooLargeError
from belisha.base.models import EncryptedFile
from belisha.cases.actions.chronology import CaseRefusedError
from belisha.cases.actions.evidence import (
    add_capture,
    add_case_file,
    add_redacted_copy,
    agree_to_release,
    declare_mistake,
    destroy_evidence,
    evidence_of,
)
from belisha.cases.export import export_case, police_item
from belisha.cases.models import IncidentCase, Report
from belisha.evidence import actions
from belisha.evidence.actions import (
    EvidenceAlteredError,
    EvidenceRefusedError,
    open_item,
    verify_item,
)
from belisha.evidence.file_types import FileRefusedError
from belisha.evidence.models import EvidenceItem, ItemState
from belisha.evidence.queries import custody_of
from tests.cases.filing import FACTS, PNG, added, closed, stored, worker
from tests.cases.reporting import begun, heard_by, person, send
from tests.demo_fixtures import ClientFor


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path


@pytest.mark.clause("G88d", "B86b")
def test_what_was_sent_is_kept_as_it_was_and_not_deleted_while_the_case_is_open(demo: None) -> None:
    """Messages are kept exactly as they came, hashed at receipt.

    And deletion is refused while the case is open.
    """
    case = begun()
    item = added(case)
    assert item.file is not None
    assert item.file.sha256 == hashlib.sha256(PNG).hexdigest()
    assert b"".join(open_item(owner=case, item=item, by=worker(case))) == PNG
    with pytest.raises(EvidenceRefusedError, match="The case is open"):
        destroy_evidence(by=person("headteacher"), case=case, item=item, reason="Tidy up")
    assert verify_item(owner=case, item=item) is FileState.VERIFIED


@pytest.mark.clause("G88e")
@pytest.mark.parametrize("left_out", ["seen_on", "seen_at", "place"])
def test_date_time_and_place_are_asked_for_and_never_guessed(demo: None, left_out: str) -> None:
    """A capture asks for date, time and place of the site, as the policy says; "not known" is an answer."""
    case = begun()
    facts = FACTS | {left_out: ""}
    with pytest.raises(CaseRefusedError, match="or “not known”"):
        add_case_file(by=worker(case), case=case, pieces=[PNG], name="a.png", facts=facts)
    assert not EncryptedFile.objects.exists()
    add_capture(by=worker(case), case=case, facts=facts | {left_out: "not known"})
    assert actions.facts_of(case, evidence_of(case)[0][1])[left_out] == "not known"


def test_every_view_and_copy_is_in_the_custody_log(client_for: ClientFor) -> None:
    case = begun()
    item = added(case)
    client = client_for(f"{heard_by(case.reports.get())[0]}@grange")
    address = f"/s/grange/cases/{case.reference}/evidence/{item.reference}/"
    page = client.get(address).content.decode()
    assert "<img" not in page
    assert "Verified" in page
    assert "<img" in client.get(f"{address}?show=yes").content.decode()
    shown = client.get(f"{address}file/?show=yes")
    assert b"".join(shown.streaming_content) == PNG  # type: ignore[attr-defined]
    copy = client.get(f"{address}file/")
    assert copy["Content-Disposition"].startswith("attachment")
    assert "sandbox" in copy["Content-Security-Policy"]
    assert [line.what for line in custody_of(item)] == [
        "received evidence",
        "looked at evidence",
        "copied evidence",
    ]


def test_an_altered_or_missing_file_is_told_and_not_handed_out(demo: None, tmp_path: Path) -> None:
    case = begun()
    altered, missing = added(case), added(case, name="b.png")
    file = stored(altered, tmp_path)
    body = bytearray(file.read_bytes())
    body[-1] ^= 1
    file.write_bytes(body)
    stored(missing, tmp_path).unlink()
    assert verify_item(owner=case, item=altered) is FileState.ALTERED
    assert verify_item(owner=case, item=missing) is FileState.UNVERIFIABLE
    for item in (altered, missing):
        with pytest.raises(EvidenceAlteredError):
            open_item(owner=case, item=item, by=worker(case))
    with pytest.raises(EvidenceAlteredError, match="no bundle is made"):
        export_case(by=worker(case), case=case, kind="police")


def test_the_police_bundle_is_checked_by_sha256sum_alone(demo: None, tmp_path: Path) -> None:
    case = begun()
    item = added(case)
    add_capture(by=worker(case), case=case, facts=FACTS)
    folder = tmp_path / "out"
    with zipfile.ZipFile(
        io.BytesIO(b"".join(export_case(by=worker(case), case=case, kind="police")))
    ) as bundle:
        bundle.extractall(folder)
    program = shutil.which("sha256sum")
    assert program is not None
    checked = subprocess.run(
        [program, "-c", "SHA256SUMS"], cwd=folder, capture_output=True, text=True, check=False
    )
    assert checked.returncode == 0, checked.stdout
    assert "FAILED" not in checked.stdout
    manifest = json.loads((folder / "manifest.json").read_text())
    first = manifest["items"][0]
    assert item.file is not None
    assert (first["sha256"], first["facts"]["place"]) == (item.file.sha256, "WhatsApp group 6B")
    assert (folder / first["path"]).read_bytes() == PNG
    (folder / first["path"]).write_bytes(PNG + b"x")
    again = subprocess.run([program, "-c", "SHA256SUMS"], cwd=folder, capture_output=True, check=False)
    assert again.returncode != 0


def test_the_whole_case_has_pdf_and_table_and_no_formula_runs(demo: None) -> None:
    case = begun()
    from belisha.cases.actions.cases import write_in_case
    from belisha.cases.models import ChronologyKind

    write_in_case(by=worker(case), case=case, kind=ChronologyKind.NOTE, words='=HYPERLINK("http://x")')
    with zipfile.ZipFile(
        io.BytesIO(b"".join(export_case(by=worker(case), case=case, kind="case")))
    ) as bundle:
        assert bundle.read("case.pdf").startswith(b"%PDF")
        table = bundle.read("chronology.csv").decode("utf-8-sig")
    assert "'=HYPERLINK" in table


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (
            b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
            "SVG pictures are not taken",
        ),
        (b"\n <!DOCTYPE html><html></html>", "Web pages"),
        (b"MZ\x90\x00program", "Programs are not taken"),
        (b"\x7fELF\x02", "Programs are not taken"),
        (b"\x00\x01\x02\x03", "This kind of file is not taken"),
        (b"", "The file is empty"),
    ],
)
def test_hostile_files_are_refused_in_words_and_leave_nothing(demo: None, body: bytes, said: str) -> None:
    case = begun()
    with pytest.raises(FileRefusedError, match=said):
        added(case, body, "innocent.png")
    assert not EncryptedFile.objects.exists()
    assert not EvidenceItem.objects.exists()


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "C:\\x\\..\\photo.png", "a\u202egnp.exe", "...", "x" * 500]
)
def test_names_with_paths_and_tricks_become_plain_names(demo: None, name: str) -> None:
    case = begun()
    item = added(case, name=name)
    kept = case.opened(item.sealed_name)
    assert kept
    assert not set(kept) & set("/\\\u202e")
    assert len(kept) <= 120
    bundle = b"".join(export_case(by=worker(case), case=case, kind="police"))
    assert not any(".." in path for path in zipfile.ZipFile(io.BytesIO(bundle)).namelist())


def test_a_file_that_is_too_large_leaves_nothing(demo: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "LARGEST", 1 << 20)
    case = begun()
    with pytest.raises(FileTooLargeError, match="larger than 1 MB"):
        add_case_file(by=worker(case), case=case, pieces=[PNG, bytes(2 << 20)], name="a.png", facts=FACTS)
    assert not EncryptedFile.objects.exists()


def test_a_full_disk_is_said_in_words(client_for: ClientFor, monkeypatch: pytest.MonkeyPatch) -> None:
    case = begun()
    client = client_for(f"{heard_by(case.reports.get())[0]}@grange")

    def full(*_: Any, **__: Any) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("belisha.base.file_store.write_file", full)
    upload = SimpleUploadedFile("a.png", PNG)
    answer = client.post(
        f"/s/grange/cases/{case.reference}/evidence/", {**FACTS, "do": "file", "file": upload}
    )
    assert answer.status_code == 400
    assert "no room on the disk" in answer.content.decode()
    assert not EvidenceItem.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_where_the_database_has_no_room_pages_say_so_and_hand_out_nothing(client_for: ClientFor) -> None:
    """Once the database cannot grow, nothing is kept by half, and nothing goes out whose look is not told."""
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL has no limit of size that a test could set")
    case = begun()
    item = added(case)
    client = client_for(f"{heard_by(case.reports.get())[0]}@grange")
    at = f"/s/grange/cases/{case.reference}/evidence/"
    noted = {**FACTS, "do": "capture", "note": "x" * 450}
    asks: dict[str, Callable[[], Any]] = {
        "kept": lambda: client.post(at, noted),
        "copied": lambda: client.get(f"{at}{item.reference}/file/"),
        "exported": lambda: client.post(f"/s/grange/cases/{case.reference}/export/", {"kind": "police"}),
    }
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA max_page_count = 1")  # SQLite takes the size that the file has
    try:
        for name, ask in asks.items():
            answer = next(each for _ in range(400) if (each := ask()).status_code not in (200, 302))
            assert answer.status_code in (400, 503), name
            assert "cannot save anything now" in answer.content.decode()
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA max_page_count = 1073741823")
    notes = EvidenceItem.objects.filter(file=None).count()
    assert notes == case.entries.filter(kind="evidence").count() - 1
    assert client.get(at).status_code == 200


def test_a_large_upload_never_lies_readable_on_the_disk(client_for: ClientFor, tmp_path: Path) -> None:
    case = begun()
    client = client_for(f"{heard_by(case.reports.get())[0]}@grange")
    body = PNG + b"SECRETWORDS" * 400_000
    upload = SimpleUploadedFile("a.png", body)
    answer = client.post(
        f"/s/grange/cases/{case.reference}/evidence/", {**FACTS, "do": "file", "file": upload}
    )
    assert answer.status_code == 302
    item = EvidenceItem.objects.get()
    assert item.file is not None
    assert item.file.sha256 == hashlib.sha256(body).hexdigest()
    assert not any(b"SECRETWORDS" in file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())


def test_a_redacted_copy_stands_beside_the_original(demo: None) -> None:
    case = begun()
    item = added(case)
    head = person("headteacher")
    if head.user_id is None or not IncidentCase.objects.visible_to(head).filter(pk=case.pk).exists():
        head = worker(case)
    copy = add_redacted_copy(by=head, case=case, item=item, pieces=[PNG[:40]], name="covered.png")
    assert copy.derived_from == item
    assert verify_item(owner=case, item=item) is FileState.VERIFIED


def test_a_legal_hold_beats_destruction_and_erasing_the_key_erases_the_case(
    demo: None, tmp_path: Path, django_capture_on_commit_callbacks: Any
) -> None:
    from belisha.cases.actions.cases import hold_case
    from belisha.cases.actions.erasing import erase_cases

    case = begun()
    item = added(case)
    closed(case)
    hold_case(by=worker(case), case=case, is_held=True, reason="A claim is expected.")
    case.refresh_from_db()
    erase_cases([case])
    assert verify_item(owner=case, item=item) is FileState.VERIFIED
    case.is_held = False
    case.save()
    with django_capture_on_commit_callbacks(execute=True):
        erase_cases([case])
    case.refresh_from_db()
    assert (case.wrapped_key, case.erased_at is None) == ("", False)
    assert not stored(item, tmp_path).exists()
    assert all("calling" not in case.opened(entry.words) for entry in case.entries.all())


def test_a_reporter_adds_a_file_by_the_receipt_and_the_case_has_it(client_for: ClientFor) -> None:
    _, _, code = send()
    visitor = Client()
    form = visitor.post("/s/grange/report/attach/", {"code": code}).content.decode()
    assert 'type="file"' in form
    answer = visitor.post(
        "/s/grange/report/attach/", {"code": code, "send": "yes", "file": SimpleUploadedFile("a.png", PNG)}
    )
    assert "We have received the file" in answer.content.decode()
    from belisha.cases.actions.cases import make_case

    report = Report.objects.get()
    office = heard_by(report)[0]
    case = make_case(by=person(office), report=report, category="cyberbullying")
    page = client_for(f"{office}@grange").get(f"/s/grange/cases/{case.reference}/evidence/").content.decode()
    assert "a.png" in page


def test_what_was_sent_by_mistake_is_locked_away_unseen_and_two_people_hand_it_to_the_police(
    client_for: ClientFor,
) -> None:
    """A declared mistake is quarantined; nobody opens it; the police get it by two people (EV9)."""
    case = begun()
    item = added(case)
    by = worker(case)
    declare_mistake(by=by, case=case, item=item)
    item.refresh_from_db()
    case.refresh_from_db()
    assert (item.state, case.is_image) == (ItemState.QUARANTINED, True)
    assert person("dsl").user_id in set(
        IncidentCase.objects.filter(pk=case.pk).values_list("access__user", flat=True)
    ) or "dsl" in case.access.values_list("office", flat=True)
    client = client_for(f"{heard_by(case.reports.get())[0]}@grange")
    address = f"/s/grange/cases/{case.reference}/evidence/{item.reference}/"
    for query in ("", "?show=yes"):
        assert "<img" not in client.get(f"{address}{query}").content.decode()
        assert client.get(f"{address}file/{query}").status_code == 403
    assert agree_to_release(by=by, case=case, item=item) == 1
    assert agree_to_release(by=by, case=case, item=item) == 1
    with pytest.raises(EvidenceRefusedError, match="Two people"):
        police_item(by=by, owner=case, item=item)
    actions.release_to_police(item=item, by=person("chair-of-governors"))
    with zipfile.ZipFile(io.BytesIO(b"".join(police_item(by=by, owner=case, item=item)))) as bundle:
        assert any(bundle.read(name) == PNG for name in bundle.namelist())
