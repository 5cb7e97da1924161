"""Files of an old Word, turned into DOCX by LibreOffice where it is installed."""

from pathlib import Path

from belisha.sandbox.programs import ProgramError, ProgramLimits, find_program, own_folder, run_program

# It maps far more memory than it uses.
_LIMITS = ProgramLimits(seconds=90, processor=60, memory=6_000, file=200)


def can_convert() -> bool:
    """Return whether LibreOffice is installed."""
    return bool(find_program("soffice", "libreoffice"))


def converted_to_docx(data: bytes) -> bytes:
    """Return a Word file of any age as DOCX. It has a folder and a profile for this once.

    Macros do not run, and nothing is fetched: there is no network. Raise ProgramError.
    """
    with own_folder() as folder:
        Path(folder, "given.doc").write_bytes(data)
        run_program(
            find_program("soffice", "libreoffice"),
            (
                "--headless",
                "--norestore",
                "--nolockcheck",
                f"-env:UserInstallation=file://{folder}/profile",
                "--convert-to",
                "docx:MS Word 2007 XML",
                "--outdir",
                f"{folder}/made",
                f"{folder}/given.doc",
            ),
            b"",
            _LIMITS,
            folder=folder,
        )
        made = Path(folder, "made", "given.docx")
        if not made.is_file():
            raise ProgramError("It made no file.")
        return made.read_bytes()
