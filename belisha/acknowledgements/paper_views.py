"""Signatures on paper: sheets to print, and sheets to enter."""

import segno
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from belisha.access.actor import Actor
from belisha.acknowledgements.actions import NotInForceError
from belisha.acknowledgements.forms import PaperForm, SetAsideForm
from belisha.acknowledgements.models import Acknowledgement, Method
from belisha.acknowledgements.paper_actions import enter_paper, set_acknowledgement_aside, witnesses_of
from belisha.acknowledgements.permissions import check_can_enter_paper
from belisha.acknowledgements.presented_text import paper_wording
from belisha.acknowledgements.queries import AskedPerson, Binding, asked_people, bindings, people_at
from belisha.acknowledgements.sheet_codes import sheet_code
from belisha.acknowledgements.shortcuts import binding_or_404, own_version_or_404
from belisha.base.clock import today
from belisha.base.seals import SealError
from belisha.base.text import capital
from belisha.people.actor import actor_of
from belisha.people.models import School
from belisha.people.roles import role_label
from belisha.people.shortcuts import own_school_or_404

ROLE, GROUP = "role", "group"


@login_required
@require_safe
def paper(request: HttpRequest, school: str) -> HttpResponse:
    """Choose a document and a group of people, to print a sheet or to enter one."""
    actor = actor_of(request)
    place = own_school_or_404(actor, school)
    check_can_enter_paper(actor, place)
    people = people_at(place, today())
    documents = []
    for binding in bindings(place):
        waiting = [each for each in asked_people(place, binding, today(), people) if not each.is_done]
        documents.append((binding, waiting, _choices(waiting)))
    return render(request, "acknowledgements/paper.html", {"school": place, "documents": documents})


@login_required
@require_safe
def sheet(request: HttpRequest, school: str, version: int) -> HttpResponse:
    """Show a signing sheet for a group of people, with the code of its version."""
    _, place, binding = _load(request, school, version)
    waiting = _waiting(request, place, binding)
    code = sheet_code(binding.version.pk, binding.version.checksum)
    address = request.build_absolute_uri(
        f"{reverse('acknowledgements:enter_paper', args=[place.slug, binding.version.pk])}?code={code}"
    )
    context = {
        "school": place,
        "version": binding.version,
        "control": binding.policy.control,
        "people": waiting,
        "role_label": role_label,
        "group": request.GET.get("who", ""),
        "agreed": paper_wording(binding.policy, binding.version.label),
        "code": code,
        "qr": segno.make(address, micro=False).svg_inline(scale=3, border=2, omitsize=False),
    }
    return render(request, "acknowledgements/sheet.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest, school: str, version: int) -> HttpResponse:
    """Enter the signatures on a sheet, several at once."""
    actor, place, binding = _load(request, school, version)
    waiting = _waiting(request, place, binding)
    witnesses = witnesses_of(place, people_at(place, today()))
    form = PaperForm(
        request.POST if request.method == "POST" else None,
        initial={"code": request.GET.get("code", ""), "signed_on": today()},
        expected=sheet_code(binding.version.pk, binding.version.checksum),
        earliest=binding.asked_on,
        latest=today(),
        signers=[(each.person_id, each.name) for each in waiting],
        witnesses=[(each.person_id, each.name) for each in witnesses],
        entered_by=actor.user_id or 0,
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            entered = enter_paper(
                by=actor,
                version=binding.version,
                people=[int(pk) for pk in data["people"]],
                signed_on=data["signed_on"],
                witnesses=[int(pk) for pk in (data["witness"], data["second_witness"]) if pk],
            )
        except NotInForceError as error:
            form.add_error(None, str(error))
        except SealError as error:
            context = {"school": place, "why": str(error)}
            return render(request, "acknowledgements/unsealed.html", context, status=503)
        else:
            count = len(entered.made)
            messages.success(request, f"{count} signature{'' if count == 1 else 's'} entered.")
            return redirect("acknowledgements:paper", school)
    context = {
        "school": place,
        "version": binding.version,
        "form": form,
        "people": waiting,
        "role_label": role_label,
        "witnesses": (("", tuple((str(each.person_id), each.name) for each in witnesses)),),
        "ticked": set(request.POST.getlist("people")),
        "group": request.GET.get("who", ""),
        "has_error": bool(form.errors),
    }
    return render(request, "acknowledgements/enter.html", context, status=400 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def set_aside(request: HttpRequest, school: str, receipt: int) -> HttpResponse:
    """Set aside a signature on paper that was entered by mistake, with the reason."""
    actor = actor_of(request)
    place = own_school_or_404(actor, school)
    check_can_enter_paper(actor, place)
    rows = Acknowledgement.objects.visible_to(actor).filter(school=place, how=Method.PAPER)
    made = get_object_or_404(rows.select_related("school", "version__document"), pk=receipt)
    form = SetAsideForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        set_acknowledgement_aside(by=actor, made=made, reason=form.cleaned_data["reason"])
        messages.success(request, f"Set aside. {made.name} is asked again.")
        return redirect("acknowledgements:receipt", school, made.pk)
    context = {"school": place, "made": made, "form": form, "has_error": bool(form.errors)}
    return render(request, "acknowledgements/set_aside.html", context, status=400 if form.errors else 200)


def _load(request: HttpRequest, school: str, version: int) -> tuple[Actor, School, Binding]:
    """Return the document in force. A sheet of an earlier version is refused later, by its code."""
    actor = actor_of(request)
    found = own_version_or_404(actor, school, version)
    check_can_enter_paper(actor, found.school)
    return actor, found.school, binding_or_404(found.school, found)


def _waiting(request: HttpRequest, school: School, binding: Binding) -> list[AskedPerson]:
    """Return those of the chosen role, class or team who have not acknowledged the document."""
    kind, _, chosen = request.GET.get("who", "").partition(":")
    everybody = asked_people(school, binding, today(), people_at(school, today()))
    waiting = [each for each in everybody if not each.is_done]
    if kind == ROLE:
        return [each for each in waiting if chosen in each.roles]
    if kind == GROUP:
        return [each for each in waiting if each.group == chosen]
    return waiting


def _choices(waiting: list[AskedPerson]) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """Return the groups that a sheet can be for: one role, one class or team."""
    roles = dict.fromkeys(role for each in waiting for role in each.roles)
    groups = sorted({each.group for each in waiting if each.group})
    found = (
        ("One role", tuple((f"{ROLE}:{role}", capital(role_label(role))) for role in roles)),
        ("One class or team", tuple((f"{GROUP}:{group}", group) for group in groups)),
    )
    return tuple(each for each in found if each[1])
