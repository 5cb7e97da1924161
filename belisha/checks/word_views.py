from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from belisha.checks.actions import WordRefusedError, allow_word, forget_word
from belisha.checks.models import AllowedWord
from belisha.checks.permissions import can_allow_words
from belisha.people.actor import actor_of
from belisha.people.shortcuts import own_school_or_404


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def words_page(request: HttpRequest, school: str) -> HttpResponse:
    """List the words that the school allows in posts, add one, or take one off."""
    actor = actor_of(request)
    place = own_school_or_404(actor, school)
    can_allow_words.check(actor, place)
    rows = AllowedWord.objects.visible_to(actor).filter(school=place)
    refused = ""
    if request.method == "POST":
        try:
            if number := request.POST.get("forget", ""):
                forget_word(
                    by=actor, word=get_object_or_404(rows, pk=int(number) if number.isdecimal() else 0)
                )
                messages.success(request, "It is looked at again.")
            else:
                allow_word(by=actor, school=place, words=request.POST.get("words", ""))
                messages.success(request, "It is allowed.")
            return redirect("checks:words", place.slug)
        except WordRefusedError as error:
            refused = str(error)
    context = {"school": place, "rows": rows, "refused": refused, "typed": request.POST.get("words", "")}
    return render(request, "checks/words.html", context, status=400 if refused else 200)
