"""Changing a draft clause by clause: forms, text, taking out and putting back, and two people at once."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from belisha.drafting import actions
from belisha.policies.documents.reading import read_source
from belisha.policies.models import Origin, PolicyVersion
from belisha.policies.states import VersionState
from belisha.rules.edit import clause_checksum
from belisha.rules.language.clauses import Force, Rule
from tests.demo_fixtures import ClientFor
from tests.drafting.drafts import (
    HEAD,
    REVIEW,
    RULE,
    actor,
    adopted,
    ids,
    in_force,
    newest,
    posted,
    publisher,
    put,
    stated,
)


def test_a_clause_is_edited_as_text(client_for: ClientFor) -> None:
    client = client_for(HEAD)
    version = adopted(client)
    rule = next(read_source(version.source).rules)
    address = f"/s/grange/drafts/{version.pk}/clauses/{rule.id}/text/"
    text = f"### Other {{#{rule.id}}}\r\n\r\nOther words.\r\n\r\n"
    text += "- who: staff\r\n- should: blog\r\n- cites: 1\r\n"
    wrong = client.post(address, {"text": text.replace("blog", "blogg"), "was": clause_checksum(rule)})
    assert wrong.status_code == 400
    assert "did you mean" in wrong.content.decode()
    assert "blogg" in wrong.content.decode()
    other = client.post(address, {"text": text.replace(rule.id, "other-id"), "was": clause_checksum(rule)})
    assert "the short name of a clause stays" in other.content.decode().lower()
    assert client.post(address, {"text": text, "was": clause_checksum(rule)}).status_code == 302
    edited = stated(version, rule.id)
    assert isinstance(edited, Rule)
    assert (edited.force, edited.action, edited.section) == (Force.SHOULD, "blog", rule.section)


def test_the_second_of_two_who_change_one_clause_sees_both_and_chooses(client_for: ClientFor) -> None:
    client, other = client_for(HEAD), client_for("slt@grange")
    version = adopted(client)
    rule = next(read_source(version.source).rules)
    address = f"/s/grange/drafts/{version.pk}/clauses/{rule.id}/"
    opened = {**posted(rule), "was": clause_checksum(rule), "save": "yes"}
    assert client.post(address, {**opened, "text": "The first one’s words."}).status_code == 302
    late = other.post(address, {**opened, "text": "The second one’s words."})
    page = late.content.decode()
    assert late.status_code == 409
    assert "The first one’s words." in page
    assert "The second one’s words." in page
    assert "Read as: " in page
    assert stated(version, rule.id).text == "The first one’s words."
    now = clause_checksum(stated(version, rule.id))
    assert f'name="was" value="{now}"' in page
    assert other.post(address, {**opened, "text": "The second one’s words.", "was": now}).status_code == 302
    assert stated(version, rule.id).text == "The second one’s words."


def test_two_who_change_two_clauses_at_once_both_succeed(client_for: ClientFor) -> None:
    client, other = client_for(HEAD), client_for("slt@grange")
    version = adopted(client)
    one, two = list(read_source(version.source).rules)[:2]
    for who, clause in ((client, one), (other, two)):
        data = {**posted(clause), "was": clause_checksum(clause), "text": "New words.", "save": "yes"}
        assert who.post(f"/s/grange/drafts/{version.pk}/clauses/{clause.id}/", data).status_code == 302
    assert stated(version, one.id).text == stated(version, two.id).text == "New words."


def test_a_clause_that_was_taken_out_meanwhile_is_told_and_can_be_put_back(client_for: ClientFor) -> None:
    client = client_for(HEAD)
    version = adopted(client)
    rule = next(read_source(version.source).rules)
    address = f"/s/grange/drafts/{version.pk}/clauses/{rule.id}/"
    data = {**posted(rule), "was": clause_checksum(rule), "save": "yes", "text": "Mine."}
    assert client.post(f"{address}change/", {"do": "remove"}).status_code == 302
    late = client.post(address, data)
    assert late.status_code == 409
    assert "removed this clause" in late.content.decode()
    assert client.post(address, {**data, "was": ""}).status_code == 302
    assert stated(version, rule.id).text == "Mine."


def test_a_clause_is_taken_out_once_and_put_back_where_it_was(client_for: ClientFor) -> None:
    client = client_for(HEAD)
    version = adopted(client)
    before, source = ids(version), version.source
    address = f"/s/grange/drafts/{version.pk}/clauses/{before[3]}/change/"
    for _ in range(2):
        assert client.post(address, {"do": "remove"}).status_code == 302
    assert ids(version) == [each for each in before if each != before[3]]
    assert f'id="gone-{before[3]}"' in client.get(f"/s/grange/drafts/{version.pk}/").content.decode()
    for _ in range(2):
        client.post(address, {"do": "put-back"})
    version.refresh_from_db()
    was, now = read_source(source), read_source(version.source)
    assert (now.clauses, now.sections) == (was.clauses, was.sections)


def test_clauses_move_and_sections_come_and_go(client_for: ClientFor) -> None:
    client = client_for(HEAD)
    version = adopted(client)
    first, second = ids(version)[:2]
    client.post(f"/s/grange/drafts/{version.pk}/clauses/{first}/change/", {"do": "down"})
    assert ids(version)[:2] == [second, first]
    sections = f"/s/grange/drafts/{version.pk}/sections/"
    client.post(sections, {"title": "Lunch"})
    client.post(sections, {"section": "Lunch", "title": "Lunch times"})
    version.refresh_from_db()
    assert read_source(version.source).sections[-1] == "Lunch times"
    client.post(sections, {"section": "Lunch times", "remove": "yes", "title": "Lunch times"})
    version.refresh_from_db()
    assert "Lunch times" not in read_source(version.source).sections


def test_what_differs_from_the_model_is_seen(client_for: ClientFor) -> None:
    client = client_for(HEAD)
    version = adopted(client, standing="adopted and adapted")
    page = client.get(f"/s/grange/drafts/{version.pk}/").content.decode()
    assert "Every clause is as in the model." in page
    rule = next(read_source(version.source).rules)
    data = {**posted(rule), "was": clause_checksum(rule), "text": "Our words.", "save": "yes"}
    client.post(f"/s/grange/drafts/{version.pk}/clauses/{rule.id}/", data)
    page = client.get(f"/s/grange/drafts/{version.pk}/").content.decode()
    assert "Changed: 1." in page
    assert "[new:] </span>Our words.<span" in page


def test_what_is_adopted_as_it_is_and_then_changed_is_called_adapted(client_for: ClientFor) -> None:
    client = client_for(HEAD)
    version = adopted(client)
    client.post(f"/s/grange/drafts/{version.pk}/sections/", {"title": "Empty"})
    version.refresh_from_db()
    assert read_source(version.source).control.standing == "adopted"
    client.post(f"/s/grange/drafts/{version.pk}/clauses/{ids(version)[3]}/change/", {"do": "remove"})
    version.refresh_from_db()
    assert read_source(version.source).control.standing == "adopted and adapted"
    put(version)
    version.document.refresh_from_db()
    assert version.document.origin == Origin.ADAPTED
    assert version.document.follows == publisher().document


def test_a_contradiction_may_be_saved_and_is_told_with_its_clause(client_for: ClientFor) -> None:
    client = client_for(HEAD)
    version = adopted(client)
    section = read_source(version.source).sections[0]
    bare = {name: value for name, value in RULE.items() if "-" not in name}
    for force, title in (("must", "Do"), ("must not", "Do not")):
        data = {**bare, "section": section, "title": title, "force": force, "save": "yes", "cites": title}
        assert client.post(f"/s/grange/drafts/{version.pk}/add/", data).status_code == 302
    page = client.get(f"/s/grange/drafts/{version.pk}/mend/").content.decode()
    assert "contradict each other" in page
    assert f"/s/grange/drafts/{version.pk}/clauses/do/" in page


def test_document_control_is_a_form(client_for: ClientFor) -> None:
    client = client_for(HEAD)
    version = adopted(client)
    address = f"/s/grange/drafts/{version.pk}/control/"
    data = {
        "title": "Social Media at Grange", "review_due_on": "2028-01-31", "statutory": "no",
        "linked": "Behaviour policy; 2026\nPhones policy", "changes": "8; June 2024; No changes",
        "committee": "Pupils",
    }  # fmt: skip
    assert client.post(address, {**data, "changes": "nothing"}).status_code == 400
    assert client.post(address, data).status_code == 302
    version.refresh_from_db()
    control = read_source(version.source).control
    assert (control.title, control.statutory, control.committee) == (
        "Social Media at Grange",
        False,
        "Pupils",
    )
    assert [each.name for each in control.linked] == ["Behaviour policy", "Phones policy"]
    assert control.changes[0].what == "No changes"
    assert "<h1" in client.get(address).content.decode()


@pytest.mark.parametrize(
    "path", ["", "mend/", "control/", "file/", "add/", "clauses/privacy/", "clauses/privacy/text/"]
)
def test_who_sees_a_draft(client_for: ClientFor, path: str) -> None:
    version = adopted(client_for(HEAD))
    address = f"/s/grange/drafts/{version.pk}/{path}"
    assert Client().get(address).status_code == 302
    assert client_for(HEAD).get(address).status_code == 200
    assert client_for("teacher@grange").get(address).status_code == 403
    assert client_for("headteacher@calcot").get(address).status_code == 404
    assert client_for("headteacher@calcot").get(address.replace("grange", "calcot")).status_code == 404


@pytest.mark.parametrize("path", ["sections/", "reading/", "clauses/privacy/change/"])
def test_who_changes_a_draft(client_for: ClientFor, path: str) -> None:
    version = adopted(client_for(HEAD))
    source = version.source
    address = f"/s/grange/drafts/{version.pk}/{path}"
    assert client_for(HEAD).get(address).status_code == 405
    for who, status in (("teacher@grange", 403), ("headteacher@calcot", 404)):
        assert client_for(who).post(address, {"do": "remove", "title": "X"}).status_code == status
    version.refresh_from_db()
    assert version.source == source


def test_a_draft_of_many_clauses_takes_few_queries(
    client_for: ClientFor, django_assert_max_num_queries: Any
) -> None:
    client = client_for(HEAD)
    version = adopted(client)
    assert len(ids(version)) > 50
    for path, most in (("", 12), ("clauses/privacy/", 10)):
        client.get(f"/s/grange/drafts/{version.pk}/{path}")
        with django_assert_max_num_queries(most):
            client.get(f"/s/grange/drafts/{version.pk}/{path}")


def test_what_is_ratified_is_not_edited(client_for: ClientFor) -> None:
    client = client_for(HEAD)
    version = adopted(client)
    PolicyVersion.objects.filter(pk=version.pk).update(state=VersionState.RATIFIED)
    assert client.get(f"/s/grange/drafts/{version.pk}/clauses/privacy/").status_code == 403
    refused = client.post(f"/s/grange/drafts/{version.pk}/clauses/privacy/change/", {"do": "remove"})
    assert refused.status_code == 403
    assert "Send it back to draft first" in refused.content.decode()


def test_what_differs_goes_to_whoever_saves_second_also_in_code(client_for: ClientFor) -> None:
    version = adopted(client_for(HEAD))
    rule = next(read_source(version.source).rules)
    with pytest.raises(actions.ChangedMeanwhileError) as caught:
        actions.save_clause(by=actor(HEAD), version=version, clause=rule, original_checksum="0" * 64)
    assert caught.value.now == rule


def test_a_row_that_is_no_number_is_taken_from_nowhere(client_for: ClientFor) -> None:
    client = client_for(HEAD)
    address = f"/s/grange/drafts/{adopted(client).pk}/add/"
    assert client.post(address, {"kind": "rule", "less": "when-²"}).status_code == 200


def begun_revision(client: Any, **changed: str) -> PolicyVersion:
    """A draft made today from the policy in force of a school whose document is some years old."""
    document = in_force("coads-green").document_id
    data = {
        "which": str(document), "change": "editorial", "reason": "Why.", "label": "2",
        "review_due_on": REVIEW, **changed,
    }  # fmt: skip
    response = client.post("/s/coads-green/drafts/begin/revision/", data)
    assert response.status_code == 302, response.content.decode()
    return newest("coads-green")


def test_a_revision_lists_what_it_still_says_of_the_version_before(client_for: ClientFor) -> None:
    client = client_for("headteacher@coads-green")
    version = begun_revision(client)
    address = f"/s/coads-green/drafts/{version.pk}/"
    page = client.get(address).content.decode()
    for clause, says in (
        ("reviewed", "It was reviewed in March 2021"),
        ("approved", "The Governing Board approved it on 23 March 2021"),
        ("stray-footer", "November 2016"),
    ):
        assert re.search(rf"Check whether this still holds: [^<]*{says}", page)
        assert f'href="{address}clauses/{clause}/"' in page
    assert "6 years after it was dated" not in page
    assert "Review it sooner" not in page, "the review is measured from the old document"
    assert read_source(version.source).control.dated == ""
    stated_now = read_source(version.source).by_id["approved"]
    data = {**posted(stated_now), "was": clause_checksum(stated_now), "text": "Ours is new.", "save": "yes"}
    assert client.post(f"{address}clauses/approved/", data).status_code == 302
    page = client.get(address).content.decode()
    assert "The Governing Board approved it" not in page
    assert "It was reviewed in March 2021" in page
    bar = client.get(f"{address}mend/").content.decode()
    assert "Note</strong> Check whether this still holds" in bar, "it is a hint"
    other = adopted(client_for(HEAD))
    assert "Check whether" not in client_for(HEAD).get(f"/s/grange/drafts/{other.pk}/").content.decode()


def test_whom_the_clauses_bind_is_put_into_the_audience_by_form(client_for: ClientFor) -> None:
    client = client_for("headteacher@grange")
    document = in_force("grange").document_id
    begun = {
        "which": str(document),
        "change": "editorial",
        "reason": "W.",
        "label": "9",
        "review_due_on": REVIEW,
    }
    assert client.post("/s/grange/drafts/begin/revision/", begun).status_code == 302
    version = newest("grange")
    address = f"/s/grange/drafts/{version.pk}/"
    page = client.get(f"{address}mend/").content.decode()
    assert re.search(r"audience does not name: .*visitor.* \(“[^”]+”\)", page), "no clause is named"
    before = read_source(version.source).control.audience
    form = client.get(f"{address}control/").content.decode()
    assert re.search(r'name="audience" type="checkbox" value="visitor"', form)
    data = {"title": "X", "review_due_on": REVIEW}
    assert client.post(f"{address}control/", {**data, "audience": sorted(before)}).status_code == 302
    version.refresh_from_db()
    assert read_source(version.source).control.audience == before, "the same people in another order"
    client.post(f"{address}control/", {**data, "audience": [*before, "visitor"]})
    version.refresh_from_db()
    assert set(read_source(version.source).control.audience) == {*before, "visitor"}
    assert "visitor" not in client.get(f"{address}mend/").content.decode()
    assert client.post(f"{address}control/", {**data, "audience": ["nobody"]}).status_code == 400


def test_a_review_stays_as_it_was_typed_with_its_day_beside_it(client_for: ClientFor) -> None:
    client = client_for("headteacher@coads-green")
    version = begun_revision(client, review_due_on="Summer Term 2027")
    control = read_source(version.source).control
    assert control.review_due_on
    said = f"{control.review_due_on.day} {control.review_due_on:%B %Y}"
    assert control.review_due == f"Summer Term 2027 ({said})"
    address = f"/s/coads-green/drafts/{version.pk}/control/"
    page = client.get(address).content.decode()
    assert 'value="Summer Term 2027"' in page
    assert f"“Summer Term 2027” is taken as {said}." in page
    mend = client.get(f"/s/coads-green/drafts/{version.pk}/mend/").content.decode()
    assert "not a day" not in mend
    wrong = client.post(address, {"title": "", "review_due_on": "Summer Term 2028"}).content.decode()
    assert "“Summer Term 2028” is taken as " in wrong
    data = {"title": "X", "audience": list(control.audience)}
    assert client.post(address, {**data, "review_due_on": "Summer Term 2027"}).status_code == 302
    version.refresh_from_db()
    assert read_source(version.source).control.review_due == control.review_due
    client.post(address, {**data, "review_due_on": "2028-02-29"})
    version.refresh_from_db()
    assert read_source(version.source).control.review_due == "29 February 2028"
    assert 'value="29 February 2028"' in client.get(address).content.decode()
