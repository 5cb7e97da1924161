"""How somebody signs in at a school: not invited, invited, with an account, with a card."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.utils import timezone

from belisha.people.models import Invitation, PersonalCard, School, User


class AccountStatus(StrEnum):
    """How somebody signs in at a school. A code; the page has the words."""

    CARD = "card"
    NOTHING = "none"
    NOT_INVITED = "not-invited"
    INVITED = "invited"
    EXPIRED = "invitation-expired"
    ACCOUNT = "account"


@dataclass(frozen=True, slots=True)
class AccountState:
    """The status, with the time of the invitation or the last sign-in, and when the invitation ends."""

    status: AccountStatus
    since: datetime | None = None
    until: datetime | None = None

    @property
    def has_account(self) -> bool:
        """Return whether there is an account, which can be repaired (password link, second factor)."""
        return self.status is AccountStatus.ACCOUNT

    @property
    def may_be_invited(self) -> bool:
        """Return whether the person can be invited."""
        return self.status in (AccountStatus.NOT_INVITED, AccountStatus.INVITED, AccountStatus.EXPIRED)


def has_account(user: User) -> bool:
    """Return whether somebody has an account: they chose a password, signed in, or joined with one."""
    return user.last_login is not None or user.account_id is not None or user.has_usable_password()


def account_state_at(school: School, user: User, card: PersonalCard | None) -> AccountState:
    """Return how somebody of the school signs in. Other schools' invitations are ignored."""
    if not user.email:
        return AccountState(AccountStatus.CARD if card else AccountStatus.NOTHING)
    if has_account(user):
        return AccountState(AccountStatus.ACCOUNT, since=user.last_login)
    invitation = Invitation.objects.filter(school=school, email=user.email, accepted_at__isnull=True).first()
    if invitation is None:
        return AccountState(AccountStatus.NOT_INVITED)
    is_open = invitation.expires_at > timezone.now()
    status = AccountStatus.INVITED if is_open else AccountStatus.EXPIRED
    return AccountState(status, invitation.invited_at, invitation.expires_at)
