"""Mentions and replies: judge, decide by the path, start a clock, reply with a second pair of eyes, end."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.db import transaction
from django.utils import timezone

from belisha.access.actor import Actor
from belisha.audit.actions import record
from belisha.audit.models import Event
from belisha.audit.verbs import Verb, stored_as
from belisha.base.clock import today
from belisha.complaints.actions import receive_matter
from belisha.complaints.models import HeardBy, MatterKind
from belisha.complaints.spool import SentMatter
from belisha.duties.triggers import request_sweep
from belisha.outbox.working_days import working_day_after
from belisha.people.accounts.encryption import decrypt
from belisha.reputation.decision_path import decide, mention_outcomes
from belisha.reputation.models import Mention, MentionReply
from belisha.reputation.permissions import can_approve_reply, can_watch_reputation
from belisha.reputation.record import ReputationEvent
from belisha.reputation.states import MENTION_LIFE, REPLY_LIFE, MentionState, ReplyState
from belisha.reputation.watching import PURPOSE
from belisha.retention.models import DataRequest, DataRequestKind
from belisha.retention.permissions import can_keep_data_protection
from belisha.retention.requests import take_in_request

TAKEN_IN = ReputationEvent.TOOK_MENTION_IN_AS_DATA_REQUEST
PASSED_ON = {
    HeardBy.SCHOOL: ReputationEvent.PASSED_MENTION_ON_TO_THOSE_WHO_HEAR_CONCERNS,
    HeardBy.GOVERNORS: ReputationEvent.PASSED_MENTION_ON_TO_GOVERNORS,
}


class MentionError(Exception):
    """It cannot be done now. The sentence says why."""


@transaction.atomic
def judge_mention(*, by: Actor, mention: Mention, topic: str, tone: str) -> Mention:
    """Note what a mention is about and how it speaks of the school, as a person judges it.

    Raise PermissionDenied.
    """
    can_watch_reputation.check(by, mention.school)
    locked = _lock(mention)
    locked.topic, locked.tone = topic, tone
    locked.save(update_fields=["topic", "tone"])
    _tell(by, locked, ReputationEvent.JUDGED_MENTION)
    return locked


@transaction.atomic
def decide_mention(*, by: Actor, mention: Mention, answers: Mapping[str, bool]) -> Mention:
    """Decide on a mention by the path (K48a): its outcome, who does it, by when.

    Raise PermissionDenied, MentionError.
    """
    can_watch_reputation.check(by, mention.school)
    locked, step = _lock(mention), decide(answers)
    if step is None:
        raise MentionError("Answer the questions in order, up to the first yes.")
    _move(locked, "be decided on")
    outcome = mention_outcomes()[step.outcome]
    locked.outcome, locked.steps, locked.office = outcome.id, dict(answers), outcome.office
    locked.due_on = working_day_after(today(), outcome.days) if outcome.days else today()
    locked.save()
    _tell(by, locked, ReputationEvent.DECIDED_ON_MENTION)
    return locked


@transaction.atomic
def set_aside(*, by: Actor, mention: Mention) -> Mention:
    """Say that a mention is not about the school; it teaches the filter.

    Raise PermissionDenied, MentionError.
    """
    can_watch_reputation.check(by, mention.school)
    locked = _lock(mention)
    _move(locked, "be set aside")
    locked.ended_at = timezone.now()
    locked.save()
    _tell(by, locked, ReputationEvent.SET_MENTION_ASIDE)
    return locked


@transaction.atomic
def end_mention(*, by: Actor, mention: Mention, note: str) -> Mention:
    """End a mention that was dealt with. Raise PermissionDenied, MentionError."""
    can_watch_reputation.check(by, mention.school)
    locked = _lock(mention)
    _move(locked, "be ended")
    locked.note, locked.ended_at = note, timezone.now()
    locked.save()
    _tell(by, locked, ReputationEvent.ENDED_MENTION)
    return locked


@transaction.atomic
def reopen_mention(*, by: Actor, mention: Mention) -> Mention:
    """Open a mention again that was dealt with or set aside. Raise PermissionDenied, MentionError."""
    can_watch_reputation.check(by, mention.school)
    locked = _lock(mention)
    _move(locked, "be opened again")
    locked.outcome, locked.steps, locked.ended_at = "", {}, None
    locked.save()
    _tell(by, locked, ReputationEvent.OPENED_MENTION_AGAIN)
    return locked


@transaction.atomic
def start_request(*, by: Actor, mention: Mention) -> DataRequest:
    """Take a mention in as a request about personal data; its month runs from the day it was written.

    Raise PermissionDenied: whoever may not take requests in tells the office that does. Raise MentionError if
    it was taken in already.
    """
    can_keep_data_protection.check(by, mention.school)
    _once(mention, (TAKEN_IN,), "It is a request about personal data already.")
    written = (
        timezone.localdate(mention.published_at)
        if mention.published_at
        else timezone.localdate(mention.seen_at)
    )
    words = f"Seen in public: {mention.link}\n{words_of(mention)}"[:3000]
    made = take_in_request(
        by=by,
        school=mention.school,
        kind=DataRequestKind.ACCESS,
        received_on=min(written, today()),
        words=words,
    )
    _tell(by, mention, TAKEN_IN)
    return made


@transaction.atomic
def start_complaint(*, by: Actor, mention: Mention, about_head: bool = False) -> str:
    """Pass a mention on to those who hear complaints, or, as an allegation, to those who hear concerns.

    Return the receipt. It goes to the governors if it is about the head. Raise PermissionDenied, and
    MentionError if it was passed on already.
    """
    can_watch_reputation.check(by, mention.school)
    is_allegation = "allegation" in mention.heard or mention.outcome == "allegation"
    kind = MatterKind.CONCERN if is_allegation else MatterKind.COMPLAINT
    heard_by = HeardBy.GOVERNORS if about_head or kind == MatterKind.COMPLAINT else HeardBy.SCHOOL
    _once(mention, (PASSED_ON[heard_by],), "It was passed on to them already.")
    words = f"Seen in public: {mention.link}\n{mention.title}\n{words_of(mention)}"[:5000]
    receipt = receive_matter(
        school=mention.school, sent=SentMatter(kind, heard_by, words, is_about_school=about_head)
    )
    _tell(by, mention, PASSED_ON[heard_by])
    return receipt


@transaction.atomic
def draft_reply(*, by: Actor, mention: Mention, words: str) -> MentionReply:
    """Draft a reply for somebody else to look at. Raise PermissionDenied, MentionError."""
    can_watch_reputation.check(by, mention.school)
    locked = _lock(mention)
    outcome = mention_outcomes().get(locked.outcome)
    if locked.state != MentionState.DECIDED or outcome is None or not outcome.replies:
        raise MentionError("The path says not to reply to this. Decide on it again if that is wrong.")
    made: MentionReply = MentionReply.objects.create(
        school=locked.school, mention=locked, words=words, drafted_by_id=by.user_id or 0
    )
    _tell(by, locked, ReputationEvent.DRAFTED_REPLY)
    return made


@transaction.atomic
def change_reply(*, by: Actor, reply: MentionReply, words: str) -> MentionReply:
    """Change a reply; that voids its approval. Raise PermissionDenied, MentionError."""
    can_watch_reputation.check(by, reply.school)
    locked = _lock_reply(reply, "be changed")
    locked.words, locked.approved_by, locked.approved_at = words, None, None
    locked.drafted_by_id = by.user_id or 0
    locked.save()
    _tell(by, locked.mention, ReputationEvent.CHANGED_REPLY)
    return locked


@transaction.atomic
def approve_reply(*, by: Actor, reply: MentionReply) -> MentionReply:
    """Approve a reply that somebody else wrote. Raise PermissionDenied, MentionError."""
    can_approve_reply.check(by, reply)
    locked = _lock_reply(reply, "be approved")
    locked.approved_by_id, locked.approved_at = by.user_id, timezone.now()
    locked.save()
    _tell(by, locked.mention, ReputationEvent.APPROVED_REPLY)
    return locked


@transaction.atomic
def record_sent(*, by: Actor, reply: MentionReply, link: str) -> MentionReply:
    """Note that an approved reply was posted by hand, and where; that ends the mention.

    Raise as the others.
    """
    can_watch_reputation.check(by, reply.school)
    locked = _lock_reply(reply, "be sent")
    locked.sent_at, locked.sent_link = timezone.now(), link
    locked.save()
    mention = _lock(locked.mention)
    if mention.state == MentionState.DECIDED:
        mention.state, mention.ended_at, mention.note = MentionState.ENDED, timezone.now(), "Replied."
        mention.save()
    _tell(by, mention, ReputationEvent.SENT_REPLY)
    return locked


def follow_ups_of(mention: Mention) -> dict[str, date]:
    """Return the day on which a mention was passed on or taken in as a request, by the record's verb."""
    events = Event.objects.filter(chain=mention.school_id, subject=_subject(mention))
    return {
        verb: timezone.localdate(event.at)
        for verb in (TAKEN_IN, *PASSED_ON.values())
        for event in events.filter(verb__in=stored_as(verb))
    }


