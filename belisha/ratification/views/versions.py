from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from belisha.lifecycle.moves import Move
from belisha.people.actor import Actor, actor_of
from belisha.people.sources import own_school_or_404
from belisha.policies.models import PolicyVersion
from belisha.policies.states import VERSION_LIFE, VersionState
from belisha.ratification import queries
from belisha.ratification.permissions import can_comment, can_make, holder_words
from belisha.ratification.steps import next_moves, steps_of
from belisha.ratification.views.common import own_version, shown

# Which page does what the table calls a step.
PAGES = {
    "be sent to consultation": "consultation",
    "be put up for approval": "approval",
    "be approved": "approval",
    "be ratified": "ratification",
    "be published": "publication",
    "be withdrawn": "withdrawal",
    "be reviewed without change": "review",
    "go back to draft": "back",
}
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
    """Every version of the school's policies that the reader may see, by policy."""
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
    """Where one version stands, what comes next and whose it is, and what has happened to it."""
    actor, found = own_version(request, school, version)
    consultation = queries.open_consultation_on(found)
    return shown(
        request,
        "version",
        found,
        steps=steps_of(
            VERSION_LIFE,
            VersionState.DRAFT,
            found.state,
            queries.states_passed(found),
            lambda move: whose(move, found),
        ),
        moves=next_moves(
            VERSION_LIFE,
            found.state,
            lambda move: whose(move, found),
            lambda move: may_do(actor, move, found),
        ),
        pages=PAGES,
        consultation=consultation,
        can_comment=consultation is not None and can_comment(actor, consultation),
        equality=queries.equality_of(found),
        ratification=queries.ratification_of(found),
        happened=queries.happened_to(found) if can_make(actor, found.school) else [],
        before=queries.version_before(found),
        is_maker=can_make(actor, found.school),
        may_write=actor.may("write-policy", found.school_id),
        may_publish=actor.may("publish-policy", found.school_id),
    )


def whose(move: Move, version: PolicyVersion) -> str:
    """Who does a step at the school, in words; where several acts make one step, each with whose it is."""
    if len(move.rights) == 1:
        return f"by {holder_words(version.school, move.rights[0])}"
    said = (f"{ACTS[right]} by {holder_words(version.school, right)}" for right in move.rights)
    return "; ".join(said)


def may_do(actor: Actor, move: Move, version: PolicyVersion) -> bool:
    """Whether the actor has any of the rights that the step takes."""
    return bool(version.school_id in actor.ids_with(*move.rights))
