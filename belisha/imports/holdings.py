"""What this room keeps about people: imports on their way, and by which number a school knows somebody."""

from django.db.models import Q

from belisha.base.holdings import Holding, Subject, exempt, holding
from belisha.imports.models import JobTitle, Roll, RollKey, RollLayout, RollLine, RollPerson
from belisha.people.memberships.leaving import left_on

holding(
    Holding(
        key="imports",
        model=Roll,
        title="Imports of people",
        kind="account",
        about=lambda user: Q(lines__user=user) | Q(begun_by=user),
        subjects=lambda row: [
            *([Subject("who began it", row.begun_by_id)] if row.begun_by_id else []),
            *(
                Subject("who is in it", person)
                for person in set(row.lines.exclude(user=None).values_list("user", flat=True))
            ),
        ],
        disclosed=lambda row, _: [("Import", row.file_name), ("On", f"{row.begun_at:%d %B %Y}")],
        kept_because="Its personal data are deleted a week after it ended.",
        parts=(RollLine,),
    )
)
holding(
    Holding(
        key="roll-people",
        model=RollPerson,
        title="People known from imports",
        kind="account",
        about=lambda user: Q(user=user),
        subjects=lambda row: [Subject("who was imported", row.user_id)],
        disclosed=lambda row, _: [
            ("Number in the school’s system", key) for key in row.keys.values_list("key", flat=True)
        ],
        triggers={"leaving": left_on("user")},
        parts=(RollKey,),
    )
)
exempt(RollLayout, "what the columns of a file mean")
exempt(JobTitle, "which role a job title means")
