"""Registers that are only described: accounts, platforms, devices, phones, searches, speakers, visitors."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.test import Client

from belisha.access.actor import ANONYMOUS
from belisha.base.clock import today
from belisha.base.retention_schedule import retention_kinds
from belisha.duties.models import Duty
from belisha.duties.sweeping import sweep_school
from belisha.people.models import Membership
from belisha.policies.actions import bring_in_version
from belisha.policies.queries import policy_of
from belisha.registers.descriptions import (
    RegisterError,
    load_registers,
    read_register,
    use_register_files,
)
from belisha.registers.models import RegisterEntry
from belisha.registers.upkeep import settle_entries
from belisha.rules.language.writing import write_policy
from belisha.rules.vocabulary.loading import load_vocabulary
from tests.demo_fixtures import ClientFor
from tests.ratification.ratifying import in_force
from tests.registers.asking_for import grant, page_of, school, text_of, user

DAYS = {"from_on": today().isoformat(), "to_on": (today() + timedelta(days=60)).isoformat()}
ACCOUNT = {
    "title": "Class 3 blog", "topic": "website", "address": "https://class3.example", "platform": "",
    "purpose": "Homework and reading", "audience": "Parents of class 3", "youngest": "7",
    "second_factor": "yes", "quiet": "5pm to 8am",
}  # fmt: skip


def enter(client: Client, register: str, slug: str = "grange", **said: str) -> RegisterEntry:
    answer = client.post(f"/s/{slug}/registers/{register}/new/", said)
    assert answer.status_code == 302, text_of(answer)
    return RegisterEntry.objects.get(pk=int(answer.headers["Location"].rstrip("/").split("/")[-1]))


@pytest.mark.clause("H40a", "K50a", "K66a", "K68a", "K68b", "G78b", "G78c", "G78i", "C24")
def test_a_new_official_account_is_asked_for_and_then_stands_on_the_public_list(
    client_for: ClientFor,
) -> None:
    """A new account is asked for and decided; the public list shows the real ones, and no names."""
    slt, head = client_for("slt@calcot"), client_for("headteacher@calcot")
    owner = str(user("teacher@calcot").pk)
    entry = enter(slt, "accounts", "calcot", person=owner, other=str(user("slt@calcot").pk), **ACCOUNT)
    public = "/s/calcot/public/accounts/"
    assert "class3.example" not in text_of(Client().get(public))
    assert client_for("parent@calcot").get("/s/calcot/registers/accounts/new/").status_code == 403
    entry.refresh_from_db()
    assert entry.state == "asked"
    grant(head, entry, **DAYS)
    shown = text_of(Client().get(public))
    assert "https://class3.example" in shown
    assert "5pm to 8am" in shown
    assert user("teacher@calcot").name not in shown


@pytest.mark.clause("H40b", "H40d")
def test_an_account_without_a_purpose_is_refused(client_for: ClientFor) -> None:
    """Without an educational or business reason no account is asked for."""
    answer = client_for("slt@hr-cooperative").post(
        "/s/hr-cooperative/registers/accounts/new/", {**ACCOUNT, "purpose": ""}
    )
    assert answer.status_code == 400
    assert "Fill in: What is it for" in text_of(answer)


@pytest.mark.clause("H40c")
def test_an_audience_too_young_for_the_platform_is_refused(client_for: ClientFor) -> None:
    """A page for seven-year-olds on a service from thirteen breaches the provider's terms: it is refused."""
    answer = client_for("slt@hr-cooperative").post(
        "/s/hr-cooperative/registers/accounts/new/",
        {**ACCOUNT, "person": str(user("slt@hr-cooperative").pk), "platform": "facebook", "other": ""},
    )
    assert answer.status_code == 400
    assert "is from age 13" in text_of(answer)


