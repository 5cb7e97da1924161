"""The kinds of file that `belisha verify FILE` can check. A new kind is one more entry of `KINDS`."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from belisha.cli.errors import EXIT_NEGATIVE, UsageError
from belisha.cli.startup import set_up_django

if TYPE_CHECKING:
    from belisha.audit.chains import Row
    from belisha.cli.backup.encryption import Secret

Check = Callable[[Path, "Opening"], int]
START = 4096
CERTIFICATES = (
    *('"belisha acknowledgement ', '"belisha permission '),
    *('"belisha register ', '"belisha page '),
)
RECORD = '"belisha record '


@dataclass(frozen=True, slots=True)
class Opening:
    """What a check may need: the public key of the site that sealed a certificate, and a backup's secret."""

    key: str | None
    secret: "Secret"


def check_file(file: Path, *, key: str | None, secret: "Secret") -> int:
    """Check a file, recognised by its first bytes. Return 0 if it is intact, 1 if not.

    Raise UsageError if the kind of file is not known.
    """
    with file.open("rb") as opened:
        start = opened.read(START)
    for is_one, verify in KINDS:
        if is_one(start):
            return verify(file, Opening(key, secret))
    message = (
        f"`{file}` is no certificate, exported record or backup of Belisha; to compare the record with an "
        "checkpoint: `belisha verify --checkpoint FILE`"
    )
    raise UsageError(message)


def _text(start: bytes) -> str:
    return start.decode("utf-8", errors="replace")


def _certificate(file: Path, opening: Opening) -> int:
    from belisha.base.certificates import verify_certificate  # noqa: PLC0415 - for this kind alone

    verdict = verify_certificate(file.read_text(encoding="utf-8", errors="replace"), opening.key)
    print(f"{verdict.finding.capitalize()}. {verdict.sentence}")
    return 0 if verdict.is_verified else EXIT_NEGATIVE


def _pdf(file: Path, opening: Opening) -> int:
    from belisha.policies.printing.sealed_pdf import contents_of, verify_pdf  # noqa: PLC0415 - for this kind
    from belisha.sandbox import SandboxError, run_in_sandbox  # noqa: PLC0415

    set_up_django()
    try:
        contents = run_in_sandbox(contents_of, file.read_bytes())
    except (SandboxError, ValueError) as error:
        raise UsageError(f"`{file}`: {error}") from error
    verdict = verify_pdf(contents, opening.key)
    print(f"{verdict.finding.capitalize()}. {verdict.sentence}")
    return 0 if verdict.is_verified else EXIT_NEGATIVE


def _record(file: Path, opening: Opening) -> int:  # noqa: ARG001 - the kinds are called alike
    set_up_django()
    from belisha.audit.chains import check_events  # noqa: PLC0415 - needs Django to be set up
    from belisha.audit.verification import event_from_line  # noqa: PLC0415

    with file.open(encoding="utf-8", errors="replace") as lines:
        stated = _object(next(lines), file, 1)
        end: dict[str, object] = {}

        def rows() -> "Iterator[Row]":
            for number, line in enumerate(lines, start=2):
                held = _object(line, file, number)
                if "end" in held:
                    end.update(held)
                    return
                try:
                    yield event_from_line(held)
                except (KeyError, ValueError, TypeError):
                    raise UsageError(f"`{file}`, line {number}: this is no event of the record") from None

        found = check_events(int(str(stated.get("chain"))), rows(), is_extract=not stated.get("whole"))
        is_longer = any(line.strip() for line in lines)
    faults = [f"  event {fault.number} {fault.what}" for fault in found.faults]
    if is_longer or end != {"end": found.number, "hash": found.hash}:
        faults.append("  the file does not end where the export ended")
    sum_of_it = f"{len(faults)} found" if faults else "as they were written"
    print("\n".join([*faults, f"{found.count} events: {sum_of_it}."]))
    return EXIT_NEGATIVE if faults else 0


def _object(line: str, file: Path, number: int) -> dict[str, object]:
    try:
        held = json.loads(line)
    except ValueError:
        held = None
    if not isinstance(held, dict):
        raise UsageError(f"`{file}`, line {number}: this is no line of an exported record")
    return held


def _backup(file: Path, opening: Opening) -> int:
    from belisha.cli.backup.archive import DamagedError, open_backup  # noqa: PLC0415

    try:
        with open_backup(file, opening.secret) as archive:
            stated = archive.manifest
            rows = sum(stated.rows.values())
            print(f"A whole backup of {stated.made_at}: {len(stated.rows)} tables, {rows} rows.")
    except DamagedError as error:
        print(f"Damaged. {error}")
        return EXIT_NEGATIVE
    return 0


KINDS: tuple[tuple[Callable[[bytes], bool], Check], ...] = (
    (lambda start: any(kind in _text(start) for kind in CERTIFICATES), _certificate),
    (lambda start: start.startswith(b"%PDF-"), _pdf),
    (lambda start: RECORD in _text(start).split("\n", 1)[0], _record),
    (lambda start: start.startswith((b"PK", b"belisha encrypted backup ")), _backup),
)
