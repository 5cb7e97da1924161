"""Evidence is timestamped by the authority that a host names, kept beside it, and checked offline."""

from __future__ import annotations

import hashlib
import io
import shlex
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from belisha.base.encrypted_files import FileState
from belisha.cases.export import export_case
from belisha.cases.models import IncidentCase
from belisha.cases.verification import checked_evidence
from belisha.config.env import SettingError, timestamps
from belisha.evidence.actions import EvidenceAlteredError
from belisha.evidence.models import EvidenceItem
from belisha.evidence.queries import custody_of
from belisha.evidence.stamping import stamp_waiting
from belisha.evidence.timestamps import TimestampError, check_timestamp, read_certificates, timestamp_query
from tests.cases.filing import PNG, added, worker
from tests.cases.reporting import begun, heard_by
from tests.demo_fixtures import ClientFor
from tests.evidence.authority import LocalAuthority, openssl


@pytest.fixture
def authority(settings: Any, tmp_path: Path) -> Iterator[LocalAuthority]:
    made = LocalAuthority(tmp_path / "authority")
    settings.DATA_DIR = tmp_path / "data"
    settings.BELISHA_TSA_CERTIFICATES = str(made.root)
    with made.listening() as address:
        settings.BELISHA_TSA = address
        yield made


@pytest.fixture
def case(demo: None) -> IncidentCase:
    return begun()


def states() -> list[tuple[FileState, str]]:
    return [(each.state, each.why) for each in checked_evidence(using="default")]


def test_a_bundle_with_timestamps_is_checked_by_openssl_alone(
    authority: LocalAuthority, case: IncidentCase, tmp_path: Path, client_for: ClientFor
) -> None:
    item = added(case, name="it's a screen.png")
    assert stamp_waiting() == 1
    assert stamp_waiting() == 0
    item.refresh_from_db()
    assert custody_of(item)[-1].what == "had evidence timestamped"
    assert states() == [(FileState.VERIFIED, "")]
    client = client_for(f"{heard_by(case.reports.get())[0]}@grange")
    page = client.get(f"/s/grange/cases/{case.reference}/evidence/{item.reference}/").content.decode()
    assert "It fits the file." in page
    folder = tmp_path / "out"
    body = b"".join(export_case(by=worker(case), case=case, kind="police"))
    with zipfile.ZipFile(io.BytesIO(body)) as bundle:
        bundle.extractall(folder)
    told = (folder / "HOW-TO-CHECK.txt").read_text()
    command = next(line for line in told.splitlines() if "openssl ts -verify" in line)
    words = [openssl(), *shlex.split(command)[1:]]
    done = subprocess.run(words, cwd=folder, capture_output=True, text=True, check=False)
    assert "Verification: OK" in done.stdout, done.stderr
    next((folder / "evidence").glob("*.png")).write_bytes(b"another")
    assert subprocess.run(words, cwd=folder, capture_output=True, check=False).returncode != 0


def test_a_timestamp_of_another_file_or_without_trust_is_told(
    authority: LocalAuthority, case: IncidentCase, settings: Any
) -> None:
    first, second = added(case), added(case, b"GIF89a")
    assert stamp_waiting() == 2
    stamp = EvidenceItem.objects.get(pk=second.pk).timestamp
    EvidenceItem.objects.filter(pk=first.pk).update(timestamp=stamp)
    assert [state for state, _ in states()] == [FileState.ALTERED, FileState.VERIFIED]
    with pytest.raises(EvidenceAlteredError, match="another file"):
        export_case(by=worker(case), case=case, kind="police")
    EvidenceItem.objects.filter(pk=first.pk).update(timestamp="AAAA")
    other = LocalAuthority(authority.folder.with_name("other"))
    settings.BELISHA_TSA_CERTIFICATES = str(other.root)
    assert [state for state, _ in states()] == [FileState.UNVERIFIABLE] * 2
    settings.BELISHA_TSA_CERTIFICATES = ""
    assert states()[1] == (
        FileState.UNVERIFIABLE,
        "its timestamp does not hold: no root certificate of the authority is named",
    )


def test_an_answer_that_does_not_fit_the_query_is_not_kept(
    authority: LocalAuthority, case: IncidentCase
) -> None:
    """An answer that is played again is for another query, and one for another file is for another file."""
    added(case)
    assert stamp_waiting() == 1
    EvidenceItem.objects.update(timestamp="")
    authority.is_stuck = True
    assert stamp_waiting() == 0
    added(case, b"GIF89a")
    assert stamp_waiting() == 0
    assert not EvidenceItem.objects.exclude(timestamp="").exists()


def test_it_is_off_by_default_and_an_authority_out_of_reach_stops_nothing(
    demo: None, settings: Any, tmp_path: Path
) -> None:
    settings.DATA_DIR = tmp_path
    item = added(begun())
    assert settings.BELISHA_TSA == ""
    assert stamp_waiting() == 0
    settings.BELISHA_TSA = "http://127.0.0.1:1/"
    assert stamp_waiting() == 0
    assert (item.timestamp, states()) == ("", [(FileState.VERIFIED, "")])


def test_an_authority_without_certificates_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BELISHA_TSA", "https://timestamp.example.org/tsr")
    with pytest.raises(SettingError, match="BELISHA_TSA_CERTIFICATES"):
        timestamps()


def test_a_query_says_the_hash_and_nothing_else_and_noise_is_no_answer(authority: LocalAuthority) -> None:
    sha256 = hashlib.sha256(PNG).hexdigest()
    query = timestamp_query(sha256, 1 << 62)
    assert (len(query), bytes.fromhex(sha256) in query) == (69, True)
    answer = authority.answer(query)
    roots = read_certificates(authority.root)
    assert check_timestamp(answer, sha256, roots, nonce=1 << 62).serial > 0
    for spoilt in (b"", b"\x30\x80", answer[:-1], answer[:200], answer[:-9] + bytes(9)):
        with pytest.raises(TimestampError):
            check_timestamp(spoilt, sha256, roots)
