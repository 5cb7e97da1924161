"""Connect an official account that the site sends posts to, and disconnect one."""

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from belisha.access.actor import Actor
from belisha.audit.actions import record
from belisha.channels.accounts.health import trouble_of
from belisha.channels.connectors import connectors
from belisha.channels.models import OfficialAccount, Publication
from belisha.channels.permissions import can_keep_accounts
from belisha.channels.publishing import PURPOSE
from belisha.channels.record import ChannelEvent
from belisha.channels.states import PublicationState
from belisha.people.accounts.encryption import encrypt
from belisha.people.models import School
from belisha.sandbox.addresses import FetchError, resolve_target

MOST = 20


class AccountRefusedError(Exception):
    """The account cannot be connected. The message is a sentence that says why and what to do."""


def connect_account(
    *,
    by: Actor,
    school: School,
    kind: str,
    channel: str,
    address: str = "",
    user_name: str = "",
    secret: str = "",
) -> OfficialAccount:
    """Connect an account, after a try of whether it lets the site in. Return it.

    Raise PermissionDenied, or AccountRefusedError with what to mend: nothing is kept then.
    """
    can_keep_accounts.check(by, school)
    connector = connectors().get(kind)
    if connector is None:
        raise AccountRefusedError(f"There is no kind of account called `{kind}`. Choose one from the list.")
    if OfficialAccount.objects.filter(school=school, ended_at=None).count() >= MOST:
        raise AccountRefusedError(f"A school has at most {MOST} accounts. Disconnect one that is not used.")
    if connector.address_label:
        _check_address(address)
    made = OfficialAccount(
        school=school,
        kind=kind,
        channel=channel,
        address=address,
        user_name=user_name,
        secret=encrypt(secret, PURPOSE) if secret else "",
        made_by_id=by.user_id,
        looked_at=timezone.now(),
    )
    if trouble := trouble_of(made):
        raise AccountRefusedError(trouble)
    try:
        with transaction.atomic():
            made.save()
            _tell(by, made, ChannelEvent.CONNECTED_OFFICIAL_ACCOUNT)
    except IntegrityError:
        raise AccountRefusedError(
            "An account of this name is connected already. Choose another name."
        ) from None
    return made


@transaction.atomic
def disconnect_account(*, by: Actor, account: OfficialAccount) -> None:
    """Disconnect an account: its secret is erased, and what waits for it is posted by hand.

    Raise PermissionDenied, or AccountRefusedError while a post is being sent to it.
    """
    can_keep_accounts.check(by, account.school)
    busy = (PublicationState.SENDING, PublicationState.REMOVING)
    if Publication.objects.filter(account=account, state__in=busy).exists():
        raise AccountRefusedError(
            "The site is sending or removing a post there. Try again in a quarter of an hour."
        )
    now = timezone.now()
    ended = OfficialAccount.objects.filter(pk=account.pk, ended_at=None)
    erased = {"secret": "", "trouble": "", "fails_since": None}  # nosec B105 - it is erased
    if ended.update(ended_at=now, **erased):
        waiting = Publication.objects.filter(account=account, state=PublicationState.WAITING)
        waiting.filter(tries=0).delete()
        waiting.update(state=PublicationState.GIVEN_UP, trouble="The account was disconnected.")
        _tell(by, account, ChannelEvent.DISCONNECTED_OFFICIAL_ACCOUNT)


def _check_address(address: str) -> None:
    """Raise AccountRefusedError unless it is an https address of the public internet."""
    if not settings.BELISHA_FETCH_PRIVATE and not address.startswith("https://"):
        raise AccountRefusedError("Enter an address that begins with https://.")
    try:
        resolve_target(address, private=settings.BELISHA_FETCH_PRIVATE)
    except FetchError as error:
        raise AccountRefusedError(str(error)) from None


def _tell(by: Actor, account: OfficialAccount, verb: ChannelEvent) -> None:
    record(school_id=account.school_id, by=by.user_id, verb=verb, subject=f"official account {account.pk}")
