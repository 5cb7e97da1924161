"""Writes the line managers that a roll names, once everybody of it is at the school."""

from datetime import date

from belisha.people.models import Membership
from belisha.rolls.keeping import row_from
from belisha.rolls.managers import Managers
from belisha.rolls.models import LineKind, Roll, RollLine
from belisha.rolls.queries import people_of


def write_line_managers(roll: Roll, today: date) -> int:
    """Name the line managers of those whom the lines are about, in the roles that these give. How many roles.

    Within the caller's transaction, before what the file said is forgotten. What takes it back stands with
    the line.
    """
    if "line_manager" not in roll.meaning.get("stated", ()):
        return 0
    rows = [
        (line, row_from(line.row))
        for line in roll.lines.filter(kind__in=(LineKind.JOINER, LineKind.CHANGE), is_done=True)
        if line.row.get("line_manager")
    ]
    managers = Managers.of(people_of(roll.school), today)
    held: dict[int, list[Membership]] = {}
    for each in Membership.objects.filter(school=roll.school, user__in=[line.user_id for line, _ in rows]):
        if each.to_on is None or each.to_on >= today:
            held.setdefault(each.user_id, []).append(each)
    changed: list[Membership] = []
    lines: list[RollLine] = []
    for line, row in rows:
        manager = managers.named(row.line_manager)
        mine = [each for each in held.get(line.user_id or 0, ()) if each.role in row.roles]
        mine = [each for each in mine if manager not in (None, each.user_id, each.line_manager_id)]
        if not mine:
            continue
        line.undo["managers"] = {str(each.pk): each.line_manager_id for each in mine}
        lines.append(line)
        for each in mine:
            each.line_manager_id = manager if isinstance(manager, int) else None
        changed += mine
    Membership.objects.bulk_update(changed, ["line_manager"], batch_size=200)
    RollLine.objects.bulk_update(lines, ["undo"], batch_size=200)
    return len(changed)
