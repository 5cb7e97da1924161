"""Shared devices, and the cards with which people without an e-mail address sign in on them."""

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from belisha.access.actor import Actor
from belisha.access.sign_in import sign_in_rules
from belisha.audit.actions import record
from belisha.audit.verbs import Verb
from belisha.base.clock import today
from belisha.people.accounts.tokens import hash_token, new_code, new_token, normalise_code
from belisha.people.devices.sessions import DeviceSession
from belisha.people.models import Membership, PersonalCard, School, SharedDevice, User
from belisha.people.permissions import can_make_card, can_manage_people
from belisha.people.record import PeopleEvent


class DeviceClosedError(Exception):
    """The link was used or has expired, or the device was removed."""


class CardRefusedError(Exception):
    """The card does not work here. The message says what to do."""


class WrongNumberError(CardRefusedError):
    """The number is wrong. Attempts are left."""


@transaction.atomic
def add_device(*, by: Actor, school: School, name: str) -> tuple[SharedDevice, str]:
    """Add a device. Return it, and the token of the link that sets it up once. Raise PermissionDenied."""
    can_manage_people.check(by, school)
    token = new_code()  # the link is typed if the device cannot scan it
    device = SharedDevice.objects.create(
        school=school,
        name=name,
        token_hash=hash_token(token),
        made_by_id=by.user_id,
        opens_until=timezone.now() + sign_in_rules().device_opens_within,
    )
    _record(by, school.pk, PeopleEvent.NAMED_SHARED_DEVICE, f"device {device.pk}")
    return device, token


@transaction.atomic
def revoke_device(*, by: Actor, device: SharedDevice) -> bool:
    """Revoke a device: nobody can sign in on it any more. Return False if it was revoked already."""
    can_manage_people.check(by, device.school)
    done = SharedDevice.objects.filter(pk=device.pk).active().update(revoked_at=timezone.now())
    if done:
        _record(by, device.school_id, PeopleEvent.TOOK_SHARED_DEVICE_AWAY, f"device {device.pk}")
    return bool(done)


def device_to_open(token: str) -> SharedDevice:
    """Return the device that a link sets up; capitals do not matter. Raise DeviceClosedError."""
    now = timezone.now()
    rows = SharedDevice.objects.active().filter(opened_at__isnull=True, opens_until__gt=now)
    found: SharedDevice | None = (
        rows.filter(token_hash=hash_token(normalise_code(token))).select_related("school").first()
    )
    if found is None:
        raise DeviceClosedError
    return found


@transaction.atomic
def open_device(*, token: str) -> tuple[SharedDevice, str]:
    """Set up a device by its link. Return it, and the token for its browser. Raise DeviceClosedError."""
    device = device_to_open(token)
    kept = new_token()
    claimed = SharedDevice.objects.filter(pk=device.pk, token_hash=device.token_hash, opened_at__isnull=True)
    if not claimed.update(token_hash=hash_token(kept), opened_at=timezone.now()):
        raise DeviceClosedError
    record(
        school_id=device.school_id,
        by=None,
        verb=PeopleEvent.OPENED_SHARED_DEVICE,
        subject=f"device {device.pk}",
    )
    return device, kept


def device_by_token(kept: str) -> SharedDevice | None:
    """Return the device whose browser has this token, or None if there is none or it was revoked."""
    if not kept:
        return None
    rows = SharedDevice.objects.active().filter(token_hash=hash_token(kept), opened_at__isnull=False)
    found: SharedDevice | None = rows.select_related("school").first()
    return found


@transaction.atomic
def make_card(*, by: Actor, school: School, user: User) -> tuple[PersonalCard, str]:
    """Make a card for somebody at the school. Return it, and its code, which is not stored.

    An earlier card is revoked. Raise PermissionDenied.
    """
    can_make_card.check(by, school, user)
    PersonalCard.objects.filter(school=school, user=user).active().update(revoked_at=timezone.now())
    code = new_code()
    card = PersonalCard.objects.create(
        school=school,
        user=user,
        code_hash=hash_token(code),
        made_by_id=by.user_id,
        first_use_until=timezone.now() + sign_in_rules().card_holds,
    )
    _record(by, school.pk, PeopleEvent.MADE_CARD, f"person {user.pk}")
    return card, code


