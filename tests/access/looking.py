"""Who was shown which sealed words, and whether the record tells of it: what the tests of looks share."""

from __future__ import annotations

import html
import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin, urlsplit

import pypdfium2
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponseBase
from django.urls import resolve, reverse

from belisha.audit.models import Event
from belisha.base import data_keys, encrypted_files
from belisha.cases.actions import cases, outcomes, people, referrals, takedowns
from belisha.cases.actions.evidence import add_case_file
from belisha.cases.actions.outcomes import OutcomeWords
from belisha.cases.models import ChronologyKind, IncidentCase
from belisha.people.accounts import encryption
from belisha.registers.descriptions import load_registers
from belisha.retention.looks import look_verbs
from tests.access.building import SCHOOL, filled
from tests.access.table import Address
from tests.access.walking import Viewer
from tests.ratification.ratifying import person

SHORTEST = 8
Opened = list[tuple[str, str]]


def watch_opening(monkeypatch: pytest.MonkeyPatch) -> Opened:
    """What is decrypted from now on, of rows and of files: for which purpose, and the words."""
    found: Opened = []
    plain, fernet, read = data_keys._decrypt, encryption._fernet, encrypted_files.decrypted

    def by_owner(encrypted: str, key: bytes, context: str) -> bytes:
        words = plain(encrypted, key, context)
        found.append((context, words.decode(errors="ignore")))
        return words

    def of_file(source: Any, key: bytes, context: str) -> Iterator[bytes]:
        for piece in read(source, key, context):
            found.append((f"file {context}", piece.decode(errors="ignore")))
            yield piece

    class Told:
        def __init__(self, purpose: str) -> None:
            self.purpose, self.inner = purpose, fernet(purpose)

        def decrypt(self, token: bytes) -> bytes:
            words: bytes = self.inner.decrypt(token)
            found.append((self.purpose, words.decode(errors="ignore")))
            return words

        def encrypt(self, words: bytes) -> bytes:
            return bytes(self.inner.encrypt(words))

    monkeypatch.setattr(data_keys, "_decrypt", by_owner)
    monkeypatch.setattr(encrypted_files, "decrypted", of_file)
    monkeypatch.setattr(encryption, "_fernet", Told)
    return found


def texts(words: str) -> Iterator[str]:
    """The sentences in what was decrypted, which may be a JSON object of them."""
    try:
        held = json.loads(words)
    except ValueError:
        held = words
    leaves = [held]
    while leaves:
        each = leaves.pop()
        if isinstance(each, dict):
            leaves += each.values()
        elif isinstance(each, list):
            leaves += each
        elif isinstance(each, str) and len(each) >= SHORTEST and not each[:4].isdecimal():
            yield each


def words_of(response: HttpResponseBase) -> str:
    """All that is to be read in an answer: of a page, a table, a PDF, and of each file in a ZIP."""
    body = b"".join(response) if response.streaming else response.content  # type: ignore[attr-defined]
    return html.unescape(_readable(body))


def _readable(body: bytes) -> str:
    if body.startswith(b"PK\3\4"):
        with zipfile.ZipFile(io.BytesIO(body)) as held:
            return "\n".join(_readable(held.read(name)) for name in held.namelist())
    if body.startswith(b"%PDF"):
        pages = pypdfium2.PdfDocument(body)
        return " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in pages)
    return body.decode(errors="ignore")


def looks_told() -> int:
    """How many looks the record tells of, by the verbs that those who look after personal data are shown."""
    return Event.objects.filter(verb__in=list(look_verbs())).count()


def shown_of(opened: Opened, page: str) -> set[str]:
    """The purposes of the decrypted words that stand in a page."""
    return {purpose for purpose, words in opened for each in texts(words) if each in page}


def is_sensitive(row: Address, viewer: Viewer, known: dict[str, Any]) -> bool:
    """Whether a look there is to be recorded: not of a register that is plain, nor of what is one's own."""
    given = filled(row.at.partition("?")[0], known)
    register = load_registers().get(str(given.get("register", "")))
    if not row.name.startswith("registers:") or register is None:
        return True
    is_own = viewer.role == "teacher"  # who made each entry that was built
    return register.is_sensitive and not is_own


