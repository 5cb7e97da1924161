"""Ask a draft before it is ratified. Only those who write it see the answer, and nothing is logged."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from belisha.answers import page
from belisha.answers.answering import answer
from belisha.answers.forms import QuestionForm
from belisha.base.clock import today
from belisha.drafting.views.loading import draft_or_404
from belisha.people.forms import role_choices
from belisha.people.roles import public_groups, role_label
from belisha.policies.documents.reading import read_source
from belisha.policies.own_words.queries import own_words_of
from belisha.policies.queries import InForce
from belisha.rules.contradictions import ContradictionError

NOTHING_YET: dict[str, Any] = {
    "page": None,
    "meanings": (),
    "is_help": False,
    "contradictions": (),
    "role": "",
}


@sensitive_post_parameters()
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def try_draft(request: HttpRequest, school: str, version: int) -> HttpResponse:
    """Answer a question by the draft as it stands."""
    _, place, found = draft_or_404(request, school, version)
    draft = InForce(place, found, read_source(found.source))
    form = QuestionForm(request.POST) if request.method == "POST" else None
    is_wrong = form is not None and not form.is_valid()
    context = {
        "school": place,
        "version": found,
        "form": form if is_wrong else None,
        "asked_words": request.POST.get("q", ""),
        "asked_as": request.POST.get("as", ""),
        "role_groups": role_choices(public_groups()),
        "has_error": is_wrong,
        **NOTHING_YET,
        **(_answered(draft, form) if form and not is_wrong else {}),
    }
    response = render(request, "answers/try_draft.html", context, status=400 if is_wrong else 200)
    add_never_cache_headers(response)
    return response


def _answered(draft: InForce, form: QuestionForm) -> dict[str, Any]:
    """Return what the draft answers: its page, the meanings to choose from, or how it contradicts itself."""
    question = form.question
    if question is None:
        return {}
    try:
        answered = answer(draft.policy, question, today(), own_words_of(draft.school))
        if answered.help:
            return {"is_help": True, "role": role_label(question.role)}
        asks = page.meaning_page(draft, answered).meanings if answered.asks_first else ()
        return {
            "page": page.answer_page(draft, answered),
            "meanings": asks,
            "role": role_label(question.role),
        }
    except ContradictionError as error:
        return {"contradictions": error.contradictions}
