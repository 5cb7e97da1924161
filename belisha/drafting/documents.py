"""Read a school's own document in the sandbox, with the programs that scans and old Word files need."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from io import BytesIO
from time import monotonic
from zipfile import BadZipFile, ZipFile

from belisha.policies.own_document.file_kinds import LARGEST, TOO_LARGE
from belisha.reading.formats.pdf import draw_page
from belisha.reading.formats.scanned import Recognised, draw_picture
from belisha.reading.language.lexicon import lexicon
from belisha.reading.read import document_format, read
from belisha.reading.values import DocumentError, NoTextError, Reading
from belisha.sandbox import Limits, SandboxError, limited, run_in_sandbox, watch_in_sandbox
from belisha.sandbox.office import can_convert, converted_to_docx
from belisha.sandbox.programs import ProgramError
from belisha.sandbox.progress import report
from belisha.sandbox.recognition import can_recognise, recognised
from belisha.sandbox.room import Watch

__all__ = ["LARGEST", "TOO_LARGE", "read_safely", "takes_long"]

# What about fifty pages come to, in the parts of a file that hold its words.
LONG_XML, LONG_PDF, LONG_PAGES, LONG_TEXT = 900_000, 3_000_000, 90, 130_000
MOST_SCANNED = 40
SECONDS_FOR_SCANS = 150.0
_AT_ONCE = 2
_UNSURE_PAGE = 0.8
_DRAW_PAGE = limited(Limits(processor=20, seconds=30, memory=512))(draw_page)
_DRAW_PICTURE = limited(Limits(processor=20, seconds=30, memory=700))(draw_picture)


@limited(Limits(processor=60, seconds=90, memory=512))
def _read(data: bytes, name: str, *, accept: bool, recognised: Recognised = ()) -> Reading:
    return read(data, name, accept=accept, recognised=recognised)


@limited(Limits(processor=300, seconds=600, memory=700))
def _read_long(data: bytes, name: str, *, accept: bool, recognised: Recognised = ()) -> Reading:
    return read(data, name, accept=accept, recognised=recognised, tell=report)


def prepare_for_sandbox() -> None:
    """Compile the words of reading, before a child is made for a document."""
    lexicon()


def takes_long(data: bytes) -> bool:
    """Return whether a document is a handbook, by its size alone: it is read while somebody watches."""
    if data.startswith(b"PK"):
        try:
            with ZipFile(BytesIO(data)) as archive:
                return any(
                    each.file_size > LONG_XML and each.filename in ("word/document.xml", "content.xml")
                    for each in archive.infolist()
                )
        except (BadZipFile, OSError, ValueError, NotImplementedError):
            return False  # the reader says what is wrong with it
    if data.startswith(b"%PDF"):
        return len(data) > LONG_PDF or data.count(b"/Page") > LONG_PAGES
    return len(data) > LONG_TEXT


def read_safely(data: bytes, name: str = "", *, accept: bool = True, watch: Watch | None = None) -> Reading:
    """Return a document with its proposed clauses, read in a limited child process.

    `watch` is told how far it is, and has more time; what it raises stops the reading.

    Pages that are pictures are read where Tesseract is installed, files of an old Word where LibreOffice is.
    `accept` says whether tracked changes are accepted. Raise DocumentError.
    """
    try:
        if _is_old_word(data, name) and can_convert():
            return _read_old_word(data, name, accept=accept, watch=watch)
        return _read_scanned(data, name, accept=accept, watch=watch)
    except SandboxError as error:
        message = (
            f"The document could not be read. {error} Save it again as DOCX or PDF, and choose the new file."
        )
        raise DocumentError(message) from error


def _run(
    data: bytes, name: str, *, accept: bool, watch: Watch | None, recognised: Recognised = ()
) -> Reading:
    if watch is None:
        return run_in_sandbox(_read, data, name, accept=accept, recognised=recognised)
    return watch_in_sandbox(watch, _read_long, data, name, accept=accept, recognised=recognised)


def _is_old_word(data: bytes, name: str) -> bool:
    return data.startswith(b"\xd0\xcf\x11\xe0") and document_format(data, name) == "doc"


def _read_old_word(data: bytes, name: str, *, accept: bool, watch: Watch | None) -> Reading:
    try:
        found = _run(converted_to_docx(data), name, accept=accept, watch=watch)
    except ProgramError as error:
        message = (
            f"LibreOffice could not open this file of an old Word (.doc). {error} "
            "Open it in Word, save it as DOCX, and choose the new file."
        )
        raise DocumentError(message) from error
    note = "This is a file of an old Word (.doc). LibreOffice opened it: compare its numbers and tables."
    return replace(found, document=replace(found.document, notes=(note, *found.document.notes)))


def _read_scanned(data: bytes, name: str, *, accept: bool, watch: Watch | None) -> Reading:
    """Return a document; what has no text is read from pictures of its pages, where that can be done."""
    found: Reading | None = None
    try:
        found = _run(data, name, accept=accept, watch=watch)
        pages = found.document.pictured
    except NoTextError as error:
        if not can_recognise():
            raise
        pages = error.pages
    if found is not None and (not pages or not can_recognise()):
        return found
    tables = _recognised(data, name, pages[:MOST_SCANNED], watch)
    if found is not None and not tables:
        return found
    read_again = _run(data, name, accept=accept, watch=watch, recognised=tables)
    notes = (*_scan_notes(read_again, pages), *read_again.document.notes)
    return replace(read_again, document=replace(read_again.document, notes=notes))


def _recognised(data: bytes, name: str, pages: tuple[int, ...], watch: Watch | None) -> Recognised:
    """Return what Tesseract reads on the pages; those for which there is no time are left out."""
    ends = monotonic() + SECONDS_FOR_SCANS
    is_picture = document_format(data, name) == "picture"

    def read_page(number: int) -> tuple[int, str] | None:
        if monotonic() > ends:
            return None
        drawn = (
            run_in_sandbox(_DRAW_PICTURE, data) if is_picture else run_in_sandbox(_DRAW_PAGE, data, number)
        )
        try:
            return number, recognised(drawn)
        except ProgramError:
            return None

    with ThreadPoolExecutor(_AT_ONCE) as pool:
        found = []
        for place, each in enumerate(pool.map(read_page, pages), 1):
            if watch is not None:
                watch("pictures", place, len(pages), 0)
            if each is not None:
                found.append(each)
    return tuple(found)


def _scan_notes(found: Reading, pages: tuple[int, ...]) -> tuple[str, ...]:
    """Return what to tell of pages read from their pictures, and of those that were not."""
    sure = dict(found.document.scanned)
    told = ", ".join(f"page {number} {certainty:.0%} sure" for number, certainty in sure.items())
    notes = [f"There was no text on these pages, so their pictures were read (OCR): {told}. Look for ticks."]
    if doubtful := [str(number) for number, certainty in sure.items() if certainty < _UNSURE_PAGE]:
        notes.append(f"Compare every word of page {', '.join(doubtful)} with the paper: much was guessed.")
    if missed := [str(number) for number in pages if number not in sure]:
        notes.append(f"Nothing could be read on page {', '.join(missed)}.")
    return tuple(notes)
