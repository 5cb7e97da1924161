"""Send approved posts to their accounts when their time has come, each once, and remove them again.

A post is claimed by a conditional UPDATE, as a mail is, after one more check of its words and consents. What
the other side knows it by was chosen before: if whoever sent it was killed, the next one finds it there.
"""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography.fernet import InvalidToken
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from belisha.audit.actions import record
from belisha.base.data_keys import KeyLostError
from belisha.base.file_encryption import DamagedFileError
from belisha.channels.checking import checksum_of, hindrances
from belisha.channels.connectors import AccountAccess, ConnectorError, OutgoingPost, SentPost, connectors
from belisha.channels.models import OfficialAccount, OfficialPost, PostingPause, Publication
from belisha.channels.pictures import picture_bytes
from belisha.channels.queries import WhyGone, posts_to_take_down
from belisha.channels.record import ChannelEvent
from belisha.channels.states import POST_LIFE, PostState, PublicationState
from belisha.channels.times import goes_out_at
from belisha.people.accounts.encryption import decrypt
from belisha.people.models import School

log = logging.getLogger(__name__)
PURPOSE = "official account"
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=5), timedelta(hours=6)
GIVEN_UP_AFTER = timedelta(days=1)
IN_DOUBT_AFTER = timedelta(minutes=15)
# What a connector meets in an answer that is not as the other side's own documents say.
ODD = (AttributeError, KeyError, TypeError, ValueError)
NOT_UNDERSTOOD = "The account answered with something that this site does not understand."
_S = PublicationState


@dataclass(slots=True)
class PublishingCounts:
    """What one run did: posts published, removed, put off, given up."""

    published: int = 0
    removed: int = 0
    put_off: int = 0
    given_up: int = 0


def access_of(account: OfficialAccount) -> AccountAccess:
    """Return how one gets into an account. Raise ConnectorError if the key of its secret is lost."""
    try:
        secret = decrypt(account.secret, PURPOSE) if account.secret else ""
    except InvalidToken:
        message = (
            "The site no longer has the key of this account’s password. Disconnect it and connect it anew."
        )
        raise ConnectorError(message) from None
    school = account.school
    return AccountAccess(school.pk, school.slug, school.name, account.address, account.user_name, secret)


def publish_due(
    now: datetime, should_continue: Callable[[], bool] = lambda: True, *, account: int | None = None
) -> PublishingCounts:
    """Publish what is due and remove what is to go, and return the counts. `account` limits it to one."""
    done = PublishingCounts()
    _release_stale_claims(now)
    for number in _due_posts(now, account):
        if not should_continue():
            return done
        Publication.objects.get_or_create(post_id=number, defaults={**_new(number), "not_before": now})
    silent: set[int] = set()
    waiting = Publication.objects.filter(state__in=(_S.WAITING, _S.REMOVING), not_before__lte=now)
    if account is not None:
        waiting = waiting.filter(account=account)
    for each in list(waiting.order_by("not_before", "pk")[:500]):
        if not should_continue():
            break
        # One that does not answer is asked once in a run, so that it keeps no other waiting.
        if each.account_id not in silent and not _advance(each, now, done):
            silent.add(each.account_id)
    return done


def ask_to_remove(publication: Publication, *, by: int | None, note: str) -> None:
    """Let the site remove a post that is out, in the caller's transaction; `remove_now` does it at once."""
    changed = Publication.objects.filter(pk=publication.pk, state=_S.OUT)
    if changed.update(state=_S.REMOVING, not_before=timezone.now(), tries=0, trouble=""):
        OfficialPost.objects.filter(pk=publication.post_id).update(note=note[:300])
        _tell(publication, by, ChannelEvent.ASKED_TO_REMOVE_OFFICIAL_POST)


def remove_now(publication: Publication) -> bool:
    """Remove a post that somebody asked to be removed. Return whether it is gone."""
    publication.refresh_from_db()
    return publication.state == _S.REMOVING and _advance(publication, timezone.now(), PublishingCounts())


def remove_withdrawn(school: School, on: datetime) -> int:
    """Let what shows a child be removed from where the site had sent it, and return how many.

    Where a consent is gone it goes at once (RG3), where the child has left when it is due (CH9).
    """
    day = timezone.localdate(on)
    why = {
        each.post.pk: each.why
        for each in posts_to_take_down(school, day)
        if each.why is WhyGone.WITHDRAWN or each.day <= day
    }
    rows = Publication.objects.filter(post__in=why, state=_S.OUT, account__ended_at=None)
    for each in rows:
        with transaction.atomic():
            ask_to_remove(each, by=None, note=f"Removed because {why[each.post_id]}.")
    return len(rows)


def _due_posts(now: datetime, account: int | None) -> Iterator[int]:
    """Yield the approved posts with an account in use whose time has come, at schools without a pause."""
    paused = PostingPause.objects.filter(ended_at=None).values("school")
    rows = OfficialPost.objects.filter(
        state=PostState.READY, account__ended_at=None, account__isnull=False, publication=None
    ).exclude(school__in=paused)
    if account is not None:
        rows = rows.filter(account=account)
    for post in rows.order_by("post_on", "pk"):
        if (goes_out_at(post) or now) <= now:
            yield post.pk


def _new(number: int) -> dict[str, object]:
    account = OfficialAccount.objects.get(posts=number)
    return {
        "school_id": account.school_id,
        "account": account,
        "token": connectors()[account.kind].new_token(),
    }


def _release_stale_claims(now: datetime) -> None:
    is_old = Q(tried_at__lt=now - IN_DOUBT_AFTER) | Q(tried_at__gt=now + IN_DOUBT_AFTER)
    Publication.objects.filter(is_old, state=_S.SENDING).update(state=_S.WAITING)


