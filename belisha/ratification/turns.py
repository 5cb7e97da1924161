"""Whose turn it is with a version, and the next act by its true name: for the one who reads."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.urls import reverse

from belisha.base.clock import today
from belisha.base.words import join_words
from belisha.people.actor import Actor
from belisha.policies.models import PolicyVersion
from belisha.policies.states import VersionState
from belisha.ratification.approvals import Said, approval_of
from belisha.ratification.models import CommentState, Opinion, Part
from belisha.ratification.permissions import (
    FOR_WHOM,
    SIGNS,
    can_approve,
    can_hold,
    can_make,
    holder_words,
)
from belisha.ratification.queries import (
    equality_of,
    open_consultation_on,
    open_round_on,
    passed_equality,
    ratification_of,
)


@dataclass(frozen=True, slots=True)
class Turn:
    """The next act: its words and its page for whoever may do it; for others, the sentence whom it waits for.

    `is_mine`: the reader may do it.
    """

    words: str
    address: str
    is_mine: bool
    waits: str


def turns_of(actor: Actor, version: PolicyVersion) -> tuple[Turn, ...]:
    """What brings the version on now. None where it is in force or has ended, or while people comment."""
    find = _TURNS.get(VersionState(version.state))
    return tuple(find(actor, version)) if find else ()


def _turn(actor: Actor, version: PolicyVersion, right: str, words: str, page: str, doing: str) -> Turn:
    """An act that takes a right."""
    waits = f"It waits for the {holder_words(version.school, right)} to {doing}."
    address = reverse(page, args=[version.school.slug, version.pk])
    return Turn(words, address, can_hold(actor, version.school, right), waits)


def _draft(actor: Actor, version: PolicyVersion) -> Iterator[Turn]:
    if not can_hold(actor, version.school, "write-policy"):
        doing = "open a consultation on it, or ask for approval"
        yield _turn(actor, version, "write-policy", "", "ratification:consultation", doing)
        return
    yield _turn(actor, version, "write-policy", "Open a consultation", "ratification:consultation", "")
    yield _turn(actor, version, "write-policy", "Ask for approval", "ratification:approval", "")


def _consultation(actor: Actor, version: PolicyVersion) -> Iterator[Turn]:
    consultation = open_consultation_on(version)
    if consultation is None:
        return
    waiting = consultation.comments.filter(state=CommentState.OPEN).count()
    if waiting:
        words = f"Answer the comments ({waiting})"
        yield _turn(actor, version, "write-policy", words, "ratification:comments", "answer the comments")
    elif consultation.closes_on <= today():
        words = "Ask for approval"
        yield _turn(actor, version, "write-policy", words, "ratification:approval", "ask for approval")


def _approval(actor: Actor, version: PolicyVersion) -> Iterator[Turn]:
    asked = open_round_on(version)
    if asked is None:
        return
    said = approval_of(asked, version).said
    silent = [each for each in said if not each.opinion or each.is_void]
    address = reverse("ratification:approval", args=[version.school.slug, version.pk])
    may = can_approve(actor, version, asked)
    if any(each.opinion == Opinion.ASKS_CHANGES and not each.is_void for each in said):
        doing = "make the changes that were asked for"
        yield _turn(actor, version, "write-policy", "Change the draft", "drafting:draft", doing)
    if may and any(each.user_id == actor.user_id for each in silent):
        yield Turn("Approve, or ask for changes", address, True, "")
    elif silent:
        yield Turn("", address, False, f"It waits for {_names(actor, version, silent)} to approve it.")
    elif may:
        yield Turn("Change what you said", address, True, "")


def _names(actor: Actor, version: PolicyVersion, silent: list[Said]) -> str:
    """Those who have said nothing yet, by name for those who make the policy."""
    if not can_make(actor, version.school):
        return "those who were asked"
    return join_words((each.name for each in silent), "and")


def _approved(actor: Actor, version: PolicyVersion) -> Iterator[Turn]:
    ratification = ratification_of(version)
    if ratification is not None:
        signed = {each.part: each.by_id for each in ratification.signatures.all()}
        for part in Part:
            if part not in signed:
                turn = _turn(
                    actor,
                    version,
                    SIGNS[part],
                    f"Sign for {FOR_WHOM[part]}",
                    "ratification:ratification",
                    f"sign for {FOR_WHOM[part]}",
                )
                is_other = actor.user_id in signed.values()
                yield Turn(turn.words, turn.address, turn.is_mine and not is_other, turn.waits)
    elif passed_equality(version):
        words, doing = "Record the meeting", "record the meeting that ratified it"
        yield _turn(actor, version, "record-ratification", words, "ratification:ratification", doing)
    elif equality_of(version):
        words, doing = "Take it back to draft", "change the text: the equality check found a concern"
        yield _turn(actor, version, "write-policy", words, "ratification:back", doing)
    else:
        words, doing = "Check for equality", "check it for equality"
        yield _turn(actor, version, "check-equality", words, "ratification:equality", doing)


def _ratified(actor: Actor, version: PolicyVersion) -> Iterator[Turn]:
    yield _turn(actor, version, "publish-policy", "Publish", "ratification:publication", "publish it")


_TURNS: dict[VersionState, Callable[[Actor, PolicyVersion], Iterator[Turn]]] = {
    VersionState.DRAFT: _draft,
    VersionState.CONSULTATION: _consultation,
    VersionState.APPROVAL: _approval,
    VersionState.APPROVED: _approved,
    VersionState.RATIFIED: _ratified,
}
