"""The kinds of file that `belisha verify FILE` knows: each says whether a file is of its kind, and checks it.

A new kind is one more entry of `KINDS`.
"""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from belisha.cli.failing import SAID_NO, Misused
from belisha.cli.serving import make_ready

if TYPE_CHECKING:
    from belisha.audit.chains import Row

Check = Callable[[Path, str | None], int]
START = 4096
CERTIFICATE, RECORD = '"belisha acknowledgement ', '"belisha record '


def check(file: Path, *, key: str | None) -> int:
    """Check a file by what it holds. 0 if it is what it was, 1 if not; Misused where no kind knows it."""
    with file.open("rb") as opened:
        start = opened.read(START)
    for is_one, verify in KINDS:
        if is_one(start):
            return verify(file, key)
    message = (
        f"`{file}` is no certificate, exported record or backup of Belisha; to compare the record with an "
        "anchor: `belisha verify --anchor FILE`"
    )
    raise Misused(message)


def _text(start: bytes) -> str:
    return start.decode("utf-8", errors="replace")


def _certificate(file: Path, key: str | None) -> int:
    from belisha.acknowledgements.certificates import verify_certificate  # noqa: PLC0415 - for this kind alone

    verdict = verify_certificate(file.read_text(encoding="utf-8", errors="replace"), key)
    print(f"{verdict.finding.capitalize()}. {verdict.sentence}")
    return 0 if verdict.is_verified else SAID_NO


def _record(file: Path, key: str | None) -> int:  # noqa: ARG001 - the kinds are called alike
    make_ready()
    from belisha.audit.chains import check_events  # noqa: PLC0415 - needs Django to be ready
    from belisha.audit.reading import row_of  # noqa: PLC0415

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
                    yield row_of(held)
                except (KeyError, ValueError, TypeError):
                    raise Misused(f"`{file}`, line {number}: this is no event of the record") from None

        found = check_events(int(str(stated.get("chain"))), rows(), is_extract=not stated.get("whole"))
        is_longer = any(line.strip() for line in lines)
    faults = [f"  event {fault.number} {fault.what}" for fault in found.faults]
    if is_longer or end != {"end": found.number, "hash": found.hash}:
        faults.append("  the file does not end where the export ended")
    sum_of_it = f"{len(faults)} found" if faults else "as they were written"
    print("\n".join([*faults, f"{found.count} events: {sum_of_it}."]))
    return SAID_NO if faults else 0


def _object(line: str, file: Path, number: int) -> dict[str, object]:
    try:
        held = json.loads(line)
    except ValueError:
        held = None
    if not isinstance(held, dict):
        raise Misused(f"`{file}`, line {number}: this is no line of an exported record")
    return held


def _backup(file: Path, key: str | None) -> int:  # noqa: ARG001
    from belisha.cli.backups_archive import DamagedError, open_archive  # noqa: PLC0415

    try:
        with open_archive(file) as archive:
            stated = archive.manifest
            rows = sum(stated.rows.values())
            print(f"A whole backup of {stated.made_at}: {len(stated.rows)} tables, {rows} rows.")
    except DamagedError as error:
        print(f"Damaged. {error}")
        return SAID_NO
    return 0


KINDS: tuple[tuple[Callable[[bytes], bool], Check], ...] = (
    (lambda start: CERTIFICATE in _text(start), _certificate),
    (lambda start: RECORD in _text(start).split("\n", 1)[0], _record),
    (lambda start: start.startswith(b"PK"), _backup),
)
