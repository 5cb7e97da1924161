"""One of the people who acknowledge a policy, and what is prepared and looked at around them."""

from __future__ import annotations

import http.client
import re
import secrets
import threading
import time
from urllib.parse import urlencode

# Run in the same settings as the server: builds a school of 500 teachers, and prints what each one needs.
PREPARE = """
import json, sys, django
django.setup()
from datetime import date
from importlib import import_module
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.core.management import call_command
call_command("migrate", verbosity=0)
call_command("createcachetable", verbosity=0)
from belisha.access.actor import ANONYMOUS
from belisha.acknowledgements.queries import binding_of
from belisha.acknowledgements.shortcuts import own_document
from belisha.base.clock import today
from belisha.demo.build import build_demo
from belisha.people.actor import actor_from
from belisha.people.models import Membership, School, User
from belisha.policies.models import PolicyVersion
build_demo()
school = School.objects.get(slug="grange")
users = User.objects.bulk_create(
    User(email=f"t{n}@bench.example", name=f"Teacher {n}", password="!") for n in range(int(sys.argv[1]))
)
Membership.objects.bulk_create(
    Membership(school=school, user=user, role="teacher", from_on=date(2026, 1, 1)) for user in users
)
version = PolicyVersion.objects.in_force().get(school=school, document__kind="policy")
binding = binding_of(school, version)
store = import_module(settings.SESSION_ENGINE).SessionStore
rows = []
for user in users:
    session = store()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    asked = own_document(actor_from(user.pk, user.name), binding, today()).questions
    rows.append([session.session_key, {each.id: str(each.right) for each in asked}])
print(json.dumps([version.pk, rows]))
"""
FINISH = """
import json, django
django.setup()
from belisha.acknowledgements.models import Acknowledgement
from belisha.acknowledgements.verification import verify_acknowledgement
rows = Acknowledgement.objects.filter(person__email__endswith="@bench.example")
print(json.dumps([rows.count(), sum(verify_acknowledgement(each).is_verified for each in rows)]))
"""


class Person:
    """One person's browser: a session, a token for forms, and one connection."""

    def __init__(self, port: int, session: str, took: dict[str, list[float]], wrong: list[str]) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.token = secrets.token_hex(16)
        self.cookie = f"sessionid={session}; csrftoken={self.token}"
        self.port, self.session, self.took, self.wrong = port, session, took, wrong

    def go_through(self, version: int, answers: dict[str, str], *, clicks_twice: bool) -> None:
        """Read, check, answer, agree, receipt. Whoever clicks twice agrees over two connections at once."""
        page = f"/s/grange/acknowledge/{version}/"
        self.ask("read", "GET", page, 200)
        self.ask("check", "GET", f"{page}check/", 200)
        self.ask("answer", "POST", f"{page}check/", 302, answers)
        html, _ = self.ask("", "GET", page, 200)
        shown = re.search(r'name="shown" value="([0-9a-f]{64})"', html)
        form = {"agree": "yes", "shown": shown[1] if shown else ""}
        if clicks_twice:
            other = Person(self.port, self.session, self.took, self.wrong)
            second = threading.Thread(target=other.ask, args=("agree", "POST", page, 302, form))
            second.start()
        _, receipt = self.ask("agree", "POST", page, 302, form)
        if clicks_twice:
            second.join()
        self.ask("receipt", "GET", receipt, 200)
        self.connection.close()

    def ask(
        self, step: str, method: str, path: str, expected: int, form: dict[str, str] | None = None
    ) -> tuple[str, str]:
        """One request: its body, and where it leads."""
        headers = {"Cookie": self.cookie}
        body = None
        if form is not None:
            body = urlencode({**form, "csrfmiddlewaretoken": self.token})
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        began = time.perf_counter()
        self.connection.request(method, path or "/", body, headers)
        response = self.connection.getresponse()
        text = response.read().decode()
        if step:
            self.took[step].append((time.perf_counter() - began) * 1000)
        if response.status != expected:
            self.wrong.append(f"{method} {path}: {response.status}")
        return text, response.headers.get("Location", "")
