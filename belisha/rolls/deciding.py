"""What some lines of a roll do to the people of a school, before anything is written."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from belisha.people.models import Membership, User
from belisha.rolls.comparing import Known, changes_for, ending, may_take_address
from belisha.rolls.keeping import row_from
from belisha.rolls.models import LineKind, Roll, RollLine
from belisha.rolls.queries import accounts_by_address, people_of
from belisha.rolls.reading.row import RollRow

DAY = timedelta(days=1)
HELD_FIELDS = (
    "role",
    "stands_in",
    "extra_rights",
    "line_manager_id",
    "year_group",
    "group",
    "from_on",
    "to_on",
)


@dataclass(slots=True)
class Change:
    """What one line does. `undo` is what takes it back, in values that JSON can hold."""

    line: RollLine
    row: RollRow | None
    user: User
    begun: list[Membership] = field(default_factory=list)
    undo: dict[str, Any] = field(default_factory=dict)


class Step:
    """The changes of some lines. `own_id` is whoever imports, `today` the day on which the import began.

    What is to be saved stands in `changed` and `deleted` (roles), `renamed` and `left` (people).
    """

    def __init__(self, roll: Roll, own_id: int | None, today: date) -> None:
        self.school, self.own_id, self.today = roll.school, own_id, today
        self.stated = frozenset(roll.meaning.get("stated", ()))
        self.changed: dict[int, Membership] = {}
        self.deleted: list[int] = []
        self.renamed: list[User] = []
        self.left: list[User] = []

    def decide(self, lines: Sequence[RollLine]) -> list[Change]:
        """The change of each line that is about somebody. Six queries, whatever their number."""
        rows = {line.pk: row_from(line.row) if line.row else None for line in lines}
        self._load(lines, [row for row in rows.values() if row])
        return [self._change(line, rows[line.pk]) for line in lines if line.user_id or rows[line.pk]]

    def _load(self, lines: Sequence[RollLine], rows: Sequence[RollRow]) -> None:
        self.accounts = accounts_by_address(rows, ())
        ids = {line.user_id for line in lines if line.user_id} | set(self.accounts.values())
        self.known = {person.user_id: person for person in people_of(self.school, ids)}
        self.users = User.objects.in_bulk(ids)
        self.held = {row.pk: row for row in Membership.objects.filter(school=self.school, user__in=ids)}

    def _change(self, line: RollLine, row: RollRow | None) -> Change:
        if line.user_id is None and row is not None:  # an account may have been made since the dry run
            line.user_id = self.accounts.get(row.email)
        user = self.users.get(line.user_id or 0) or _new_user(row)
        change = Change(line, row, user)
        known = self.known.get(user.pk or 0) or Known(user.pk or 0, user.name, is_elsewhere=bool(user.pk))
        if line.kind in (LineKind.LEAVER, LineKind.MISSING):
            self._end_all(change, known)
        elif row is not None and line.kind != LineKind.SAME:
            self._bring(change, row, known)
        return change

    def _bring(self, change: Change, row: RollRow, known: Known) -> None:
        user = change.user
        others = {email for email, pk in self.accounts.items() if pk != user.pk}
        if user.pk and not known.is_elsewhere and row.name != user.name:
            change.undo["name"], user.name = user.name, row.name
        if user.pk and may_take_address(row, known, others):
            change.undo["email"], user.email = user.email, row.email
        if user.pk and change.undo:
            self.renamed.append(user)
        keeps = user.pk == self.own_id
        if keeps and not changes_for(
            row, known, self.today, self.stated, str, keeps_roles=True, others=others
        ):
            return
        for held in () if keeps else ending(row, known, self.today):
            self._end(change, self.held[held.id], self.today - DAY)
        holds = {held.role: held for held in known.holding(self.today)}
        for role in row.roles:
            if role in holds:
                self._adjust(change, row, self.held[holds[role].id])
            else:
                change.begun.append(self._membership(row, known, role))

    def _membership(self, row: RollRow, known: Known, role: str) -> Membership:
        """A new role: from the day the file says for somebody new, from today for a change."""
        lasts = [held.to_on for held in known.held if held.to_on]
        is_new = not known.holding(self.today) and (not lasts or (row.from_on and row.from_on > max(lasts)))
        from_on = (row.from_on if is_new else None) or self.today
        to_on = max(row.to_on, from_on) if row.to_on else None
        return Membership(
            school=self.school,
            role=role,
            year_group=row.year_group,
            group=row.group,
            from_on=from_on,
            to_on=to_on,
        )

    def _adjust(self, change: Change, row: RollRow, held: Membership) -> None:
        before = {"year_group": held.year_group, "group": held.group, "to_on": _iso(held.to_on)}
        if "year_group" in self.stated:
            held.year_group = row.year_group
        if "group" in self.stated:
            held.group = row.group
        if "to_on" in self.stated and change.user.pk != self.own_id:
            held.to_on = max(row.to_on, held.from_on) if row.to_on else None
        if before != {"year_group": held.year_group, "group": held.group, "to_on": _iso(held.to_on)}:
            self._changes(change, held, before)

    def _end_all(self, change: Change, known: Known) -> None:
        last = change.row.to_on if change.row and change.row.to_on else self.today - DAY
        for held in known.holding(self.today):
            self._end(change, self.held[held.id], min(last, self.today - DAY))
        self.left.append(change.user)

    def _end(self, change: Change, held: Membership, on: date) -> None:
        """End a role. One that began later than it ends never was."""
        if held.from_on > on:
            gone = {name: getattr(held, name) for name in HELD_FIELDS}
            gone |= {"from_on": _iso(held.from_on), "to_on": _iso(held.to_on)}
            change.undo.setdefault("deleted", []).append(gone)
            self.deleted.append(held.pk)
            return
        before = {"year_group": held.year_group, "group": held.group, "to_on": _iso(held.to_on)}
        held.to_on = on
        self._changes(change, held, before)

    def _changes(self, change: Change, held: Membership, before: dict[str, str | None]) -> None:
        change.undo.setdefault("was", {})[str(held.pk)] = {**before, "became": _iso(held.to_on)}
        self.changed[held.pk] = held


def _new_user(row: RollRow | None) -> User:
    """A person without an account: nobody can sign in as them until they follow an invitation."""
    user = User(name=row.name if row else "", email=(row.email if row else "") or None)
    user.set_unusable_password()
    return user


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
