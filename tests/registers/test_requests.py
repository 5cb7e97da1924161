"""The request door: ask from an answer, decide, and the same question answers differently."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from belisha.access.actor import ANONYMOUS
from belisha.audit.models import Event
from belisha.base.certificates import CertificateFinding, verify_certificate
from belisha.base.clock import today
from belisha.base.seals import public_key
from belisha.cli.backup.encryption import Secret
from belisha.cli.verify_files import check_file
from belisha.duties.models import Duty
from belisha.outbox.models import Notice
from belisha.people.models import Absence, Membership
from belisha.policies.actions import bring_in_version
from belisha.policies.printing.sealed_pdf import contents_of, verify_pdf, words_checksum
from belisha.policies.queries import policy_of
from belisha.registers.facts import asked_anew
from belisha.registers.models import RegisterEntry, SealedDocument
from belisha.registers.upkeep import settle_entries
from belisha.rules.language.clauses import Force
from tests.demo_fixtures import ClientFor
from tests.ratification.ratifying import in_force, text_with
from tests.registers.asking_for import (
    GRANT,
    LOGO,
    WANTED,
    answer_to,
    ask_for,
    grant,
    page_of,
    school,
    text_of,
    user,
)

PHONE = "as=teacher&action=give-personal-phone&towards=parent"
FAR = {"from_on": today().isoformat(), "to_on": (today() + timedelta(days=20)).isoformat()}


@pytest.mark.clause("G36")
def test_a_written_permission_changes_the_answer_until_it_ends(client_for: ClientFor) -> None:
    """The name and logo: ask first, then yes under the permission, then no longer when it has ended."""
    teacher, head = client_for("teacher@grange"), client_for("headteacher@grange")
    before = answer_to(teacher)
    assert "Ask first: the headteacher, in writing" in before
    assert "Ask the headteacher" in before
    entry = ask_for(teacher)
    waiting = answer_to(teacher)
    assert "You have asked. See where your request is" in waiting
    assert "Ask first" in waiting
    grant(head, entry, **FAR)
    after = answer_to(teacher)
    assert "Yes" in after.split("Asked by")[1][:60]
    assert f"Under the permission of {today().day} " in after
    assert "on these conditions: Only on the cake [G36]" in after
    assert "Ask first" in answer_to(client_for("ict-team@grange"), query=LOGO.replace("teacher", "ict-team"))
    assert "Ask first" in answer_to(Client()), "signed out nothing is known"
    with time_machine.travel(date.fromisoformat(FAR["to_on"]) + timedelta(days=1), tick=True):
        teacher = client_for("teacher@grange")
        ended = answer_to(teacher)
        assert "Ask first" in ended
        assert "ended on" in ended
        assert settle_entries(today()) == 1
        assert "ended on" in answer_to(teacher)
    entry.refresh_from_db()
    assert entry.state == "expired"


@pytest.mark.clause("G36")
def test_a_permission_by_word_of_mouth_or_after_the_act_does_not_count(client_for: ClientFor) -> None:
    """The policy asks for it in writing and beforehand: another form is named, and the answer stays no."""
    teacher, head = client_for("teacher@grange"), client_for("headteacher@grange")
    spoken = grant(head, ask_for(teacher), **FAR, form="spoken")
    assert not spoken.documents.exists()
    answer = answer_to(teacher)
    assert "Ask first" in answer
    assert "was given by word of mouth. The policy asks for it in writing [G36]" in answer
    afterwards = grant(head, ask_for(teacher, already="yes"), **FAR)
    assert afterwards.is_prior is False
    answer = answer_to(teacher)
    assert "Ask first" in answer
    assert "was given after the act. The policy asks for it beforehand [G36]" in answer


@pytest.mark.clause("C26")
def test_where_the_policy_asks_for_no_writing_a_spoken_permission_counts(client_for: ClientFor) -> None:
    """Coads Green asks for permission beforehand, in any form: a spoken one makes the answer yes."""
    teacher, head = client_for("teacher@coads-green"), client_for("headteacher@coads-green")
    grant(head, ask_for(teacher, "coads-green"), **FAR, form="spoken")
    assert "Under the permission of" in answer_to(teacher, "coads-green")


@pytest.mark.clause("G19a")
def test_a_permission_holds_with_the_circumstance_that_it_was_given_for(client_for: ClientFor) -> None:
    """Social media on school equipment: authorised for professional purposes, which the form asks for."""
    teacher, head = client_for("teacher@grange"), client_for("headteacher@grange")
    query = "as=teacher&action=use-social-media&fact=school-equipment:yes"
    shown = text_of(teacher.get(f"/s/grange/requests/ask/?{query}"))
    assert "Is it for professional purposes?" in shown
    entry = ask_for(teacher, query=query, **{"fact-professional-purpose": "yes"})
    grant(head, entry, **FAR)
    assert "Under the permission of" in answer_to(teacher, query=query)


@pytest.mark.clause("H42")
def test_another_channel_does_not_count_and_the_answer_says_so(client_for: ClientFor) -> None:
    """Written consent for one service is none for another."""
    teacher, head = client_for("teacher@hr-cooperative"), client_for("headteacher@hr-cooperative")
    query = "as=teacher&action=use-social-media&fact=school-equipment:yes"
    grant(head, ask_for(teacher, "hr-cooperative", query), **FAR, channel="youtube")
    assert "is for YouTube only. Say where" in answer_to(teacher, "hr-cooperative", query)
    assert "is for YouTube only" in answer_to(teacher, "hr-cooperative", f"{query}&fact=platform:facebook")
    assert "Under the permission" in answer_to(teacher, "hr-cooperative", f"{query}&fact=platform:youtube")


@pytest.mark.clause("G78d", "G70")
def test_leave_of_the_leadership_team_is_decided_by_its_members(client_for: ClientFor) -> None:
    """A personal number, a phone kept on: a member of the leadership team decides, not a colleague."""
    teacher, slt = client_for("teacher@grange"), client_for("slt@grange")
    number = ask_for(teacher, query="as=teacher&action=give-personal-phone&towards=parent")
    assert number.office == "slt"
    assert client_for("support-staff@grange").get(page_of(number)).status_code == 404
    grant(slt, number, **FAR)
    assert "Under the permission of" in answer_to(
        teacher, query="as=teacher&action=give-personal-phone&towards=parent"
    )
    phone = "as=teacher&action=keep-phone-on"
    grant(slt, ask_for(teacher, query=phone, **{"fact-out-of-view": "yes"}), **FAR)
    assert "Under the permission of" in answer_to(teacher, query=phone)


@pytest.mark.clause("C37")
def test_either_of_two_heads_may_agree(client_for: ClientFor) -> None:
    """Personal contact details: the headteacher or the head of school agrees, whoever is there."""
    teacher = client_for("teacher@coads-green")
    query = "as=teacher&action=give-personal-phone&towards=parent"
    entry = ask_for(teacher, "coads-green", query)
    assert {each for clause in entry.clauses for each in clause["of"]} == {"headteacher", "head-of-school"}
    Absence.objects.create(
        school=school("coads-green"), user=user("headteacher@coads-green"), from_on=today(), to_on=today()
    )
    settle_entries(today())
    grant(client_for("head-of-school@coads-green"), entry, **FAR)
    assert "Under the permission of" in answer_to(teacher, "coads-green", query)


def test_nobody_decides_for_themselves_or_for_somebody_more_senior(client_for: ClientFor) -> None:
    head, slt, chair = (client_for(f"{role}@grange") for role in ("headteacher", "slt", "chair-of-governors"))
    own = ask_for(head, query="as=headteacher&action=use-school-name")
    assert own.office == "chair-of-governors"
    refused = head.post(page_of(own), {**GRANT, **FAR})
    assert refused.status_code == 403
    assert slt.post(page_of(own), {**GRANT, **FAR}).status_code == 404
    grant(chair, own, **FAR)
    assert "Under the permission of" in answer_to(head, query="as=headteacher&action=use-school-name")


def test_two_deciders_at_once_decide_once(client_for: ClientFor) -> None:
    teacher, head = client_for("teacher@grange"), client_for("headteacher@grange")
    entry = ask_for(teacher)
    grant(head, entry, **FAR)
    again = head.post(page_of(entry), {"do": "decline", "words": "No"})
    assert again.status_code == 400
    assert "cannot be declined" in text_of(again)
    late = head.post(page_of(entry), {**GRANT, **FAR})
    assert late.status_code == 400
    entry.refresh_from_db()
    assert entry.state == "granted"
    assert Event.objects.filter(verb="granted-request", subject=f"permissions {entry.pk}").count() == 1


def test_a_double_click_asks_once(client_for: ClientFor) -> None:
    teacher = client_for("teacher@grange")
    first, second = ask_for(teacher, key="one"), ask_for(teacher, key="one")
    assert first.pk == second.pk
    assert RegisterEntry.objects.filter(register="permissions").count() == 1


def test_the_decider_asks_back_and_the_asker_answers(client_for: ClientFor) -> None:
    teacher, head = client_for("teacher@grange"), client_for("headteacher@grange")
    entry = ask_for(teacher)
    duty = Duty.objects.filter(source="registers").open()
    assert head.post(page_of(entry), {"do": "ask_back", "words": ""}).status_code == 400
    assert head.post(page_of(entry), {"do": "ask_back", "words": "Which cake?"}).status_code == 302
    assert "Which cake?" in text_of(teacher.get(page_of(entry)))
    assert teacher.post(page_of(entry), {"do": "answer", "words": "The big one"}).status_code == 302
    assert "The big one" in text_of(head.get(page_of(entry)))
    head.post(page_of(entry), {"do": "decline", "words": "The cake is for sale"})
    assert "The cake is for sale" in text_of(teacher.get(page_of(entry)))
    assert not duty.filter(link=page_of(entry)).exists()


def test_the_page_of_the_decider_shows_what_is_needed(client_for: ClientFor) -> None:
    teacher, head = client_for("teacher@grange"), client_for("headteacher@grange")
    grant(head, ask_for(teacher), **FAR)
    entry = ask_for(client_for("ict-team@grange"), query=LOGO.replace("teacher", "ict-team"))
    shown = text_of(head.get(page_of(entry)))
    assert "Without your permission the policy says “Ask first”; with it “Yes”." in shown
    assert "Decided before in like cases" in shown
    assert "Only on the cake" in shown
    assert user("teacher@grange").name not in shown, "like cases name nobody"


@pytest.mark.clause("G36")
def test_the_written_permission_verifies_like_a_certificate(client_for: ClientFor) -> None:
    """The sealed document is checked by anybody with the school's public key, and shows each change."""
    teacher, head = client_for("teacher@grange"), client_for("headteacher@grange")
    entry = grant(head, ask_for(teacher), **FAR)
    file = teacher.get(f"{page_of(entry)}certificate.json")
    text = file.content.decode()
    assert verify_certificate(text, public_key()).is_verified
    assert not verify_certificate(text.replace("Only on the cake", "On anything"), public_key()).is_verified
    SealedDocument.objects.filter(entry=entry).update(
        statement=entry.documents.get().statement.replace("Only on the cake", "On anything")
    )
    assert "The seal does not fit" in text_of(teacher.get(page_of(entry)))