def _once(mention: Mention, verbs: Iterable[str], refusal: str) -> None:
    """Refuse what was done of a mention before. The mention is locked, so that two at once are seen."""
    _lock(mention)
    if set(verbs) & follow_ups_of(mention).keys():
        raise MentionError(refusal)


def _subject(mention: Mention) -> str:
    return f"mention {mention.pk}"


def words_of(mention: Mention) -> str:
    """Return the words of a mention, decrypted."""
    return decrypt(mention.excerpt, PURPOSE) if mention.excerpt else ""


def _move(mention: Mention, verb: str) -> None:
    refusal = MENTION_LIFE.refusal(verb, mention.state)
    if refusal:
        raise MentionError(refusal)
    mention.state = MENTION_LIFE.move(verb).target


def _lock(mention: Mention) -> Mention:
    found: Mention = (
        Mention.objects.select_for_update(of=("self",)).select_related("school").get(pk=mention.pk)
    )
    return found


def _lock_reply(reply: MentionReply, verb: str) -> MentionReply:
    rows = MentionReply.objects.select_for_update(of=("self",)).select_related("school", "mention")
    locked: MentionReply = rows.get(pk=reply.pk)
    refusal = REPLY_LIFE.refusal(verb, locked.state)
    if refusal:
        raise MentionError(refusal)
    locked.state = ReplyState(REPLY_LIFE.move(verb).target)
    return locked


def _tell(by: Actor, mention: Mention, verb: Verb) -> None:
    detail = {"outcome": mention.outcome, "tone": mention.tone}
    record(school_id=mention.school_id, by=by.user_id, verb=verb, subject=_subject(mention), detail=detail)
    request_sweep(mention.school, at_once="reputation")
