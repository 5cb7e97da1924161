"""What this room keeps: places, looks, and what is said of the school. Who said it is not kept."""

from collections.abc import Sequence

from django.db.models import F, Q

from belisha.base.holdings import Holding, Subject, holding
from belisha.reputation.models import Mention, MentionReply, PlaceLook, WatchedPlace
from belisha.reputation.record import ReputationEvent


def _dispose(rows: Sequence[Mention]) -> None:
    ids = [row.pk for row in rows]
    MentionReply.objects.filter(mention__in=ids).delete()
    Mention.objects.filter(pk__in=ids).delete()


holding(
    Holding(
        key="mentions",
        model=Mention,
        title="What is said of the school",
        kind="mention",
        about=lambda user: Q(brought_by=user) | Q(replies__drafted_by=user) | Q(replies__approved_by=user),
        subjects=lambda row: [
            *([Subject("who brought it in", row.brought_by_id)] if row.brought_by_id else []),
            *(Subject("who wrote a reply", each.drafted_by_id) for each in row.replies.all()),
            *(
                Subject("who approved a reply", each.approved_by_id)
                for each in row.replies.all()
                if each.approved_by_id
            ),
        ],
        disclosed=lambda row, user: [
            ("You dealt with", row.link),
            *(("Your reply", each.words) for each in row.replies.all() if each.drafted_by_id == user),
        ],
        triggers={"outcome": F("ended_at"), "made": F("seen_at")},
        dispose=_dispose,
        stub=lambda row: {"tone": row.tone, "outcome": row.outcome},
        looks=(ReputationEvent.LOOKED_AT_MENTION,),
        noun="mention",
        parts=(MentionReply,),
    )
)
holding(
    Holding(
        key="looks",
        model=PlaceLook,
        title="Looks at public places",
        kind="watching",
        about=lambda user: Q(by=user),
        subjects=lambda row: [Subject("who looked", row.by_id)],
        disclosed=lambda row, _: [("You looked at", row.place.title), ("On", f"{row.at:%d %B %Y}")],
        triggers={"made": F("at")},
        stub=lambda row: {"found": "something" if row.found else "nothing"},
    )
)
holding(
    Holding(
        key="watched-places",
        model=WatchedPlace,
        title="Public places that are watched",
        kind="watching",
        about=lambda user: Q(added_by=user),
        subjects=lambda row: [Subject("who added it", row.added_by_id)],
        disclosed=lambda row, _: [("You added", row.title)],
        kept_because="It is a public place, and goes off the list when the school says so.",
    )
)
