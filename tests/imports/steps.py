"""Steps that the tests of imports share."""

from collections import Counter

from belisha.base.clock import today
from belisha.imports import actions
from belisha.imports.files.fields import guess_columns
from belisha.imports.files.people import titles_used
from belisha.imports.files.table import table_from
from belisha.imports.files.titles import guess_role, is_staff_list, titles_in
from belisha.imports.models import Roll
from belisha.imports.planning.role_categories import importable_roles
from belisha.imports.queries import open_import
from belisha.imports.states import ImportState
from belisha.people.actor import Actor, actor_from
from belisha.people.models import Membership, School, User
from belisha.rules.vocabulary.loading import load_vocabulary

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
    before = open_import(place)
    if before and before.state == ImportState.CHECKED and (drop or not before.counts.get("joiner")):
        actions.cancel_import(by=by, roll=before)
    data = text if isinstance(text, bytes) else text.encode()
    roll = actions.start_import(by=by, school=place, file_name="roll.csv", data=data)
    table = table_from(roll.table or {})
    columns = roll.column_mapping["columns"]
    if not table.is_known:
        assert columns == guess_columns(table.headings)
        roll = actions.map_columns(by=by, roll=roll, columns=columns, role_of_all=role_of_all)
    titles = titles_in(titles_used(table, columns))
    meant = {
        key: guess_role(title, importable_roles(), load_vocabulary(), is_staff=is_staff_list(table, columns))
        for key, title in titles.items()
    }
    roles = {key: found.role for key, found in meant.items() if found}
    return actions.map_titles(by=by, roll=roll, roles=roles)


def bring_in(
    text: str | bytes | None,
    *,
    roll: Roll | None = None,
    gone: bool = False,
    whole: bool = True,
    step: int = 500,
    role_of_all: str = "",
    school: str = "grange",
    by: Actor | None = None,
) -> Roll:
    """The import of a file, or one that is checked, done to its end by the head or by whom one names."""
    by = by or head_of(school)
    if roll is None:
        assert text is not None
        roll = checked(text, role_of_all=role_of_all, school=school, by=by)
    roll = actions.begin_import(
        by=by, roll=roll, seen=roll.plan, are_missing_gone=gone, is_whole=whole, invites=False
    )
    while roll.state == ImportState.APPLYING:
        roll = actions.apply_next(by=by, roll=roll, step=step)
    return roll


def said(roll: Roll) -> dict[str, int]:
    """How many lines of each kind the dry run shows."""
    return dict(Counter(roll.lines.values_list("kind", flat=True)))


def roles_at(school: str, name: str) -> list[str]:
    """The roles that somebody holds today."""
    held = Membership.objects.on(today()).filter(school__slug=school, user__name=name)
    return sorted(held.values_list("role", flat=True))
