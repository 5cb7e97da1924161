from dataclasses import dataclass
from datetime import date, time
from typing import Any

from django.db import transaction
from django.utils import timezone

from belisha.access.actor import Actor
from belisha.audit.actions import record
from belisha.audit.verbs import Verb
from belisha.channels.checking import basis_of, check_post, checksum_of, hindrances, void_approval
from belisha.channels.models import OfficialAccount, OfficialPost, Publication
from belisha.channels.pausing import pause_of
from belisha.channels.permissions import can_approve_post, can_write_posts
from belisha.channels.pictures import drop_picture, set_picture
from belisha.channels.publishing import ask_to_remove
from belisha.channels.record import ChannelEvent
from belisha.channels.states import POST_LIFE, PostState, PublicationState
from belisha.duties.triggers import request_sweep
from belisha.people.models import School
from belisha.policies.queries import InForce, policy_in_force
from belisha.registers.consents import consents_register


class PostRefusedError(Exception):
    """It cannot be done now. The message is a sentence that says why and what to do."""


@dataclass(frozen=True, slots=True)
class PostInput:
    """What an official post says. `purpose` is a topic of the consents; empty: what official posts go by.

    `account` is the account that the site sends it to; None: it is posted by hand. `picture` is a clean JPEG
    and `picture_words` what was read in it; without one, the picture that is there stays while `has_picture`.
    """

    channel: str
    text: str
    shows_children: bool = False
    has_picture: bool = False
    alt_text: str = ""
    picture_source: str = ""
    purpose: str = ""
    children: tuple[int, ...] = ()
    post_on: date | None = None
    post_time: time | None = None
    account: OfficialAccount | None = None
    picture: bytes = b""
    picture_words: str = ""


@transaction.atomic
def write_post(*, by: Actor, school: School, given: PostInput, role: str) -> OfficialPost:
    """Begin an official post and check it. Raise PermissionDenied."""
    can_write_posts.check(by, school)
    post = OfficialPost(school=school, author_id=by.user_id, author_role=role)
    _fill(post, given)
    post.save()
    post.children.set(given.children)
    _check(post)
    post.save()
    _tell(by, post, ChannelEvent.BEGAN_OFFICIAL_POST)
    return post


@transaction.atomic
def change_post(*, by: Actor, post: OfficialPost, given: PostInput, seen: str = "") -> OfficialPost:
    """Change a post that is not out yet; every approval is void.

    `seen` is the checksum of what the writer had before them. Raise PermissionDenied, PostRefusedError.
    """
    locked = _lock(post)
    can_write_posts.check(by, locked.school)
    if seen and seen != checksum_of(locked):
        raise PostRefusedError("Somebody else has changed this post since you opened it. Open it again.")
    _move(by, locked, "be changed", save=False)
    _fill(locked, given)
    locked.overrides = {}
    void_approval(locked)
    locked.children.set(given.children)
    _check(locked)
    locked.save()
    return locked


@transaction.atomic
def override_finding(*, by: Actor, post: OfficialPost, key: str, reason: str) -> OfficialPost:
    """Say why a finding may stand; the approver reads it. Raise PermissionDenied, PostRefusedError."""
    locked = _lock(post)
    can_write_posts.check(by, locked.school)
    if locked.state != PostState.DRAFT:
        raise PostRefusedError("Only a draft is changed. Have it sent back first.")
    found = next((each for each in locked.findings if each["key"] == key), None)
    if found is None:
        raise PostRefusedError("That finding is not there any more. Look at the findings again.")
    if not reason.strip():
        raise PostRefusedError("Write why it may stand. Whoever approves the post reads it.")
    locked.overrides = {**locked.overrides, key: {"reason": reason.strip()[:500], "by": by.user_id}}
    locked.save(update_fields=["overrides"])
    _tell(by, locked, ChannelEvent.OVERRODE_FINDING, clauses=[each["id"] for each in found["clauses"]])
    return locked


@transaction.atomic
def send_for_approval(*, by: Actor, post: OfficialPost) -> OfficialPost:
    """Send a draft for approval. Raise PermissionDenied, PostRefusedError."""
    locked = _lock(post)
    can_write_posts.check(by, locked.school)
    _check(locked)
    if why := list(hindrances(locked)):
        raise PostRefusedError(" ".join(why))
    _move(by, locked, "be sent for approval")
    request_sweep(locked.school, at_once="channels")
    return locked


@transaction.atomic
def approve_post(*, by: Actor, post: OfficialPost, checksum: str) -> OfficialPost:
    """Approve the exact words with this checksum; where children are shown a second person has to as well.

    Raise PermissionDenied, PostRefusedError.
    """
    locked = _lock(post)
    can_approve_post.check(by, locked)
    if refusal := POST_LIFE.refusal("be approved", locked.state):
        raise PostRefusedError(refusal)
    if checksum != checksum_of(locked):
        raise PostRefusedError("The post has changed since you read it. Read it again.")
    _check(locked)
    if why := list(hindrances(locked)):
        raise PostRefusedError(f"A new check minds more than before. {' '.join(why)}")
    if locked.approved_by_id is None:
        locked.approved_by_id, locked.checksum = by.user_id, checksum
        if locked.shows_children:
            locked.save()
            _tell(by, locked, ChannelEvent.APPROVED_OFFICIAL_POST_FIRST_OF_TWO)
            return locked
    else:
        locked.seconded_by_id = by.user_id
    locked.approved_at = timezone.now()
    _move(by, locked, "be approved")
    request_sweep(locked.school, at_once="channels")
    return locked


