"""The door to the readers: any bytes in, a table or a sentence out."""

from belisha.rolls.reading.archive import files_in
from belisha.rolls.reading.csv_file import read_csv
from belisha.rolls.reading.ctf import read_ctf
from belisha.rolls.reading.kinds import XML, ZIP, kind_of
from belisha.rolls.reading.oneroster import is_oneroster, read_oneroster
from belisha.rolls.reading.row import UnreadableRollError, shown
from belisha.rolls.reading.sds import is_sds, read_sds
from belisha.rolls.reading.table import Table

KIND_NAMES = {
    "csv": "CSV list",
    "ctf": "Common transfer file",
    "oneroster": "OneRoster",
    "sds": "Microsoft School Data Sync",
}


def read_file(data: bytes) -> Table:
    """The table in the bytes of a roll. Raises UnreadableRollError, with what to do, where there is none."""
    kind = kind_of(data)
    if kind == XML:
        return read_ctf(data)
    if kind == ZIP:
        return _read_archive(data)
    return read_csv(data)


def _read_archive(data: bytes) -> Table:
    files = files_in(data)
    if is_oneroster(files):
        return read_oneroster(files)
    if is_sds(files):
        return read_sds(files)
    if len(files) == 1:
        return read_csv(next(iter(files.values())))
    held = f"It holds {shown(', '.join(files))}." if files else "It holds no CSV file."
    message = (
        "The packed file (ZIP) is neither OneRoster (users.csv, orgs.csv, manifest.csv) nor Microsoft "
        "School Data "
        f"Sync (Student.csv and Teacher.csv, or users.csv and roles.csv). {held}"
    )
    raise UnreadableRollError(message)
