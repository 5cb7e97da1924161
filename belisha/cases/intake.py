"""What somebody sends by the report door, and the spool that keeps it first (see decision 0032)."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from belisha.complaints.receipts import receipt_hash
from belisha.complaints.spool import spool, spooled

ENDING, PURPOSE = ".report", "reports"


@dataclass(frozen=True, slots=True)
class SentReport:
    """A report as it was sent. All but `words` and `role` may be empty.

    `choice` is the category that was chosen from pictures or short words. `about` is a choice of
    `library/reporting.toml`, `about_name` whom they named. `going_on` and `danger` are "yes", "no" or empty.
    `user_id` is the person's, if they are signed in and want to give their name.
    """

    words: str
    role: str
    choice: str = ""
    when: str = ""
    happened_on: str = ""
    where: str = ""
    about: str = ""
    about_name: str = ""
    harmed: str = ""
    going_on: str = ""
    danger: str = ""
    wishes: str = ""
    name: str = ""
    contact: str = ""
    user_id: int | None = None

    @property
    def story(self) -> str:
        """Return what triage reads: the words, and where it happened."""
        return " ".join(each for each in (self.words, self.where) if each)


@dataclass(frozen=True, slots=True)
class SpooledReport:
    """What was sent to a school, with its receipt and the stamp of its form."""

    school_id: int
    sent: SentReport
    code: str
    stamp: str = ""
    is_quarantined: bool = False


def write_report_to_spool(report: SpooledReport) -> Path:
    """Write a report to the spool and sync it; a second time changes nothing. Raise OSError."""
    return spool(receipt_hash(report.code), ENDING, asdict(report), PURPOSE)


def read_report_spool() -> Iterator[tuple[Path, SpooledReport]]:
    """Yield the reports that wait in the spool, oldest first."""
    for file, kept in spooled(ENDING, PURPOSE):
        report = _spooled_report(kept)
        if report is not None:
            yield file, report


def _spooled_report(kept: dict[str, Any]) -> SpooledReport | None:
    try:
        return SpooledReport(**{**kept, "sent": SentReport(**kept["sent"])})
    except (TypeError, KeyError):
        return None
