"""Steps that tests of registers share: ask from an answer, decide, look."""

import re
from html import unescape
from typing import Any

from django.test import Client

from belisha.people.models import School, User
from belisha.registers.models import RegisterEntry

LOGO = "as=teacher&action=use-school-name"
WANTED = {"what": "Put the logo on a cake", "why": "For the summer fair", "already": "no"}
GRANT = {
    "do": "grant",
    "from_on": "2026-11-21",
    "to_on": "2026-12-18",
    "channel": "",
    "conditions": "Only on the cake",
    "form": "written",
}


def school(slug: str = "grange") -> School:
    return School.objects.get(slug=slug)


def user(name: str) -> User:
    return User.objects.get(email=f"{name}.example")


def text_of(answer: Any) -> str:
    """The words of a page, without its tags, each space single."""
    body = re.sub(r"<(script|style).*?</\1>", " ", answer.content.decode(), flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def ask_for(client: Client, slug: str = "grange", query: str = LOGO, **more: str) -> RegisterEntry:
    """Asks for what an answer named, and returns the entry."""
    answer = client.post(f"/s/{slug}/requests/ask/?{query}", {**WANTED, **more})
    assert answer.status_code == 302, text_of(answer)
    found: RegisterEntry = RegisterEntry.objects.get(
        pk=int(answer.headers["Location"].rstrip("/").split("/")[-1])
    )
    return found


def page_of(entry: RegisterEntry) -> str:
    return f"/s/{entry.school.slug}/registers/{entry.register}/{entry.pk}/"


def grant(client: Client, entry: RegisterEntry, **more: str) -> RegisterEntry:
    """Grants it, and returns the entry as it is now."""
    answer = client.post(page_of(entry), {**GRANT, **more})
    assert answer.status_code == 302, text_of(answer)
    entry.refresh_from_db()
    return entry


def answer_to(client: Client, slug: str = "grange", query: str = LOGO) -> str:
    answer = client.get(f"/s/{slug}/ask/?{query}")
    assert answer.status_code == 200
    return text_of(answer)
