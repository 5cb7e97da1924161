"""Shared devices: the school's list, a device's own page, and signing in on it by card."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from belisha.access.sign_in import sign_in_rules
from belisha.base.cookies import SiteCookie
from belisha.base.row_security import across_schools
from belisha.people.accounts.tokens import normalise_code
from belisha.people.actor import actor_of
from belisha.people.devices import actions
from belisha.people.devices.actions import CardRefusedError, DeviceClosedError, WrongNumberError
from belisha.people.devices.forms import CardCodeForm, CardNumberForm, DeviceForm, NewCardNumberForm
from belisha.people.devices.sessions import device_session, store_device_session
from belisha.people.models import PersonalCard, SharedDevice
from belisha.people.permissions import can_manage_people
from belisha.people.shortcuts import bound_data, own_school_or_404, qr_svg

MINUTES = sign_in_rules().shared_for.seconds // 60
COOKIE = SiteCookie("belisha_device", "marks a computer that several people share", 365 * 24 * 60 * 60)
BACKEND = "belisha.people.accounts.backends.PasswordBackend"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def devices(request: HttpRequest, school: str) -> HttpResponse:
    """List the shared devices of a school, and add one. Its link is shown once."""
    actor = actor_of(request)
    place = own_school_or_404(actor, school)
    can_manage_people.check(actor, place)
    form = DeviceForm(bound_data(request), school=place)
    if request.method == "POST" and form.is_valid():
        device, token = actions.add_device(by=actor, school=place, name=form.cleaned_data["name"])
        link = request.build_absolute_uri(reverse("people:open_device", args=[token]))
        context = {"school": place, "device": device, "link": link, "qr": qr_svg(link)}
        return render(request, "people/device_added.html", context)
    rows = SharedDevice.objects.visible_to(actor).filter(school=place).active()
    context = {"school": place, "form": form, "devices": rows, "minutes": MINUTES}
    return render(request, "people/devices.html", context, status=400 if form.errors else 200)


@login_required
@require_POST
def revoke_device(request: HttpRequest, school: str, device: int) -> HttpResponse:
    """Revoke a device."""
    actor = actor_of(request)
    place = own_school_or_404(actor, school)
    can_manage_people.check(actor, place)
    found = get_object_or_404(SharedDevice.objects.visible_to(actor), pk=device, school=place)
    if actions.revoke_device(by=actor, device=found):
        messages.success(request, f"{found.name} is no longer a shared device.")
    return redirect("people:devices", school=school)


@across_schools("a device is found by its link")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def open_device(request: HttpRequest, token: str) -> HttpResponse:
    """Set up a device by its link, on the device itself."""
    try:
        device = actions.device_to_open(token)
        if request.method == "POST":
            _, kept = actions.open_device(token=token)
            response = redirect("people:device")
            COOKIE.keep(response, kept)
            return response
    except DeviceClosedError:
        return render(request, "people/device_closed.html", status=410)
    return render(request, "people/open_device.html", {"device": device})


@across_schools("a device is found by its cookie")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def device(request: HttpRequest) -> HttpResponse:
    """Show the start page of a shared device: scan a card, or type its code."""
    found = actions.device_by_token(COOKIE.read(request))
    if found is None:
        return render(request, "people/no_device.html", status=403)
    form = CardCodeForm(bound_data(request))
    if request.method == "POST" and form.is_valid():
        return redirect("people:card", code=form.cleaned_data["code"] or "-")
    context = {"device": found, "form": form}
    return render(request, "people/device.html", context, status=400 if form.errors else 200)


@across_schools("a device is found by its cookie")
@never_cache
@sensitive_post_parameters("number")
@require_http_methods(["GET", "HEAD", "POST"])
def card(request: HttpRequest, code: str) -> HttpResponse:
    """Ask for the number of a card, on a shared device of its school. The QR code leads here."""
    found = actions.device_by_token(COOKIE.read(request))
    if found is None:
        return render(request, "people/no_device.html", status=403)
    try:
        own = actions.card_for(found, normalise_code(code))
        form = (CardNumberForm if own.number else NewCardNumberForm)(bound_data(request))
        if request.method == "POST" and form.is_valid():
            try:
                return _sign_in(request, found, own, form.cleaned_data["number"])
            except WrongNumberError as error:
                form.add_error("number", str(error))
    except CardRefusedError as error:
        context = {"device": found, "why": str(error)}
        return render(request, "people/card_refused.html", context, status=403)
    context = {"device": found, "form": form, "is_new": not own.number, "name": own.user.name}
    context["minutes"] = MINUTES
    return render(request, "people/card.html", context, status=400 if form.errors else 200)


def _sign_in(request: HttpRequest, device: SharedDevice, card: PersonalCard, number: str) -> HttpResponse:
    """Start a session for the card's person on this device. Raise WrongNumberError, CardRefusedError."""
    kept = actions.sign_in_by_card(device=device, card=card, number=number)
    request.session.flush()
    login(request, card.user, BACKEND)
    store_device_session(request.session, kept)
    return redirect(settings.LOGIN_REDIRECT_URL)


@require_POST
def finish(request: HttpRequest) -> HttpResponse:
    """Sign out on a shared device."""
    if device_session(request.session) is not None:
        request.session.flush()
    return redirect("people:device")
