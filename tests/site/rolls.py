"""Steps that the tests of imports share."""

from collections import Counter

from belisha.base.clock import today
from belisha.people.actor import Actor, actor_from
from belisha.people.models import Membership, School, User
from belisha.rolls import actions
from belisha.rolls.models import Roll
from belisha.rolls.queries import open_roll
from belisha.rolls.reading.fields import guess_columns
from belisha.rolls.reading.table import table_from
from belisha.rolls.reading.titles import role_for, titles_in
from belisha.rolls.sorts import roll_roles
from belisha.rolls.states import RollState
from belisha.rules.vocabulary import load_vocabulary

HEAD = "headteacher"


def head_of(school: str) -> Actor:
    user = User.objects.get(email=f"{HEAD}@{school}.example")
    return actor_from(user.pk, user.name)


def checked(
    text: str | bytes,
    *,
    school: str = "grange",
    role_of_all: str = "",
    drop: bool = False,
    by: Actor | None = None,
) -> Roll:
    """The import of a file, taken as far as the dry run, with every guess accepted."""
    by, place = by or head_of(school), School.objects.get(slug=school)
    before = open_roll(place)
    if before and before.state == RollState.CHECKED and (drop or not before.counts.get("joiner")):
        actions.drop_roll(by=by, roll=before)
    data = text if isinstance(text, bytes) else text.encode()
    roll = actions.begin_roll(by=by, school=place, file_name="roll.csv", data=data)
    table = table_from(roll.table or {})
    columns = roll.meaning["columns"]
    if not table.is_known:
        assert columns == guess_columns(table.headings)
        roll = actions.name_columns(by=by, roll=roll, columns=columns, role_of_all=role_of_all)
    titles = titles_in(row.cells[columns["role"]] for row in table.rows) if "role" in columns else {}
    meant = {key: role_for(title, roll_roles(), load_vocabulary()) for key, title in titles.items()}
    roles = {key: found.role for key, found in meant.items() if found}
    return actions.name_titles(by=by, roll=roll, roles=roles)


def bring_in(
    text: str | bytes | None,
    *,
    roll: Roll | None = None,
    gone: bool = False,
    whole: bool = True,
    step: int = 500,
    role_of_all: str = "",
    school: str = "grange",
) -> Roll:
    """The import of a file, or one that is checked, done to its end."""
    if roll is None:
        assert text is not None
        roll = checked(text, role_of_all=role_of_all, school=school)
    by = head_of(school)
    roll = actions.begin_import(
        by=by, roll=roll, seen=roll.plan, are_missing_gone=gone, is_whole=whole, invites=False
    )
    while roll.state == RollState.APPLYING:
        roll = actions.apply_next(by=by, roll=roll, step=step)
    return roll


def said(roll: Roll) -> dict[str, int]:
    """How many lines of each kind the dry run shows."""
    return dict(Counter(roll.lines.values_list("kind", flat=True)))


def roles_at(school: str, name: str) -> list[str]:
    """The roles that somebody holds today."""
    held = Membership.objects.on(today()).filter(school__slug=school, user__name=name)
    return sorted(held.values_list("role", flat=True))
