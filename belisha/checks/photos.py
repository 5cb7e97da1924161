"""Photos that somebody wants checked: opened in the sandbox, and never kept."""

from belisha.checking.photos import LARGEST_FILE, PhotoError, PhotoReport, read_photo
from belisha.sandbox import Limits, SandboxError, limited, run_in_sandbox

_READER = limited(Limits(processor=20, seconds=25, memory=900, result=64))(read_photo)


def open_photo(data: bytes) -> PhotoReport:
    """Return what a photo tells, and a clean copy.

    Raise PhotoError with a sentence if it is no photo, is broken, or takes more than a photo may.
    """
    if len(data) > LARGEST_FILE:
        megabytes = len(data) // 1_000_000
        raise PhotoError(
            f"The file has {megabytes} MB; choose one of at most {LARGEST_FILE // 1_000_000} MB."
        )
    try:
        return run_in_sandbox(_READER, data)
    except SandboxError as error:
        raise PhotoError(f"The photo cannot be opened. {error} Choose another photo.") from error