@pytest.mark.clause("G36")
def test_the_written_permission_is_a_pdf_that_proves_itself(client_for: ClientFor, tmp_path: Path) -> None:
    """The permission as a PDF encloses its certificate; a changed word on its page shows, too."""
    teacher, head = client_for("teacher@grange"), client_for("headteacher@grange")
    entry = grant(head, ask_for(teacher), **FAR)
    made = teacher.get(f"{page_of(entry)}permission.pdf")
    assert made.headers["Content-Type"] == "application/pdf"
    contents = contents_of(made.content)
    assert verify_pdf(contents, public_key()).is_verified
    assert verify_pdf(contents).finding == CertificateFinding.UNVERIFIABLE, "without the key nobody can tell"
    altered = replace(contents, words=words_checksum("You may do anything"))
    assert "words on its pages" in verify_pdf(altered, public_key()).sentence
    other = {
        **contents.enclosed,
        "certificate.json": contents.enclosed["certificate.json"].replace(b"cake", b"bus"),
    }
    assert not verify_pdf(replace(contents, enclosed=other), public_key()).is_verified
    file = tmp_path / "permission.pdf"
    file.write_bytes(made.content)
    assert check_file(file, key=public_key(), secret=Secret()) == 0
    assert client_for("support-staff@grange").get(f"{page_of(entry)}permission.pdf").status_code == 404
    assert public_key() in text_of(Client().get("/s/grange/seal/"))


