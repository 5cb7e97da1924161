"""`belisha verify`: is the record as it was written, and is a file that came from here what it was?"""

import argparse
import json
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from belisha.cli import verifies_files, verifies_kept
from belisha.cli.arguments import Commands, add_command, add_json
from belisha.cli.failing import SAID_NO, Misused
from belisha.cli.serving import database_told, make_ready

if TYPE_CHECKING:
    from belisha.audit.chains import Anchors, Checked

EPILOG = """\
examples:
  belisha verify
  belisha verify --school grange
  belisha verify --keep /media/usb/anchor-2026-11.json
  belisha verify --anchor /media/usb/anchor-2026-11.json
  belisha verify exported-record.jsonl
  belisha verify certificate.json --key KEY-FROM-THE-SITE
  belisha verify belisha-2026-11-21.backup

A chain shows by itself that an event in it was altered, moved or taken out. That its newest events were
taken away together with their head shows only against an anchor: keep one where the site's keepers cannot
reach it, in the clerk's safe or in the minutes.
"""
SHOWN = 50


def add(commands: Commands) -> None:
    """Add the command to the parser."""
    made = add_command(
        commands,
        "verify",
        run,
        summary="check the record, or a certificate, export or backup",
        description="Check that the record of what was done, the texts that were published and the "
        "acknowledgements are as they were written, and say where they are not. Given a file, check that "
        "instead.",
        epilog=EPILOG,
    )
    made.add_argument(
        "file",
        nargs="?",
        type=Path,
        metavar="FILE",
        help="a certificate, an exported record or a backup; without one, the record in the database",
    )
    made.add_argument("--school", metavar="SLUG", help="the record of one school alone")
    made.add_argument("--anchor", type=Path, metavar="FILE", help="compare with what `--keep` noted once")
    made.add_argument("--keep", type=Path, metavar="FILE", help="note where each chain ends, for later")
    made.add_argument("--key", metavar="KEY", help="the public key of the site that sealed a certificate")
    add_json(made)


def run(given: argparse.Namespace) -> int:
    """Check the file or the record. 0 if all is as it was written, 1 with a line for each fault."""
    if given.file:
        if given.school or given.anchor or given.keep:
            raise Misused("--school, --anchor and --keep are for the record in the database, not for a file")
        return verifies_files.check(given.file, key=given.key)
    if given.keep and given.keep.exists():
        raise Misused(f"`{given.keep}` is there already; an anchor is not overwritten")
    make_ready()
    with database_told():
        return _check(given)


def _check(given: argparse.Namespace) -> int:
    from belisha.audit.reading import check_database  # noqa: PLC0415 - needs Django to be ready
    from belisha.audit.snapshot import snapshot  # noqa: PLC0415

    anchors = _anchors(given.anchor)
    with snapshot() as using:
        names = _names(using, given.school)
        chains = list(names) if given.school else None
        checked = list(check_database(using=using, chains=chains, anchors=anchors))
        kept = verifies_kept.check(using, chains)
        unguarded = verifies_kept.unguarded(using)
    lines = [_line(each, names) for each in checked]
    faults = [fault for each in checked for fault in each.faults]
    beside = [fault for each in kept for fault in each.faults]
    if given.json:
        told = {"chains": [_plain(each, names) for each in checked], "unguarded": unguarded}
        print(json.dumps({**told, "kept": [each.plain() for each in kept]}))
    else:
        lines += [each.line() for each in kept if each.count]
        altered = _some([*_faults(checked, names), *beside])
        print("\n".join([*lines, *altered, *_unguarded(unguarded)]))
        print(_sum(checked, len(faults) + len(beside), compared=anchors is not None))
    if faults or beside or unguarded:
        return SAID_NO
    if given.keep:
        _keep(given.keep, checked)
    return 0


def _anchors(file: Path | None) -> "Anchors | None":
    from belisha.audit.anchors import AnchorError, read_anchor  # noqa: PLC0415

    if file is None:
        return None
    try:
        return read_anchor(file.read_text(encoding="utf-8"))
    except (AnchorError, UnicodeDecodeError) as error:
        raise Misused(f"`{file}` cannot be used: {error}") from None


def _keep(file: Path, checked: "Iterable[Checked]") -> None:
    from belisha.audit.anchors import write_anchor  # noqa: PLC0415

    ends = [(each.chain, each.number, each.hash) for each in checked]
    made_at = datetime.now(UTC).isoformat(timespec="seconds")
    with file.open("x", encoding="utf-8") as out:
        out.write(write_anchor(ends, made_at=made_at))
    print(f"Noted in {file}. Keep it where those who run this site cannot reach it.")


def _names(using: str, slug: str | None) -> dict[int, str]:
    """By chain, what to call it. Misused where there is no such school."""
    from belisha.people.models import School  # noqa: PLC0415

    schools = School.objects.using(using)
    found = dict((schools.filter(slug=slug) if slug else schools).values_list("pk", "slug"))
    if slug and not found:
        raise Misused(f"there is no school `{slug}`")
    return found if slug else {0: "the site", **found}


def _name(chain: int, names: dict[int, str]) -> str:
    return names.get(chain, f"chain {chain}")


def _line(each: "Checked", names: dict[int, str]) -> str:
    state = "ALTERED" if each.faults else "OK"
    return f"{state:8}{_name(each.chain, names):24} {each.count:>9} events  {each.hash or '-'}"


def _faults(checked: "Iterable[Checked]", names: dict[int, str]) -> list[str]:
    return [
        f"{_name(each.chain, names)}, {f'event {fault.number}' if fault.number else 'it'} {fault.what}"
        for each in checked
        for fault in each.faults
    ]


def _some(faults: list[str]) -> list[str]:
    left = len(faults) - SHOWN
    return [*(f"  {fault}" for fault in faults[:SHOWN]), *([f"  ... and {left} more"] if left > 0 else [])]


def _unguarded(names: Iterable[str]) -> list[str]:
    return [f"  the database no longer refuses changes: its trigger `{name}` is missing" for name in names]


def _sum(checked: "list[Checked]", faults: int, *, compared: bool) -> str:
    events = sum(each.count for each in checked)
    told = f"{events} event{'s'[: events != 1]} in {len(checked)} chain{'s'[: len(checked) != 1]}"
    against = " They agree with the anchor." if compared and not faults else ""
    return f"{told}: {f'{faults} found' if faults else 'as they were written'}.{against}"


def _plain(each: "Checked", names: dict[int, str]) -> dict[str, object]:
    return {
        "chain": each.chain,
        "name": _name(each.chain, names),
        "events": each.count,
        "number": each.number,
        "hash": each.hash,
        "faults": [{"number": fault.number, "what": fault.what} for fault in each.faults],
    }
