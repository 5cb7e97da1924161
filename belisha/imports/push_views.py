"""Where a school's information system sends its people."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from belisha.imports import actions
from belisha.imports.actions.push import result_as_json
from belisha.imports.files.limits import LARGEST_FILE
from belisha.imports.files.push import PushFormatError
from belisha.people.accounts.access_tokens import TokenScope, TooManyRequestsError, token_of
from belisha.people.models import School

BEARER = "Bearer "


@csrf_exempt  # a program has no form of ours: the secret token says who sends
@require_POST
def push(request: HttpRequest, school: str) -> HttpResponse:
    """Import the people that a system sends as JSON. The token is in the header `Authorization`."""
    found = get_object_or_404(School, slug=school)
    header = request.headers.get("Authorization", "")
    try:
        token = token_of(
            found, header.removeprefix(BEARER) if header.startswith(BEARER) else "", TokenScope.PUSH_PEOPLE
        )
        data = request.read(LARGEST_FILE + 1)
        if len(data) > LARGEST_FILE:
            return _refused(413, f"At most {LARGEST_FILE // 1024**2} MB are read.")
        result = actions.import_push(token=token, data=data)
    except TooManyRequestsError as error:
        return _refused(429, str(error))
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
