"""The words in a picture, read by Tesseract where it is installed."""

from belisha.sandbox.programs import ProgramLimits, find_program, run_program

_LIMITS = ProgramLimits(seconds=40, processor=30, memory=900)


def can_recognise() -> bool:
    """Return whether Tesseract is installed."""
    return bool(find_program("tesseract"))


def recognised(picture: bytes, *, seconds: int = _LIMITS.seconds, is_page: bool = True) -> str:
    """Return what Tesseract reads in a picture: a table with a row a word, its place and how sure it is.

    `picture` is one that we drew or copied ourselves, never a file as it came. A page is turned upright
    first; in another picture, words are looked for anywhere. Raise ProgramError.
    """
    limits = ProgramLimits(seconds=seconds, processor=seconds, memory=_LIMITS.memory)
    way = "1" if is_page else "11"
    arguments = ("stdin", "stdout", "--psm", way, "-l", "eng", "tsv")
    return run_program(find_program("tesseract"), arguments, picture, limits).decode("utf-8", "replace")
