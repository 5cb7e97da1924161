"""The record: events written one by one, and checked as they stream by, a million of them in one chain.

In a database of its own in a temporary folder, or on the server of BELISHA_DATABASE_URL in a database that
must be empty. Beside it the same hashes without a database, which is as fast as checking can be.
"""

import json
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime

EVENTS = int(os.environ.get("BENCH_EVENTS", "1000000"))
SINGLE = 2000
SCHOOL = 1


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ["BELISHA_DATA_DIR"] = folder
        from belisha.cli.startup import prepare_database  # noqa: PLC0415 - once the folder is named

        prepare_database()
        print(json.dumps(measured()))


def measured() -> dict[str, object]:
    from django.conf import settings  # noqa: PLC0415 - once Django is ready
    from django.db import connection, transaction  # noqa: PLC0415

    from belisha.audit import triggers  # noqa: PLC0415
    from belisha.audit.actions import record  # noqa: PLC0415
    from belisha.audit.hashing import hash_event, seal_chain  # noqa: PLC0415
    from belisha.audit.models import Event, Head  # noqa: PLC0415
    from belisha.audit.verification import check_database  # noqa: PLC0415

    if Event.objects.exists():
        sys.exit("audit: the database is not empty")

    begun = time.perf_counter()
    for number in range(SINGLE):
        record(
            school_id=SCHOOL + 1, by=7, verb="published", subject=f"version {number}", detail={"n": number}
        )
    alone = time.perf_counter() - begun
    begun = time.perf_counter()
    with transaction.atomic():
        for number in range(SINGLE):
            record(school_id=SCHOOL + 1, by=7, verb="published", subject="version", detail={"n": number})
    together = time.perf_counter() - begun

    end: list[str] = [""]

    def events() -> Iterator[Event]:
        for number in range(1, EVENTS + 1):
            detail = {"version": number % 977, "checksum": "0" * 64}
            at = datetime.fromtimestamp(1_700_000_000 + number, UTC)
            stated = (SCHOOL, number, at, 7, "published", f"version {number}", detail, "", end[0])
            previous, end[0] = end[0], hash_event(stated)
            yield Event(
                chain=SCHOOL, number=number, at=at, by=7, verb="published", subject=f"version {number}",
                detail=detail, previous=previous, hash=end[0],
            )  # fmt: skip

    triggers.remove(connection)
    begun = time.perf_counter()
    for _ in events():
        pass
    hashed = time.perf_counter() - begun
    end[0] = ""
    with transaction.atomic():
        Event.objects.bulk_create(events(), batch_size=5000)
    seal = seal_chain(SCHOOL, EVENTS, end[0], key=settings.SECRET_KEY)
    Head.objects.create(chain=SCHOOL, number=EVENTS, hash=end[0], seal=seal)
    triggers.install(connection)
    begun = time.perf_counter()
    (found,) = check_database(chains=[SCHOOL])
    checked = time.perf_counter() - begun
    if found.faults or found.count != EVENTS:
        sys.exit(f"audit: the check found {found.faults[:3]} in {found.count} events")
    return {
        "database": connection.vendor,
        "events checked": EVENTS,
        "events a second: written, a transaction each": round(SINGLE / alone),
        "events a second: written, in one transaction": round(SINGLE / together),
        "events a second: checked": round(EVENTS / checked),
        "events a second: made and hashed without a database": round(EVENTS / hashed),
    }


if __name__ == "__main__":
    main()
