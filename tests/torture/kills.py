"""Children that act, and are killed at random. What they have acknowledged must be there, once and whole."""

from __future__ import annotations

import os
import random
import re
import select
import signal
import sys
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.torture.acts import ACTS, ON_ROLL, ROLL_SCHOOL, SCHOOL, WEIGHTS, finish_roll, person_on_roll

BROKE = "broke"
LONGEST_WAIT = 0.5  # seconds between a child's last word that is waited for and its end, at most
WORDS = (1, 1, 1, 2, 2, 3)  # how many words of a child are waited for: that it began, and what it did
PATIENCE = 60  # seconds to wait for a word, for a machine that is busy


def kills(count: int, until: float, chance: random.Random) -> dict[str, Any]:
    """Kill children at random while they act. What one has acknowledged must be there, once and whole."""
    from django.db import connections

    from tests.outbox.mail_server import MailServer, listening

    with listening(MailServer()) as server:
        use_mail_server(server.port)
        # Once here, so that children begin with everything loaded and live to do something.
        acknowledged = [[act.__name__, done] for act in ACTS if (done := act("first"))]
        number = began = 0
        while number < count and time.monotonic() < until:
            connections.close_all()
            out, into = os.pipe()
            child = os.fork()
            if child == 0:
                os.close(out)
                act_until_killed(into, number, chance.random())
            os.close(into)
            begun, said = killed_at_random(child, out, chance)
            began += begun
            acknowledged += said
            number += 1
            if number % 50 == 0:
                sys.stderr.write(f"{number} kills, {len(acknowledged)} acknowledged\n")
        faults = [f"{kind}: {what}" for kind, what in acknowledged if kind == BROKE]
        faults += lost([each for each in acknowledged if each[0] != BROKE], server)
    kinds = Counter(kind for kind, *_ in acknowledged)
    return {"part": "kills", "kills": number, "begun": began, "acknowledged": dict(kinds), "faults": faults}


def killed_at_random(child: int, out: int, chance: random.Random) -> tuple[bool, list[list[str]]]:
    """Kill a child some time after it has acknowledged some things. Return whether it had begun, and what."""
    said, wanted = b"", chance.choice(WORDS)
    until = time.monotonic() + PATIENCE
    while said.count(b"\n") < wanted and time.monotonic() < until:
        if select.select([out], [], [], 0.2)[0]:
            said += os.read(out, 65536)
    time.sleep(chance.random() * LONGEST_WAIT)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    while more := os.read(out, 65536):
        said += more
    os.close(out)
    begun, *lines = said.decode().split("\n")[:-1] or [""]
    return begun == "begun", [line.split(maxsplit=1) for line in lines]


def use_mail_server(port: int) -> None:
    from django.conf import settings

    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", port, False
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"


def act_until_killed(into: int, number: int, seed: float) -> None:
    """Do one act after the other, and say after each, in one write, that it is done, or that it broke."""
    chance = random.Random(seed)  # nosec B311
    os.write(into, b"begun\n")
    turn, act = 0, ACTS[0]
    try:
        while True:
            turn += 1
            act = chance.choices(ACTS, WEIGHTS)[0]
            done = act(f"{number}-{turn}")
            if done:
                os.write(into, f"{act.__name__} {done}\n".encode())
    except BaseException:
        told = " | ".join(traceback.format_exc().split("\n")[-8:])
        os.write(into, f"{BROKE} {act.__name__}: {told}\n".encode())
    finally:
        os._exit(1)  # nothing of the parent's is cleared away by a child


def lost(acknowledged: list[list[str]], server: Any) -> Iterator[str]:
    """Yield a sentence for each thing that was acknowledged and is not there, or is there by half."""
    from django.conf import settings

    from belisha.acknowledgements.models import Acknowledgement
    from belisha.cli.main import main as belisha
    from belisha.complaints.actions import take_in_spool
    from belisha.complaints.models import Matter
    from belisha.complaints.receipts import receipt_hash
    from belisha.people.models import Membership, User

    told: dict[str, set[str]] = {}
    for kind, what in acknowledged:
        told.setdefault(kind, set()).add(what)
    take_in_spool()
    matters = set(Matter.objects.values_list("receipt_hash", flat=True))
    yield from (
        f"the concern of {each} is lost"
        for each in told.get("concern", ())
        if receipt_hash(each) not in matters
    )
    names = Counter(User.objects.filter(name__startswith="Torture ").values_list("name", flat=True))
    for each in told.get("add_person", ()):
        if names[f"Torture {each}"] != 1:
            yield f"person {each} is there {names[f'Torture {each}']} times"
    whole = set(
        Membership.objects.filter(user__name__startswith="Torture ").values_list("user__name", flat=True)
    )
    yield from (f"{each} is there by half" for each in names.keys() - whole)
    there = {str(each) for each in Acknowledgement.objects.values_list("pk", flat=True)}
    yield from (f"acknowledgement {each} is lost" for each in told.get("acknowledge", set()) - there)
    came = Counter(str(each["Message-ID"]) for each in server.got)
    subjects = {str(each["Subject"]).removeprefix("torture ").strip() for each in server.got}
    yield from (f"letter {each} did not come" for each in told.get("mail", set()) - subjects)
    yield from (f"letter {each} came {n} times" for each, n in came.items() if n > 2)
    for each in sorted(told.get("backup", ()))[:40]:
        if belisha(["verify", str(Path(settings.DATA_DIR) / each)]) != 0:
            yield f"backup {each} does not verify"
    yield from lost_of_rolls(told.get("roll", set()))
    yield from lost_of_publications(told.get("publish", set()))
    if belisha(["verify"]) != 0:
        yield "the record does not verify"


def lost_of_rolls(told: set[str]) -> Iterator[str]:
    """Yield what is missing of rolls: each that was begun goes on to its end, and nobody is there twice."""
    from belisha.imports.models import RollKey
    from belisha.people.models import Membership

    finish_roll()
    held = Membership.objects.filter(school__slug=ROLL_SCHOOL)
    names = Counter(held.values_list("user__name", flat=True))
    keys = RollKey.objects.filter(school__slug=ROLL_SCHOOL).values_list("key", flat=True)
    begun = {found[1] for key in keys if (found := re.search(r"T(\w+-?\w*)-\d$", key, re.IGNORECASE))}
    for name in sorted(told | begun):
        found = [names[person_on_roll(name, number)] for number in range(ON_ROLL)]
        if found != [1] * ON_ROLL:
            yield f"of roll {name} people are there {found} times"


def lost_of_publications(told: set[str]) -> Iterator[str]:
    """Yield what is wrong with versions: one is in force, and what was published is on the record once."""
    from belisha.audit.models import Event
    from belisha.policies.models import PolicyVersion

    if (count := PolicyVersion.objects.in_force().filter(school__slug=SCHOOL).count()) != 1:
        yield f"{count} versions are in force"
    versions = PolicyVersion.objects.filter(school__slug=SCHOOL, label__startswith="torture ")
    published = set()
    for version in versions:
        on_record = Event.objects.filter(subject=f"version {version.pk}", verb="published").count()
        if on_record != int(version.state in ("published", "superseded")):
            yield f"{version.label} is {version.state}, and {on_record} times published on the record"
        if on_record:
            published.add(version.label.removeprefix("torture "))
    yield from (f"the publication of {each} is lost" for each in told - published)
