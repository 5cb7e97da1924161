"""Words that a school allows in posts."""

from __future__ import annotations

from django.test import Client

from belisha.checks.models import AllowedWord
from tests.demo_fixtures import ClientFor

WORDS = "/s/grange/check/words/"
DRAFT = {"text": "Lovely walk at Grange Infant School", "role": "parent", "audience": "public"}


def test_what_the_school_allows_is_passed_over(client_for: ClientFor) -> None:
    head = client_for("headteacher@grange")
    assert "G36" in Client().post("/s/grange/check/", DRAFT).content.decode()
    assert head.post(WORDS, {"words": "  Grange Infant School! "}).status_code == 302
    assert "grange infant school" in head.get(WORDS).content.decode()
    assert "G36" not in Client().post("/s/grange/check/", DRAFT).content.decode()
    word = AllowedWord.objects.get()
    assert client_for("headteacher@calcot").post(WORDS, {"forget": word.pk}).status_code == 404
    assert head.post(WORDS, {"forget": word.pk}).status_code == 302
    assert "G36" in Client().post("/s/grange/check/", DRAFT).content.decode()


def test_nothing_is_not_allowed(client_for: ClientFor) -> None:
    page = client_for("headteacher@grange").post(WORDS, {"words": " !? "})
    assert page.status_code == 400
    assert "Enter a word or a phrase" in page.content.decode()