def _advance(each: Publication, now: datetime, done: PublishingCounts) -> bool:
    """Do the next thing with one publication. Return False if its account did not do it."""
    if each.state == _S.REMOVING:
        return _remove(each, now, done)
    post = _claim(each, now)
    return post is None or _send(each, post, done)


@transaction.atomic
def _claim(each: Publication, now: datetime) -> OfficialPost | None:
    """Take a publication for sending, and return its post; None if it is not to be sent now."""
    post = _locked(each.post_id)
    account = post.account
    if post.state != PostState.READY or account is None or account.pk != each.account_id or account.ended_at:
        # What an earlier attempt may have left there goes, so that no older words stay.
        left = Publication.objects.filter(pk=each.pk, state=_S.WAITING)
        left.filter(tries=0).delete()
        left.update(state=_S.REMOVING)
        return None
    is_paused = PostingPause.objects.filter(school=post.school_id, ended_at=None).exists()
    if is_paused or (goes_out_at(post) or now) > now:
        return None
    # Rules and consents are looked at in the same sweep, before; here it is held that nothing changed since.
    if checksum_of(post) != post.checksum or any(hindrances(post)):
        return None
    waiting = Publication.objects.filter(pk=each.pk, state=_S.WAITING, tries=each.tries)
    if not waiting.update(state=_S.SENDING, tried_at=timezone.now(), tries=F("tries") + 1):
        return None
    each.tries += 1
    return post


def _send(each: Publication, post: OfficialPost, done: PublishingCounts) -> bool:
    account = OfficialAccount.objects.select_related("school").get(pk=each.account_id)
    sent, trouble = None, ""
    try:
        picture = picture_bytes(post)
        outgoing = OutgoingPost(post.pk, each.token, post.text, timezone.now(), picture, post.alt_text)
        sent = connectors()[account.kind].publish(access_of(account), outgoing)
    except ConnectorError as error:
        trouble = str(error)
    except (KeyLostError, DamagedFileError, OSError):
        log.exception("the picture of official post %s cannot be read", post.pk)
        trouble = "The picture of the post cannot be read. Change the post and choose it again."
    except ODD:
        log.exception("official account %s answered with something unexpected", account.pk)
        trouble = NOT_UNDERSTOOD
    if sent is not None:
        _is_out(each, sent)
        done.published += 1
        return True
    _put_off(each, trouble, done)
    return False


@transaction.atomic
def _is_out(each: Publication, sent: SentPost) -> None:
    post, move = _locked(each.post_id), POST_LIFE.move("be published")
    own = Publication.objects.filter(pk=each.pk, tries=each.tries)
    own.update(state=_S.OUT, trouble="", remote=sent.remote[:300], out_at=timezone.now())
    if post.state == PostState.READY:
        post.state, post.link, post.posted_at = move.target, sent.link[:400], timezone.now()
        post.save(update_fields=["state", "link", "posted_at"])
        record(
            school_id=post.school_id,
            by=None,
            verb=move.event,
            subject=f"official post {post.pk}",
            detail={"state": post.state},
        )


@transaction.atomic
def _put_off(each: Publication, trouble: str, done: PublishingCounts) -> None:
    now = timezone.now()
    post = _locked(each.post_id)
    own = Publication.objects.filter(pk=each.pk, tries=each.tries, state=_S.SENDING)
    since = max(filter(None, (goes_out_at(post), post.approved_at)), default=now)
    if now - since >= GIVEN_UP_AFTER:
        own.update(state=_S.GIVEN_UP, trouble=trouble[:300])
        done.given_up += 1
    else:
        own.update(state=_S.WAITING, not_before=now + _pause(each.tries), trouble=trouble[:300])
        done.put_off += 1
    if each.tries == 1:
        _tell(each, None, ChannelEvent.OFFICIAL_POST_COULD_NOT_GO_OUT)


def _remove(each: Publication, now: datetime, done: PublishingCounts) -> bool:
    account = OfficialAccount.objects.select_related("school").get(pk=each.account_id)
    own = Publication.objects.filter(pk=each.pk, state=_S.REMOVING)
    trouble = ""
    try:
        connectors()[account.kind].remove(access_of(account), each.remote, each.token)
    except ConnectorError as error:
        trouble = str(error)
    except ODD:
        log.exception("official account %s answered with something unexpected", account.pk)
        trouble = NOT_UNDERSTOOD
    if trouble:
        pause = _pause(each.tries + 1)
        own.update(tries=F("tries") + 1, tried_at=now, not_before=now + pause, trouble=trouble[:300])
        done.put_off += 1
        return False
    with transaction.atomic():
        post, move = _locked(each.post_id), POST_LIFE.move("be removed by the site")
        if each.out_at is None:
            own.delete()  # whatever of it was there: the post can be sent anew
        own.update(state=_S.REMOVED, trouble="")
        if each.out_at is not None and post.state == PostState.POSTED:
            post.state, post.removed_at = move.target, timezone.now()
            post.save(update_fields=["state", "removed_at"])
            _tell(each, None, move.event)
    done.removed += 1
    return True


def _pause(tries: int) -> timedelta:
    doubled = int(2 ** min(max(tries, 1) - 1, 10))
    return min(FIRST_PAUSE * doubled, LONGEST_PAUSE)


def _locked(number: int) -> OfficialPost:
    rows = OfficialPost.objects.select_for_update(of=("self",)).select_related("account", "picture")
    found: OfficialPost = rows.get(pk=number)
    return found


def _tell(each: Publication, by: int | None, verb: ChannelEvent) -> None:
    record(school_id=each.school_id, by=by, verb=verb, subject=f"official post {each.post_id}")
