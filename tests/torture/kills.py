"""Children that act, and are killed at random. What they have acknowledged must be there, once and whole."""

from __future__ import annotations

import os
import random
import signal
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

SCHOOL = "grange"
LONGEST_LIFE = 0.5  # seconds until a child is killed, at most


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
            with os.fdopen(out) as lines:
                began += lines.readline() == "begun\n"
                time.sleep(chance.random() * LONGEST_LIFE)
                os.kill(child, signal.SIGKILL)
                os.waitpid(child, 0)
                acknowledged += [line.split() for line in lines.read().split("\n")[:-1]]
            number += 1
        faults = list(lost(acknowledged, server))
    kinds = Counter(kind for kind, *_ in acknowledged)
    return {"part": "kills", "kills": number, "begun": began, "acknowledged": dict(kinds), "faults": faults}


def use_mail_server(port: int) -> None:
    from django.conf import settings

    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", port, False
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"


def act_until_killed(into: int, number: int, seed: float) -> None:
    """Do one act after the other, and say after each, in one write, that it is done."""
    chance = random.Random(seed)  # nosec B311
    os.write(into, b"begun\n")
    turn = 0
    while True:
        turn += 1
        act = chance.choices(ACTS, WEIGHTS)[0]
        done = act(f"{number}-{turn}")
        if done:
            os.write(into, f"{act.__name__} {done}\n".encode())


def client_of(role: str) -> Any:
    from django.test import Client

    from belisha.people.models import User

    client = Client()
    user = User.objects.get(email=f"{role}@{SCHOOL}.example")
    client.force_login(user, "belisha.people.accounts.backends.PasswordBackend")
    return client


def add_person(name: str) -> str:
    form = {"name": f"Torture {name}", "role": "teacher", "from_on": "2026-09-01", "email": ""}
    done = client_of("headteacher").post(f"/s/{SCHOOL}/people/add/", form)
    return name if done.status_code == 302 else ""


def concern(name: str) -> str:
    from belisha.complaints import actions
    from belisha.complaints.models import HeardBy
    from belisha.complaints.receipts import new_receipt
    from belisha.complaints.spool import SentMatter, SpooledMatter
    from belisha.people.models import School

    receipt = new_receipt()
    sent = SentMatter("concern", HeardBy.SCHOOL, f"Words of {name}", is_about_school=False)
    actions.submit_matter(SpooledMatter(School.objects.get(slug=SCHOOL).pk, sent, receipt))
    return receipt.replace(" ", "")


def acknowledge(name: str) -> str:
    from belisha.acknowledgements.actions import acknowledge_version
    from belisha.acknowledgements.presented_text import whole_text
    from belisha.people.actor import actor_from
    from belisha.people.models import Membership, School, User
    from belisha.policies.models import PolicyVersion
    from belisha.policies.queries import policy_of

    school = School.objects.get(slug=SCHOOL)
    version = PolicyVersion.objects.in_force().get(school=school)
    user = User.objects.create(name=f"Signer {name}")
    Membership.objects.create(user=user, school=school, role="teacher", from_on=version.published_at.date())
    made = acknowledge_version(
        by=actor_from(user.pk, user.name), version=version, showing=whole_text(policy_of(version))
    )
    return str(made.pk)


def mail(name: str) -> str:
    from belisha.outbox.actions import queue_notice
    from belisha.outbox.delivery import deliver
    from belisha.outbox.models import Notice, Priority
    from belisha.people.models import School, User

    school = School.objects.get(slug=SCHOOL)
    to = User.objects.get(email=f"teacher@{SCHOOL}.example")
    key = f"torture {name}"
    queue_notice(key=key, subject=key, school_id=school.pk, to_id=to.pk, text="T", pace=Priority.AT_ONCE)
    deliver()
    return name if Notice.objects.filter(key=key, state="sent").exists() else ""


def sweep(name: str) -> str:
    from belisha.base.clock import today
    from belisha.complaints.actions import take_in_spool
    from belisha.duties.sweeping import sweep as sweep_all

    take_in_spool()
    sweep_all(today())
    return name


def backup(name: str) -> str:
    from django.conf import settings

    from belisha.cli.backup.create import create_backup

    file = Path(settings.DATA_DIR) / f"torture-{name}.backup"
    create_backup(file)
    return file.name


def publish(name: str) -> str:
    """Issue the policy of a publisher as a model, or take it back: one move with its record."""
    from belisha.policies.models import PolicyDocument

    document = PolicyDocument.objects.filter(school__slug=SCHOOL).earliest("pk")
    data = {"withdraw": "1"} if document.is_model else {}
    done = client_of("headteacher").post(f"/s/{SCHOOL}/models/{document.pk}/", data)
    return name if done.status_code == 302 else ""


ACTS = (add_person, concern, acknowledge, mail, sweep, backup, publish)
WEIGHTS = (6, 6, 4, 6, 1, 1, 2)


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
    if belisha(["verify"]) != 0:
        yield "the record does not verify"
