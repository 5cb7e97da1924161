"""Comments as the page tells them: who spoke, and what an accepted one has changed since."""

from collections.abc import Iterable
from dataclasses import dataclass

from belisha.people.actor import Actor
from belisha.ratification.clause_changes import word_pieces
from belisha.ratification.models import Comment, CommentState
from belisha.rules.policy import Policy
from belisha.rules.writing import write_clause


@dataclass(frozen=True, slots=True)
class Told:
    """One comment. `who` is empty where it is not told. `changes` are the clause's words then and now.

    `is_unchanged`: it was accepted, and its clause still says the same.
    """

    comment: Comment
    title: str
    who: str
    changes: tuple[tuple[str, str], ...] = ()
    is_unchanged: bool = False


def told_comments(comments: Iterable[Comment], policy: Policy, actor: Actor, *, names: bool) -> list[Told]:
    """The comments as they were made. Names are for those who answer; "You" is for oneself."""
    return [_told(comment, policy, actor, names=names) for comment in comments]


def _told(comment: Comment, policy: Policy, actor: Actor, *, names: bool) -> Told:
    clause = policy.by_id.get(comment.clause)
    title = (
        clause.title if clause else ("the whole policy" if not comment.clause else "a clause left out since")
    )
    who = _who(comment, actor, names=names)
    if comment.state != CommentState.ACCEPTED or not comment.clause:
        return Told(comment, title, who)
    now = write_clause(clause) if clause else ""
    if now == comment.clause_was:
        return Told(comment, title, who, is_unchanged=True)
    return Told(comment, title, who, changes=word_pieces(_words(comment.clause_was), _words(now)))


def _words(clause: str) -> str:
    """The statement of a clause in the form of the policy file, without its heading and fields."""
    return clause.split("\n\n", maxsplit=2)[1] if clause.count("\n\n") else clause


def _who(comment: Comment, actor: Actor, *, names: bool) -> str:
    if comment.by is None:
        return "By link" if names else ""
    if comment.by_id == actor.user_id:
        return "You"
    return comment.by.name if names else ""
