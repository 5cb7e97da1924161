"""The look of a school's own Word file: what a version is written with when it goes out as Word again."""

from belisha.base.data_keys import KeyLostError
from belisha.base.encrypted_files import read_file
from belisha.base.file_encryption import DamagedFileError
from belisha.policies.models import DocumentOfRecord, PolicyVersion
from belisha.policies.own_document.file_kinds import WORD
from belisha.policies.printing.bare_document import UnusableLookError, emptied
from belisha.sandbox import SandboxError, run_in_sandbox


def look_of(version: PolicyVersion) -> DocumentOfRecord | None:
    """Return the school's own Word file: that of this version, else the newest; None where it has none."""
    rows = DocumentOfRecord.objects.current().filter(school=version.school_id, media_type=WORD.media_type)
    newest = list(rows.select_related("file")[:20])
    return next((each for each in newest if each.version_id == version.pk), newest[0] if newest else None)


def bare_copy(look: DocumentOfRecord | None) -> bytes:
    """Return a Word file that looks like the school's own and says nothing; empty if it cannot be had."""
    if look is None:
        return b""
    try:
        return run_in_sandbox(emptied, b"".join(read_file(look.file)))
    except (SandboxError, KeyLostError, DamagedFileError, UnusableLookError):
        return b""
