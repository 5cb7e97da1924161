"""The next actions on a version, for the person who looks."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.urls import reverse

from belisha.base.clock import today
from belisha.base.text import join_words
from belisha.people.actor import Actor
from belisha.policies.models import PolicyVersion
from belisha.policies.states import VersionState
from belisha.ratification.approval.queries import ApproverResponse, approval_progress
from belisha.ratification.models import ApprovalOpinion, CommentState, SignatureParty
from belisha.ratification.permissions import (
    FOR_WHOM,
    SIGNS,
    can_approve,
    can_make,
    has_right,
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
class NextAction:
    """The next action: its label and address for those who may take it, else who it waits for.

    `is_mine`: the reader may take it.
    """

    words: str
    address: str
    is_mine: bool
    waits: str


def next_actions_for(actor: Actor, version: PolicyVersion) -> tuple[NextAction, ...]:
    """Return what moves the version on now. Empty while people comment, in force, or ended."""
    find = _TURNS.get(VersionState(version.state))
    return tuple(find(actor, version)) if find else ()


def _turn(actor: Actor, version: PolicyVersion, right: str, words: str, page: str, doing: str) -> NextAction:
    """Return an action that needs a right."""
    waits = f"It waits for the {holder_words(version.school, right)} to {doing}."
    address = reverse(page, args=[version.school.slug, version.pk])
    return NextAction(words, address, has_right(actor, version.school, right), waits)


def _draft(actor: Actor, version: PolicyVersion) -> Iterator[NextAction]:
    if not has_right(actor, version.school, "write-policy"):
        doing = "open a consultation on it, or ask for approval"
        yield _turn(actor, version, "write-policy", "", "ratification:consultation", doing)
        return
    yield _turn(actor, version, "write-policy", "Open a consultation", "ratification:consultation", "")
    yield _turn(actor, version, "write-policy", "Ask for approval", "ratification:approval", "")


def _consultation(actor: Actor, version: PolicyVersion) -> Iterator[NextAction]:
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


def _approval(actor: Actor, version: PolicyVersion) -> Iterator[NextAction]:
    asked = open_round_on(version)
    if asked is None:
        return
    said = approval_progress(asked, version).said
    silent = [each for each in said if not each.opinion or each.is_void]
    address = reverse("ratification:approval", args=[version.school.slug, version.pk])
    may = can_approve(actor, version, asked)
    if any(each.opinion == ApprovalOpinion.ASKS_CHANGES and not each.is_void for each in said):
        doing = "make the changes that were asked for"
        yield _turn(actor, version, "write-policy", "Change the draft", "drafting:draft", doing)
    if may and any(each.user_id == actor.user_id for each in silent):
        yield NextAction("Approve, or ask for changes", address, True, "")
    elif silent:
        yield NextAction("", address, False, f"It waits for {_names(actor, version, silent)} to approve it.")
    elif may:
        yield NextAction("Change what you said", address, True, "")


def _names(actor: Actor, version: PolicyVersion, silent: list[ApproverResponse]) -> str:
    """Return who has not responded yet, by name for those who make the policy."""
    if not can_make(actor, version.school):
        return "those who were asked"
    return join_words((each.name for each in silent), "and")


def _approved(actor: Actor, version: PolicyVersion) -> Iterator[NextAction]:
    ratification = ratification_of(version)
    if ratification is not None:
        signed = {each.part: each.by_id for each in ratification.signatures.all()}
        for part in SignatureParty:
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
                yield NextAction(turn.words, turn.address, turn.is_mine and not is_other, turn.waits)
    elif passed_equality(version):
        words, doing = "Record the meeting", "record the meeting that ratified it"
        yield _turn(actor, version, "record-ratification", words, "ratification:ratification", doing)
    elif equality_of(version):
        words, doing = "Take it back to draft", "change the text: the equality check found a concern"
        yield _turn(actor, version, "write-policy", words, "ratification:back", doing)
    else:
        words, doing = "Check for equality", "check it for equality"
        yield _turn(actor, version, "check-equality", words, "ratification:equality", doing)


def _ratified(actor: Actor, version: PolicyVersion) -> Iterator[NextAction]:
    yield _turn(actor, version, "publish-policy", "Publish", "ratification:publication", "publish it")


_TURNS: dict[VersionState, Callable[[Actor, PolicyVersion], Iterator[NextAction]]] = {
    VersionState.DRAFT: _draft,
    VersionState.CONSULTATION: _consultation,
    VersionState.APPROVAL: _approval,
    VersionState.APPROVED: _approved,
    VersionState.RATIFIED: _ratified,
}
