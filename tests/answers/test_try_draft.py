"""A draft is asked privately before it is ratified."""

from __future__ import annotations

from django.test import Client

from belisha.answers.models import AnswerLog
from belisha.people.models import User
from tests.drafting.drafts import HEAD, RULE, adopted

QUESTION = {"q": "Can I accept a friend request from a pupil?", "as": "teacher"}


def signed_in(client: Client, person: str) -> Client:
    client.force_login(User.objects.get(email=f"{person}.example"))
    return client


def test_the_draft_answers_and_not_the_policy_in_force(demo: None, client: Client) -> None:
    signed_in(client, HEAD)
    draft = adopted(client)
    address = f"/s/grange/drafts/{draft.pk}/try/"
    assert f'href="{address}"' in client.get(f"/s/grange/drafts/{draft.pk}/").content.decode()
    before = AnswerLog.objects.count()
    page = client.post(address, QUESTION).content.decode()
    assert "What a teacher would be told" in page
    assert f"/s/grange/drafts/{draft.pk}/clauses/friend-pupil/" in page
    assert AnswerLog.objects.count() == before, "nothing is kept"


def test_a_change_shows_in_the_next_answer(demo: None, client: Client) -> None:
    signed_in(client, HEAD)
    draft = adopted(client)
    client.post(f"/s/grange/drafts/{draft.pk}/add/", {**RULE, "title": "No friends at all", "save": "yes"})
    page = client.post(f"/s/grange/drafts/{draft.pk}/try/", QUESTION).content.decode()
    assert "No friends at all" in page


def test_harm_is_told_as_help(demo: None, client: Client) -> None:
    signed_in(client, HEAD)
    draft = adopted(client)
    page = client.post(f"/s/grange/drafts/{draft.pk}/try/", {"q": "my stepdad hits me", "as": "pupil"})
    assert "Help comes first" in page.content.decode()


def test_without_a_role_it_asks_for_one(demo: None, client: Client) -> None:
    signed_in(client, HEAD)
    draft = adopted(client)
    answer = client.post(f"/s/grange/drafts/{draft.pk}/try/", {"q": "may I film"})
    assert answer.status_code == 400
    assert "Choose who asks" in answer.content.decode()
