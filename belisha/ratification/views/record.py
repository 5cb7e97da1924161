from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from belisha.people.actor import Actor
from belisha.policies.models import PolicyVersion
from belisha.policies.queries import policy_of
from belisha.policies.states import VersionState
from belisha.ratification import queries
from belisha.ratification.actions import correcting
from belisha.ratification.actions import record as actions
from belisha.ratification.actions.equality import CHECKED_IN, may_take_back, record_equality_check
from belisha.ratification.forms import (
    CorrectionForm,
    EqualityForm,
    MeetingForm,
    MinuteForm,
    PlainForm,
    SignForm,
)
from belisha.ratification.grounds import grounds_for
from belisha.ratification.models import EqualityCheck, EqualityOutcome, Part, Ratification
from belisha.ratification.permissions import SIGNS, can_hold, check_holds, check_is_maker, holder_words
from belisha.ratification.views.common import done, own_version, posted, refusal_of, shown

VERB = "be ratified"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def equality(request: HttpRequest, school: str, version: int) -> HttpResponse:
    """The check that a policy discriminates against nobody, and who made it (B55)."""
    actor, found = own_version(request, school, version)
    check_is_maker(actor, found.school)
    grounds = grounds_for(policy_of(found))
    form = EqualityForm(request.POST or None, grounds=grounds.grounds)
    problems = None
    if request.method == "POST":
        check_holds(actor, found.school, "check-equality")
        problems = posted(request, found, "check for equality", form, lambda: _check(actor, found, form))
    if problems == ():
        return done(request, found, "The equality check is recorded.", "equality")
    checks = EqualityCheck.objects.visible_to(actor).filter(version=found).select_related("checked_by")
    last = queries.equality_of(found)
    concern = last if last and last.outcome == EqualityOutcome.CONCERN else None
    own = {
        "grounds": grounds,
        "checks": checks,
        "chosen": request.POST.getlist("grounds"),
        "holds": concern is not None,
        "may_take_back": concern is not None and may_take_back(actor, concern),
        "may_check": can_hold(actor, found.school, "check-equality"),
        "is_time": found.state in CHECKED_IN,
        "who": holder_words(found.school, "check-equality"),
    }
    return shown(request, "equality", found, problems=problems, form=form, **own)


def _check(actor: Actor, version: PolicyVersion, form: EqualityForm) -> EqualityCheck:
    said = form.cleaned_data
    return record_equality_check(
        by=actor,
        version=version,
        checksum=said["checksum"],
        grounds=said["looked_at"],
        outcome=said["outcome"],
        notes=said["notes"],
        mistaken=said["mistaken"],
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def ratification(request: HttpRequest, school: str, version: int) -> HttpResponse:
    """The record of ratification: the meeting, and the two signatures."""
    actor, found = own_version(request, school, version)
    check_is_maker(actor, found.school)
    body = policy_of(found).control.ratified_by or policy_of(found).control.committee
    form = MeetingForm(request.POST or None, initial={"body": body})
    problems = None
    if request.method == "POST":
        check_holds(actor, found.school, "record-ratification")
        problems = posted(
            request,
            found,
            VERB,
            form,
            lambda: actions.record_meeting(by=actor, version=found, **form.cleaned_data),
        )
    if problems == ():
        return done(
            request, found, "The meeting is recorded. Two signatures make it ratified.", "ratification"
        )
    return _page(request, actor, found, form, problems)


@login_required
@require_POST
def sign(request: HttpRequest, school: str, version: int) -> HttpResponse:
    """Sign the text that was shown, for the school or for the governors."""
    actor, found = own_version(request, school, version)
    check_is_maker(actor, found.school)
    form = SignForm(request.POST)
    part = request.POST.get("part", "")
    if part in Part.values:
        check_holds(actor, found.school, SIGNS[Part(part)])
    problems = posted(
        request,
        found,
        VERB,
        form,
        lambda: actions.sign_version(
            by=actor,
            version=found,
            **{name: form.cleaned_data[name] for name in ("part", "checksum", "read")},
        ),
    )
    if problems == ():
        found.refresh_from_db()
        is_ratified = found.state == VersionState.RATIFIED
        words = "You have signed. The policy is ratified." if is_ratified else "You have signed."
        return done(request, found, words, "ratification")
    return _page(request, actor, found, form, problems)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def minute(request: HttpRequest, school: str, version: int) -> HttpResponse:
    """Put the record of a meeting right, by a further entry: all of it until somebody has signed, then the
    minute reference alone."""
    actor, found = own_version(request, school, version)
    check_holds(actor, found.school, "record-ratification")
    there = queries.ratification_of(found)
    is_signed = there is None or bool(there.signatures.all())
    form = MinuteForm(request.POST or None) if is_signed else _correction(request, there)
    correct = correcting.correct_minute if is_signed else correcting.correct_meeting
    problems = posted(
        request,
        found,
        "put the minute reference right" if is_signed else "put the record of the meeting right",
        form,
        lambda: correct(by=actor, version=found, **form.cleaned_data),
    )
    if problems == ():
        return done(request, found, "The record is put right.", "ratification")
    own = {"ratification": there, "is_signed": is_signed}
    return shown(request, "minute", found, problems=problems, form=form, **own)


def _correction(request: HttpRequest, there: Ratification | None) -> CorrectionForm:
    """The form of the whole record, filled with what it says now."""
    said = {"met_on": there.met_on, "body": there.body, "minute": queries.minute_of(there)} if there else {}
    return CorrectionForm(request.POST or None, initial=said)


def _page(
    request: HttpRequest,
    actor: Actor,
    version: PolicyVersion,
    form: PlainForm,
    problems: tuple[str, ...] | None,
) -> HttpResponse:
    there = queries.ratification_of(version)
    is_on_way = version.state == VersionState.APPROVED
    return shown(
        request,
        "ratification",
        version,
        problems=problems,
        form=form,
        ratification=there,
        minute=queries.minute_of(there) if there else "",
        equality=queries.equality_of(version),
        lacks=actions.what_ratification_lacks(version) if is_on_way and not there else [],
        stops=refusal_of(version, VERB) if not there else "",
        may_record=can_hold(actor, version.school, "record-ratification"),
        who_records=holder_words(version.school, "record-ratification"),
        parts=[_part(actor, version, there, part) for part in Part] if there else [],
        set_aside=_set_aside(actor, version),
    )


def _set_aside(actor: Actor, version: PolicyVersion) -> list[tuple[Ratification, bool]]:
    """The records that count no more, each with whether another took its place at that instant."""
    rows = list(
        Ratification.objects.visible_to(actor).filter(version=version).prefetch_related("corrections")
    )
    made = {row.recorded_at for row in rows}
    return [(row, row.set_aside_at in made) for row in rows if row.set_aside_at]


def _part(actor: Actor, version: PolicyVersion, there: Ratification, part: Part) -> dict[str, object]:
    """One of the two signatures, or the place for it."""
    signatures = list(there.signatures.all())
    signed = next((each for each in signatures if each.part == part), None)
    is_other = any(each.by_id == actor.user_id for each in signatures)
    return {
        "part": part,
        "signature": signed,
        "as_role": actions.signed_as(signed) if signed else "",
        "wording": actions.wording_of(version, there, part),
        "may_sign": can_hold(actor, version.school, SIGNS[part]) and not is_other and not signed,
        "has_signed_other": is_other and not signed and can_hold(actor, version.school, SIGNS[part]),
        "who": holder_words(version.school, SIGNS[part]),
    }
