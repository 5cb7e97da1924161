from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe


@require_safe
def examine_page(request: HttpRequest, school: str) -> HttpResponse:
    raise NotImplementedError


lint_page = compare_page = examine_page
