"""Official posts: checked, approved by another, posted by hand, taken down."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from belisha.access.actor import Actor
from belisha.audit.models import Event
from belisha.channels import actions
from belisha.channels.actions import PostInput, PostRefusedError
from belisha.channels.checking import checksum_of
from belisha.channels.models import OfficialPost
from belisha.channels.queries import minded_clauses
from belisha.channels.states import PostState
from belisha.channels.sweep_tasks import look_again
from belisha.people.actor import actor_from
from belisha.people.memberships.actions import add_person
from belisha.people.models import Membership, School, User
from belisha.registers.consent_actions import ConsentInput, give_consents
from tests.demo_fixtures import ClientFor
from tests.ratification.ratifying import person

PLAIN = "The library is open until six on Thursday."


def head(slug: str) -> Actor:
    """The headteacher, who writes here."""
    return person(f"headteacher@{slug}")


def deputy(slug: str, name: str) -> Actor:
    """Another member of the leadership team, who approves."""
    made = add_person(
        by=head(slug), school=School.objects.get(slug=slug), name=name, role="slt", from_on=date(2026, 1, 1)
    )
    return actor_from(made.pk, name)


def written(slug: str, text: str = PLAIN, **more: Any) -> OfficialPost:
    school = School.objects.get(slug=slug)
    return actions.write_post(
        by=head(slug), school=school, given=PostInput("The school’s page", text, **more), role="headteacher"
    )


def approved(post: OfficialPost, by: Actor) -> OfficialPost:
    return actions.approve_post(by=by, post=post, checksum=checksum_of(post))


@pytest.mark.clause("K50a")
def test_a_post_goes_from_draft_to_removal(demo: None) -> None:
    """A post is checked, approved by another leader, posted by hand with its link, and taken down."""
    by, other = head("barley-lane"), deputy("barley-lane", "Amara Stone")
    post = actions.send_for_approval(by=by, post=written("barley-lane"))
    assert post.state == PostState.WAITING
    assert approved(post, other).state == PostState.READY
    out = actions.mark_posted(by=by, post=post, link="https://www.example.org/posts/1")
    assert (out.state, out.link) == (PostState.POSTED, "https://www.example.org/posts/1")
    assert actions.mark_removed(by=by, post=post, note="The event is over").state == PostState.REMOVED
    verbs = list(Event.objects.filter(subject=f"official post {post.pk}").values_list("verb", flat=True))
    assert len(verbs) == 5


def test_the_author_never_approves(demo: None) -> None:
    post = actions.send_for_approval(by=head("barley-lane"), post=written("barley-lane"))
    with pytest.raises(PermissionDenied, match="wrote themselves"):
        approved(post, head("barley-lane"))
    with pytest.raises(IntegrityError), transaction.atomic():
        OfficialPost.objects.filter(pk=post.pk).update(approved_by=post.author_id)


def test_a_post_with_children_needs_two(demo: None) -> None:
    first, second = deputy("barley-lane", "Amara Stone"), deputy("barley-lane", "Idris Vale")
    post = actions.send_for_approval(by=head("barley-lane"), post=written("barley-lane", shows_children=True))
    assert approved(post, first).state == PostState.WAITING
    post.refresh_from_db()
    with pytest.raises(PermissionDenied, match="second person"):
        approved(post, first)
    assert approved(post, second).state == PostState.READY


@pytest.mark.clause("B114")
def test_what_the_policy_stops_needs_a_reason_that_the_approver_reads(demo: None) -> None:
    """A post that the policy stops is not sent for approval until it is changed or a reason is given."""
    by = head("barley-lane")
    post = written("barley-lane", "Some of our parents are a pack of idiots.")
    with pytest.raises(PostRefusedError, match="say why it may stand"):
        actions.send_for_approval(by=by, post=post)
    for each in [each for each in post.findings if each["severity"] == "block"]:
        with pytest.raises(PostRefusedError, match="Write why"):
            actions.override_finding(by=by, post=post, key=each["key"], reason=" ")
        post = actions.override_finding(by=by, post=post, key=each["key"], reason="It quotes a play")
    assert actions.send_for_approval(by=by, post=post).state == PostState.WAITING
    assert "It quotes a play" in {each["reason"] for each in post.overrides.values()}


def test_a_picture_needs_a_description_and_a_source(demo: None) -> None:
    post = written("barley-lane", has_picture=True)
    with pytest.raises(PostRefusedError, match=r"no description.*whose picture"):
        actions.send_for_approval(by=head("barley-lane"), post=post)


def test_any_change_voids_the_approval(demo: None) -> None:
    by, other = head("barley-lane"), deputy("barley-lane", "Amara Stone")
    post = approved(actions.send_for_approval(by=by, post=written("barley-lane")), other)
    changed = actions.change_post(by=by, post=post, given=PostInput("The school’s page", "Open until seven."))
    assert (changed.state, changed.approved_by_id, changed.checksum) == (PostState.DRAFT, None, "")


def test_words_that_changed_meanwhile_are_not_approved(demo: None) -> None:
    post = actions.send_for_approval(by=head("barley-lane"), post=written("barley-lane"))
    with pytest.raises(PostRefusedError, match="has changed"):
        actions.approve_post(by=deputy("barley-lane", "Amara Stone"), post=post, checksum="0" * 64)


def test_a_new_check_stops_what_is_now_minded(demo: None) -> None:
    by, other = head("grange"), deputy("grange", "Amara Stone")
    post = written("grange", "Well done Zebedee Quillfeather for the poem.")
    post = approved(actions.send_for_approval(by=by, post=post), other)
    assert post.state == PostState.READY
    school = School.objects.get(slug="grange")
    add_person(by=by, school=school, name="Zebedee Quillfeather", role="pupil", from_on=date(2026, 1, 1))
    look_again(date(2026, 1, 2), lambda: True)
    post.refresh_from_db()
    assert (post.state, post.approved_by_id) == (PostState.DRAFT, None)


def pupil(slug: str, name: str) -> int:
    school = School.objects.get(slug=slug)
    return add_person(by=head(slug), school=school, name=name, role="pupil", from_on=date(2026, 1, 1)).pk


def consented(slug: str, child: int, answer: str, parent: str = "Idony Quillfeather") -> None:
    """A parent says yes or no to pictures of a child on social media, on paper."""
    school = School.objects.get(slug=slug)
    giver = User.objects.filter(name=parent).first() or add_person(
        by=head(slug), school=school, name=parent, role="parent", from_on=date(2026, 1, 1)
    )
    given = ConsentInput(child_id=child, giver_id=giver.pk, answers={"social": answer}, witness="The office")
    give_consents(by=head(slug), school=school, given=given)


def test_a_child_is_shown_where_a_parent_agreed_and_not_after_a_refusal(demo: None) -> None:
    """One refusal stops a post that was approved, at the next sweep; nobody can override it."""
    by, child = head("barley-lane"), pupil("barley-lane", "Zebedee Quillfeather")
    shown = {"has_picture": True, "alt_text": "Two children", "picture_source": "Ours", "children": (child,)}
    post = written("barley-lane", **shown)
    assert post.shows_children
    with pytest.raises(PostRefusedError, match="may not be shown"):
        actions.send_for_approval(by=by, post=post)
    consented("barley-lane", child, "yes")
    post = actions.send_for_approval(by=by, post=post)
    approved(post, deputy("barley-lane", "Amara Stone"))
    post.refresh_from_db()
    assert approved(post, deputy("barley-lane", "Idris Vale")).state == PostState.READY
    consented("barley-lane", child, "no")
    assert look_again(date(2026, 1, 2), lambda: True) == 1
    post.refresh_from_db()
    assert (post.state, post.checksum) == (PostState.DRAFT, "")
    (refusal,) = post.refusals
    assert refusal.startswith("Zebedee Quillfeather may not be shown (The school’s official social media).")


def test_a_picture_of_children_names_them(demo: None) -> None:
    picture = {"has_picture": True, "alt_text": "Two children", "picture_source": "Ours"}
    post = written("barley-lane", shows_children=True, **picture)
    with pytest.raises(PostRefusedError, match="Name them"):
        actions.send_for_approval(by=head("barley-lane"), post=post)


def test_a_post_that_nobody_approved_by_its_day_expires(demo: None) -> None:
    post = actions.send_for_approval(by=head("grange"), post=written("grange", post_on=date(2027, 3, 1)))
    look_again(date(2027, 3, 1), lambda: True)
    post.refresh_from_db()
    assert post.state == PostState.WAITING
    look_again(date(2027, 3, 2), lambda: True)
    post.refresh_from_db()
    assert post.state == PostState.EXPIRED


def test_of_two_who_change_it_at_once_the_second_is_told(client_for: ClientFor) -> None:
    post = written("barley-lane")
    address, client = f"/s/barley-lane/posts/{post.pk}/change/", client_for("headteacher@barley-lane")
    sent = {"channel": "Page", "text": "Open until seven.", "seen": checksum_of(post)}
    assert client.post(address, sent).status_code == 302
    again = client.post(address, {**sent, "text": "Open until eight."})
    assert again.status_code == 400
    assert "Somebody else has changed this post" in again.content.decode()
    post.refresh_from_db()
    assert post.text == "Open until seven."


def test_only_pupils_of_the_school_are_tagged(client_for: ClientFor) -> None:
    pupil("barley-lane", "Zebedee Quillfeather")
    client = client_for("headteacher@barley-lane")
    sent = {"channel": "Page", "text": PLAIN, "children": "Zebedee Quillfeather\nNobody Known"}
    page = client.post("/s/barley-lane/posts/new/", sent)
    assert "No pupil here is called Nobody Known" in page.content.decode()
    assert (
        client.post("/s/barley-lane/posts/new/", {**sent, "children": "Zebedee Quillfeather"}).status_code
        == 302
    )


def test_small_numbers_are_not_shown(demo: None) -> None:
    school = School.objects.get(slug="grange")
    for _ in range(2):
        written("grange", "Some of our parents are a pack of idiots.")
    assert {row.posts for row in minded_clauses(head("grange"), school)} == {None}
    for _ in range(3):
        written("grange", "Some of our parents are a pack of idiots.")
    assert 5 in {row.posts for row in minded_clauses(head("grange"), school)}


def test_another_school_sees_nothing(client_for: ClientFor) -> None:
    post = written("barley-lane")
    assert client_for("headteacher@barley-lane").get(f"/s/barley-lane/posts/{post.pk}/").status_code == 200
    assert client_for("headteacher@calcot").get(f"/s/barley-lane/posts/{post.pk}/").status_code == 404
    assert client_for("teacher@barley-lane").get(f"/s/barley-lane/posts/{post.pk}/").status_code == 403


def test_the_pages_do_the_whole_job(client_for: ClientFor) -> None:
    client = client_for("headteacher@barley-lane")
    made = client.post("/s/barley-lane/posts/new/", {"channel": "Page", "text": PLAIN})
    assert made.status_code == 302
    address = made["Location"]
    assert client.post(address, {"do": "send"}).status_code == 302
    assert client.post(address, {"do": "approve", "checksum": ""}).status_code == 400
    post = OfficialPost.objects.latest("pk")
    approved(post, deputy("barley-lane", "Amara Stone"))
    assert client.post(address, {"do": "posted", "link": "nowhere at all"}).status_code == 400
    assert client.post(address, {"do": "posted", "link": "https://www.example.org/1"}).status_code == 302
    assert "Posted" in client.get("/s/barley-lane/posts/").content.decode()
    assert client.get("/s/barley-lane/posts/figures/").status_code == 200
    assert Membership.objects.filter(school__slug="barley-lane").exists()