def test_whoever_leaves_is_taken_off_their_account(client_for: ClientFor) -> None:
    slt, head = client_for("slt@calcot"), client_for("headteacher@calcot")
    owner = user("teacher@calcot")
    entry = enter(
        slt, "accounts", "calcot", person=str(owner.pk), other=str(user("slt@calcot").pk), **ACCOUNT
    )
    grant(head, entry, **DAYS)
    Membership.objects.filter(user=owner).update(to_on=today() - timedelta(days=1))
    sweep_school(school("calcot"), today(), is_sure=True)
    due = Duty.objects.open().get(source="registers of leavers", link__endswith=f"/accounts/{entry.pk}/")
    assert due.title == "Take somebody who left off an official account"
    assert owner.name not in due.title


def test_a_deputy_or_another_who_can_sign_in_and_leaves_is_taken_off_too(client_for: ClientFor) -> None:
    slt, head = client_for("slt@calcot"), client_for("headteacher@calcot")
    place, deputy, third = school("calcot"), user("slt@calcot"), user("support-staff@calcot")
    entry = enter(
        slt, "accounts", "calcot", person=str(user("teacher@calcot").pk), other=str(deputy.pk),
        **{**ACCOUNT, "admins": f"{third.name}, Somebody Else"},
    )  # fmt: skip
    grant(head, entry, **DAYS)
    due = Duty.objects.open().filter(source="registers of leavers", link__endswith=f"/accounts/{entry.pk}/")
    for count, leaver in enumerate((deputy, third), start=1):
        Membership.objects.filter(user=leaver).update(to_on=today() - timedelta(days=1))
        sweep_school(place, today(), is_sure=True)
        assert due.count() == count


def test_an_account_is_corrected_with_its_history(client_for: ClientFor) -> None:
    slt, head, owner = (client_for(f"{name}@calcot") for name in ("slt", "headteacher", "teacher"))
    who = {"person": str(user("teacher@calcot").pk), "other": str(user("slt@calcot").pk)}
    entry = enter(slt, "accounts", "calcot", **who, **{**ACCOUNT, "address": ""})
    grant(head, entry, **{**DAYS, "to_on": ""})
    page = f"{page_of(entry)}change/"
    assert client_for("support-staff@calcot").get(page).status_code in (403, 404)
    assert "Class 3 blog" in owner.get(page).content.decode()
    assert owner.post(page, {**ACCOUNT, **who, "quiet": "From 4pm"}).status_code == 302
    assert "https://class3.example" in text_of(Client().get("/s/calcot/public/accounts/"))
    assert "Hours in which it is not answered: 5pm to 8am" in text_of(slt.get(page_of(entry)))
    assert "Sealed: it verifies" in text_of(slt.get(page_of(entry)))


@pytest.mark.clause("B69d", "H42b", "B39", "K54b")
def test_the_filter_is_recorded_for_each_platform_and_changes_are_asked_for(client_for: ClientFor) -> None:
    """Whether the filter blocks a platform is on a page for parents; a change of the filter is a request."""
    ict = client_for("ict-team@barley-lane")
    enter(ict, "platforms", "barley-lane", title="Facebook", topic="network", platform="facebook",
          filter="blocked", what="A network of friends")  # fmt: skip
    shown = text_of(Client().get("/s/barley-lane/public/platforms/"))
    assert "Blocked for all" in shown
    assert "A network of friends" in shown
    asked = enter(client_for("teacher@barley-lane"), "filtering", "barley-lane", title="maps.example",
                  topic="allow", why="Geography")  # fmt: skip
    assert asked.office == "ict-team"
    grant(ict, asked, **DAYS)


@pytest.mark.clause("B69c", "B135")
def test_a_schools_own_age_decides_where_the_policy_names_none(client_for: ClientFor) -> None:
    """The school's own dated age for a game decides for a pupil of 15, where its policy names no age."""
    version = in_force("barley-lane")
    policy = policy_of(version)
    kept = tuple(each for each in policy.clauses if "other" not in getattr(each, "platforms", ()))
    bring_in_version(
        by=ANONYMOUS,
        school=school("barley-lane"),
        source=write_policy(replace(policy, clauses=kept)),
        label="without other ages",
    )
    pupil = client_for("pupil@barley-lane")
    query = "as=pupil&action=join-platform&fact=age:15&fact=platform:fortnite"
    assert "<title>No: " not in pupil.get(f"/s/barley-lane/ask/?{query}").content.decode()
    enter(client_for("ict-team@barley-lane"), "platforms", "barley-lane", title="Fortnite", topic="game",
          platform="fortnite", school_age="16", filter="blocked")  # fmt: skip
    assert "<title>No: " in pupil.get(f"/s/barley-lane/ask/?{query}").content.decode()


