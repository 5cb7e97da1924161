"""Write the line managers that a file names, once everybody of it is at the school."""

from datetime import date

from belisha.imports.models import LineKind, Roll, RollKey, RollLine
from belisha.people.models import Membership


def write_line_managers(roll: Roll, today: date) -> int:
    """Write the planned line managers of those whom the lines are about. Return how many roles got one.

    Within the caller's transaction, before what the file said is deleted. What takes it back is kept with the
    line.
    """
    lines = [
        line
        for line in roll.lines.filter(kind__in=(LineKind.JOINER, LineKind.CHANGE), is_done=True)
        if line.effects.get("manager") and line.user_id
    ]
    if not lines:
        return 0
    named = _people_by_key(roll, {line.effects["manager"] for line in lines})
    held: dict[int, list[Membership]] = {}
    for each in Membership.objects.filter(school=roll.school, user__in=[line.user_id for line in lines]):
        if each.to_on is None or each.to_on >= today:
            held.setdefault(each.user_id, []).append(each)
    changed: list[Membership] = []
    for line in lines:
        manager = named.get(line.effects["manager"])
        roles = set(line.effects.get("managed", ()))
        mine = [each for each in held.get(line.user_id or 0, ()) if each.role in roles]
        mine = [each for each in mine if manager not in (None, each.user_id, each.line_manager_id)]
        if mine:
            line.undo["managers"] = {str(each.pk): each.line_manager_id for each in mine}
        for each in mine:
            each.line_manager_id = manager
        changed += mine
    _write(changed)
    RollLine.objects.bulk_create(
        [line for line in lines if "managers" in line.undo],
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["undo"],
    )
    return len(changed)


def _write(changed: list[Membership]) -> None:
    """Write the line managers: a statement for each manager, as many have the same one."""
    managed: dict[int | None, list[int]] = {}
    for each in changed:
        managed.setdefault(each.line_manager_id, []).append(each.pk)
    for manager, ids in managed.items():
        for start in range(0, len(ids), 500):
            some = Membership.objects.filter(pk__in=ids[start : start + 500])
            some.update(line_manager=manager)


def _people_by_key(roll: Roll, named: set[int | str]) -> dict[int | str, int]:
    """Return the users whom ids, or numbers of people of the same file, name."""
    keys = [key for key in named if isinstance(key, str)]
    found: dict[int | str, int] = {pk: pk for pk in named if isinstance(pk, int)}
    for start in range(0, len(keys), 500):
        some = RollKey.objects.filter(school=roll.school, key__in=keys[start : start + 500])
        found.update(some.values_list("key", "person__user"))
    return found