def address_of(row: Address, known: dict[str, Any]) -> str:
    path, _, query = row.at.partition("?")
    given = {"school": SCHOOL} if row.is_of_a_school else {}
    return reverse(row.name, kwargs={**given, **filled(path, known)}) + (f"?{query}" if query else "")


def fill_case(reference: str) -> None:
    """Let a case hold something of each kind, so that each of its pages has sealed words to show."""
    case, by = IncidentCase.objects.get(reference=reference), person(f"headteacher@{SCHOOL}")
    cases.write_in_case(by=by, case=case, kind=ChronologyKind.NOTE, words="A note about the bullied pupil.")
    people.add_case_person(by=by, case=case, part="harmed", about="The younger brother in Year 4")
    people.add_mark(by=by, case=case, kind="handle", value="@anonymous_account_6b")
    takedowns.ask_takedown(
        by=by, case=case, asked_of="platform", platform="A platform", address="https://pages.example/group/6b"
    )
    made = referrals.add_referral(by=by, case=case, to="police")
    referrals.send_referral(by=by, referral=made, reference="Crime number 0042/26")
    facts = {"seen_on": "24/11/2026", "seen_at": "21:40", "place": "The group of 6B", "handle": "@other_one"}
    add_case_file(by=by, case=case, pieces=[b"A long line of a chat"], name="the chat.txt", facts=facts)
    words = OutcomeWords("no-breach", reasons="It was a mistake by both.", lesson="Ask both much sooner.")
    outcomes.record_outcome(by=by, case=case, words=words)


@dataclass(frozen=True)
class PostedForm:
    """A form of a page: where it goes, and what a browser would send of it with nothing typed in."""

    address: str
    data: tuple[tuple[str, str], ...]
    typed: frozenset[str]
    files: frozenset[str]

    def body(self, words: str) -> dict[str, Any]:
        """What is sent if `words` are typed into each of its fields, and with each file if any are."""
        found: dict[str, Any] = dict(self.data) | dict.fromkeys(self.typed, words)
        if words:
            found |= {
                name: SimpleUploadedFile("typed.txt", b"Words of a file", "text/plain") for name in self.files
            }
        return found

    @property
    def name(self) -> str:
        """The name of the view that it goes to."""
        return resolve(urlsplit(self.address).path).view_name


def forms_of(page: str, address: str) -> list[PostedForm]:
    """Each form of a page that is posted, once for each of its buttons."""
    reader = _Forms()
    reader.feed(page)
    return [
        PostedForm(
            urljoin(address, form["action"]), (*form["data"], *button), form["typed"] - {None}, form["files"]
        )
        for form in map(_settled, reader.forms)
        for button in form["buttons"] or [()]
    ]


def _settled(form: dict[str, Any]) -> dict[str, Any]:
    first: dict[str, str] = {}
    for name, value in form["data"]:
        first.setdefault(name, value)
    return {
        **form,
        "data": tuple(first.items()),
        "typed": frozenset(form["typed"]),
        "files": frozenset(form["files"]),
    }


class _Forms(HTMLParser):
    """Reads the forms that a browser would post: of choices, the first."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[dict[str, Any]] = []
        self.inside: dict[str, Any] | None = None
        self.select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        name, value, kind = given.get("name", ""), given.get("value", ""), given.get("type", "text")
        if tag == "form":
            self.inside = None
            if given.get("method", "").casefold() == "post":
                form = {"action": given.get("action", ""), "data": [], "typed": set(), "files": set()}
                self.inside = {**form, "buttons": []}
                self.forms.append(self.inside)
        if self.inside is None:
            return
        if tag == "button" and kind != "button":
            self.inside["buttons"].append(((name, value),) if name else ())
        elif tag == "select":
            self.select = name
        elif tag == "option" and value and self.select:
            self.inside["data"].append((self.select, value))
        elif tag == "textarea" or (tag == "input" and kind not in ("hidden", "radio", "checkbox", "file")):
            self.inside["typed"].add(name)
        elif tag == "input" and kind == "file":
            self.inside["files"].add(name)
        elif tag == "input" and name:
            self.inside["data"].append((name, value or "on"))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = None
