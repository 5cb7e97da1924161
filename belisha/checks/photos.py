"""Photos that somebody wants checked: opened in the sandbox, and never kept."""

import re
from collections.abc import Iterable
from dataclasses import replace

from belisha.checking.photos import FILM, LARGEST_FILE, PhotoError, PhotoReport, read_photo
from belisha.reading.formats.scanned import certainty, scanned_text, scanned_words
from belisha.sandbox import Limits, SandboxError, limited, run_in_sandbox
from belisha.sandbox.films import can_look_into_films, first_pictures
from belisha.sandbox.programs import ProgramError
from belisha.sandbox.recognition import can_recognise, recognised

SECONDS_FOR_WORDS, SUREST_NOISE = 12, 0.55
_BETWEEN = "\n\n"
_FIRST_SECONDS = (
    "This is a film. Pictures of it that were looked at: {}, a second apart from its beginning on. What comes"
    " later, and what is said, was not. No clean copy was made."
)
_CANNOT_BE_SHOWN = "Its pictures could not be taken out. Look at them yourself."
_READER = limited(Limits(processor=20, seconds=25, memory=900, result=64))(read_photo)


def open_photo(data: bytes) -> PhotoReport:
    """Return what a photo tells, the words in it where they can be read, and a clean copy.

    Raise PhotoError with a sentence if it is no photo, is broken, or takes more than a photo may.
    """
    if len(data) > LARGEST_FILE:
        megabytes = len(data) // 1_000_000
        raise PhotoError(
            f"The file has {megabytes} MB; choose one of at most {LARGEST_FILE // 1_000_000} MB."
        )
    try:
        report = run_in_sandbox(_READER, data)
        return _with_first_pictures(report, data) if report.format == FILM else _with_words(report)
    except SandboxError as error:
        raise PhotoError(f"The photo cannot be opened. {error} Choose another photo.") from error


def _with_words(report: PhotoReport) -> PhotoReport:
    """Return the report with the words in the picture. They are read from our copy, in memory."""
    if not report.copy or not can_recognise():
        return report
    try:
        table = recognised(report.copy, seconds=SECONDS_FOR_WORDS, is_page=False)
    except ProgramError:
        remark = "Words in the picture could not be looked for in time. Look for them yourself."
        return replace(report, remarks=(*report.remarks, remark))
    is_noise = certainty(scanned_words(table)) < SUREST_NOISE
    found = "" if is_noise else scanned_text(table)
    words = found if re.search(r"[^\W\d_]{3}", found) else ""
    return replace(report, words=words, has_sought_words=True)


def _with_first_pictures(report: PhotoReport, data: bytes) -> PhotoReport:
    """Return the report on a film with the faces and words of its first pictures, where they can be seen."""
    if not can_look_into_films():
        return report
    try:
        pictures = [_with_words(run_in_sandbox(_READER, each)) for each in first_pictures(data)]
    except (ProgramError, SandboxError, PhotoError):
        return replace(report, remarks=(*report.remarks, _CANNOT_BE_SHOWN))
    if not pictures:
        return replace(report, remarks=(*report.remarks, _CANNOT_BE_SHOWN))
    words = dict.fromkeys(each.words for each in pictures if each.words)
    remarks = (_FIRST_SECONDS.format(len(pictures)), *(line for each in pictures for line in each.remarks))
    return replace(
        report,
        faces=max((each.faces for each in pictures), key=len),
        words=_BETWEEN.join(words),
        has_sought_words=any(each.has_sought_words for each in pictures),
        remarks=tuple(dict.fromkeys(remarks)),
    )


def text_with_words(text: str, reports: Iterable[PhotoReport]) -> str:
    """Return a text, and behind it the words in the pictures that go with it."""
    return _BETWEEN.join((text, *(each.words for each in reports if each.words)))