@transaction.atomic
def send_back(*, by: Actor, post: OfficialPost, note: str) -> OfficialPost:
    """Send a post back to its author, with a note. Raise PermissionDenied, PostRefusedError."""
    locked = _lock(post)
    can_approve_post.check(by, locked)
    locked.note = note.strip()[:300]
    void_approval(locked)
    _move(by, locked, "be sent back")
    return locked


@transaction.atomic
def mark_posted(*, by: Actor, post: OfficialPost, link: str) -> OfficialPost:
    """Say that a post is out, with its link, after one more check.

    Raise PermissionDenied, PostRefusedError.
    """
    locked = _lock(post)
    can_write_posts.check(by, locked.school)
    if checksum_of(locked) != locked.checksum:
        raise PostRefusedError("The words are not those that were approved. Send it for approval again.")
    _check(locked)
    if why := list(hindrances(locked)):
        raise PostRefusedError(f"A new check minds more than before. {' '.join(why)}")
    if pause_of(locked.school_id):
        raise PostRefusedError(
            "All posts are stopped for now. Whoever approves posts lets them go out again."
        )
    locked.link, locked.posted_at = link, timezone.now()
    _move(by, locked, "be marked as posted")
    return locked


@transaction.atomic
def mark_removed(*, by: Actor, post: OfficialPost, note: str) -> OfficialPost:
    """Say that a post was taken down, and why. Raise PermissionDenied, PostRefusedError."""
    locked = _lock(post)
    can_write_posts.check(by, locked.school)
    locked.removed_at, locked.note = timezone.now(), note.strip()[:300]
    _move(by, locked, "be marked as removed")
    return locked


@transaction.atomic
def take_down(*, by: Actor, post: OfficialPost, note: str) -> Publication:
    """Ask the site to remove a post from where it sent it (CH9), and return the sending.

    `publishing.remove_now` does it after the transaction. Raise PermissionDenied, PostRefusedError.
    """
    locked = _lock(post)
    can_write_posts.check(by, locked.school)
    rows = Publication.objects.filter(post=locked, state=PublicationState.OUT, account__ended_at=None)
    sent: Publication | None = rows.first()
    if locked.state != PostState.POSTED or sent is None:
        raise PostRefusedError("The site did not send this post. Take it down by hand.")
    ask_to_remove(sent, by=by.user_id, note=note.strip())
    return sent


@transaction.atomic
def send_again(*, by: Actor, post: OfficialPost) -> None:
    """Try once more now what could not be sent or removed. Raise PermissionDenied, PostRefusedError."""
    locked = _lock(post)
    can_write_posts.check(by, locked.school)
    rows = Publication.objects.filter(post=locked)
    rows.filter(state=PublicationState.GIVEN_UP).update(state=PublicationState.WAITING)
    waiting = rows.filter(state__in=(PublicationState.WAITING, PublicationState.REMOVING))
    if not waiting.update(not_before=timezone.now()):
        raise PostRefusedError("There is nothing to try again: it is being sent, or it is out.")
    request_sweep(locked.school, at_once="channels")


@transaction.atomic
def drop_post(*, by: Actor, post: OfficialPost) -> OfficialPost:
    """Drop a post that is not out. Raise PermissionDenied, PostRefusedError."""
    locked = _lock(post)
    can_write_posts.check(by, locked.school)
    _move(by, locked, "be dropped")
    return locked


def _fill(post: OfficialPost, given: PostInput) -> None:
    post.channel, post.text = given.channel, given.text
    post.shows_children, post.has_picture = given.shows_children, given.has_picture
    post.alt_text, post.picture_source = given.alt_text, given.picture_source
    post.purpose, post.post_on = given.purpose or consents_register().official, given.post_on
    post.post_time, post.account = given.post_time, given.account
    if given.account is not None:
        post.channel = given.account.channel
    if given.picture:
        set_picture(post, given.picture, given.picture_words)
    elif not given.has_picture:
        drop_picture(post)
    post.shows_children = post.shows_children or bool(given.children)


def _check(post: OfficialPost) -> None:
    children = [each.pk for each in post.children.all()]
    check_post(post, basis_of(_in_force(post.school), children))


def _in_force(school: School) -> InForce:
    found = policy_in_force(school.slug)
    if found is None:
        raise PostRefusedError(
            "The school has no policy in force, so nothing can be checked. Publish one first."
        )
    return found


def _lock(post: OfficialPost) -> OfficialPost:
    rows = OfficialPost.objects.select_for_update(of=("self",)).select_related("school", "account", "picture")
    found: OfficialPost = rows.get(pk=post.pk)
    if Publication.objects.filter(post=found, state=PublicationState.SENDING).exists():
        raise PostRefusedError("The site is sending this post just now. Look again in a quarter of an hour.")
    return found


def _move(by: Actor | None, post: OfficialPost, verb: str, *, save: bool = True) -> None:
    if refusal := POST_LIFE.refusal(verb, post.state):
        raise PostRefusedError(refusal)
    move = POST_LIFE.move(verb)
    post.state = move.target
    if save:
        post.save()
    _tell(by, post, move.event)


def _tell(by: Actor | None, post: OfficialPost, verb: Verb, **detail: Any) -> None:
    record(
        school_id=post.school_id,
        by=by.user_id if by else None,
        verb=verb,
        subject=f"official post {post.pk}",
        detail={"state": post.state, **detail},
    )