def test_a_late_request_goes_to_the_office_above_too(client_for: ClientFor) -> None:
    teacher = client_for("teacher@grange")
    entry = ask_for(teacher, query="as=teacher&action=give-personal-phone&towards=parent")
    assert entry.decide_by is not None
    with time_machine.travel(entry.decide_by + timedelta(days=1), tick=True):
        settle_entries(today())
        entry.refresh_from_db()
        assert entry.also_office == "head-of-school"
        upper = client_for("head-of-school@grange")
        days = {"from_on": today().isoformat(), "to_on": (today() + timedelta(days=9)).isoformat()}
        grant(upper, entry, **days)


def test_an_asker_who_became_head_is_decided_by_the_chair(client_for: ClientFor) -> None:
    teacher = client_for("teacher@grange")
    entry = ask_for(teacher)
    Membership.objects.create(
        school=school(), user=user("teacher@grange"), role="headteacher", from_on=today()
    )
    settle_entries(today())
    entry.refresh_from_db()
    other = client_for("headteacher@grange")
    assert client_for("teacher@grange").post(page_of(entry), {**GRANT, **FAR}).status_code == 403
    assert entry.office in ("headteacher", "chair-of-governors")
    if entry.office == "headteacher":
        grant(other, entry, **FAR)


def test_a_vacant_office_passes_the_request_up(client_for: ClientFor) -> None:
    Membership.objects.filter(school=school(), role="headteacher").update(to_on=today() - timedelta(days=1))
    entry = ask_for(client_for("teacher@grange"))
    assert entry.office == "chair-of-governors"


