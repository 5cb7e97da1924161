"""The pages on which a school says whom to tell and how to reach them."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from belisha.access.actor import Actor
from belisha.base.clock import today
from belisha.base.text import capital
from belisha.directory import actions
from belisha.directory.forms import ContactForm
from belisha.directory.models import SchoolContact
from belisha.directory.national import national_services
from belisha.directory.permissions import can_keep_directory, check_can_keep_directory
from belisha.directory.platform_privacy import privacy_guides
from belisha.people.actor import actor_of
from belisha.people.models import School
from belisha.people.roles import role_label
from belisha.people.shortcuts import bound_data, own_school_or_404
from belisha.policies.directory.queries import directory_of, national_groups
from belisha.policies.directory.required import RequiredContact, required_contacts
from belisha.policies.documents.views import in_force_or_404
from belisha.policies.queries import policy_in_force


@never_cache
@login_required
@require_safe
def directory(request: HttpRequest, school: str) -> HttpResponse:
    """Show everybody whom the policy or statutory guidance sends people to, those without a contact first."""
    actor = actor_of(request)
    place = own_school_or_404(actor, school)
    found = policy_in_force(school)
    rows = directory_of(place, found.policy if found else None, today(), is_public=False)
    context = {
        "school": place,
        "rows": sorted(rows, key=lambda each: not each.is_gap),
        "gaps": sum(each.is_gap for each in rows),
        "may_change": can_keep_directory(actor, place),
        "has_policy": found is not None,
    }
    return render(request, "policies/directory.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def add_contact(request: HttpRequest, school: str, word: str) -> HttpResponse:
    """Add a contact for an office or body that the directory asks for."""
    actor, place = _keeper(request, school)
    required = _required_or_404(school, word)
    form = ContactForm(bound_data(request), initial={"is_public": True})
    if request.method == "POST" and form.is_valid():
        actions.add_contact(by=actor, school=place, word=word, **form.cleaned_data)
        messages.success(request, f"{capital(required.label)}: saved.")
        return redirect("policies:directory", school=school)
    return _form_page(request, place, form, required)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def change_contact(request: HttpRequest, school: str, contact: int) -> HttpResponse:
    """Change a contact from today on."""
    actor, place = _keeper(request, school)
    row = get_object_or_404(SchoolContact.objects.visible_to(actor).on(today()), pk=contact, school=place)
    required = _required_or_404(school, row.word, is_kept=True)
    form = ContactForm(bound_data(request), initial={name: getattr(row, name) for name in actions.FIELDS})
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_contact(by=actor, contact=row, **form.cleaned_data)
        except actions.ContactChangedError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"{capital(required.label)}: saved.")
            return redirect("policies:directory", school=school)
    return _form_page(request, place, form, required, row)


@login_required
@require_POST
def end_contact(request: HttpRequest, school: str, contact: int) -> HttpResponse:
    """Stop showing a contact."""
    actor, place = _keeper(request, school)
    row = get_object_or_404(SchoolContact.objects.visible_to(actor), pk=contact, school=place)
    try:
        actions.end_contact(by=actor, contact=row)
    except actions.ContactChangedError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "The contact is no longer shown.")
    return redirect("policies:directory", school=school)


@require_safe
def help_page(request: HttpRequest, school: str) -> HttpResponse:
    """Show where help is: people of the school first, then bodies outside, then services for everybody."""
    found = in_force_or_404(school)
    rows = directory_of(found.school, found.policy, today())
    context = {
        "in_force": found,
        "inside": [each for each in rows if each.is_inside],
        "outside": [each for each in rows if not each.is_inside],
        "national": national_groups(),
        "urgent": national_services()["emergency"],
        "ask_whom": [role_label(role) for role in found.policy.control.ask_whom],
        "here": "help",
    }
    return render(request, "policies/help.html", context)


@require_safe
def privacy_settings(request: HttpRequest, school: str) -> HttpResponse:
    """Show how privacy is set on each platform (G48, G78h, H28, C38, K78b)."""
    context = {"in_force": in_force_or_404(school), "guides": privacy_guides(), "here": "help"}
    return render(request, "policies/privacy_settings.html", context)


def _keeper(request: HttpRequest, slug: str) -> tuple[Actor, School]:
    actor = actor_of(request)
    place = own_school_or_404(actor, slug)
    check_can_keep_directory(actor, place)
    return actor, place


def _required_or_404(slug: str, word: str, *, is_kept: bool = False) -> RequiredContact:
    """Return what the directory asks for; one that is kept may outlive the clause that asked for it."""
    found = policy_in_force(slug)
    for each in required_contacts(found.policy if found else None):
        if each.word == word:
            return each
    if is_kept:
        return RequiredContact(word, word.replace("-", " "))
    raise Http404


def _form_page(
    request: HttpRequest,
    place: School,
    form: ContactForm,
    required: RequiredContact,
    contact: SchoolContact | None = None,
) -> HttpResponse:
    context: dict[str, Any] = {"school": place, "form": form, "required": required, "contact": contact}
    return render(request, "policies/contact.html", context, status=400 if form.errors else 200)
