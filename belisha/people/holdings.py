"""What this room keeps about people: who they are here, when they are away, how they get in."""

from collections.abc import Iterator

from django.db.models import Case, DateField, F, Q, When
from django.db.models.functions import TruncDate

from belisha.base.holdings import Disclosed, Holding, Subject, exempt, holding
from belisha.people.memberships.erasing import erase_memberships
from belisha.people.memberships.leaving import left_on
from belisha.people.models import (
    Absence,
    AccessToken,
    Invitation,
    Membership,
    Oversight,
    PersonalCard,
    SharedDevice,
    Term,
)

# An invitation that was never taken up ends by itself; the other belongs to somebody who may leave.
_LEFT_OR_EXPIRED = Case(
    When(accepted_by__isnull=True, then=TruncDate("expires_at")),
    default=left_on("accepted_by"),
    output_field=DateField(),
)


def _of_membership(row: Membership) -> Iterator[Subject]:
    yield Subject("who has the role", row.user_id)
    if row.line_manager_id:
        yield Subject("their line manager", row.line_manager_id)


def _membership_disclosed(row: Membership, user_id: int) -> Disclosed:
    if row.user_id != user_id:
        return [("You are line manager of", f"a {row.role}")]
    told = [
        ("Name", row.user.name),
        ("Email", row.user.email),
        ("Role", row.role),
        ("From", str(row.from_on)),
    ]
    told += [("Until", str(row.to_on or "")), ("Class", row.group), ("Year", row.year_group)]
    return [(label, value) for label, value in told if value]


def _of_invitation(row: Invitation) -> Iterator[Subject]:
    yield Subject("who is invited", row.accepted_by_id, "" if row.accepted_by_id else row.name)
    if row.invited_by_id and row.invited_by_id != row.accepted_by_id:
        yield Subject("who invited them", row.invited_by_id)


def _invitation_disclosed(row: Invitation, user_id: int) -> Disclosed:
    told = [("Invited on", f"{row.invited_at:%d %B %Y}")]
    return [*told, ("Email", row.email)] if row.accepted_by_id == user_id else told


holding(
    Holding(
        key="memberships",
        model=Membership,
        title="Who belongs to the school",
        kind="membership",
        about=lambda user: Q(user=user) | Q(line_manager=user),
        subjects=_of_membership,
        disclosed=_membership_disclosed,
        triggers={"leaving": left_on("user")},
        dispose=erase_memberships,
        stub=lambda row: {"role": row.role, "from": str(row.from_on.year)},
        corrections={"group": "Class or team", "year_group": "Year group"},
    )
)
holding(
    Holding(
        key="absences",
        model=Absence,
        title="Days away",
        kind="account",
        about=lambda user: Q(user=user),
        subjects=lambda row: [Subject("who was away", row.user_id)],
        disclosed=lambda row, _: [("Away", f"{row.from_on} to {row.to_on}")],
        triggers={"leaving": left_on("user"), "expiry": F("to_on")},
    )
)
holding(
    Holding(
        key="invitations",
        model=Invitation,
        title="Invitations",
        kind="account",
        about=lambda user: Q(accepted_by=user) | Q(invited_by=user),
        subjects=_of_invitation,
        disclosed=_invitation_disclosed,
        triggers={"leaving": _LEFT_OR_EXPIRED},
    )
)
holding(
    Holding(
        key="cards",
        model=PersonalCard,
        title="Cards for shared devices",
        kind="account",
        about=lambda user: Q(user=user),
        subjects=lambda row: [Subject("whose card it is", row.user_id)],
        disclosed=lambda row, _: [("Card made on", f"{row.made_at:%d %B %Y}")],
        triggers={"leaving": left_on("user"), "withdrawal": F("revoked_at")},
    )
)
exempt(AccessToken, "the hash of a secret of another system")
exempt(SharedDevice, "a device of the school, not of a person")
exempt(Oversight, "which body oversees the school")
exempt(Term, "the dates of the school’s terms")
