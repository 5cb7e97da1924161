"""`belisha verify`: check the record, or a file that Belisha wrote, for changes."""

import argparse
import json
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from belisha.cli import verify_files, verify_stored
from belisha.cli.arguments import Commands, add_command, add_json
from belisha.cli.commands.restore import add_secrets, secret_of
from belisha.cli.errors import EXIT_NEGATIVE, UsageError
from belisha.cli.startup import check_current_database, explain_database_errors, set_up_django
from belisha.cli.verify_site import check_site

if TYPE_CHECKING:
    from belisha.audit.chains import ChainCheck, Checkpoints

EPILOG = """\
examples:
  belisha verify
  belisha verify --school grange
  belisha verify --keep /media/usb/checkpoint-2026-11.json
  belisha verify --checkpoint /media/usb/checkpoint-2026-11.json
  belisha verify exported-record.jsonl
  belisha verify certificate.json --key KEY-FROM-THE-SITE
  belisha verify permission.pdf --key KEY-FROM-THE-SITE
  belisha verify belisha-2026-11-21.backup
  belisha verify --site

A chain shows by itself that one of its events was altered, moved or removed. That its newest events were
removed together with its head shows only against a checkpoint: keep one where the people who run the site
cannot reach it, in the clerk's safe or in the minutes.
"""
SHOWN = 50


def add(commands: Commands) -> None:
    """Add the command to the parser."""
    made = add_command(
        commands,
        "verify",
        run,
        description="Check that the record of what was done, the texts that were published, the "
        "acknowledgements and the evidence are as they were written or received, and say where they are not, "
        "or where nobody can know any more. Given a file, check that instead.",
        epilog=EPILOG,
    )
    made.add_argument(
        "file",
        nargs="?",
        type=Path,
        metavar="FILE",
        help="a certificate or sealed PDF, an exported record or a backup; without one, the record in the "
        "database",
    )
    made.add_argument("--school", metavar="SLUG", help="the record of one school alone")
    made.add_argument(
        "--checkpoint", type=Path, metavar="FILE", help="compare with a checkpoint that `--keep` wrote"
    )
    made.add_argument(
        "--keep", type=Path, metavar="FILE", help="write a checkpoint: where each chain ends now"
    )
    made.add_argument("--key", metavar="KEY", help="the public key of the site that sealed a certificate")
    made.add_argument(
        "--site",
        action="store_true",
        help="whether browsers trust the certificate of BELISHA_ADDRESS, and until when",
    )
    add_secrets(made)
    add_json(made)


def run(args: argparse.Namespace) -> int:
    """Check the file or the record. Return 0 if it is intact; print each fault and return 1 if not."""
    if args.file:
        if args.school or args.checkpoint or args.keep:
            raise UsageError(
                "--school, --checkpoint and --keep are for the record in the database, not for a file"
            )
        return verify_files.check_file(args.file, key=args.key, secret=secret_of(args))
    if args.keep and args.keep.exists():
        raise UsageError(f"`{args.keep}` is there already; a checkpoint is not overwritten")
    set_up_django()
    if args.site:
        from django.conf import settings  # noqa: PLC0415 - needs Django to be set up

        return check_site(str(settings.SITE_ADDRESS))
    check_current_database()
    with explain_database_errors():
        return _check(args)


def _check(args: argparse.Namespace) -> int:
    from belisha.audit.snapshot import snapshot  # noqa: PLC0415
    from belisha.audit.verification import check_database  # noqa: PLC0415 - needs Django to be set up
    from belisha.duties.sweep_state import sweep_state  # noqa: PLC0415

    checkpoints = _checkpoints(args.checkpoint)
    with snapshot() as using:
        names = _names(using, args.school)
        chains = list(names) if args.school else None
        checked = list(check_database(using=using, chains=chains, checkpoints=checkpoints))
        kept = verify_stored.check_stored(using, chains)
        unguarded = verify_stored.missing_triggers(using)
        swept = sweep_state(using).line()
    lines = [_line(each, names) for each in checked]
    faults = [fault for each in checked for fault in each.faults]
    beside = [fault for each in kept for fault in (*each.faults, *each.unverifiable)]
    if args.json:
        told = {"chains": [_plain(each, names) for each in checked], "unguarded": unguarded, "sweep": swept}
        print(json.dumps({**told, "kept": [each.plain() for each in kept]}))
    else:
        lines += [each.line() for each in kept if each.count]
        altered = _some([*_faults(checked, names), *beside])
        print("\n".join([*lines, *altered, *_unguarded(unguarded)]))
        print(swept)
        print(_sum(checked, len(faults) + len(beside), compared=checkpoints is not None))
    if faults or beside or unguarded:
        return EXIT_NEGATIVE
    if args.keep:
        _keep(args.keep, checked)
    return 0


def _checkpoints(file: Path | None) -> "Checkpoints | None":
    from belisha.audit.checkpoints import CheckpointError, read_checkpoint  # noqa: PLC0415

    if file is None:
        return None
    try:
        return read_checkpoint(file.read_text(encoding="utf-8"))
    except (CheckpointError, UnicodeDecodeError) as error:
        raise UsageError(f"`{file}` cannot be used: {error}") from None


def _keep(file: Path, checked: "Iterable[ChainCheck]") -> None:
    from belisha.audit.checkpoints import write_checkpoint  # noqa: PLC0415

    ends = [(each.chain, each.number, each.hash) for each in checked]
    made_at = datetime.now(UTC).isoformat(timespec="seconds")
    with file.open("x", encoding="utf-8") as out:
        out.write(write_checkpoint(ends, made_at=made_at))
    print(f"Noted in {file}. Keep it where those who run this site cannot reach it.")


def _names(using: str, slug: str | None) -> dict[int, str]:
    """Return the name of each chain by its id. Raise UsageError if there is no such school."""
    from belisha.people.models import School  # noqa: PLC0415

    schools = School.objects.using(using)
    found = dict((schools.filter(slug=slug) if slug else schools).values_list("pk", "slug"))
    if slug and not found:
        raise UsageError(f"there is no school `{slug}`")
    found |= {-each: f"{name}, confidential" for each, name in found.items()}
    return found if slug else {0: "the site", **found}


def _name(chain: int, names: dict[int, str]) -> str:
    return names.get(chain, f"chain {chain}")


def _line(each: "ChainCheck", names: dict[int, str]) -> str:
    state = "ALTERED" if each.faults else "OK"
    return f"{state:8}{_name(each.chain, names):24} {each.count:>9} events  {each.hash or '-'}"


def _faults(checked: "Iterable[ChainCheck]", names: dict[int, str]) -> list[str]:
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


def _sum(checked: "list[ChainCheck]", faults: int, *, compared: bool) -> str:
    events = sum(each.count for each in checked)
    told = f"{events} event{'s'[: events != 1]} in {len(checked)} chain{'s'[: len(checked) != 1]}"
    against = " They agree with the checkpoint." if compared and not faults else ""
    return f"{told}: {f'{faults} found' if faults else 'as they were written'}.{against}"


def _plain(each: "ChainCheck", names: dict[int, str]) -> dict[str, object]:
    return {
        "chain": each.chain,
        "name": _name(each.chain, names),
        "events": each.count,
        "number": each.number,
        "hash": each.hash,
        "faults": [{"number": fault.number, "what": fault.what} for fault in each.faults],
    }
