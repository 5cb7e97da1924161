"""Reading a document and agreeing to it: bound to one version, once, under seal."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pypdfium2
import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.db.utils import DatabaseError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from belisha.access.actor import ANONYMOUS
from belisha.acknowledgements import actions
from belisha.acknowledgements.models import Acknowledgement, Method, Understanding, WriteOnceError
from belisha.acknowledgements.queries import binding_of, duty_key
from belisha.acknowledgements.quiz import SAFER, QuizAnswer
from belisha.acknowledgements.shortcuts import own_document
from belisha.acknowledgements.verification import certificate_of, verify_acknowledgement
from belisha.audit.models import Event
from belisha.base import seals
from belisha.base.certificates import CertificateFinding, verify_certificate
from belisha.base.clock import today
from belisha.base.seals import SealError, public_key
from belisha.duties.models import Duty
from belisha.people.actor import actor_from
from belisha.people.models import Membership, School, User
from belisha.policies.actions import bring_in_version
from belisha.policies.models import ChangeKind, PolicyVersion
from tests.acknowledgements.acknowledging import forget_all

ClientFor = Callable[[str], Client]


@pytest.fixture(autouse=True)
def without_second_factor(settings: Any) -> None:
    """How heads sign in is tested elsewhere."""
    settings.BELISHA_SECOND_FACTOR = "optional"


@pytest.fixture
def grange(demo: None) -> School:
    forget_all()
    return School.objects.get(slug="grange")


def in_force(school: School) -> PolicyVersion:
    version: PolicyVersion = PolicyVersion.objects.in_force().get(school=school)
    return version


def user(role: str, school: str = "grange") -> User:
    return User.objects.get(email=f"{role}@{school}.example")


def page_of(version: PolicyVersion) -> str:
    return reverse("acknowledgements:acknowledge", args=[version.school.slug, version.pk])


def answer_check(client: Client, version: PolicyVersion, person: User, *, right: bool = True) -> Any:
    """Answer every question of the check, as the policy does or not."""
    binding = binding_of(version.school, version)
    assert binding is not None
    asked = own_document(actor_from(person.pk, person.name), binding, today()).questions
    answers = {
        each.id: each.right if right else next(answer for answer in QuizAnswer if not each.accepts(answer))
        for each in asked
    }
    return client.post(reverse("acknowledgements:check", args=[version.school.slug, version.pk]), answers)


def agree(client: Client, version: PolicyVersion, **more: str) -> Any:
    html = client.get(page_of(version)).content.decode()
    shown = re.search(r'name="shown" value="([0-9a-f]{64})"', html)
    return client.post(page_of(version), {"agree": "yes", "shown": shown[1] if shown else "", **more})


def acknowledged(client_for: ClientFor, person: str = "teacher", school: str = "grange") -> Acknowledgement:
    version = in_force(School.objects.get(slug=school))
    client = client_for(f"{person}@{school}")
    answer_check(client, version, user(person, school))
    assert agree(client, version).status_code == 302
    return Acknowledgement.objects.get(version=version, person=user(person, school))


def next_version(school: School, change: str, *edits: tuple[str, str], label: str = "next") -> PolicyVersion:
    """The policy in force with these words exchanged, published after it."""
    before = in_force(school)
    source = before.source
    for old, new in edits:
        assert old in source
        source = source.replace(old, new)
    return bring_in_version(
        by=ANONYMOUS,
        school=school,
        source=source,
        label=label,
        change=change,
        follows=before,
        reason="It was time.",
    )


NEW_WORDS = ("Every employee keeps to this policy", "Everybody who works here keeps to this policy")


def test_the_page_shows_what_concerns_me_and_leads_to_the_check(
    client_for: ClientFor, grange: School
) -> None:
    version = in_force(grange)
    html = client_for("teacher@grange").get(page_of(version)).content.decode()
    assert "what it asks of you" in html
    assert reverse("acknowledgements:check", args=["grange", version.pk]) in html
    assert reverse("acknowledgements:text", args=["grange", version.pk]) in html
    assert 'name="agree"' not in html


def test_the_check_leaks_no_answer_before_it_is_answered(client_for: ClientFor, grange: School) -> None:
    version, client = in_force(grange), client_for("teacher@grange")
    binding = binding_of(grange, version)
    assert binding is not None
    asked = own_document(actor_from(user("teacher").pk, ""), binding, today()).questions
    html = client.get(reverse("acknowledgements:check", args=["grange", version.pk])).content.decode()
    assert 3 <= len(asked) <= 5
    assert "checked" not in html
    # Every question stands there with the same three choices in the same order: nothing tells them apart.
    shapes = set()
    for each in asked:
        assert each.words.replace("'", "&#39;") in html
        fieldset = re.search(rf'<input[^>]* name="{each.id}".*?</fieldset>', html, re.DOTALL)
        assert fieldset
        shapes.add(re.sub(r"\s+", " ", fieldset[0].replace(each.id, "*")))
        for clause in each.clauses:
            assert binding.policy.by_id[clause].text not in html
    assert len(shapes) == 1


def test_a_wrong_answer_shows_the_clause_and_asks_again(client_for: ClientFor, grange: School) -> None:
    version, client, teacher = in_force(grange), client_for("teacher@grange"), user("teacher")
    wrong = answer_check(client, version, teacher, right=False)
    assert wrong.status_code == 400
    html = wrong.content.decode()
    assert "<title>Error: " in html
    assert "belisha-clause" in html
    assert "The document says otherwise." in html
    assert not Understanding.objects.get(person=teacher).passed_at
    right = answer_check(client, version, teacher)
    assert right.status_code == 302
    assert right.url.endswith("#agree")
    check = Understanding.objects.get(person=teacher)
    assert check.passed_at
    assert check.tries == 2


def test_an_unanswered_question_is_no_try(client_for: ClientFor, grange: School) -> None:
    version = in_force(grange)
    response = client_for("teacher@grange").post(
        reverse("acknowledgements:check", args=["grange", version.pk]), {}
    )
    assert response.status_code == 400
    assert "Choose an answer" in response.content.decode()
    assert not Understanding.objects.exists()


def test_a_safer_answer_passes_and_is_called_safe(client_for: ClientFor, grange: School) -> None:
    version, client, teacher = in_force(grange), client_for("teacher@grange"), user("teacher")
    binding = binding_of(grange, version)
    assert binding is not None
    asked = own_document(actor_from(teacher.pk, ""), binding, today()).questions
    safer = {each.id: SAFER.get(each.verdict, each.right) for each in asked}
    assert any(safer[each.id] != each.right for each in asked)
    page = reverse("acknowledgements:check", args=["grange", version.pk])
    one = next(each for each in asked if each.verdict not in SAFER)
    other = next(answer for answer in QuizAnswer if not one.accepts(answer))
    seen = client.post(page, {**safer, one.id: other}).content.decode()
    assert ">Safe</strong>" in seen
    assert client.post(page, safer).status_code == 302
    assert Understanding.objects.get(person=teacher).passed_at


def test_nobody_agrees_before_the_check(client_for: ClientFor, grange: School) -> None:
    version = in_force(grange)
    response = client_for("teacher@grange").post(page_of(version), {"agree": "yes", "shown": "0" * 64})
    assert response.status_code == 302
    assert response.url.endswith("/check/")
    assert not Acknowledgement.objects.exists()


def test_agreeing_takes_the_tick(client_for: ClientFor, grange: School) -> None:
    version, client = in_force(grange), client_for("teacher@grange")
    answer_check(client, version, user("teacher"))
    response = agree(client, version, agree="")
    assert response.status_code == 400
    assert "Tick the box" in response.content.decode()
    stale = client.post(page_of(version), {"agree": "yes", "shown": "0" * 64})
    assert stale.status_code == 400
    assert "has changed since" in stale.content.decode()
    assert not Acknowledgement.objects.exists()


def test_it_is_bound_to_the_version_and_sealed(client_for: ClientFor, grange: School) -> None:
    teacher = user("teacher")
    version = in_force(grange)
    binding = binding_of(grange, version)
    assert binding is not None
    Duty.objects.create(
        school=grange,
        source="acknowledgements",
        key=duty_key(binding, teacher.pk),
        title="Read it",
        person=teacher,
        due_on=today(),
        opened_on=today(),
    )
    made = acknowledged(client_for)
    assert (made.checksum, made.name, made.role, made.how) == (
        version.checksum,
        teacher.name,
        "teacher",
        Method.OWN,
    )
    assert made.clauses
    assert "Every employee keeps to this policy" in made.wording
    assert verify_acknowledgement(made).is_verified
    assert Duty.objects.get().done_at
    event = Event.objects.filter(verb="acknowledged-document").get()
    assert Event.objects.get(verb="began-to-seal-with-key", chain=0).subject.startswith("seal ")
    assert teacher.name not in json.dumps(event.detail)


def test_a_double_click_makes_one(client_for: ClientFor, grange: School) -> None:
    version, client, teacher = in_force(grange), client_for("teacher@grange"), user("teacher")
    answer_check(client, version, teacher)
    binding = binding_of(grange, version)
    assert binding is not None
    shown = {"agree": "yes", "shown": own_document(actor_from(teacher.pk, ""), binding, today()).showing.hash}
    first, second = (client.post(page_of(version), shown) for _ in range(2))
    assert first.url == second.url
    assert Acknowledgement.objects.count() == 1
    assert Event.objects.filter(verb="acknowledged-document").count() == 1


def test_the_next_version_asks_only_what_changed(client_for: ClientFor, grange: School) -> None:
    old = acknowledged(client_for)
    version = next_version(grange, ChangeKind.SUBSTANTIVE, NEW_WORDS)
    client = client_for("teacher@grange")
    html = client.get(page_of(version)).content.decode()
    assert "What changed in the Social Media Policy" in html
    assert "</span>Every employee <span" in html
    assert "Friending a pupil" not in html
    assert agree(client, version).status_code == 302
    new = Acknowledgement.objects.get(version=version)
    assert (new.shown, new.clauses, new.since_id) == ("changes", ["keep-to-policy"], old.version_id)
    old.refresh_from_db()
    assert verify_acknowledgement(old).is_verified
    assert client.get(reverse("acknowledgements:text", args=["grange", old.version_id])).status_code == 200
    assert client.get(page_of(old.version)).url == page_of(version)


def test_an_editorial_version_does_not_ask_again(client_for: ClientFor, grange: School) -> None:
    old = acknowledged(client_for)
    version = next_version(grange, ChangeKind.EDITORIAL, NEW_WORDS)
    response = client_for("teacher@grange").get(page_of(version))
    assert response.url == reverse("acknowledgements:receipt", args=["grange", old.pk])
    again = next_version(
        grange, ChangeKind.SUBSTANTIVE, ("Everybody who works", "Whoever works"), label="after"
    )
    assert client_for("teacher@grange").get(page_of(again)).status_code == 200


def test_a_version_that_changes_nothing_for_me_says_so(client_for: ClientFor, grange: School) -> None:
    acknowledged(client_for, "governor")
    version = next_version(grange, ChangeKind.SUBSTANTIVE, NEW_WORDS)
    html = client_for("governor@grange").get(page_of(version)).content.decode()
    assert "Nothing changed that binds you" in html


def test_who_is_not_bound_is_told_so(client_for: ClientFor, grange: School) -> None:
    response = client_for("parent@grange").get(page_of(in_force(grange)))
    assert response.status_code == 403
    assert "not written for your role" in response.content.decode()


def test_nobody_and_another_school(client_for: ClientFor, grange: School, client: Client) -> None:
    version = in_force(grange)
    made = acknowledged(client_for)
    addresses = [
        page_of(version),
        reverse("acknowledgements:check", args=["grange", version.pk]),
        reverse("acknowledgements:text", args=["grange", version.pk]),
        reverse("acknowledgements:mine", args=["grange"]),
        reverse("acknowledgements:receipt", args=["grange", made.pk]),
        reverse("acknowledgements:receipt_pdf", args=["grange", made.pk]),
        reverse("acknowledgements:receipt_json", args=["grange", made.pk]),
    ]
    stranger = client_for("headteacher@calcot")
    for address in addresses:
        assert client.get(address).status_code == 302, address
        assert stranger.get(address).status_code == 404, address
    colleague = client_for("teaching-assistant@grange")
    assert [colleague.get(address).status_code for address in addresses[4:]] == [404, 404, 404]
    assert client_for("headteacher@grange").get(addresses[4]).status_code == 200


def test_a_failing_seal_saves_nothing(
    client_for: ClientFor, grange: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    version, client = in_force(grange), client_for("teacher@grange")
    answer_check(client, version, user("teacher"))

    def broken(statement: object) -> None:
        raise SealError("The key of the seal cannot be read. Nothing was saved.")

    monkeypatch.setattr(actions, "seal", broken)
    response = agree(client, version)
    assert response.status_code == 503
    assert "It was not saved" in response.content.decode()
    assert not Acknowledgement.objects.exists()
    assert not Event.objects.filter(verb="acknowledged-document").exists()


def test_a_broken_key_is_an_error_and_not_a_new_key(settings: Any, tmp_path: Any) -> None:
    settings.DATA_DIR = tmp_path
    first = public_key()
    assert (tmp_path / seals.FILE).stat().st_mode & 0o777 == 0o600
    seals._key.cache_clear()
    assert public_key() == first
    seals._key.cache_clear()
    (tmp_path / seals.FILE).write_text("nothing")
    with pytest.raises(SealError):
        public_key()


@pytest.mark.parametrize(
    "column", ["name", "wording", "shown_hash", "checksum", "statement", "signature", "sha256"]
)
def test_what_was_changed_in_the_database_is_found(
    client_for: ClientFor, grange: School, column: str
) -> None:
    made = acknowledged(client_for)
    value = str(getattr(made, column))
    setattr(
        made, column, f"x{value[1:]}" if column not in ("signature", "sha256") else f"{value[1:]}{value[:1]}"
    )
    assert verify_acknowledgement(made).finding is not CertificateFinding.VERIFIED


def test_the_database_refuses_to_change_or_remove_one(client_for: ClientFor, grange: School) -> None:
    made = acknowledged(client_for)
    table = Acknowledgement._meta.db_table
    emptying = {
        "sqlite": f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}",
        "postgresql": f"TRUNCATE {table} CASCADE",
    }[connection.vendor]
    for statement in (f"UPDATE {table} SET name = 'x'", f"DELETE FROM {table}", emptying):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    for attempt in (
        made.save,
        made.delete,
        Acknowledgement.objects.all().delete,
        lambda: Acknowledgement.objects.update(name="x"),
    ):
        with pytest.raises(WriteOnceError):
            attempt()
    assert Acknowledgement.objects.get().name == made.name


def test_the_certificate_verifies_without_the_site(client_for: ClientFor, grange: School) -> None:
    made = acknowledged(client_for)
    client = client_for("teacher@grange")
    body = client.get(reverse("acknowledgements:receipt_json", args=["grange", made.pk])).content.decode()
    assert body == certificate_of(made)
    seals = client.get(reverse("acknowledgements:seals", args=["grange"])).content.decode()
    assert public_key() in seals.replace("&#43;", "+")
    assert verify_certificate(body, public_key()).is_verified
    assert verify_certificate(body).finding is CertificateFinding.UNVERIFIABLE
    assert (
        verify_certificate(body.replace(made.name, "Somebody Else"), public_key()).finding
        is CertificateFinding.ALTERED
    )


def test_the_receipt_says_what_was_agreed(client_for: ClientFor, grange: School) -> None:
    made = acknowledged(client_for)
    client = client_for("teacher@grange")
    html = client.get(reverse("acknowledgements:receipt", args=["grange", made.pk])).content.decode()
    assert "Verified" in html
    assert made.sha256 in html
    pdf = client.get(reverse("acknowledgements:receipt_pdf", args=["grange", made.pk]))
    assert pdf.content.startswith(b"%PDF")
    document = pypdfium2.PdfDocument(pdf.content)
    assert "Grange Infant School" in document[0].get_textpage().get_text_range()
    assert any(each.type in {2, 3} for each in document[0].get_objects()), "there is no QR code"
    for page in document:
        words = page.get_textpage()
        right = max(words.get_charbox(place)[2] for place in range(words.count_chars()))
        assert right <= page.get_width() - 28, "words run to within a centimetre of the edge, or off the page"
    assert (
        "Social Media Policy"
        in client.get(reverse("acknowledgements:mine", args=["grange"])).content.decode()
    )


def test_a_leaver_can_agree_to_nothing(client_for: ClientFor, grange: School) -> None:
    client, teacher = client_for("teacher@grange"), user("teacher")
    Membership.objects.filter(user=teacher).update(to_on=today() - timedelta(1))
    assert client.get(page_of(in_force(grange))).status_code in (302, 403, 404)
    version = in_force(grange)
    binding = binding_of(grange, version)
    assert binding is not None
    actor = actor_from(teacher.pk, teacher.name)
    with pytest.raises(PermissionDenied):
        actions.acknowledge_version(
            by=actor, version=version, showing=own_document(actor, binding, today()).showing
        )


def test_on_a_shared_device_it_says_so(grange: School, demo: None) -> None:
    from dataclasses import replace

    teacher, version = user("teacher"), in_force(grange)
    binding = binding_of(grange, version)
    assert binding is not None
    actor = replace(actor_from(teacher.pk, teacher.name), is_on_shared_device=True)
    showing = own_document(actor, binding, today()).showing
    made = actions.acknowledge_version(by=actor, version=version, showing=showing)
    assert made.how == Method.DEVICE
    assert timezone.now() - made.at < timedelta(minutes=1)
