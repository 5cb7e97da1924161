"""Comments as the page tells them: who spoke, and what an accepted one has changed since."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from belisha.people.actor import Actor
from belisha.ratification.clause_changes import word_pieces
from belisha.ratification.models import Comment, CommentState
from belisha.rules.policy import Policy
from belisha.rules.writing import write_clause

OWN = "You"


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

    @property
    def is_own(self) -> bool:
        """Whether the reader has made it."""
        return self.who == OWN


def told_comments(
    comments: Iterable[Comment], policy: Policy, gone: Mapping[str, str], actor: Actor, *, names: bool
) -> list[Told]:
    """The comments as they were made. Names are for those who answer; "You" is for oneself.

    `gone` are the titles of the clauses that the draft leaves out, by id.
    """
    return [_told(comment, policy, gone, actor, names=names) for comment in comments]


def _told(comment: Comment, policy: Policy, gone: Mapping[str, str], actor: Actor, *, names: bool) -> Told:
    clause = policy.by_id.get(comment.clause)
    title = clause.title if clause else _title_of_none(comment, gone)
    who = _who(comment, actor, names=names)
    if comment.state != CommentState.ACCEPTED or not comment.clause:
        return Told(comment, title, who)
    now = write_clause(clause) if clause else ""
    if now == comment.clause_was:
        return Told(comment, title, who, is_unchanged=True)
    return Told(comment, title, who, changes=word_pieces(_words(comment.clause_was), _words(now)))


def _title_of_none(comment: Comment, gone: Mapping[str, str]) -> str:
    if not comment.clause:
        return "the whole policy"
    title = gone.get(comment.clause)
    return f"{title} (left out)" if title else "a clause left out since"


def _words(clause: str) -> str:
    """The statement of a clause in the form of the policy file, without its heading and fields."""
    return clause.split("\n\n", maxsplit=2)[1] if clause.count("\n\n") else clause


def _who(comment: Comment, actor: Actor, *, names: bool) -> str:
    if comment.by is None:
        return "By link" if names else ""
    if comment.by_id == actor.user_id:
        return OWN
    return comment.by.name if names else ""
