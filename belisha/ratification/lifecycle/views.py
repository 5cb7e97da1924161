from collections.abc import Iterable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from belisha.audit.verbs import Verb
from belisha.base.clock import today
from belisha.drafting.draft_issues import issues_of
from belisha.drafting.queries import source_model
from belisha.lifecycle.moves import Move
from belisha.people.actor import Actor, actor_of
from belisha.people.shortcuts import own_school_or_404
from belisha.policies.models import PolicyVersion
from belisha.policies.states import EDITABLE, VERSION_LIFE, VersionState
from belisha.ratification import queries
from belisha.ratification.approval.queries import requested_changes
from belisha.ratification.lifecycle.discard import discard_blockers
from belisha.ratification.lifecycle.next_actions import NextAction, next_actions_for
from belisha.ratification.lifecycle.progress import SideMove, progress_of, side_moves
from belisha.ratification.permissions import can_comment, can_make, has_right, holder_words
from belisha.ratification.responses import own_version_or_404, render_step

# Which page does what the table calls a step beside the way.
PAGES = {
    "be withdrawn": "withdrawal",
    "be reviewed without change": "review",
    "go back to draft": "back",
}
# What keeps a draft from being put in force, of all that there is to mend in it.
BLOCKING = ("contradiction", "loose-step")
# What each right does towards a step that several make together.
ACTS = {
    "check-equality": "equality check",
    "record-ratification": "the meeting",
    "sign-for-school": "signature for the school",
    "sign-for-governors": "for the governors",
}


@login_required
@require_safe
def versions(request: HttpRequest, school: str) -> HttpResponse:
    """List the versions of the school's policies that the reader may see, by policy."""
    actor = actor_of(request)
    place = own_school_or_404(actor, school)
    documents: dict[str, list[PolicyVersion]] = {}
    for version in queries.versions_at(actor, school):
        documents.setdefault(version.document.title, []).append(version)
    context = {
        "in_force": {"school": place},
        "here": "",
        "documents": documents,
        "is_maker": can_make(actor, place),
    }
    return render(request, "ratification/versions.html", context)


@login_required
@require_safe
def version_page(request: HttpRequest, school: str, version: int) -> HttpResponse:
    """Show the status of a version, its next actions and its history."""
    actor, found = own_version_or_404(request, school, version)
    consultation, is_maker = queries.open_consultation_on(found), can_make(actor, found.school)
    turns = next_actions_for(actor, found)
    return render_step(
        request,
        "version",
        found,
        steps=progress_of(
            VERSION_LIFE,
            VersionState.DRAFT,
            found.state,
            queries.states_passed(found),
            lambda move: whose(move, found),
        ),
        turns=turns,
        moves=[(PAGES[move.verb], move.words) for move in _side_moves(actor, found, turns)],
        changes=requested_changes(found) if is_maker else [],
        others=queries.others_on_the_way(actor, found) if found.state == VersionState.PUBLISHED else [],
        **_for_writers(actor, found),
        consultation=consultation,
        can_comment=consultation is not None and can_comment(actor, consultation),
        equality=queries.equality_of(found),
        ratification=queries.ratification_of(found),
        happened=queries.version_events(found) if is_maker else [],
        before=queries.version_before(found),
        is_maker=is_maker,
        may_publish=actor.may("publish-policy", found.school_id),
    )


def _side_moves(actor: Actor, version: PolicyVersion, turns: Iterable[NextAction]) -> list[SideMove]:
    """Return the moves that the actor may make besides the next actions."""
    found = side_moves(VERSION_LIFE, version.state, lambda move: may_do(actor, move, version))
    next_words = {turn.words for turn in turns}
    return [move for move in found if move.words not in next_words]


def _for_writers(actor: Actor, version: PolicyVersion) -> dict[str, Any]:
    """Return what authors can do with the text, and what blocks publication."""
    may_write = has_right(actor, version.school, "write-policy")
    may_change = may_write and version.state in EDITABLE
    mends = issues_of(version, source_model(version), today()) if may_change else ()
    return {
        "may_write": may_write,
        "may_change": may_change,
        "blocking": [each for each in mends if each.check in BLOCKING],
        "may_discard": may_write and not discard_blockers(version),
    }


def whose(move: Move[Verb], version: PolicyVersion) -> str:
    """Return who makes a move at the school, in words; for a move of several acts, who does each."""
    if len(move.rights) == 1:
        return f"by {holder_words(version.school, move.rights[0])}"
    said = (f"{ACTS[right]} by {holder_words(version.school, right)}" for right in move.rights)
    return "; ".join(said)


def may_do(actor: Actor, move: Move[Verb], version: PolicyVersion) -> bool:
    """Return whether the actor has any of the rights that the move needs."""
    return bool(version.school_id in actor.ids_with(*move.rights))
