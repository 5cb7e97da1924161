"""The watch list: add and end a place, look there, bring in what its feed has."""

import hashlib
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urldefrag

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from belisha.access.actor import Actor
from belisha.audit.actions import record
from belisha.audit.verbs import Verb
from belisha.duties.triggers import request_sweep
from belisha.people.accounts.encryption import encrypt
from belisha.people.models import Membership, School
from belisha.reputation.feeds import (
    LONGEST,
    FeedEntry,
    FeedError,
    PageHistory,
    read_feed,
    read_history,
    visible_words,
)
from belisha.reputation.hearing import heard_in
from belisha.reputation.models import Mention, PlaceLook, WatchedPlace
from belisha.reputation.permissions import can_watch_reputation
from belisha.reputation.places import place_kinds
from belisha.reputation.private_people import check_is_no_person
from belisha.reputation.record import ReputationEvent
from belisha.reputation.states import MentionState
from belisha.sandbox import SandboxError, run_in_sandbox
from belisha.sandbox.addresses import FetchError
from belisha.sandbox.fetching import fetch

PURPOSE = "reputation"
READ_EVERY = timedelta(hours=6)
# What a person set aside of the same title teaches the filter to set aside.
ALIKE = 20


class WatchError(Exception):
    """It cannot be done now. The sentence says why."""


@transaction.atomic
def add_place(
    *,
    by: Actor,
    school: School,
    kind: str,
    title: str,
    address: str,
    feed: str = "",
    days: int = 0,
    office: str,
) -> WatchedPlace:
    """Add a public place to the watch list (K44a).

    Raise PermissionDenied, WatchError or PrivatePersonError (RE7).
    """
    can_watch_reputation.check(by, school)
    if kind not in place_kinds():
        raise WatchError(f"There is no kind of place called `{kind}`. Choose one from the list.")
    people = Membership.objects.filter(school=school).values_list("user__name", flat=True)
    addresses = [each for each in (address, feed) if each]
    check_is_no_person(title=title, addresses=addresses, school=school.name, people=set(people))
    if WatchedPlace.objects.filter(school=school, address=address, ended_at__isnull=True).exists():
        raise WatchError("This place is on the watch list already.")
    made: WatchedPlace = WatchedPlace.objects.create(
        school=school,
        kind=kind,
        title=title,
        address=address,
        feed=feed,
        days=days or place_kinds()[kind].days,
        office=office,
        added_by_id=by.user_id or 0,
    )
    _tell(by, made, ReputationEvent.ADDED_PLACE_TO_WATCH)
    return made


@transaction.atomic
def end_place(*, by: Actor, place: WatchedPlace) -> None:
    """Take a place off the watch list; what was found there stays. Raise PermissionDenied."""
    can_watch_reputation.check(by, place.school)
    WatchedPlace.objects.filter(pk=place.pk, ended_at__isnull=True).update(ended_at=timezone.now())
    _tell(by, place, ReputationEvent.TOOK_PLACE_OFF_WATCH_LIST)


@transaction.atomic
def record_look(*, by: Actor, place: WatchedPlace, found: int = 0, note: str = "") -> PlaceLook:
    """Record that somebody looked at a place (K50b), also when there was nothing. Raise PermissionDenied."""
    can_watch_reputation.check(by, place.school)
    made: PlaceLook = PlaceLook.objects.create(
        school=place.school, place=place, by_id=by.user_id or 0, found=found, note=note
    )
    _tell(by, place, ReputationEvent.LOOKED_AT_PUBLIC_PLACE)
    return made


def next_look(place: Any) -> tuple[date, date]:
    """Return the day from which the next look counts, and the day on which it is due.

    `place` has `last`, the instant of the last look or None. A new place is looked at within a week, to see
    how things stand.
    """
    last = place.last
    since = timezone.localdate(last or place.added_at)
    return since, since + timedelta(days=place.days if last else min(7, place.days))


@transaction.atomic
def bring_in_mention(
    *,
    school: School,
    link: str,
    title: str,
    text: str,
    by: Actor | None = None,
    place: WatchedPlace | None = None,
    published_at: datetime | None = None,
    known_by: str = "",
) -> tuple[Mention, bool]:
    """Bring in something said of the school, once for each link. Return it, and whether somebody should look.

    `known_by` is the text whose change counts, where `text` is but a part of it.
    A changed text of a known link comes in again and opens what was ended; the same text does not. What
    people set aside twice under the same title at a place is set aside. Raise PermissionDenied.
    """
    if by is not None:
        can_watch_reputation.check(by, school)
    link_hash, text_hash = (
        _hash(urldefrag(link).url.rstrip("/")),
        _hash(" ".join((known_by or f"{title} {text}").lower().split())),
    )
    there: Mention | None = (
        Mention.objects.select_for_update().filter(school=school, link_hash=link_hash).first()
    )
    if there is not None:
        return there, _changed(there, title, text, text_hash)
    is_ours = by is not None or not _is_known_as_not_us(school, place, title)
    made: Mention = Mention.objects.create(
        school=school,
        place=place,
        link=link,
        link_hash=link_hash,
        title=title[:200],
        text_hash=text_hash,
        excerpt=encrypt(text, PURPOSE) if text else "",
        published_at=published_at,
        brought_by_id=by.user_id if by else None,
        heard=heard_in(f"{title} {text}"),
        state=MentionState.NEW if is_ours else MentionState.NOT_US,
        ended_at=None if is_ours else timezone.now(),
    )
    detail = {"heard": made.heard, "place": place.pk if place else None}
    who = by.user_id if by else None
    record(
        school_id=school.pk,
        by=who,
        verb=ReputationEvent.BROUGHT_IN_MENTION,
        subject=f"mention {made.pk}",
        detail=detail,
    )
    request_sweep(school, at_once="reputation")
    return made, is_ours


