"""Evidence is checked all at once: verified, altered, or unverifiable, and never verified by mistake."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from belisha.audit.actions import record
from belisha.base.encrypted_files import FileState
from belisha.base.models import EncryptedFile
from belisha.cases.models import IncidentCase
from belisha.cases.verification import checked_evidence
from belisha.cli.verify_stored import StoredCheck, check_stored
from belisha.evidence.actions import EvidenceAlteredError, open_item
from belisha.evidence.models import EvidenceItem
from tests.cases.filing import added, stored, worker
from tests.cases.reporting import begun, school


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path


@pytest.fixture
def case(demo: None) -> IncidentCase:
    return begun()


def found() -> dict[str, tuple[FileState, str]]:
    rows = checked_evidence(using="default", schools=[school().pk])
    return {each.item: (each.state, each.why) for each in rows}


def evidence_line() -> StoredCheck:
    return next(each for each in check_stored("default", [school().pk]) if each.what == "evidence")


def test_an_altered_file_and_a_missing_one_are_told_apart(case: IncidentCase, tmp_path: Path) -> None:
    whole, altered, missing = (added(case, name=f"{name}.png") for name in "abc")
    assert [state for state, _ in found().values()] == [FileState.VERIFIED] * 3
    assert evidence_line().line().startswith("OK ")
    file = stored(altered, tmp_path)
    file.write_bytes(file.read_bytes()[:-1] + b"\0")
    stored(missing, tmp_path).unlink()
    states = {item: state for item, (state, _) in found().items()}
    assert states == {
        str(whole): FileState.VERIFIED,
        str(altered): FileState.ALTERED,
        str(missing): FileState.UNVERIFIABLE,
    }
    line = evidence_line()
    assert (line.count, len(line.faults), len(line.unverifiable)) == (3, 1, 1)
    assert line.line().startswith("ALTERED ")


def test_a_lost_key_is_unverifiable_and_never_altered(case: IncidentCase, settings: Any) -> None:
    item = added(case)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another key than the one that wrapped it", []
    assert found()[str(item)][0] is FileState.UNVERIFIABLE
    line = evidence_line()
    assert (line.faults, len(line.unverifiable)) == ([], 1)
    assert line.line().startswith("UNKNOWN ")


def test_a_file_that_was_swapped_with_its_row_differs_from_the_record(case: IncidentCase) -> None:
    """Somebody with the key and the database can encrypt anew, but not change what the record says."""
    item, other = added(case), added(case, b"GIF89a another")
    EvidenceItem.objects.filter(pk=item.pk).update(file=None)
    EvidenceItem.objects.filter(pk=other.pk).update(file=None)
    EvidenceItem.objects.filter(pk=item.pk).update(file=other.file)
    state, why = found()[str(item)]
    assert state is FileState.ALTERED
    assert "the record" in why


def test_an_item_without_a_receipt_or_an_owner_is_not_taken_for_verified(case: IncidentCase) -> None:
    item = added(case)
    item.pk, item.reference, item.number = None, "NEWNEWNEWNEW", 9
    item.file = EncryptedFile.objects.create(name="0" * 32, sha256="0" * 64, size=1)
    item.owner = "case GONE"
    item.save()
    assert found()["evidence NEWNEWNEWNEW"] == (
        FileState.UNVERIFIABLE,
        "what it belongs to is gone, and the key with it",
    )
    record(school_id=item.school_id, by=None, verb="received evidence", subject="evidence X")
    assert len(found()) == 2


def test_a_file_that_cannot_be_read_raises_and_is_not_handed_out(case: IncidentCase, tmp_path: Path) -> None:
    item = added(case)
    file = stored(item, tmp_path)
    file.unlink()
    file.mkdir()
    with pytest.raises(OSError, match="directory"):
        found()
    with pytest.raises(EvidenceAlteredError, match="cannot be read now"):
        open_item(owner=case, item=item, by=worker(case))
