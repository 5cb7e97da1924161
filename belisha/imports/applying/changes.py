"""Turn the planned effects of some lines into rows to write. What the dry run showed is not
worked out again.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from belisha.imports.files.names import fold_name
from belisha.imports.models import LineKind, Roll, RollLine
from belisha.imports.planning.effects import Effects, NewRole
from belisha.people.accounts.passwords import unusable_password
from belisha.people.models import Membership, User

DAY = timedelta(days=1)
ASKED_AT_ONCE = 500  # SQLite takes a limited number of values in one question
HELD_FIELDS = (
    "role",
    "is_deputy",
    "extra_rights",
    "line_manager_id",
    "year_group",
    "group",
    "from_on",
    "to_on",
)


@dataclass(slots=True)
class PersonChange:
    """What one line does. `undo` is what takes it back, in values that JSON can hold."""

    line: RollLine
    effects: Effects
    user: User
    begun: list[Membership] = field(default_factory=list)
    undo: dict[str, Any] = field(default_factory=dict)


class PlannedChanges:
    """The changes of some lines. What is to be saved is in `changed` and `deleted` (roles), `renamed` and
    `left` (people).
    """

    def __init__(self, roll: Roll) -> None:
        self.school = roll.school
        self.changed: dict[int, Membership] = {}
        self.deleted: list[int] = []
        self.renamed: list[User] = []
        self.left: list[User] = []

    def of(self, lines: Sequence[RollLine]) -> list[PersonChange]:
        """Return the change of each line that does something. Three queries, whatever their number."""
        effects = [(line, Effects.from_json(line.effects)) for line in lines if line.effects]
        self._load(effects)
        return [self._change(line, each) for line, each in effects]

    def _load(self, effects: Sequence[tuple[RollLine, Effects]]) -> None:
        emails = {each.email for _, each in effects if each.email}
        here = Membership.objects.filter(school=self.school, user__email__in=emails).select_related("user")
        self.accounts: dict[str, User] = {row.user.email: row.user for row in here} if emails else {}
        ids = {line.user_id for line, _ in effects if line.user_id}
        self.users = User.objects.in_bulk(ids) if ids else {}
        held = {pk for _, each in effects for pk in (*each.end, *each.adjust)}
        self.held = Membership.objects.filter(school=self.school).in_bulk(held) if held else {}

    def _change(self, line: RollLine, effects: Effects) -> PersonChange:
        user = self.users.get(line.user_id or 0)
        change = PersonChange(line, effects, user or self._newcomer(effects))
        if user is not None:
            self._rename(change)
        for pk, last in effects.end.items():
            if pk in self.held:
                self._end(change, self.held[pk], last)
        for pk, fields in effects.adjust.items():
            if pk in self.held and pk not in effects.end:
                self._adjust(change, self.held[pk], fields)
        change.begun = [self._membership(effects, new) for new in effects.begin]
        if effects.leaves:
            self.left.append(change.user)
        return change

    def _newcomer(self, effects: Effects) -> User:
        """Return a person without an account: nobody can sign in as them until they follow an invitation.

        An account with the address may have been made since the dry run: it is theirs if the name agrees.
        """
        account = self.accounts.get(effects.email or "")
        if account and account.pk and fold_name(account.name) == fold_name(effects.name or ""):
            return account
        return User(
            name=effects.name or "",
            email=None if account else effects.email or None,
            password=unusable_password(),
        )

    def _rename(self, change: PersonChange) -> None:
        user, effects = change.user, change.effects
        if effects.name is not None:
            change.undo["name"], user.name = user.name, effects.name
        if effects.email is not None and effects.email not in self.accounts:
            change.undo["email"], user.email = user.email, effects.email
        if change.undo:
            self.renamed.append(user)

    def _membership(self, effects: Effects, new: NewRole) -> Membership:
        return Membership(
            school=self.school,
            role=new.role,
            year_group=effects.year_group,
            group=effects.group,
            from_on=new.from_on,
            to_on=new.to_on,
        )

    def _adjust(self, change: PersonChange, held: Membership, fields: dict[str, Any]) -> None:
        before = _before(held)
        held.year_group = fields.get("year_group", held.year_group)
        held.group = fields.get("group", held.group)
        if "to_on" in fields:
            to_on = fields["to_on"]
            held.to_on = max(to_on, held.from_on) if to_on else None
        self._note(change, held, before)

    def _end(self, change: PersonChange, held: Membership, last: date) -> None:
        """End a role. One that began later than it ends never was."""
        if held.from_on > last:
            gone = {name: getattr(held, name) for name in HELD_FIELDS}
            gone |= {"from_on": _iso(held.from_on), "to_on": _iso(held.to_on)}
            change.undo.setdefault("deleted", []).append(gone)
            self.deleted.append(held.pk)
            return
        before = _before(held)
        held.to_on = last
        self._note(change, held, before)

    def _note(self, change: PersonChange, held: Membership, before: dict[str, str | None]) -> None:
        change.undo.setdefault("was", {})[str(held.pk)] = {**before, "became": _iso(held.to_on)}
        self.changed[held.pk] = held


def ids_by_kind(changes: Collection[PersonChange]) -> dict[str, list[int]]:
    """Return whom the lines brought, changed and took away, by id, for the record."""
    kinds = {
        "joined": {LineKind.JOINER},
        "changed": {LineKind.CHANGE},
        "left": {LineKind.LEAVER, LineKind.MISSING},
    }
    return {
        said: sorted(change.user.pk for change in changes if change.line.kind in some)
        for said, some in kinds.items()
    }


def _before(held: Membership) -> dict[str, str | None]:
    return {"year_group": held.year_group, "group": held.group, "to_on": _iso(held.to_on)}


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
