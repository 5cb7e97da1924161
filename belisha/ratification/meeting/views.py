from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from belisha.people.actor import Actor
from belisha.policies.models import PolicyVersion
from belisha.policies.queries import policy_of
from belisha.policies.states import VersionState
from belisha.ratification import queries
from belisha.ratification.forms import PlainForm
from belisha.ratification.meeting import actions, corrections
from belisha.ratification.meeting.forms import CorrectionForm, MeetingForm, MinuteForm, SignForm
from belisha.ratification.models import Ratification, SignatureParty
from belisha.ratification.permissions import SIGNS, check_has_right, check_is_maker, has_right, holder_words
from belisha.ratification.record import AttemptEvent, RatificationEvent
from belisha.ratification.responses import (
    own_version_or_404,
    redirect_with_message,
    refusal_of,
    render_step,
    submit,
)

VERB = AttemptEvent.RATIFY


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def ratification(request: HttpRequest, school: str, version: int) -> HttpResponse:
    """Show the meeting and the two signatures, and record the meeting."""
    actor, found = own_version_or_404(request, school, version)
    check_is_maker(actor, found.school)
    body = policy_of(found).control.ratified_by or policy_of(found).control.committee
    form = MeetingForm(request.POST or None, initial={"body": body})
    problems = None
    if request.method == "POST":
        check_has_right(actor, found.school, "record-ratification")
        problems = submit(
            request,
            found,
            VERB,
            form,
            lambda: actions.record_meeting(by=actor, version=found, **form.cleaned_data),
        )
    if problems == ():
        return redirect_with_message(
            request, found, "The meeting is recorded. Two signatures make it ratified.", "ratification"
        )
    return _page(request, actor, found, form, problems)


@login_required
@require_POST
def sign(request: HttpRequest, school: str, version: int) -> HttpResponse:
    """Sign the text that was shown, for the school or for the governors."""
    actor, found = own_version_or_404(request, school, version)
    check_is_maker(actor, found.school)
    form = SignForm(request.POST)
    part = request.POST.get("part", "")
    if part in SignatureParty.values:
        check_has_right(actor, found.school, SIGNS[SignatureParty(part)])
    problems = submit(
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
        return redirect_with_message(request, found, words, "ratification")
    return _page(request, actor, found, form, problems)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def minute(request: HttpRequest, school: str, version: int) -> HttpResponse:
    """Correct the record of a meeting: all of it until someone has signed, then the minute reference only."""
    actor, found = own_version_or_404(request, school, version)
    check_has_right(actor, found.school, "record-ratification")
    there = queries.ratification_of(found)
    is_signed = there is None or bool(there.signatures.all())
    form = MinuteForm(request.POST or None) if is_signed else _correction(request, there)
    correct = corrections.correct_minute if is_signed else corrections.correct_meeting
    problems = submit(
        request,
        found,
        RatificationEvent.PUT_MINUTE_REFERENCE_RIGHT
        if is_signed
        else RatificationEvent.PUT_RECORD_OF_MEETING_RIGHT,
        form,
        lambda: correct(by=actor, version=found, **form.cleaned_data),
    )
    if problems == ():
        return redirect_with_message(request, found, "The record is corrected.", "ratification")
    own = {"ratification": there, "is_signed": is_signed}
    return render_step(request, "minute", found, problems=problems, form=form, **own)


def _correction(request: HttpRequest, there: Ratification | None) -> CorrectionForm:
    """Return the form of the whole record, filled with its present values."""
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
    return render_step(
        request,
        "ratification",
        version,
        problems=problems,
        form=form,
        ratification=there,
        minute=queries.minute_of(there) if there else "",
        equality=queries.equality_of(version),
        lacks=actions.ratification_blockers(version) if is_on_way and not there else [],
        stops=refusal_of(version, VERB) if not there else "",
        may_record=has_right(actor, version.school, "record-ratification"),
        who_records=holder_words(version.school, "record-ratification"),
        parts=[_part(actor, version, there, part) for part in SignatureParty] if there else [],
        set_aside=_set_aside(actor, version),
    )


def _set_aside(actor: Actor, version: PolicyVersion) -> list[tuple[Ratification, bool]]:
    """Return the records that no longer count, each with whether another replaced it at that instant."""
    rows = list(
        Ratification.objects.visible_to(actor).filter(version=version).prefetch_related("corrections")
    )
    made = {row.recorded_at for row in rows}
    return [(row, row.set_aside_at in made) for row in rows if row.set_aside_at]


def _part(
    actor: Actor, version: PolicyVersion, there: Ratification, part: SignatureParty
) -> dict[str, object]:
    """Return the context for one of the two signatures."""
    signatures = list(there.signatures.all())
    signed = next((each for each in signatures if each.part == part), None)
    is_other = any(each.by_id == actor.user_id for each in signatures)
    return {
        "part": part,
        "signature": signed,
        "as_role": actions.signed_as(signed) if signed else "",
        "wording": actions.signature_wording(version, there, part),
        "may_sign": has_right(actor, version.school, SIGNS[part]) and not is_other and not signed,
        "has_signed_other": is_other and not signed and has_right(actor, version.school, SIGNS[part]),
        "who": holder_words(version.school, SIGNS[part]),
    }
