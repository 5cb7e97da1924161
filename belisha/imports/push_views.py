"""Where a school's information system sends its people, and the page of the tokens for it."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from belisha.imports import actions
from belisha.imports.actions.push import result_as_json, token_of
from belisha.imports.files.limits import LARGEST_FILE
from belisha.imports.files.push import PushFormatError
from belisha.imports.forms import PushTokenForm
from belisha.imports.models import PushToken
from belisha.imports.permissions import check_can_import_people
from belisha.people.actor import actor_of
from belisha.people.models import School
from belisha.people.shortcuts import own_school_or_404

BEARER = "Bearer "


@csrf_exempt  # a program has no form of ours: the secret token says who sends
@require_POST
def push(request: HttpRequest, school: str) -> HttpResponse:
    """Import the people that a system sends as JSON. The token is in the header `Authorization`."""
    found = get_object_or_404(School, slug=school)
    header = request.headers.get("Authorization", "")
    try:
        token = token_of(found, header.removeprefix(BEARER) if header.startswith(BEARER) else "")
        data = request.read(LARGEST_FILE + 1)
        if len(data) > LARGEST_FILE:
            return _refused(413, f"At most {LARGEST_FILE // 1024**2} MB are read.")
        result = actions.import_push(token=token, data=data)
    except PermissionDenied as error:
        return _refused(403, str(error))
    except PushFormatError as error:
        problems = [{"at": place, "problem": words} for place, words in error.problems]
        return JsonResponse(
            {"error": "The body is not in the published format.", "problems": problems}, status=400
        )
    except actions.ImportRefusedError as error:
        return _refused(409, str(error))
    page = request.build_absolute_uri(reverse("imports:start", args=[school]))
    return JsonResponse(result_as_json(result, page), status=202 if result.waits_for else 200)


def _refused(status: int, sentence: str) -> HttpResponse:
    return JsonResponse({"error": sentence}, status=status)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def push_tokens(request: HttpRequest, school: str) -> HttpResponse:
    """Show the tokens of the school. POST makes one, whose secret is shown once."""
    actor = actor_of(request)
    place = own_school_or_404(actor, school)
    check_can_import_people(actor, place)
    form = PushTokenForm(request.POST if request.method == "POST" else None)
    secret = ""
    if request.method == "POST" and form.is_valid():
        _, secret = actions.make_push_token(by=actor, school=place, name=form.cleaned_data["name"])
        form = PushTokenForm()
    context = {
        "school": place,
        "form": form,
        "secret": secret,
        "address": request.build_absolute_uri(reverse("imports:push", args=[school])),
        "tokens": PushToken.objects.visible_to(actor)
        .filter(school=place, ended_at=None)
        .select_related("made_by"),
    }
    return render(request, "imports/push_tokens.html", context, status=400 if form.errors else 200)


@login_required
@require_POST
def end_token(request: HttpRequest, school: str, token: int) -> HttpResponse:
    """End a token."""
    actor = actor_of(request)
    place = own_school_or_404(actor, school)
    check_can_import_people(actor, place)
    found = get_object_or_404(
        PushToken.objects.visible_to(actor).select_related("school"), pk=token, school=place
    )
    actions.end_push_token(by=actor, token=found)
    return redirect("imports:push_tokens", school)
