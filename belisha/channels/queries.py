from collections import Counter
from dataclasses import dataclass

from belisha.access.actor import Actor
from belisha.channels.models import OfficialPost
from belisha.people.models import School

FEWEST_SHOWN = 5


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


def _shown(count: int) -> int | None:
    return count if count == 0 or count >= FEWEST_SHOWN else None
