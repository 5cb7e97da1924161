from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from belisha.access.actor import Actor
from belisha.channels.models import WRITE, OfficialPost
from belisha.channels.states import PostState
from belisha.people.models import School
from belisha.people.offices.right_holders import holders_of_right
from belisha.registers.consents import refused_since, takedown_days

FEWEST_SHOWN = 5


def writing_role(actor: Actor, school: School) -> str:
    """Return the role by which what somebody writes for the school is checked.

    It is their own; for somebody of a body over the school, who has none here, the first that may write.
    """
    return next(iter(actor.roles_at(school.slug)), holders_of_right(school, WRITE)[0])


@dataclass(frozen=True, slots=True)
class MindedClause:
    """How many official posts a clause was cited for; None where they are too few to be shown."""

    clause: str
    cites: str
    posts: int | None
    overridden: int | None


def minded_clauses(actor: Actor, school: School) -> list[MindedClause]:
    """Return which clauses official posts met most, without their words. Small numbers are not shown."""
    posts, overridden = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    rows = OfficialPost.objects.visible_to(actor).filter(school=school).values_list("findings", "overrides")
    for findings, overrides in rows.iterator(chunk_size=500):
        met, let = set(), set()
        for finding in findings:
            for clause in finding["clauses"]:
                key = clause["id"], ", ".join(clause["cites"])
                met.add(key)
                if finding["key"] in overrides:
                    let.add(key)
        posts.update(met)
        overridden.update(let)
    return [
        MindedClause(clause, cites, _shown(count), _shown(overridden[clause, cites]))
        for (clause, cites), count in posts.most_common(30)
    ]


def posts_to_take_down(school: School, on: date) -> list[tuple[OfficialPost, date]]:
    """Return what is out and shows a child for whom the answer is no now, with the day due (RG3)."""
    refused = refused_since(school, on)
    if not refused:
        return []
    rows = OfficialPost.objects.filter(
        school=school, state=PostState.POSTED, children__in={child for child, _ in refused}
    )
    found = []
    for post in rows.distinct().prefetch_related("children").order_by("pk"):
        days = [
            refused[child.pk, post.purpose]
            for child in post.children.all()
            if (child.pk, post.purpose) in refused
        ]
        if days:
            found.append((post, min(days) + timedelta(days=takedown_days())))
    return found


def _shown(count: int) -> int | None:
    return count if count == 0 or count >= FEWEST_SHOWN else None