@pytest.mark.clause("G68", "G71", "H44", "B125")
def test_who_has_which_device_and_it_comes_back_when_they_leave(client_for: ClientFor) -> None:
    """The school's own cameras and phones are listed with who has them; a leaver's come due at once."""
    teacher = user("teacher@grange")
    entry = enter(client_for("ict-team@grange"), "equipment", title="Camera 2", topic="camera",
                  person=str(teacher.pk), use="Pictures of lessons")  # fmt: skip
    assert "Camera 2" in text_of(client_for("support-staff@grange").get("/s/grange/registers/equipment/"))
    Membership.objects.filter(user=teacher).update(to_on=today() - timedelta(days=1))
    sweep_school(school(), today(), is_sure=True)
    assert Duty.objects.open().filter(source="registers of leavers", link__endswith=f"/{entry.pk}/").exists()


@pytest.mark.clause("G88b", "G88c")
def test_a_phone_handed_in_is_due_back_the_same_day(client_for: ClientFor) -> None:
    """A pupil's phone is taken in, the parents told, and still there at home time it is due."""
    office = client_for("support-staff@grange")
    pupil = user("pupil@grange")
    for each in (pupil, user("support-staff@grange")):
        Membership.objects.filter(user=each).update(group="Oak")
    entry = enter(office, "phones", person=str(pupil.pk), title="Blue phone", told="yes")
    assert entry.due_on == today()
    sweep_school(school(), today(), is_sure=True)
    due = Duty.objects.open().filter(source="registers", link__endswith=f"/phones/{entry.pk}/")
    assert due.exists()
    for at, words in (("10:00", "Recorded"), ("16:00", "Still here")):
        with time_machine.travel(f"{today()}T{at}:00+00:00", tick=True):
            listed = client_for("support-staff@grange").get("/s/grange/registers/phones/")
            assert words in text_of(listed)
    assert office.post(page_of(entry), {"do": "close", "words": ""}).status_code == 302
    sweep_school(school(), today(), is_sure=True)
    assert not due.exists()


SEARCH = {"title": "No. 2", "post": "Teacher, year 4", "searched_by": "Bo Fern", "panel": "Al Birch, Di Elm",
          "where": "Three search sites", "told": "yes", "relevant": "Nothing of note"}  # fmt: skip


@pytest.mark.clause("G62c", "G62f")
def test_a_search_of_a_candidate_is_by_nobody_on_the_panel_and_shreds_itself(client_for: ClientFor) -> None:
    """Whoever searched is not on the panel; after its time the note is shredded with a certificate."""
    head = client_for("headteacher@grange")
    refused = head.post("/s/grange/registers/searches/new/", {**SEARCH, "searched_by": "di  elm"})
    assert refused.status_code == 400
    assert "somebody who is not on the panel" in text_of(refused)
    entry = enter(head, "searches", **SEARCH)
    other = head.post(
        "/s/grange/registers/searches/new/", {**SEARCH, "title": "No. 3", "where": "A friend of theirs"}
    )
    assert other.status_code == 400
    assert "For this post it was: Three search sites" in text_of(other)
    enter(head, "searches", **{**SEARCH, "title": "No. 3", "key": "other"})
    assert client_for("slt@grange").get(page_of(entry)).status_code == 404
    with time_machine.travel(today() + timedelta(days=181), tick=True):
        assert settle_entries(today()) == 2
    entry.refresh_from_db()
    assert (entry.state, entry.details, entry.title) == ("closed", "", "")
    assert entry.documents.get().kind == "belisha register 1"


