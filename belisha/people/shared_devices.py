"""Devices that many share, and the cards with which people without an e-mail address sign in on them."""

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from belisha.access.actor import Actor
from belisha.access.sign_in import sign_in_rules
from belisha.audit.actions import record
from belisha.base.clock import today
from belisha.people.device_session import DeviceSession
from belisha.people.models import Membership, PersonalCard, School, SharedDevice, User
from belisha.people.permissions import check_can_make_card, check_can_manage_people
from belisha.people.tokens import hash_of, new_code, new_token, plain_code


class DeviceClosedError(Exception):
    """The link was used already or is too old, or the device was taken away."""


class CardRefusedError(Exception):
    """The card opens nothing here. The sentence says what to do."""


class WrongNumberError(CardRefusedError):
    """The number is not that of the card, which may be tried again."""


@transaction.atomic
def add_device(*, by: Actor, school: School, name: str) -> tuple[SharedDevice, str]:
    """Name a device, and make the link that opens it once. Raises PermissionDenied."""
    check_can_manage_people(by, school)
    token = new_code()  # the link is typed where the device cannot scan it
    device = SharedDevice.objects.create(
        school=school,
        name=name,
        token_hash=hash_of(token),
        made_by_id=by.user_id,
        opens_until=timezone.now() + sign_in_rules().device_opens_within,
    )
    _tell(by, school.pk, "named a shared device", f"device {device.pk}")
    return device, token


@transaction.atomic
def revoke_device(*, by: Actor, device: SharedDevice) -> bool:
    """Take a device away: nobody signs in on it any more. False where it was taken already."""
    check_can_manage_people(by, device.school)
    done = SharedDevice.objects.filter(pk=device.pk).standing().update(revoked_at=timezone.now())
    if done:
        _tell(by, device.school_id, "took a shared device away", f"device {device.pk}")
    return bool(done)


def device_to_open(token: str) -> SharedDevice:
    """The device that a link opens, its code in capitals or not. Raises DeviceClosedError."""
    now = timezone.now()
    rows = SharedDevice.objects.standing().filter(opened_at__isnull=True, opens_until__gt=now)
    found: SharedDevice | None = (
        rows.filter(token_hash=hash_of(plain_code(token))).select_related("school").first()
    )
    if found is None:
        raise DeviceClosedError
    return found


@transaction.atomic
def open_device(*, token: str) -> tuple[SharedDevice, str]:
    """Open a device by its link: the browser gets a new token to keep. Raises DeviceClosedError."""
    device = device_to_open(token)
    kept = new_token()
    claimed = SharedDevice.objects.filter(pk=device.pk, token_hash=device.token_hash, opened_at__isnull=True)
    if not claimed.update(token_hash=hash_of(kept), opened_at=timezone.now()):
        raise DeviceClosedError
    record(school_id=device.school_id, by=None, verb="opened a shared device", subject=f"device {device.pk}")
    return device, kept


def device_of(kept: str) -> SharedDevice | None:
    """The device whose browser keeps this token, unless it was taken away."""
    if not kept:
        return None
    rows = SharedDevice.objects.standing().filter(token_hash=hash_of(kept), opened_at__isnull=False)
    found: SharedDevice | None = rows.select_related("school").first()
    return found


@transaction.atomic
def make_card(*, by: Actor, school: School, user: User) -> tuple[PersonalCard, str]:
    """A new card for somebody at the school, with its code, which is not kept. An earlier card ends.

    Raises PermissionDenied.
    """
    check_can_make_card(by, school, user)
    PersonalCard.objects.filter(school=school, user=user).standing().update(revoked_at=timezone.now())
    code = new_code()
    card = PersonalCard.objects.create(
        school=school,
        user=user,
        code_hash=hash_of(code),
        made_by_id=by.user_id,
        first_use_until=timezone.now() + sign_in_rules().card_holds,
    )
    _tell(by, school.pk, "made a card", f"person {user.pk}")
    return card, code


@transaction.atomic
def revoke_card(*, by: Actor, card: PersonalCard) -> bool:
    """Let a card open nothing any more, from this moment. False where it does not already."""
    check_can_manage_people(by, card.school)
    done = PersonalCard.objects.filter(pk=card.pk).standing().update(revoked_at=timezone.now())
    if done:
        _tell(by, card.school_id, "took a card away", f"person {card.user_id}")
    return bool(done)


def card_for(device: SharedDevice, code: str) -> PersonalCard:
    """The card with this code, if it opens something on this device. Raises CardRefusedError."""
    rows = PersonalCard.objects.standing().filter(code_hash=hash_of(code), school=device.school_id)
    card: PersonalCard | None = rows.select_related("user").first()
    if card is None:
        message = (
            "The code of this card is not known here, or has been replaced. Check what you typed, letter by "
            "letter. If it is right, ask the school office for a new card."
        )
        raise CardRefusedError(message)
    if card.failed >= sign_in_rules().tries:
        message = "The number was wrong too often. Ask the school office for a new card."
        raise CardRefusedError(message)
    if not card.number and card.first_use_until <= timezone.now():
        message = "This card was not used in time. Ask the school office for a new one."
        raise CardRefusedError(message)
    if not _has_role(card):
        message = "This card’s person has no role at the school today. Ask the school office."
        raise CardRefusedError(message)
    return card


def sign_in_by_card(*, device: SharedDevice, card: PersonalCard, number: str) -> DeviceSession:
    """Let somebody in by card and number; at the first use the number is the one that they choose now.

    Raises CardRefusedError, or WrongNumberError while more tries are left. A wrong number counts, whether
    or not anything else fails.
    """
    if not card.number:
        chosen = PersonalCard.objects.filter(pk=card.pk, number="").standing()
        if not chosen.update(number=make_password(number), failed=0):
            message = "Somebody has just chosen a number for this card. If it was not you, ask the office."
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
            verb="signed in by card",
            subject=f"device {device.pk}",
        )
    return DeviceSession(device.school_id, device.pk, card.pk, now + sign_in_rules().shared_for)


def is_still_open(kept: DeviceSession) -> bool:
    """Whether a sign-in by card still holds: its minutes, its device, its card, and a role at the school."""
    if kept.is_over or not SharedDevice.objects.standing().filter(pk=kept.device_id).exists():
        return False
    card = PersonalCard.objects.standing().filter(pk=kept.card_id).first()
    return card is not None and _has_role(card)


def _check_number(device: SharedDevice, card: PersonalCard, number: str) -> None:
    """Every try counts before it is looked at, so that many at once are no way round the limit."""
    tries = sign_in_rules().tries
    counted = PersonalCard.objects.filter(pk=card.pk, failed__lt=tries).update(failed=F("failed") + 1)
    if counted and check_password(number, card.number):
        return
    record(
        school_id=device.school_id,
        by=None,
        verb="signed in by card",
        subject=f"person {card.user_id}",
        refused="wrong number",
    )
    left = tries - PersonalCard.objects.values_list("failed", flat=True).get(pk=card.pk)
    message = "The number was wrong too often. Ask the school office for a new card."
    if left > 0:
        more = "once more" if left == 1 else f"{left} more times"
        message = f"That is not the number of this card. You can try {more}"
        raise WrongNumberError(message)
    raise CardRefusedError(message)


def _has_role(card: PersonalCard) -> bool:
    rows = Membership.objects.filter(user=card.user_id, school=card.school_id, user__is_active=True)
    return bool(rows.on(today()).exists())


def _tell(by: Actor, school_id: int, verb: str, subject: str) -> None:
    record(school_id=school_id, by=by.user_id, verb=verb, subject=subject)
