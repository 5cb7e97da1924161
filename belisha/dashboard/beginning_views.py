"""The pages from an empty installation to a policy in force."""

from pathlib import Path

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from belisha.audit.actions import refusals_recorded
from belisha.base.clock import today
from belisha.base.row_security import across_schools
from belisha.dashboard.actions import begin_school
from belisha.dashboard.adopt_existing import RatifiedElsewhere, bring_in_draft
from belisha.dashboard.forms import RatifiedElsewhereForm, StartSchoolForm
from belisha.dashboard.permissions import check_can_bring_in
from belisha.dashboard.record import DashboardEvent
from belisha.dashboard.setup_code import put_back_setup_code, spend_setup_code
from belisha.dashboard.steps import newest_draft, steps
from belisha.drafting.draft_issues import issues_of
from belisha.drafting.queries import source_model
from belisha.people.actor import actor_of
from belisha.people.forms import role_choices
from belisha.people.permissions import can_set_up
from belisha.people.roles import first_person_groups
from belisha.people.shortcuts import own_school_or_404
from belisha.policies.actions import TransitionRefusedError
from belisha.policies.documents.reading import read_source
from belisha.rules.contradictions import ContradictionError

NOT_THE_CODE = "The setup code is not right. It was shown when the site was started, and works for one school"
BACKEND = settings.AUTHENTICATION_BACKENDS[0]


@across_schools("it makes a school")
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def first(request: HttpRequest) -> HttpResponse:
    """Create a school and its first person, with the setup code."""
    form = StartSchoolForm(request.POST or None)
    folder = Path(settings.DATA_DIR)
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        code = given.pop("code")
        if not spend_setup_code(folder, code):
            form.add_error("code", NOT_THE_CODE)
        else:
            try:
                school, user = begin_school(on=today(), **given)
            except IntegrityError:
                put_back_setup_code(folder, code)
                form.add_error(None, "This school has just been set up by someone else. Sign in instead")
            else:
                login(request, user, BACKEND)
                return redirect("dashboard:begin", school.slug)
    context = {"form": form, "roles": role_choices(first_person_groups())}
    return render(request, "dashboard/first.html", context, status=400 if form.errors else 200)


@login_required
@require_safe
def begin(request: HttpRequest, school: str) -> HttpResponse:
    """Show what is still to do before the policy works, step by step."""
    actor = actor_of(request)
    place = own_school_or_404(actor, school)
    can_set_up.check(actor, place)
    found = steps(place, today())
    context = {"school": place, "steps": found, "next": next((s for s in found if not s.is_done), None)}
    return render(request, "dashboard/begin.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def bring_in(request: HttpRequest, school: str) -> HttpResponse:
    """Put the school's first draft in force, as ratified on paper."""
    actor = actor_of(request)
    place = own_school_or_404(actor, school)
    check_can_bring_in(actor, place)
    draft = newest_draft(place)
    if draft is None:
        return redirect("dashboard:begin", school)
    planned = read_source(draft.source).control.review_due_on
    form = RatifiedElsewhereForm(request.POST or None, initial={"review_due_on": planned})
    if request.method == "POST" and form.is_valid():
        try:
            with refusals_recorded(
                TransitionRefusedError,
                school_id=place.pk,
                by=actor.user_id,
                verb=DashboardEvent.PUT_IN_FORCE_AS_RATIFIED_ON_PAPER,
                subject=f"version {draft.pk}",
            ):
                bring_in_draft(by=actor, version=draft, stated=RatifiedElsewhere(**form.cleaned_data))
        except (TransitionRefusedError, ContradictionError) as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Your policy is in force. You can now ask it questions.")
            return redirect("dashboard:begin", school)
    mends = issues_of(draft, source_model(draft), today())
    context = {"school": place, "version": draft, "form": form, "mends": mends}
    return render(request, "dashboard/bring_in.html", context, status=400 if form.errors else 200)
