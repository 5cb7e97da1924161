"""How far somebody's way to sign in is: not invited, invited, an account, a card."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.utils import timezone

from belisha.people.models import Invitation, PersonalCard, School, User


class Account(StrEnum):
    """What somebody signs in with at a school."""

    CARD = "card"
    NOTHING = "nothing"
    NOT_INVITED = "not invited"
    INVITED = "invited"
    TOO_LATE = "invited too long ago"
    OPENED = "opened"


@dataclass(frozen=True, slots=True)
class AccountState:
    """What the person has, with the day of it: of the last invitation, or of the last sign-in if any."""

    account: Account
    since: datetime | None = None
    until: datetime | None = None

    @property
    def is_opened(self) -> bool:
        """Whether there is an account with a password or a provider, which tools may mend."""
        return self.account is Account.OPENED

    @property
    def may_be_invited(self) -> bool:
        """Whether an invitation is the way in."""
        return self.account in (Account.NOT_INVITED, Account.INVITED, Account.TOO_LATE)


def has_account(user: User) -> bool:
    """Whether somebody has opened an account: they chose a password, or have signed in."""
    return user.last_login is not None or user.has_usable_password()


def account_at(school: School, user: User, card: PersonalCard | None) -> AccountState:
    """How somebody of the school signs in. Invitations of other schools are not looked at."""
    if not user.email:
        return AccountState(Account.CARD if card else Account.NOTHING)
    if has_account(user):
        return AccountState(Account.OPENED, since=user.last_login)
    invitation = Invitation.objects.filter(school=school, email=user.email, accepted_at__isnull=True).first()
    if invitation is None:
        return AccountState(Account.NOT_INVITED)
    is_open = invitation.expires_at > timezone.now()
    account = Account.INVITED if is_open else Account.TOO_LATE
    return AccountState(account, invitation.invited_at, invitation.expires_at)
