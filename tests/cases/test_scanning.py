"""Evidence is scanned on the way in, if the host wants that: its custody says so, or harm is refused."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from belisha.base.models import EncryptedFile
from belisha.cases.models import IncidentCase
from belisha.evidence.file_types import FileRefusedError
from belisha.evidence.queries import custody_of
from tests.cases.filing import PNG, added
from tests.cases.reporting import begun
from tests.evidence.clamav import SAID, running
from tests.evidence.clamd import HARMFUL, listening

BAD, HUGE = PNG + HARMFUL, PNG + bytes(4 << 20)
NOTHING, SOMETHING, NOT = (
    "scanner found nothing in evidence",
    "scanner found something in evidence",
    "evidence could not be scanned",
)


@pytest.fixture(params=["protocol", "clamav"])
def daemon(request: pytest.FixtureRequest, settings: Any, tmp_path: Path) -> Iterator[str]:
    """A server of the protocol, or ClamAV's own where it is installed. Yield what it calls harm."""
    settings.DATA_DIR = tmp_path
    is_real = request.param == "clamav"
    with (
        tempfile.TemporaryDirectory() as folder,
        running(Path(folder)) if is_real else listening() as address,
    ):
        settings.BELISHA_CLAMD = address
        yield SAID if is_real else "Test.Signature"


@pytest.fixture
def case(demo: None) -> IncidentCase:
    return begun()


def scans(case: IncidentCase, body: bytes) -> list[str]:
    return [each.what for each in custody_of(added(case, body))][1:]


@pytest.mark.usefixtures("daemon")
def test_advisory_scanning_keeps_everything_and_says_what_was_found(
    case: IncidentCase, settings: Any
) -> None:
    assert (settings.BELISHA_SCAN, scans(case, BAD)) == ("off", [])
    settings.BELISHA_SCAN = "advisory"
    assert [scans(case, body) for body in (PNG, BAD, HUGE)] == [[NOTHING], [SOMETHING], [NOT]]
    settings.BELISHA_CLAMD = "unix:///nowhere/clamd.ctl"
    assert scans(case, PNG) == [NOT]


def test_required_scanning_refuses_harm_and_what_cannot_be_scanned_and_leaves_nothing(
    case: IncidentCase, settings: Any, tmp_path: Path, daemon: str
) -> None:
    settings.BELISHA_SCAN = "required"
    with pytest.raises(FileRefusedError, match=rf"harmful \({re.escape(daemon)}\)"):
        added(case, BAD)
    with pytest.raises(FileRefusedError, match="must be scanned here"):
        added(case, HUGE)
    address, settings.BELISHA_CLAMD = settings.BELISHA_CLAMD, "tcp://127.0.0.1:1"
    with pytest.raises(FileRefusedError, match="must be scanned here"):
        added(case)
    assert not EncryptedFile.objects.exists()
    assert not any(each.is_file() for each in (tmp_path / "files").rglob("*"))
    settings.BELISHA_CLAMD = address
    assert scans(case, PNG) == [NOTHING]
