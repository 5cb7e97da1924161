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
from belisha.people import shared_devices
from belisha.people.actor import actor_of
from belisha.people.device_forms import CodeForm, DeviceForm, NewNumberForm, NumberForm
from belisha.people.device_session import device_session, keep_device_session
from belisha.people.models import PersonalCard, SharedDevice
from belisha.people.permissions import check_can_manage_people
from belisha.people.posted import posted
from belisha.people.qr import qr_svg
from belisha.people.shared_devices import CardRefusedError, DeviceClosedError, WrongNumberError
from belisha.people.sources import own_school_or_404
from belisha.people.tokens import plain_code

COOKIE = "belisha_device"
MINUTES = sign_in_rules().shared_for.seconds // 60
A_YEAR = 365 * 24 * 60 * 60
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def devices(request: HttpRequest, school: str) -> HttpResponse:
    """The shared devices of a school. A new one gets a link, shown once."""
    actor = actor_of(request)
    place = own_school_or_404(actor, school)
    check_can_manage_people(actor, place)
    form = DeviceForm(posted(request), school=place)
    if request.method == "POST" and form.is_valid():
        device, token = shared_devices.add_device(by=actor, school=place, name=form.cleaned_data["name"])
        link = request.build_absolute_uri(reverse("people:open_device", args=[token]))
        context = {"school": place, "device": device, "link": link, "qr": qr_svg(link)}
        return render(request, "people/device_added.html", context)
    rows = SharedDevice.objects.visible_to(actor).filter(school=place).standing()
    context = {"school": place, "form": form, "devices": rows, "minutes": MINUTES}
    return render(request, "people/devices.html", context, status=400 if form.errors else 200)


@login_required
@require_POST
def revoke_device(request: HttpRequest, school: str, device: int) -> HttpResponse:
    """Take a device away."""
    actor = actor_of(request)
    place = own_school_or_404(actor, school)
    check_can_manage_people(actor, place)
    found = get_object_or_404(SharedDevice.objects.visible_to(actor), pk=device, school=place)
    if shared_devices.revoke_device(by=actor, device=found):
        messages.success(request, f"{found.name} is no longer a shared device.")
    return redirect("people:devices", school=school)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def open_device(request: HttpRequest, token: str) -> HttpResponse:
    """Where the link of a device leads, on the device itself."""
    try:
        device = shared_devices.device_to_open(token)
        if request.method == "POST":
            _, kept = shared_devices.open_device(token=token)
            response = redirect("people:device")
            response.set_cookie(
                COOKIE, kept, max_age=A_YEAR, httponly=True, secure=settings.HTTPS, samesite="Lax"
            )
            return response
    except DeviceClosedError:
        return render(request, "people/device_closed.html", status=410)
    return render(request, "people/open_device.html", {"device": device})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def device(request: HttpRequest) -> HttpResponse:
    """The page that a shared device shows while nobody uses it: scan a card, or type its code."""
    found = shared_devices.device_of(request.COOKIES.get(COOKIE, ""))
    if found is None:
        return render(request, "people/no_device.html", status=403)
    form = CodeForm(posted(request))
    if request.method == "POST" and form.is_valid():
        return redirect("people:card", code=form.cleaned_data["code"] or "-")
    context = {"device": found, "form": form}
    return render(request, "people/device.html", context, status=400 if form.errors else 200)


@never_cache
@sensitive_post_parameters("number")
@require_http_methods(["GET", "HEAD", "POST"])
def card(request: HttpRequest, code: str) -> HttpResponse:
    """Where the QR of a card leads: on a shared device of the school, the number is asked for."""
    found = shared_devices.device_of(request.COOKIES.get(COOKIE, ""))
    if found is None:
        return render(request, "people/no_device.html", status=403)
    try:
        own = shared_devices.card_for(found, plain_code(code))
        form = (NumberForm if own.number else NewNumberForm)(posted(request))
        if request.method == "POST" and form.is_valid():
            try:
                return _let_in(request, found, own, form.cleaned_data["number"])
            except WrongNumberError as error:
                form.add_error("number", str(error))
    except CardRefusedError as error:
        context = {"device": found, "why": str(error)}
        return render(request, "people/card_refused.html", context, status=403)
    context = {"device": found, "form": form, "is_new": not own.number, "name": own.user.name}
    context["minutes"] = MINUTES
    return render(request, "people/card.html", context, status=400 if form.errors else 200)


def _let_in(request: HttpRequest, device: SharedDevice, card: PersonalCard, number: str) -> HttpResponse:
    """Begin a session of the card's person on this device. Raises WrongNumberError, CardRefusedError."""
    kept = shared_devices.sign_in_by_card(device=device, card=card, number=number)
    request.session.flush()
    login(request, card.user, BACKEND)
    keep_device_session(request.session, kept)
    return redirect(settings.LOGIN_REDIRECT_URL)


@require_POST
def finish(request: HttpRequest) -> HttpResponse:
    """The person is done: the next one may come to the device."""
    if device_session(request.session) is not None:
        request.session.flush()
    return redirect("people:device")
