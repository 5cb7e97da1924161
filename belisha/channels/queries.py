from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from django.db.models import Q
from django.utils.html import linebreaks

from belisha.access.actor import Actor
from belisha.channels.connectors import OutgoingPost
from belisha.channels.models import WRITE, OfficialAccount, OfficialPost
from belisha.channels.states import PostState
from belisha.people.models import School
from belisha.people.offices.right_holders import holders_of_right
from belisha.registers.consents import leaver_days, refused_since, takedown_days
from belisha.registers.people import left_on

FEWEST_SHOWN = 5
NEWS_FEED, MOST_IN_FEED = "news_feed", 50


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


class WhyGone(StrEnum):
    """Why a post that is out has to go."""

    WITHDRAWN = "a consent was withdrawn"
    LEFT = "a child in it has left the school"


@dataclass(frozen=True, slots=True)
class PostToGo:
    """A post that is out and shows a child whom it may not show any longer: by when it goes, and why."""

    post: OfficialPost
    day: date
    why: WhyGone


def posts_to_take_down(school: School, on: date) -> list[PostToGo]:
    """Return what is out and shows a child for whom the answer is no now (RG3), or who left (CH9, DP3)."""
    refused = refused_since(school, on)
    shown = OfficialPost.children.through.objects.filter(
        officialpost__school=school, officialpost__state=PostState.POSTED
    )
    left = left_on(school, shown.values_list("user", flat=True).distinct(), on)
    if not refused and not left:
        return []
    rows = OfficialPost.objects.filter(
        school=school, state=PostState.POSTED, children__in={*(child for child, _ in refused), *left}
    )
    to_go = []
    for post in rows.distinct().prefetch_related("children").order_by("pk"):
        children = [child.pk for child in post.children.all()]
        no = [refused[child, post.purpose] for child in children if (child, post.purpose) in refused]
        gone = [left[child] for child in children if child in left]
        if no:
            to_go.append(PostToGo(post, min(no) + timedelta(days=takedown_days()), WhyGone.WITHDRAWN))
        elif gone and (days := leaver_days()) is not None:
            to_go.append(PostToGo(post, min(gone) + timedelta(days=days), WhyGone.LEFT))
    return to_go


@dataclass(frozen=True, slots=True)
class FeedPost:
    """A post as the school's news feed has it."""

    number: int
    title: str
    html: str
    link: str
    at: datetime


def feed_account(school: School) -> OfficialAccount | None:
    """Return the school's news feed, if it has one."""
    rows = OfficialAccount.objects.filter(school=school, kind=NEWS_FEED, ended_at=None)
    found: OfficialAccount | None = rows.first()
    return found


def feed_posts(account: OfficialAccount) -> list[FeedPost]:
    """Return what is out and may be repeated: posts for the feed, and others that show no children.

    What shows children was agreed to for one place, and is not repeated in another.
    """
    rows = OfficialPost.objects.filter(
        Q(account=account) | Q(shows_children=False, has_picture=False),
        school=account.school_id,
        state=PostState.POSTED,
        posted_at__gte=account.made_at,
    )
    return [
        FeedPost(
            each.pk,
            OutgoingPost(each.pk, "", each.text, each.posted_at).title,
            linebreaks(each.text, autoescape=True),
            each.link,
            each.posted_at,
        )
        for each in rows.order_by("-posted_at", "-pk")[:MOST_IN_FEED]
    ]


def _shown(count: int) -> int | None:
    return count if count == 0 or count >= FEWEST_SHOWN else None
