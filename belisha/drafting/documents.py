"""Read a school's own document in the sandbox."""

from belisha.policies.own_document.file_kinds import LARGEST, TOO_LARGE
from belisha.reading.read import read
from belisha.reading.values import DocumentError, Reading
from belisha.sandbox import Limits, SandboxError, limited, run_in_sandbox

__all__ = ["LARGEST", "TOO_LARGE", "read_safely"]


@limited(Limits(processor=60, seconds=90, memory=512))
def _read(data: bytes, name: str, *, accept: bool) -> Reading:
    return read(data, name, accept=accept)


def read_safely(data: bytes, name: str = "", *, accept: bool = True) -> Reading:
    """Return a document with its proposed clauses, read in a limited child process.

    `accept` says whether tracked changes are accepted. Raise DocumentError.
    """
    try:
        return run_in_sandbox(_read, data, name, accept=accept)
    except SandboxError as error:
        message = (
            f"The document could not be read. {error} Save it again as DOCX or PDF, and choose the new file."
        )
        raise DocumentError(message) from error
