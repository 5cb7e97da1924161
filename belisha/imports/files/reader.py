"""Choose the reader for a file: any bytes in, a table or a sentence out."""

from belisha.imports.files.archive import files_in, names_in
from belisha.imports.files.csv_file import read_csv
from belisha.imports.files.ctf import read_ctf
from belisha.imports.files.file_types import XML, ZIP, file_type
from belisha.imports.files.oneroster import is_oneroster, read_oneroster
from belisha.imports.files.row import UnreadableFileError, shortened
from belisha.imports.files.sds import is_sds, read_sds
from belisha.imports.files.table import Table
from belisha.imports.files.xlsx import is_workbook, read_xlsx

KIND_NAMES = {
    "csv": "CSV list",
    "xlsx": "Excel workbook",
    "ctf": "Common transfer file",
    "oneroster": "OneRoster",
    "sds": "Microsoft School Data Sync",
    "push": "Sent by your system",
}


def read_file(data: bytes) -> Table:
    """Return the table in the bytes of a file. Raise UnreadableFileError, with what to do, if
    there is none.
    """
    kind = file_type(data)
    if kind == XML:
        return read_ctf(data)
    if kind == ZIP:
        return _read_archive(data)
    return read_csv(data)


def _read_archive(data: bytes) -> Table:
    if is_workbook(names_in(data)):
        return read_xlsx(data)
    files = files_in(data)
    if is_oneroster(files):
        return read_oneroster(files)
    if is_sds(files):
        return read_sds(files)
    if len(files) == 1:
        return read_csv(next(iter(files.values())))
    held = f"It holds {shortened(', '.join(files))}." if files else "It holds no CSV file."
    message = (
        "The packed file (ZIP) is neither OneRoster (users.csv, orgs.csv, manifest.csv) nor Microsoft School "
        f"Data Sync (Student.csv and Teacher.csv, or users.csv and roles.csv). {held}"
    )
    raise UnreadableFileError(message)
