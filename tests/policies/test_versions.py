"""Document control on top; every version at its own address; what changed between two of them."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from belisha.access.actor import ANONYMOUS
from belisha.people.models import School
from belisha.policies.actions import bring_in_version, draft_version, move_version
from belisha.policies.documents import document_control
from belisha.policies.documents.document_control import RecordedControl, control_block, control_of
from belisha.policies.documents.public_versions import public_versions
from belisha.policies.models import ChangeKind, Origin, PolicyDocument, PolicyVersion
from belisha.policies.queries import policy_of, version_in_force
from belisha.policies.states import VersionState
from belisha.policies.versions.clause_diff import clause_changes, diff_words
from belisha.rules.language.policy import StatedSignature
from belisha.rules.language.reading import library_slugs, read_policy

DAY = date(2026, 11, 21)
REASON = "Former pupils are meant too."


def in_force(school: str = "grange") -> PolicyVersion:
    found = version_in_force(school)
    assert found is not None
    return found


@pytest.fixture
def two(demo: None) -> tuple[PolicyVersion, PolicyVersion]:
    """The first version of Grange's policy and the one that took its place."""
    first = PolicyVersion.objects.get(pk=in_force().pk)
    source = first.source.replace("Nobody ever makes a pupil", "Nobody ever makes a present or former pupil")
    source = source.replace(
        "- must not: befriend\n- towards: pupil\n", "- must not: befriend\n- towards: pupil, ex-pupil\n", 1
    )
    start = source.index("### What social networking means here")
    source = source[:start] + source[source.index("###", start + 3) :]
    second = bring_in_version(
        by=ANONYMOUS,
        school=School.objects.get(slug="grange"),
        source=source,
        label="2",
        change=ChangeKind.SUBSTANTIVE,
        reason=REASON,
        follows=first,
    )
    first.refresh_from_db()
    return first, second


def rows_of(version: PolicyVersion) -> dict[str, str]:
    block = control_block(version, policy_of(version).control, public_versions(version.document_id), DAY)
    return {row.heading: "; ".join(row.words) for row in block.rows}


@pytest.mark.clause("K9", "K27", "K33")
def test_the_block_has_every_field_of_calcots(demo: None) -> None:
    """Document control shows every field of the document, its change history and its website history."""
    assert rows_of(in_force("calcot")) == {
        "This policy is": "School’s own",
        "Version": "1",
        "Review period": "2 years",
        "Responsible committee": "Curriculum",
        "Statutory": "no",
        "Required on the website": "no",
        "Ratified by": "Full Governors",
        "Ratified on": "June 2021",
        "Next review due": "June 2023",
        "Signature": "Chair of Governors: typed name",
    }
    version = in_force("calcot")
    block = control_block(version, policy_of(version).control, public_versions(version.document_id), DAY)
    assert [(row.version, row.on, row.what) for row in block.changes] == [
        ("1", "September 2020", "Created"),
        ("1", "June 2021", "No changes"),
    ]
    assert (block.website[0].version, block.website[0].on) == ("1", "June 2021")
    assert block.status.word == "Overdue"


@pytest.mark.parametrize("school", library_slugs())
def test_the_block_comes_before_the_text(demo: None, client: Client, school: str) -> None:
    page = client.get(f"/s/{school}/policy/").content.decode()
    first = policy_of(in_force(school)).clauses[0]
    assert page.index('id="control"') < page.index('id="history"') < page.index(f'id="{first.id}"')


def test_overdue_is_in_plain_sight(demo: None, client: Client) -> None:
    page = client.get("/s/calcot/policy/").content.decode()
    assert page.index("govuk-tag--red") < page.index("Review period")
    assert page.count("Overdue") >= 2


@pytest.mark.parametrize("origin", Origin.values)
def test_how_the_school_came_by_it_is_said(demo: None, client: Client, origin: str) -> None:
    PolicyDocument.objects.filter(school__slug="grange").update(origin=origin)
    assert Origin(origin).label in client.get("/s/grange/policy/").content.decode()


def test_a_review_without_change_shows_the_moved_date(demo: None, client: Client) -> None:
    PolicyVersion.objects.filter(pk=in_force("calcot").pk).update(review_due_on=date(2028, 6, 30))
    page = client.get("/s/calcot/policy/").content.decode()
    assert "Its next review is due on 30 June 2028." in page
    assert "Overdue" not in page


def test_what_is_on_record_is_laid_over_the_text(demo: None, monkeypatch: pytest.MonkeyPatch) -> None:
    signed = (StatedSignature("Chair of Governors", "signed on 3 March 2027"),)
    record = RecordedControl("Full Governing Body", date(2027, 3, 3), signed)
    monkeypatch.setattr(document_control, "control_readers", {"test": lambda _: record})
    rows = rows_of(in_force("coads-green"))
    assert rows["Ratified by"] == "Full Governing Body"
    assert rows["Ratified on"] == "3 March 2027"
    assert rows["Signature"] == "Chair of Governors: signed on 3 March 2027"
    control = control_of(in_force("coads-green"), policy_of(in_force("coads-green")).control)
    assert control.standing == "ratified"


def test_the_histories_tell_of_a_new_version(
    two: tuple[PolicyVersion, PolicyVersion], client: Client
) -> None:
    first, _ = two
    page = client.get("/s/grange/policy/").content.decode()
    assert f"Substantive: {REASON}" in page
    old = client.get(f"/s/grange/policy/versions/{first.pk}/").content.decode()
    assert REASON not in old  # nothing that came after it
    assert "Versions (2)" in page