@transaction.atomic
def revoke_card(*, by: Actor, card: PersonalCard) -> bool:
    """Revoke a card. Return False if it was revoked already. Raise PermissionDenied."""
    can_manage_people.check(by, card.school)
    done = PersonalCard.objects.filter(pk=card.pk).active().update(revoked_at=timezone.now())
    if done:
        _record(by, card.school_id, PeopleEvent.TOOK_CARD_AWAY, f"person {card.user_id}")
    return bool(done)


def card_for(device: SharedDevice, code: str) -> PersonalCard:
    """Return the card with this code, if it works on this device. Raise CardRefusedError."""
    rows = PersonalCard.objects.active().filter(code_hash=hash_token(code), school=device.school_id)
    card: PersonalCard | None = rows.select_related("user").first()
    if card is None:
        message = (
            "This code is not valid, or the card has been replaced. Check each letter. If the code is "
            "right, ask the school office for a new card."
        )
        raise CardRefusedError(message)
    if card.failed >= sign_in_rules().tries:
        message = "You entered a wrong number too many times. Ask the school office for a new card."
        raise CardRefusedError(message)
    if not card.number and card.first_use_until <= timezone.now():
        message = "This card has expired. Ask the school office for a new one."
        raise CardRefusedError(message)
    if not _has_role(card):
        message = "The person with this card has no role at the school today. Ask the school office."
        raise CardRefusedError(message)
    return card


def sign_in_by_card(*, device: SharedDevice, card: PersonalCard, number: str) -> DeviceSession:
    """Sign somebody in by card and number. At first use, this is the number that they choose.

    Raise CardRefusedError, or WrongNumberError while attempts are left. A wrong number always counts.
    """
    if not card.number:
        chosen = PersonalCard.objects.filter(pk=card.pk, number="").active()
        if not chosen.update(number=make_password(number), failed=0):
            message = (
                "Somebody has just chosen a number for this card. If it was not you, ask the school office."
            )
            raise CardRefusedError(message)
    else:
        _check_number(device, card, number)
    now = timezone.now()
    with transaction.atomic():
        PersonalCard.objects.filter(pk=card.pk).update(failed=0, used_at=now)
        SharedDevice.objects.filter(pk=device.pk).update(used_at=now)
        record(
            school_id=device.school_id,
            by=card.user_id,
            verb=PeopleEvent.SIGNED_IN_BY_CARD,
            subject=f"device {device.pk}",
        )
    return DeviceSession(device.school_id, device.pk, card.pk, now + sign_in_rules().shared_for)


def is_still_open(kept: DeviceSession) -> bool:
    """Return whether a card session is valid: its time, device, card, and a role at the school."""
    if kept.is_over or not SharedDevice.objects.active().filter(pk=kept.device_id).exists():
        return False
    card = PersonalCard.objects.active().filter(pk=kept.card_id).first()
    return card is not None and _has_role(card)


def _check_number(device: SharedDevice, card: PersonalCard, number: str) -> None:
    """Check the number. Each attempt is counted first, so that parallel ones cannot exceed the limit."""
    tries = sign_in_rules().tries
    counted = PersonalCard.objects.filter(pk=card.pk, failed__lt=tries).update(failed=F("failed") + 1)
    if counted and check_password(number, card.number):
        return
    record(
        school_id=device.school_id,
        by=None,
        verb=PeopleEvent.SIGNED_IN_BY_CARD,
        subject=f"person {card.user_id}",
        refused="wrong number",
    )
    left = tries - PersonalCard.objects.values_list("failed", flat=True).get(pk=card.pk)
    message = "You entered a wrong number too many times. Ask the school office for a new card."
    if left > 0:
        more = "once more" if left == 1 else f"{left} more times"
        message = f"The number is wrong. You can try {more}"
        raise WrongNumberError(message)
    raise CardRefusedError(message)


def _has_role(card: PersonalCard) -> bool:
    rows = Membership.objects.filter(user=card.user_id, school=card.school_id, user__is_active=True)
    return bool(rows.on(today()).exists())


def _record(by: Actor, school_id: int, verb: Verb, subject: str) -> None:
    record(school_id=school_id, by=by.user_id, verb=verb, subject=subject)
