"""The form of one clause: what is typed, what is wrong, its rows and its reading."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape
from typing import Any

import pytest

from belisha.audit.models import Event
from belisha.drafting.clause_form.clause_form_state import EMPTY
from belisha.drafting.clause_form.initial_values import initial_values
from belisha.drafting.clause_form.parsing import parse_values
from belisha.drafting.clause_form.submitted_values import LISTS, ROWS, TEXTS
from belisha.drafting.clause_form.unknown_words import HOW_TO_ADD_A_WORD
from belisha.policies.documents.reading import read_source
from belisha.rules.edit import clause_checksum, read_clause_text
from belisha.rules.language.clauses import Force, Rule
from belisha.rules.language.reading import library_slugs, load_policy
from tests.demo_fixtures import ClientFor
from tests.drafting.drafts import HEAD, REVIEW, RULE, adopted, ids, in_force, newest, posted, stated


@pytest.mark.parametrize("slug", library_slugs())
def test_every_clause_that_ships_is_the_same_after_its_form(slug: str) -> None:
    empty: Mapping[str, Any] = {**dict.fromkeys(TEXTS, ""), **{name: [] for name in (*LISTS, *ROWS)}}
    for clause in load_policy(slug).clauses:
        found, errors, _, _ = parse_values({**empty, **initial_values(clause)})
        assert (found, errors) == (clause, {})


def test_a_rule_is_added_by_form(client_for: ClientFor) -> None:
    client = client_for(HEAD)
    version = adopted(client)
    section = read_source(version.source).sections[0]
    address = f"/s/grange/drafts/{version.pk}/add/"
    assert 'value="1.' in client.get(address, {"section": section}).content.decode()
    response = client.post(address, {**RULE, "section": section, "save": "yes"})
    assert response.status_code == 302, response.content.decode()
    assert response["Location"].endswith("#no-friends")
    rule = stated(version, "no-friends")
    assert isinstance(rule, Rule)
    assert rule == read_clause_text(
        "### No friends {#no-friends}\n\nStaff do not befriend pupils.\n\n"
        "- who: staff\n- must not: befriend\n"
        "- towards: pupil\n- when: age below 13\n"
        "- unless: permission of headteacher, written and immediate-family\n"
        "- then: report to headteacher or police, at once\n- cites: 9.1\n",
        section,
    )
    assert Event.objects.filter(verb="changed-draft", subject=f"version {version.pk}").count() == 1


def test_a_clause_saved_as_it_is_shown_stays_as_it_is(client_for: ClientFor) -> None:
    client = client_for(HEAD)
    version = adopted(client)
    for clause in list(read_source(version.source).clauses)[::9]:
        data = {**posted(clause), "was": clause_checksum(clause), "save": "yes"}
        response = client.post(f"/s/grange/drafts/{version.pk}/clauses/{clause.id}/", data)
        assert response.status_code == 302, response.content.decode()
        assert stated(version, clause.id) == clause


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"title": ""}, "Give the clause a title"),
        ({"text": " "}, "Say in plain words what the clause asks"),
        ({"who": []}, "Choose whom the rule binds"),
        ({"force": ""}, "Choose how strongly"),
        ({"cites": ""}, "Say where in the document this stands"),
        ({"action": "be freinds on social media"}, "Nearest: “be friends on social media”"),
        ({"unless-0-of": "hedteacher"}, "Nearest: “headteacher”"),
        ({"when-0-value": "young"}, "is not a whole number"),
        ({"when-0-how": ""}, "it is a number"),
        ({"since": "2027-01-01", "until": "2026-01-01"}, "is before"),
    ],
)
def test_what_is_wrong_is_told_at_its_box_and_what_was_typed_stays(
    client_for: ClientFor, change: dict[str, Any], says: str
) -> None:
    client = client_for(HEAD)
    version = adopted(client)
    data = {**RULE, "section": read_source(version.source).sections[0], "save": "yes", **change}
    response = client.post(f"/s/grange/drafts/{version.pk}/add/", data)
    page = response.content.decode()
    assert response.status_code == 400
    assert "<title>Error: " in page
    assert says in page.replace("&#39;", "’")
    assert 'value="at once"' in page
    assert "no-friends" not in ids(version)


def test_rows_are_added_and_taken_away_without_a_script(client_for: ClientFor) -> None:
    client = client_for(HEAD)
    version = adopted(client)
    address = f"/s/grange/drafts/{version.pk}/add/"
    page = client.post(address, {**RULE, "add": "then"}).content.decode()
    assert 'name="then-1-deed"' in page
    page = client.post(
        address, {**RULE, "then-1-deed": "", "then-2-deed": "", "add": "then"}
    ).content.decode()
    assert 'name="then-3-deed"' in page, "what was added and is still empty stays"
    page = client.post(address, {**RULE, "less": "unless-0"}).content.decode()
    assert 'name="unless-1-what"' not in page
    assert 'name="unless-0-what"' in page
    assert "no-friends" not in ids(version)


def test_the_reading_stands_beside_the_form(client_for: ClientFor) -> None:
    client = client_for(HEAD)
    version = adopted(client)
    data = {**RULE, "section": read_source(version.source).sections[0]}
    page = client.post(f"/s/grange/drafts/{version.pk}/reading/", data).content.decode()
    assert "A member of staff must not be friends on social media (a pupil)" in page
    assert "What people would be answered" in page
    missing = client.post(f"/s/grange/drafts/{version.pk}/reading/", {**data, "force": ""}).content.decode()
    assert "Choose how strongly" in missing


def test_the_reading_of_a_clause_of_the_draft_is_read_in_its_own_place(client_for: ClientFor) -> None:
    client = client_for(HEAD)
    version = adopted(client)
    rule = next(
        each for each in read_source(version.source).rules if each.force is Force.MUST_NOT and not each.unless
    )
    opened = client.get(f"/s/grange/drafts/{version.pk}/clauses/{rule.id}/").content.decode()
    assert f'name="id" value="{rule.id}"' in opened, "the form does not send which clause it is"
    data = {**posted(rule), "was": clause_checksum(rule), "force": "may", "title": "Another title"}
    page = client.post(f"/s/grange/drafts/{version.pk}/reading/", data).content.decode()
    assert "contradict" not in page
    assert "No answer" not in page
    assert "leave nothing of the permission" not in page


@pytest.mark.parametrize(
    ("box", "typed", "offered", "kept"),
    [
        ("action", "be freinds on social media", "be friends on social media", {"text": RULE["text"]}),
        ("action", "share photos of our children", "share pictures of children", {"cites": "9.1"}),
        ("then-0-to", "headteacher, polise", "police", {"then-0-to": "headteacher, police"}),
    ],
)
def test_the_nearest_words_are_offered_and_one_of_them_fills_the_box(
    client_for: ClientFor, box: str, typed: str, offered: str, kept: dict[str, str]
) -> None:
    client = client_for(HEAD)
    version = adopted(client)
    address = f"/s/grange/drafts/{version.pk}/add/"
    data = {**RULE, "section": read_source(version.source).sections[0], box: typed}
    wrong = client.post(address, {**data, "save": "yes"})
    page = unescape(wrong.content.decode())
    assert wrong.status_code == 400
    assert HOW_TO_ADD_A_WORD in page
    assert page.count(HOW_TO_ADD_A_WORD) > 1, "the words below the form say something else"
    value = kept.get(box, offered)
    assert f'name="use" value="{box}:{value}"' in page
    taken = client.post(address, {**data, "use": f"{box}:{value}"})
    page = unescape(taken.content.decode())
    assert f'name="{box}" value="{value}"' in page
    assert all(words in page for words in kept.values())
    assert "A member of staff must not" in page
    assert "no-friends" not in ids(version), "choosing a word saves nothing yet"


def test_words_that_say_something_else_than_the_rule_are_asked_about_before_it_is_saved(
    client_for: ClientFor,
) -> None:
    client = client_for(HEAD)
    version = adopted(client)
    address = f"/s/grange/drafts/{version.pk}/add/"
    section = read_source(version.source).sections[0]
    data = {**RULE, "section": section, "force": "may", "save": "yes"}
    question = "Your words say “do not”; the rule says “may”. Which is meant?"
    asked = client.post(address, data)
    assert asked.status_code == 400
    assert question in asked.content.decode()
    assert question in client.post(f"/s/grange/drafts/{version.pk}/reading/", data).content.decode()
    assert "no-friends" not in ids(version)
    assert client.post(address, {**data, "meant": "something else"}).status_code == 400
    assert client.post(address, {**data, "meant": question}).status_code == 302
    saved = stated(version, "no-friends")
    assert isinstance(saved, Rule)
    assert saved.force is Force.MAY
    again = {**posted(saved), "was": clause_checksum(saved), "cites": "9.2", "save": "yes"}
    response = client.post(f"/s/grange/drafts/{version.pk}/clauses/no-friends/", again)
    assert response.status_code == 302, "what was confirmed once is not asked again"


def test_who_is_chosen_is_said_above_the_box_and_stands_first_in_it(client_for: ClientFor) -> None:
    client = client_for(HEAD)
    version = adopted(client)
    data = {**RULE, "section": read_source(version.source).sections[0], "who": ["teacher", "parent"]}
    page = client.post(f"/s/grange/drafts/{version.pk}/add/", {**data, "show": "yes"}).content.decode()
    assert re.search(r'id="who-chosen">Chosen: <strong>[^<]*Teacher[^<]*Parent|Parent[^<]*Teacher', page)
    assert re.search(r'id="towards-chosen">Chosen: <strong>Pupil</strong>', page)
    first = re.findall(r'name="towards" type="checkbox" value="([^"]+)"', page)
    assert first[0] == "pupil"
    assert first.count("pupil") == 1
    live = client.post(f"/s/grange/drafts/{version.pk}/reading/", {**data, "shown": ["who", "nobody"]})
    page = live.content.decode()
    assert 'id="who-chosen" hx-swap-oob="true"' in page
    assert "towards-chosen" not in page, "what is not on the page cannot be put there"
    assert 'id="reading-line" hx-swap-oob="true"' in page


def test_a_new_clause_of_ones_own_policy_gets_the_next_number_in_use(client_for: ClientFor) -> None:
    client = client_for("headteacher@coads-green")
    begun = {"change": "editorial", "reason": "Why.", "label": "2", "review_due_on": REVIEW}
    which = str(in_force("coads-green").document_id)
    client.post("/s/coads-green/drafts/begin/revision/", {**begun, "which": which})
    address = f"/s/coads-green/drafts/{newest('coads-green').pk}/add/"
    assert 'value="C37a"' in client.get(address, {"section": "Contact"}).content.decode()


WIDER_FORMS = [
    "- who: anyone\n- must not: take-photos\n- towards: pupil\n- unless: emergency",
    (
        "- who: staff\n- but not: supply-teacher\n- acting: one of"
        "\n- must: read-policy\n- by: within 2 working days"
    ),
    (
        "- who: parent\n- may: take-photos"
        "\n- only with: permission of unstated, written\n- exception to: no-photos"
    ),
    (
        "- who: staff\n- must not: befriend\n- when: not age between 11 and 16"
        "\n- unless: notice to parent, prior"
    ),
    "- who: staff\n- must not: befriend\n- unless: no objection of parent and agreement of headteacher",
    (
        "- who: staff\n- must: report-concern\n- on: breach-policy"
        "\n- then: report to dsl who tells lado, at once"
    ),
    "- who: staff\n- must: keep-evidence\n- then: keep in incidents, for 30 days",
    "- office: headteacher\n- answers for: manage-policy\n- duty: yes\n- in absence: slt",
    (
        "- procedure on: breach-policy\n- steps: a-rule"
        "\n- decided by: headteacher\n- option: a talk\n- option: a letter"
    ),
    "- reserves: staff\n- about: use-phone\n- when: not in-break",
    "- consequence: pupil\n- about: breach-policy\n- none if: emergency\n- ladder: a talk; a letter home",
    "- plain: should\n- for: whoever opens the door\n- phrase: explain it at the door",
    "- who: staff\n- must: follow-policy\n- doubt: the approver is not named",
]


@pytest.mark.parametrize("fields", WIDER_FORMS)
def test_every_form_of_clause_comes_back_from_the_form_as_it_went_in(fields: str) -> None:
    text = f"### A title {{#a-title}}\n\nA statement.\n\n{fields}\n- cites: X1\n"
    clause = read_clause_text(text, "Section")
    read = parse_values({**EMPTY, **initial_values(clause)})
    assert read.errors == {}
    assert read.clause == clause