@pytest.mark.clause("K96a")
def test_a_visiting_speaker_is_checked_and_decided(client_for: ClientFor) -> None:
    """A speaker is asked for with how they were checked; the safeguarding lead decides, not the asker."""
    entry = enter(client_for("teacher@calcot"), "speakers", "calcot", title="A poet", about="Poems, year 4",
                  when="2026-12-10", checked="Known to two schools")  # fmt: skip
    assert entry.office == "dsl"
    grant(client_for("dsl@calcot"), entry, **DAYS)


VISIT = {
    "topic": "contractor",
    "name": "Ada Ash",
    "employer": "Boilers Ltd",
    "employer_contact": "01632 960001",
}


@pytest.mark.clause("G18", "G49", "H26", "H97", "C48a")
def test_a_contractor_agrees_at_the_door_and_the_employer_is_on_record(client_for: ClientFor) -> None:
    """Visitors and contractors agree by the code at the door; the employer can be told of a breach."""
    visitor = Client()
    assert "Agree before you come in" in text_of(visitor.get("/s/grange/door/"))
    refused = visitor.post("/s/grange/visit/", VISIT)
    assert refused.status_code == 400
    assert "Tick the box if you agree" in text_of(refused)
    done = visitor.post("/s/grange/visit/", {**VISIT, "agreed": "on"})
    assert "Your number is" in text_of(done)
    entry = RegisterEntry.objects.get(register="visitors")
    assert entry.made_by is None
    assert entry.situation["version"]
    slt = client_for("slt@grange")
    shown = text_of(slt.get(page_of(entry)))
    assert "Boilers Ltd" in shown
    assert "To Boilers Ltd" in shown, "a letter to the employer to start from"
    assert "{" not in shown
    assert slt.post(page_of(entry), {"do": "close", "words": "Told on the phone"}).status_code == 302
    assert client_for("teacher@grange").get(page_of(entry)).status_code == 404


@pytest.mark.parametrize("register", sorted(load_registers()))
def test_each_description_shows_its_pages(client_for: ClientFor, register: str) -> None:
    found = load_registers()[register]
    reader = "dsl" if register == "flags" else "headteacher"
    shown = client_for(f"{reader}@grange").get(f"/s/grange/registers/{register}/")
    assert shown.status_code == 200
    assert found.label in text_of(shown)
    assert found.retention in retention_kinds(), "how long it is kept"


KEYS = """
[describes.keys]
label = "Keys"
one = "key"
help = "Who has which key."
order = 95
makers = ["slt"]
readers = ["slt", "headteacher"]
person = "staff"
person_label = "Who has it?"
title_label = "Which key?"

[[describes.keys.fields]]
name = "until"
label = "Back by"
kind = "day"
is_listed = true

[describes.keys.closing]
verb = "It is back"
done = "back"
"""


def test_a_school_adds_a_register_in_its_own_file_of_words(client_for: ClientFor, tmp_path: Path) -> None:
    file = tmp_path / "own.toml"
    file.write_text(KEYS, encoding="utf-8")
    load_vocabulary(None, file)
    use_register_files([file])
    try:
        slt, who = client_for("slt@grange"), str(user("teacher@grange").pk)
        entry = enter(slt, "keys", title="Hall", person=who, until="2026-12-18")
        assert "18 December 2026" in text_of(
            client_for("headteacher@grange").get("/s/grange/registers/keys/")
        )
        assert client_for("teacher@grange").get("/s/grange/registers/keys/").status_code == 403
        assert slt.post(page_of(entry), {"do": "close", "words": ""}).status_code == 302
    finally:
        use_register_files([])


def test_a_wrong_description_says_file_value_and_what_was_expected() -> None:
    table = {"label": "A", "one": "a", "help": "h", "order": 1}
    with pytest.raises(
        RegisterError, match=r"`own.toml`: begins is `soon`; expected one of `asked`, `recorded`"
    ):
        read_register("own", {**table, "begins": "soon"}, "own.toml")
    with pytest.raises(RegisterError, match=r"kind of `x` is `colour`"):
        read_register("own", {**table, "fields": [{"name": "x", "label": "X", "kind": "colour"}]}, "own.toml")
    with pytest.raises(RegisterError, match=r"`own.toml`: .*`?nonsense"):
        read_register("own", {**table, "nonsense": 1}, "own.toml")
