from functools import cache
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from belisha.base.fields import LineField
from belisha.base.text import capital
from belisha.people.actor import actor_of
from belisha.people.shortcuts import bound_data, own_school_or_404
from belisha.policies.models import SchoolWord
from belisha.policies.own_words.actions import WordTakenError, add_word, can_change_words, remove_word
from belisha.policies.own_words.translation import (
    ACTION,
    PLATFORM,
    ROLE,
    OwnWord,
    already_known,
    known_words_for,
)
from belisha.rules.vocabulary.loading import load_vocabulary


class OwnWordForm(forms.Form):
    """A word that people at the school use, and what it means."""

    word = LineField(
        label="Your word",
        min_length=3,
        max_length=60,
        help_text="As people at your school say it. For example: the Hedgehog board",
        error_messages={
            "required": "Enter your word",
            "min_length": "Your word must have 3 letters or more",
            "max_length": "Your word must have 60 letters or less",
        },
    )
    means = forms.ChoiceField(
        label="What it means",
        error_messages={"required": "Choose what it means", "invalid_choice": "Choose what it means"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.groups = _meanings()
        self.fields["means"].choices = [("", ""), *self.groups]  # type: ignore[attr-defined]

    def clean_word(self) -> str:
        """Refuse a word that the site understands already: it would change what others ask."""
        word: str = self.cleaned_data["word"]
        if known := already_known(word, load_vocabulary()):
            message = f"The site knows “{word}” already, as “{known}”. Choose another word."
            raise forms.ValidationError(message)
        return word


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def own_words(request: HttpRequest, school: str) -> HttpResponse:
    """Show the words of the school's own, and add one."""
    actor = actor_of(request)
    place = own_school_or_404(actor, school)
    can_change_words.check(actor, place)
    form = OwnWordForm(bound_data(request))
    if request.method == "POST" and form.is_valid():
        kind, _, means = form.cleaned_data["means"].partition(":")
        try:
            add_word(by=actor, school=place, word=form.cleaned_data["word"], kind=kind, means=means)
        except WordTakenError:
            form.add_error("word", "Your school has this word already. Remove it first to change it.")
        else:
            messages.success(request, "Questions with this word are understood from now on.")
            return redirect("policies:own_words", school=school)
    vocabulary = load_vocabulary()
    rows = SchoolWord.objects.visible_to(actor).filter(school=place)
    context = {
        "school": place,
        "form": form,
        "rows": [(row, known_words_for(OwnWord(row.word, row.kind, row.means), vocabulary)) for row in rows],
    }
    return render(request, "policies/own_words.html", context, status=400 if form.errors else 200)


@login_required
@require_POST
def remove(request: HttpRequest, school: str, word: int) -> HttpResponse:
    """Remove a word of the school's own."""
    actor = actor_of(request)
    place = own_school_or_404(actor, school)
    can_change_words.check(actor, place)
    rows = SchoolWord.objects.visible_to(actor).filter(school=place)
    remove_word(by=actor, word=get_object_or_404(rows, pk=word))
    messages.success(request, "The word is removed.")
    return redirect("policies:own_words", school=school)


@cache
def _meanings() -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """Return everything that a word may mean, by kind and in the order of the alphabet."""
    vocabulary = load_vocabulary()
    kinds = (
        ("Something people do", ACTION, vocabulary.actions),
        ("Somebody", ROLE, vocabulary.roles),
        ("A site or app", PLATFORM, vocabulary.platforms),
    )
    return tuple(
        (
            title,
            tuple(
                sorted(((f"{kind}:{each.id}", capital(each.label)) for each in words.values()), key=_label)
            ),
        )
        for title, kind, words in kinds
    )


def _label(choice: tuple[str, str]) -> str:
    return choice[1]