def test_an_old_version_stays_readable_with_a_banner(
    two: tuple[PolicyVersion, PolicyVersion], client: Client
) -> None:
    first, second = two
    old = client.get(f"/s/grange/policy/versions/{first.pk}/").content.decode()
    assert "Superseded on " in old
    assert "Version 2 is in force." in old
    assert "Nobody ever makes a pupil of the school" in old
    new = client.get(f"/s/grange/policy/versions/{second.pk}/").content.decode()
    assert "Superseded" not in new
    assert "present or former pupil" in new
    for path in ("print/", "clause/friend-pupil/"):
        assert "Superseded on " in client.get(f"/s/grange/policy/versions/{first.pk}/{path}").content.decode()


def test_a_clause_that_went_says_where_it_stood(
    two: tuple[PolicyVersion, PolicyVersion], client: Client
) -> None:
    gone = client.get("/s/grange/policy/social-networking/")
    assert gone.status_code == 410
    assert f"/s/grange/policy/versions/{two[0].pk}/clause/social-networking/" in gone.content.decode()
    assert client.get("/s/grange/policy/never-there/").status_code == 404


def test_every_clause_of_a_version_has_a_link_of_its_own(
    two: tuple[PolicyVersion, PolicyVersion], client: Client
) -> None:
    first, _ = two
    page = client.get(f"/s/grange/policy/versions/{first.pk}/").content.decode()
    for clause in policy_of(first).clauses:
        address = f"/s/grange/policy/versions/{first.pk}/clause/{clause.id}/"
        assert f'href="{address}"' in page
        assert f'id="{clause.id}"' in page
    assert client.get(address).status_code == 200


def test_a_draft_and_another_schools_version_are_not_there(demo: None, client: Client) -> None:
    grange = School.objects.get(slug="grange")
    draft = draft_version(
        school=grange, source=PolicyVersion.objects.get(pk=in_force().pk).source, label="draft"
    )
    for path in ("", "print/", "clause/friend-pupil/"):
        assert client.get(f"/s/grange/policy/versions/{draft.pk}/{path}").status_code == 404
        assert client.get(f"/s/grange/policy/versions/{in_force('calcot').pk}/{path}").status_code == 404
    for ending in ("pdf", "docx"):
        assert client.get(f"/s/grange/policy/versions/{draft.pk}.{ending}").status_code == 404
        assert client.get(f"/s/grange/policy/versions/{in_force('calcot').pk}.{ending}").status_code == 404
    changes = client.get(f"/s/grange/policy/versions/changes/?from={draft.pk}&to={in_force().pk}")
    assert "Choose two versions." in changes.content.decode()


def test_a_withdrawn_policy_can_still_be_read_at_its_own_address(demo: None, client: Client) -> None:
    version = in_force()
    move_version(by=ANONYMOUS, version=version, verb="be withdrawn")
    assert client.get("/s/grange/policy/").status_code == 404
    page = client.get(f"/s/grange/policy/versions/{version.pk}/")
    assert page.status_code == 200
    assert "Withdrawn" in page.content.decode()
    assert client.get("/s/grange/policy/versions/").status_code == 200
    assert PolicyVersion.objects.get(pk=version.pk).state == VersionState.WITHDRAWN


def test_what_changed_in_plain_english_and_by_clause(
    two: tuple[PolicyVersion, PolicyVersion], client: Client
) -> None:
    first, second = two
    response = client.get(f"/s/grange/policy/versions/changes/?from={first.pk}&to={second.pk}")
    page = " ".join(response.content.decode().split())
    assert REASON in page
    assert "former pupil" in page[: page.index('id="clauses"')].lower()
    assert "</span>present or former <span" in page
    assert 'id="social-networking"' in page
    assert "Removed" in page
    back = client.get(f"/s/grange/policy/versions/changes/?from={second.pk}&to={first.pk}").content.decode()
    assert "Added" in back


def test_the_same_version_twice_has_changed_nothing(demo: None, client: Client) -> None:
    pk = in_force().pk
    page = client.get(f"/s/grange/policy/versions/changes/?from={pk}&to={pk}").content.decode()
    assert "Every question has the same answer as before." in page
    assert "No clause has changed." in page


@pytest.mark.parametrize("query", ["from=x&to=y", "from=999999&to=1", "from=", "from[]=1"])
def test_nonsense_asks_for_two_versions(demo: None, client: Client, query: str) -> None:
    response = client.get(f"/s/grange/policy/versions/changes/?{query}")
    assert response.status_code == 200
    assert "Choose two versions." in response.content.decode()


def test_pieces_cut_by_whole_words() -> None:
    before, after = diff_words("Nobody ever does it.", "Nobody does it here.")
    assert [(p.words, p.is_changed) for p in before] == [
        ("Nobody ", False),
        ("ever ", True),
        ("does ", False),
        ("it.", True),
    ]
    assert "".join(p.words for p in after) == "Nobody does it here."


def test_a_clause_with_another_id_and_the_same_words_is_not_two_changes(demo: None) -> None:
    source = PolicyVersion.objects.get(pk=in_force().pk).source
    a = read_policy(source)
    b = read_policy(source.replace("{#social-networking}", "{#networks}"))
    assert [change.how for change in clause_changes(a, b)] == []


def test_pages_of_versions_ask_little_of_the_database(
    two: tuple[PolicyVersion, PolicyVersion], client: Client, django_assert_max_num_queries: Any
) -> None:
    client.get("/s/grange/policy/")
    for address, most in (
        ("/s/grange/policy/", 6),
        (f"/s/grange/policy/versions/{two[0].pk}/", 6),
        ("/s/grange/policy/versions/", 1),
        (f"/s/grange/policy/versions/changes/?from={two[0].pk}&to={two[1].pk}", 6),
    ):
        client.get(address)
        with django_assert_max_num_queries(most):
            assert client.get(address).status_code == 200