def read_due_feeds(now: datetime, should_continue: Callable[[], bool] = lambda: True) -> int:
    """Read each feed that was not read for some hours, and return how many mentions are new."""
    due = (
        WatchedPlace.objects.filter(ended_at__isnull=True)
        .exclude(feed="")
        .exclude(read_at__gt=now - READ_EVERY)
    )
    return sum(read_place(place) for place in due.select_related("school") if should_continue())


def read_place(place: WatchedPlace) -> int:
    """Read the feed of a place and bring in what is new.

    What was wrong stays with the place for its keeper.
    """
    trouble, entries, new = "", list[FeedEntry](), 0
    try:
        fetched = fetch(place.feed, private=settings.BELISHA_FETCH_PRIVATE)
        history = run_in_sandbox(read_history, fetched.body)
        if history is not None:
            new = _read_page(place, history)
        else:
            entries = run_in_sandbox(read_feed, fetched.body)
    except (FetchError, FeedError, SandboxError) as error:
        trouble = str(error)[:300]
    for each in entries:
        when = datetime.fromisoformat(each.published) if each.published else None
        new += bring_in_mention(
            school=place.school,
            link=each.link,
            title=each.title,
            text=each.text,
            place=place,
            published_at=when,
        )[1]
    WatchedPlace.objects.filter(pk=place.pk).update(read_at=timezone.now(), feed_trouble=trouble)
    return new


def _read_page(place: WatchedPlace, history: PageHistory) -> int:
    """Bring in a wiki's page when the words that readers see have changed; return 1 if somebody should look.

    The page itself is read: an edit that was undone, that changes marks alone or that the feed leaves out is
    told from one that says something else. Raise FetchError, SandboxError.
    """
    fetched = fetch(history.words, private=settings.BELISHA_FETCH_PRIVATE)
    words = run_in_sandbox(visible_words, fetched.body, fetched.charset)
    since = place.read_at.isoformat() if place.read_at else ""
    added = [said for at, said in history.added if not since or _is_after(at, since)]
    if not all(added):
        added = []  # the feed leaves something out, so the page itself is shown
    latest = history.added[0][0] if history.added else ""
    _, is_news = bring_in_mention(
        school=place.school,
        link=history.link,
        title=history.title,
        text="\n\n".join(added)[:LONGEST] or words[:LONGEST],
        known_by=words,
        place=place,
        published_at=datetime.fromisoformat(latest) if latest else None,
    )
    return int(is_news)


def _is_after(at: str, since: str) -> bool:
    # A wiki's clock may be behind this one's.
    return not at or datetime.fromisoformat(at) >= datetime.fromisoformat(since) - timedelta(minutes=5)


def _changed(there: Mention, title: str, text: str, text_hash: str) -> bool:
    if there.text_hash == text_hash:
        return False
    there.title, there.text_hash, there.heard = title[:200], text_hash, heard_in(f"{title} {text}")
    there.excerpt = encrypt(text, PURPOSE) if text else ""
    is_seen = there.state == MentionState.NOT_US and not there.heard
    if not is_seen:
        there.state, there.ended_at, there.outcome = MentionState.NEW, None, ""
    there.save()
    record(
        school_id=there.school_id,
        by=None,
        verb=ReputationEvent.SAW_THAT_MENTION_CHANGED,
        subject=f"mention {there.pk}",
    )
    request_sweep(there.school, at_once="reputation")
    return not is_seen


def _is_known_as_not_us(school: School, place: WatchedPlace | None, title: str) -> bool:
    """Return whether two mentions of the same words of title, at the same place, were set aside, and none
    was kept.
    """
    rows = Mention.objects.filter(school=school, place=place).order_by("-pk")[: ALIKE * 10]
    words = _words(title)
    alike = [row.state for row in rows if _words(row.title) == words]
    return len(alike) >= 2 and set(alike) == {MentionState.NOT_US}


def _words(title: str) -> frozenset[str]:
    """Return the words of a title without figures, which change from day to day."""
    return frozenset(word for word in title.lower().split() if word.isalpha())


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _tell(by: Actor, place: WatchedPlace, verb: Verb) -> None:
    record(school_id=place.school_id, by=by.user_id, verb=verb, subject=f"watched place {place.pk}")
    request_sweep(place.school, at_once="reputation")
