"""The report door: say what happened, get a receipt, come back with it. No account is needed."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from belisha.base.clock import today
from belisha.cases.actions import reports
from belisha.cases.actions.chronology import CaseRefusedError
from belisha.cases.forms import LONGEST, ChoiceForm, CodeForm, ReportForm, ReportWordsForm
from belisha.cases.intake import SentReport
from belisha.cases.library import reporter_words, reporting, takes_files
from belisha.cases.models import ChronologyKind, Report
from belisha.cases.proposals import proposal
from belisha.complaints.pacing import new_stamp, pace_for
from belisha.complaints.receipts import receipt_hash
from belisha.directory.queries import reach_of
from belisha.people.actor import actor_of
from belisha.people.models import School
from belisha.people.roles import role_matches
from belisha.policies.queries import InForce, policy_in_force
from belisha.rules.language.clauses import Clause, Note, NoteKind
from belisha.triage import Triage, load_playbooks

PUPIL = "pupil"


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, school: str) -> HttpResponse:
    """Say what happened. The page that follows shows help first, then the receipt, once."""
    place = get_object_or_404(School, slug=school)
    role = _role(request, place)
    is_child = role == PUPIL
    in_force, is_taken_along = policy_in_force(school), "take_along" in request.POST
    context: dict[str, Any] = {
        "school": place,
        "in_force": in_force,
        "is_child": is_child,
        "promise": promise(in_force, is_child=is_child),
        "here": "report",
    }
    posted = request.POST if request.method == "POST" and not is_taken_along else None
    form = ReportForm(posted, is_child=is_child) if posted is not None else None
    if form is not None and form.is_valid():
        try:
            return render(request, "cases/reported.html", {**context, **_kept(request, place, form)})
        except reports.ReportNotKeptError:
            return render(
                request, "cases/not_kept.html", {**context, **_listeners(place), "form": form}, status=503
            )
    pace = pace_for(reports.recent_reports(place))
    if form is None:
        words = request.POST.get("words", "")[:LONGEST] if is_taken_along else ""
        initial = {"sending": new_stamp(pace), "words": words, "role": role}
        form = ReportForm(is_child=is_child, initial=initial)
    context |= {
        **_listeners(place),
        "form": form,
        "pace": pace,
        "own_role": reporter_words(role)
        if any(role == row["role"] for row in reporting()["reporters"])
        else "",
        "pictures": {each.id: each.picture for each in load_playbooks().values()},
    }
    return render(request, "cases/report.html", context, status=400 if form.errors else 200)


def _kept(request: HttpRequest, school: School, form: ReportForm) -> dict[str, Any]:
    """Keep what was sent, and return what the page after it says. Raise ReportNotKeptError."""
    sent = _sent(request, form, is_child=form.is_child)
    sending, work = form.cleaned_data["sending"], form.cleaned_data["work"]
    code, proposed = reports.keep_report(school=school, sent=sent, sending=sending, work=work)
    return _what_follows(school, sent, code, (proposed or proposal(school, sent, today()))[1])


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def come_back(request: HttpRequest, school: str) -> HttpResponse:
    """Show the status and what was said, and add to it. The code travels in the form, never in an address."""
    place = get_object_or_404(School, slug=school)
    form = CodeForm(request.POST or None)
    context: dict[str, Any] = {"school": place, "in_force": policy_in_force(school), "form": form}
    if request.method != "POST" or not form.is_valid():
        return render(request, "cases/receipt.html", context, status=400 if form.errors else 200)
    found = report_of(place, form.cleaned_data["code"])
    if found is None:
        form.add_error("code", "No report at this school has this receipt. Check each letter")
        return render(request, "cases/receipt.html", context, status=400)
    more = more_form(request, found)
    if more.is_bound and more.is_valid():
        try:
            found = reports.add_to_report(report=found, **more.cleaned_data)
        except CaseRefusedError as error:
            more.add_error(None, str(error))
        else:
            context["was_added"] = True
            more = more_form(None, found)
    context |= own_report(found) | {"more": more, "code": form.cleaned_data["code"]}
    return render(request, "cases/own_report.html", context, status=400 if more.errors else 200)


def report_of(school: School, code: str) -> Report | None:
    """Return the report of a receipt, or None."""
    rows = Report.objects.filter(school=school, receipt_hash=receipt_hash(code)).select_related(
        "school", "case"
    )
    found: Report | None = rows.first()
    return found


def more_form(request: HttpRequest | None, found: Report) -> ReportWordsForm | ChoiceForm:
    """Return the form to add something: words, or for a picture a choice."""
    posted = request.POST if request is not None and "more" in request.POST else None
    return ChoiceForm(posted, section="more") if found.is_image else ReportWordsForm(posted)


def own_report(found: Report) -> dict[str, Any]:
    """Return what the reporter sees of their report: its state, what they said, and the answers."""
    shown = found.entries.filter(kind__in=(ChronologyKind.SAID, ChronologyKind.ANSWER))
    said = [(each.kind == ChronologyKind.SAID, found.opened(each.words), each.at) for each in shown]
    sent = reports.sent_of(found)
    playbook = load_playbooks().get(found.category)
    return {
        "report": found,
        "first": sent.words,
        "said": said,
        "takes_files": takes_files(found.category) and not found.is_image,
        "attach_says": playbook.attach.says if playbook else "",
        "is_child": found.role == PUPIL,
    }


def promise(found: InForce | None, *, is_child: bool) -> dict[str, Any]:
    """Return what the reporter is promised, with the clause of the policy that promises it, if one does."""
    data = reporting()["promise"]
    actions = set(data["actions"])
    clause: Clause | None = None
    if found:
        rights = (
            each for each in found.policy.clauses if isinstance(each, Note) and each.kind is NoteKind.RIGHT
        )
        clause = next((each for each in rights if not actions.isdisjoint(each.about)), None)
    return {"says": data["child"] if is_child else data["says"], "clause": clause}


def _what_follows(school: School, sent: SentReport, code: str, found: Triage | None) -> dict[str, Any]:
    """Return what the page after sending says: help, what happens next, what may be attached."""
    saved = report_of(school, code)
    route = found.route if found else ()
    # A report that is kept and not yet taken in is promised nothing that is not known.
    heard = [each.office for each in saved.access.filter(is_barred=False)] if saved else []
    is_urgent = sent.danger == "yes" or bool(found and found.is_urgent)
    reach = reach_of(school, [*(each.office for each in route), *heard], today())
    return {
        **(_listeners(school) if is_urgent else {}),
        "code": code,
        "found": found,
        "saved": saved,
        "route": [(each, reach.get(each.office)) for each in route],
        "heard": [reach[office] for office in heard],
        "is_urgent": is_urgent,
        "takes_files": saved is not None and takes_files(saved.category),
        "attach_says": found.attach.says if found else "",
    }


def _sent(request: HttpRequest, form: ReportForm, *, is_child: bool) -> SentReport:
    given = dict(form.cleaned_data)
    with_name = given.pop("with_name")
    actor = actor_of(request)
    for name in ("sending", "work"):
        given.pop(name)
    day = given.pop("happened_on")
    own = actor if with_name and actor.is_signed_in else None
    given["role"] = PUPIL if is_child else given["role"] or "visitor"
    if own:
        given["name"] = own.name
    return SentReport(
        **given, happened_on=day.isoformat() if day else "", user_id=own.user_id if own else None
    )


def _role(request: HttpRequest, school: School) -> str:
    """Return the reporter's role: as chosen, as the address says, or their own here."""
    own = actor_of(request).roles_at(school.slug)
    mine = next(
        (
            row["role"]
            for row in reporting()["reporters"]
            for role in own
            if role_matches(role, (row["role"],))
        ),
        "",
    )
    return request.POST.get("as") or request.GET.get("as") or mine


def _listeners(school: School) -> dict[str, Any]:
    """Return the school, and whom somebody in danger runs to."""
    return {"school": school, "listeners": list(reach_of(school, reporting()["listens"], today()).values())}
