"""What the children do until they are killed. Each act, once done, returns a word to know it by again."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import Any

SCHOOL = "grange"
ROLL_SCHOOL = "coads-green"  # rolls are brought in here, so that they do not meet publications
LETTERS = str.maketrans("0123456789", "ghijklmnop")
ON_ROLL, STEP = 8, 3  # people on each roll, and how many go into one transaction


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


def roll(name: str) -> str:
    """Bring in a roll in steps. One that a killed child had begun goes on where it stopped."""
    from tests.imports.steps import bring_in

    finish_roll()
    lines = [f"T{name}-{n},{person_on_roll(name, n)},teacher" for n in range(ON_ROLL)]
    text = "\n".join(["Staff Code,Name,Role", *lines])
    done = bring_in(text, whole=False, step=STEP, school=ROLL_SCHOOL)
    return name if done.state == "done" else ""


def person_on_roll(name: str, number: int) -> str:
    """Return a name like no other, so that nobody is asked whether two are the same person."""
    letters = sha256(f"{name} {number}".encode()).hexdigest().translate(LETTERS)
    return f"{letters[:9].title()} {letters[9:20].title()}"


def finish_roll() -> None:
    """End what a killed child left: go on where it had begun, else drop it."""
    from belisha.imports import actions
    from belisha.imports.queries import open_import
    from belisha.people.models import School
    from tests.imports.steps import head_of

    left, by = open_import(School.objects.get(slug=ROLL_SCHOOL)), head_of(ROLL_SCHOOL)
    if left and left.state != "applying":
        actions.cancel_import(by=by, roll=left)
    while left and left.state == "applying":
        left = actions.apply_next(by=by, roll=left, step=STEP)


def publish(name: str) -> str:
    """Take a version from draft to publication. One that a killed child left goes on where it stands."""
    from belisha.policies.models import PolicyVersion
    from belisha.policies.states import VersionState
    from tests.ratification import ratifying

    open_states = (VersionState.DRAFT, VersionState.APPROVAL, VersionState.APPROVED, VersionState.RATIFIED)
    ours = PolicyVersion.objects.filter(school__slug=SCHOOL, label__startswith="torture ")
    version = ours.filter(state__in=open_states).first()
    if version is None:
        words = f"Nobody uses the school’s name and logo, says {name}."
        version = ratifying.new_draft(SCHOOL, label=f"torture {name}", unless=(), then=(), text=words)
    while version.state != VersionState.PUBLISHED:
        _next_step(version)
        version.refresh_from_db()
    return version.label.removeprefix("torture ")


def _next_step(version: Any) -> None:
    from belisha.policies.states import VersionState
    from belisha.ratification.models import Ratification
    from tests.ratification import ratifying

    match version.state:
        case VersionState.DRAFT:
            ratifying.asked(version)
        case VersionState.APPROVAL:
            ratifying.record_approval(
                by=ratifying.person(f"governor@{SCHOOL}"),
                version=version,
                opinion="approves",
                checksum=version.checksum,
            )
        case VersionState.APPROVED:
            ratifying.checked(version)
            if not Ratification.objects.filter(version=version).exists():
                ratifying.met(version)
            ratifying.signed(version)
        case _:
            ratifying.published(version)


def issue_model(name: str) -> str:
    """Issue the policy of a publisher as a model, or take it back: one move with its record."""
    from belisha.policies.models import PolicyDocument

    document = PolicyDocument.objects.filter(school__slug=SCHOOL).earliest("pk")
    data = {"withdraw": "1"} if document.is_model else {}
    done = client_of("headteacher").post(f"/s/{SCHOOL}/models/{document.pk}/", data)
    return name if done.status_code == 302 else ""


ACTS = (add_person, concern, acknowledge, mail, sweep, backup, roll, publish, issue_model)
WEIGHTS = (6, 6, 4, 6, 1, 1, 3, 3, 1)
