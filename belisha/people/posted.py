from django.http import HttpRequest, QueryDict


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form was sent with; None where it is only shown. One with nothing in it was sent too."""
    return request.POST if request.method == "POST" else None
