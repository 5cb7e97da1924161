"""Enquiries at the official page: enter one, hand it to somebody, answer it, leave it."""

from datetime import date, datetime, time

from django.db import transaction
from django.utils import timezone

from belisha.access.actor import Actor
from belisha.audit.actions import record
from belisha.audit.verbs import Verb
from belisha.base.clock import today
from belisha.channels.enquiries.guidance import days_to_answer, is_about_child, stopping, tells_of_harm
from belisha.channels.models import WRITE, Enquiry
from belisha.channels.permissions import can_write_posts
from belisha.channels.record import ChannelEvent
from belisha.channels.states import ENQUIRY_LIFE, EnquiryState
from belisha.duties.triggers import request_sweep
from belisha.outbox.working_days import working_day_after, working_days_of
from belisha.people.accounts.encryption import decrypt, encrypt
from belisha.people.models import School
from belisha.people.queries import right_holders_today
from belisha.policies.queries import policy_in_force

PURPOSE = "enquiry"
GAP = "…"


class EnquiryError(Exception):
    """It cannot be done now. The sentence says why and what to do."""


@transaction.atomic
def enter_enquiry(
    *, by: Actor, school: School, channel: str, words: str, arrived_on: date, link: str = ""
) -> Enquiry:
    """Enter an enquiry that arrived at an official account (K66a). Whoever asked is not kept.

    It is due within so many working days of the school as the library says, at once if the words may tell of
    harm. Raise PermissionDenied, EnquiryError if it would have arrived in the future.
    """
    can_write_posts.check(by, school)
    if arrived_on > today():
        raise EnquiryError("It cannot have arrived after today. Correct the day.")
    found, is_grave = policy_in_force(school.slug), tells_of_harm(words)
    due_on = working_day_after(arrived_on, days_to_answer(), working_days_of(school))
    made: Enquiry = Enquiry.objects.create(
        school=school,
        channel=channel,
        words=encrypt(words, PURPOSE),
        link=link,
        about_child=found is not None and is_about_child(found, words),
        is_grave=is_grave,
        arrived_at=timezone.make_aware(datetime.combine(arrived_on, time(12))),
        due_on=today() if is_grave else max(due_on, today()),
        owner_id=by.user_id,
        entered_by_id=by.user_id,
    )
    _tell(by, made, ChannelEvent.ENTERED_ENQUIRY)
    return made


@transaction.atomic
def hand_on(*, by: Actor, enquiry: Enquiry, to: int) -> Enquiry:
    """Give an enquiry to another who writes for the school, by id. Raise PermissionDenied, EnquiryError."""
    can_write_posts.check(by, enquiry.school)
    if to not in right_holders_today(enquiry.school)[WRITE]:
        raise EnquiryError("Choose somebody who writes for the school’s official accounts.")
    locked = _lock(enquiry, "be handed on")
    locked.owner_id = to
    locked.save(update_fields=["owner"])
    _tell(by, locked, ChannelEvent.HANDED_ENQUIRY_ON)
    return locked


@transaction.atomic
def answer_enquiry(*, by: Actor, enquiry: Enquiry, words: str, role: str, link: str = "") -> Enquiry:
    """Keep the answer that is posted by hand, checked by the policy first.

    Raise PermissionDenied, or EnquiryError with what the policy does not let stand in it, or for a gap.
    """
    can_write_posts.check(by, enquiry.school)
    if GAP in words:
        raise EnquiryError(f"Fill each gap marked {GAP} first.")
    found = policy_in_force(enquiry.school.slug)
    stops = stopping(found, words, role) if found else []
    if stops:
        first = stops[0]
        raise EnquiryError(f"The policy does not let this stand: “{first.words}” {first.label}. {first.fix}")
    locked = _lock(enquiry, "be answered")
    locked.answer, locked.answer_link = words, link
    return _end(by, locked, ChannelEvent.ANSWERED_ENQUIRY)


@transaction.atomic
def leave_enquiry(*, by: Actor, enquiry: Enquiry, why: str) -> Enquiry:
    """Leave an enquiry without a public answer, and say why. Raise PermissionDenied, EnquiryError."""
    can_write_posts.check(by, enquiry.school)
    locked = _lock(enquiry, "be left")
    locked.answer = why
    return _end(by, locked, ChannelEvent.LEFT_ENQUIRY)


@transaction.atomic
def reopen_enquiry(*, by: Actor, enquiry: Enquiry) -> Enquiry:
    """Open an enquiry again that was answered or left by mistake. Raise PermissionDenied, EnquiryError."""
    can_write_posts.check(by, enquiry.school)
    locked = _lock(enquiry, "be opened again")
    locked.answered_by, locked.ended_at, locked.answer, locked.answer_link = None, None, "", ""
    locked.save()
    _tell(by, locked, ChannelEvent.OPENED_ENQUIRY_AGAIN)
    return locked


@transaction.atomic
def judge_enquiry(*, by: Actor, enquiry: Enquiry, about_child: bool) -> Enquiry:
    """Say whether a parent asks about their own child: a person decides, the check only proposes."""
    can_write_posts.check(by, enquiry.school)
    locked = _lock(enquiry, "be judged")
    locked.about_child = about_child
    locked.save(update_fields=["about_child"])
    _tell(by, locked, ChannelEvent.JUDGED_ENQUIRY)
    return locked


def words_of(enquiry: Enquiry) -> str:
    """Return the words of an enquiry, decrypted."""
    return decrypt(enquiry.words, PURPOSE)


def _end(by: Actor, locked: Enquiry, verb: Verb) -> Enquiry:
    locked.answered_by_id, locked.ended_at = by.user_id, timezone.now()
    locked.save()
    _tell(by, locked, verb)
    return locked


def _lock(enquiry: Enquiry, verb: str) -> Enquiry:
    """Lock an enquiry and move it. Raise EnquiryError if it may not move so."""
    rows = Enquiry.objects.select_for_update(of=("self",)).select_related("school")
    locked: Enquiry = rows.get(pk=enquiry.pk)
    refusal = ENQUIRY_LIFE.refusal(verb, locked.state)
    if refusal:
        raise EnquiryError(refusal)
    locked.state = EnquiryState(ENQUIRY_LIFE.move(verb).target)
    return locked


def _tell(by: Actor, enquiry: Enquiry, verb: Verb) -> None:
    record(school_id=enquiry.school_id, by=by.user_id, verb=verb, subject=f"enquiry {enquiry.pk}")
    request_sweep(enquiry.school, at_once="enquiries")