@pytest.mark.clause("G56b")
def test_what_the_policy_does_not_cover_is_told_to_the_head_with_a_reason(client_for: ClientFor) -> None:
    """Where Grange's policy is silent, the answer leads to a justification that the headteacher decides."""
    teacher, head = client_for("teacher@grange"), client_for("headteacher@grange")
    query = "as=teacher&action=create-official-site"
    assert "Tell the headteacher what you propose, and why" in answer_to(teacher, query=query)
    entry = ask_for(teacher, query=query, when="2026-11-20", already="yes")
    assert entry.register == "exceptions"
    assert "After it was done" in text_of(head.get(page_of(entry)))


@pytest.mark.clause("G56c")
def test_the_advice_of_education_personnel_is_recorded(client_for: ClientFor) -> None:
    """The headteacher records what Education Personnel advised with the decision on an exception."""
    teacher, head = client_for("teacher@grange"), client_for("headteacher@grange")
    entry = ask_for(teacher, query="as=teacher&action=create-official-site", when="2026-11-20")
    assert "What did Education Personnel advise?" in text_of(head.get(page_of(entry)))
    grant(head, entry, **FAR, advice="Go ahead for one term")
    assert "Go ahead for one term" in text_of(head.get(page_of(entry)))


@pytest.mark.clause("H40b")
def test_a_new_official_site_needs_a_reason_and_written_consent(client_for: ClientFor) -> None:
    """The form asks for the strong reason; the headteacher's written consent then makes the answer yes."""
    teacher, head = client_for("teacher@hr-cooperative"), client_for("headteacher@hr-cooperative")
    query = "as=teacher&action=create-official-site"
    wanted = {
        "title": "Class 3 blog", "topic": "website", "purpose": "Homework", "audience": "Parents",
        "youngest": "30", "person": str(user("teacher@hr-cooperative").pk), "fact-good-reason": "yes",
    }  # fmt: skip
    wanted["other"] = str(user("slt@hr-cooperative").pk)
    refused = teacher.post(
        f"/s/hr-cooperative/requests/ask/?{query}", {**wanted, "purpose": "", "already": "no"}
    )
    assert refused.status_code == 400
    assert "Fill in: What is it for" in text_of(refused)
    entry = ask_for(teacher, "hr-cooperative", query, **wanted)
    assert entry.register == "accounts"
    assert "Class 3 blog" not in text_of(Client().get("/s/hr-cooperative/public/accounts/"))
    grant(head, entry, **{**FAR, "to_on": ""})
    assert entry.to_on is None, "an account holds until it is closed"
    assert entry.due_on == today() + timedelta(days=90), "it is checked again"
    assert "Under the permission of" in answer_to(teacher, "hr-cooperative", query)


def test_withdrawing_ends_it_and_tells_the_holder(client_for: ClientFor) -> None:
    teacher, head = client_for("teacher@grange"), client_for("headteacher@grange")
    entry = grant(head, ask_for(teacher), **FAR)
    assert client_for("support-staff@grange").post(page_of(entry), {"do": "withdraw"}).status_code == 404
    assert head.post(page_of(entry), {"do": "withdraw", "words": "The fair is off"}).status_code == 302
    assert "Ask first" in answer_to(teacher)
    assert "The fair is off" in text_of(teacher.get(page_of(entry)))


def test_whoever_leaves_takes_no_permission_along(client_for: ClientFor) -> None:
    teacher, head = client_for("teacher@grange"), client_for("headteacher@grange")
    entry, waiting = grant(head, ask_for(teacher), **FAR), ask_for(teacher, query=PHONE)
    Membership.objects.filter(user=user("teacher@grange")).update(to_on=today() - timedelta(days=1))
    assert settle_entries(today()) == 2
    assert {RegisterEntry.objects.get(pk=each.pk).state for each in (entry, waiting)} == {
        "expired",
        "withdrawn",
    }


