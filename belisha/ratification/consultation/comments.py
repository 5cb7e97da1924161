"""Comments as the page shows them: who made them, and what accepted ones changed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from belisha.people.actor import Actor
from belisha.policies.versions.clause_diff import merged_words
from belisha.ratification.models import Comment, CommentState
from belisha.rules.language.policy import Policy
from belisha.rules.language.writing import write_clause

OWN = "You"


@dataclass(frozen=True, slots=True)
class CommentEntry:
    """One comment. `who` is empty where the name is not shown; `changes` are the clause's words then and now.

    `is_unchanged`: it was accepted, but its clause still says the same.
    """

    comment: Comment
    title: str
    who: str
    changes: tuple[tuple[str, str], ...] = ()
    is_unchanged: bool = False

    @property
    def is_own(self) -> bool:
        """Return whether the reader made it."""
        return self.who == OWN


def comment_entries(
    comments: Iterable[Comment], policy: Policy, gone: Mapping[str, str], actor: Actor, *, names: bool
) -> list[CommentEntry]:
    """Return the comments in the order in which they were made.

    `names` shows names, for those who answer; the reader's own are marked "You". `gone` are the titles of
    removed clauses, by id.
    """
    return [_told(comment, policy, gone, actor, names=names) for comment in comments]


def _told(
    comment: Comment, policy: Policy, gone: Mapping[str, str], actor: Actor, *, names: bool
) -> CommentEntry:
    clause = policy.by_id.get(comment.clause)
    title = clause.title if clause else _title_of_none(comment, gone)
    who = _who(comment, actor, names=names)
    if comment.state != CommentState.ACCEPTED or not comment.clause:
        return CommentEntry(comment, title, who)
    now = write_clause(clause) if clause else ""
    if now == comment.clause_was:
        return CommentEntry(comment, title, who, is_unchanged=True)
    return CommentEntry(comment, title, who, changes=merged_words(_words(comment.clause_was), _words(now)))


def _title_of_none(comment: Comment, gone: Mapping[str, str]) -> str:
    if not comment.clause:
        return "the whole policy"
    title = gone.get(comment.clause)
    return f"{title} (left out)" if title else "a clause left out since"


def _words(clause: str) -> str:
    """Return the statement of a clause in the policy file's form, without heading and fields."""
    return clause.split("\n\n", maxsplit=2)[1] if clause.count("\n\n") else clause


def _who(comment: Comment, actor: Actor, *, names: bool) -> str:
    if comment.by is None:
        return "By link" if names else ""
    if comment.by_id == actor.user_id:
        return OWN
    return comment.by.name if names else ""