def test_whoever_it_was_given_to_is_told_when_it_has_ended(client_for: ClientFor) -> None:
    entry = grant(client_for("headteacher@grange"), ask_for(client_for("teacher@grange")), **FAR)
    assert settle_entries(date.fromisoformat(FAR["to_on"]) + timedelta(days=1)) == 1
    told = Notice.objects.get(key=f"permissions {entry.pk} expired to {entry.made_by_id}")
    assert "take down what was put up under it" in told.text
    assert "cake" not in told.text


def test_an_entry_is_worded_as_an_english_sentence(client_for: ClientFor) -> None:
    entry = ask_for(client_for("teacher@grange"), query=PHONE)
    shown = text_of(client_for("slt@grange").get(page_of(entry)))
    assert "Give out a personal phone number to a parent" in shown
    assert "towards" not in shown


def test_the_form_is_filled_in_with_what_the_answer_knew(client_for: ClientFor) -> None:
    query = f"{LOGO}&fact=platform:facebook"
    page = client_for("teacher@grange").get(f"/s/grange/requests/ask/?{query}").content.decode()
    assert "Use the school" in page
    assert 'value="Facebook"' in page
    entry = ask_for(client_for("teacher@grange"), query=query, to_on="2026-12-24")
    assert (entry.channel, entry.to_on) == ("facebook", date(2026, 12, 24))
    decided = client_for("headteacher@grange").get(page_of(entry)).content.decode()
    assert "Facebook" in decided


PICTURE = b"\x89PNG\r\n\x1a\n" + b"0" * 40


def test_a_file_goes_with_a_request_and_only_those_who_see_it_get_it(client_for: ClientFor) -> None:
    teacher, head = client_for("teacher@grange"), client_for("headteacher@grange")
    refused = teacher.post(f"/s/grange/requests/ask/?{LOGO}", {**WANTED, "file": upload("a.svg", b"<svg/>")})
    assert refused.status_code == 400
    assert "SVG pictures are not taken" in text_of(refused)
    assert not RegisterEntry.objects.filter(register="permissions").exists()
    made = teacher.post(f"/s/grange/requests/ask/?{LOGO}", {**WANTED, "file": upload("cake.png", PICTURE)})
    entry = RegisterEntry.objects.get(register="permissions")
    assert made.status_code == 302
    file = entry.files.get()
    assert "cake" not in file.name
    page = f"{page_of(entry)}files/{file.pk}/"
    answer = head.get(page)
    assert b"".join(answer.streaming_content) == PICTURE
    assert "cake.png" in answer.headers["Content-Disposition"]
    assert client_for("support-staff@grange").get(page).status_code == 404


def upload(name: str, data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, "image/png")


def test_impossible_days_are_refused_in_a_sentence(client_for: ClientFor) -> None:
    teacher, head = client_for("teacher@grange"), client_for("headteacher@grange")
    entry = ask_for(teacher)
    wrong = head.post(page_of(entry), {**GRANT, "from_on": "2026-12-18", "to_on": "2026-12-01"})
    assert wrong.status_code == 400
    assert "The last day is before the first" in text_of(wrong)
    far = head.post(page_of(entry), {**GRANT, "from_on": "2026-12-18", "to_on": "2036-12-01"})
    assert "It can hold for 366 days at most" in text_of(far)
    entry.refresh_from_db()
    assert entry.state == "asked"


def test_a_new_version_of_the_clause_is_asked_anew(client_for: ClientFor) -> None:
    teacher, head = client_for("teacher@grange"), client_for("headteacher@grange")
    entry = grant(head, ask_for(teacher), **FAR)
    changed = text_with(in_force("grange"), "name-and-logo", force=Force.SHOULD_NOT)
    bring_in_version(by=ANONYMOUS, school=school(), source=changed, label="changed")
    assert asked_anew(school(), policy_of(in_force("grange"))) == [("G36", 1)]
    assert "The clause has changed since the permission of" in answer_to(teacher)
    assert settle_entries(today()) == 1
    entry.refresh_from_db()
    assert entry.state == "superseded"


def test_the_list_says_who_asks_for_what(client_for: ClientFor) -> None:
    teacher = client_for("teacher@grange")
    said = {"what": "Use my own phone at the zoo", "why": "For emergencies", "key": "zoo"}
    made = teacher.post("/s/grange/registers/permissions/new/", said)
    assert "do not go ahead" in text_of(teacher.get(made.headers["Location"]))
    listed = text_of(client_for("headteacher@grange").get("/s/grange/requests/"))
    assert f"Use my own phone at the zoo , asked by {user('teacher@grange').name}" in listed
