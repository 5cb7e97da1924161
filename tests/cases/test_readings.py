"""Emails and chats that are evidence are read on the item's page; each reading is on the record."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from belisha.cases.models import ChronologyKind
from belisha.evidence.queries import custody_of
from tests.cases.filing import added
from tests.cases.reporting import begun, heard_by
from tests.demo_fixtures import ClientFor
from tests.evidence.test_emails import PLAIN


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path


def test_an_email_is_read_and_put_into_the_chronology_once(client_for: ClientFor) -> None:
    case = begun()
    item = added(case, PLAIN + b"<script>alert(1)</script>", "threat.eml")
    client = client_for(f"{heard_by(case.reports.get())[0]}@grange")
    address = f"/s/grange/cases/{case.reference}/evidence/{item.reference}/"
    assert "You will be sorry." not in client.get(address).content.decode()
    page = client.get(f"{address}?read=yes").content.decode()
    assert "You will be sorry." in page
    assert "24 November 2026, 21:05" in page
    assert "<script>alert" not in page
    for _ in range(2):
        assert client.post(address, {"do": "note_email"}).status_code == 302
    fact = case.entries.get(kind=ChronologyKind.FACT, about__startswith=f"item {item.number} ")
    assert "from Zoë <zoe@example.org>, to office@school.example: “Böse”." in case.opened(fact.words)
    assert [each.what for each in custody_of(item)].count("read evidence as an email") == 3


def test_a_chat_is_read_and_a_person_says_the_order_of_its_dates(client_for: ClientFor) -> None:
    case = begun()
    item = added(case, b"03/04/2026, 18:03 - Ann: Hello\n03/04/2026, 18:04 - Bob: Go away", "chat.txt")
    client = client_for(f"{heard_by(case.reports.get())[0]}@grange")
    address = f"/s/grange/cases/{case.reference}/evidence/{item.reference}/?read=yes"
    page = client.get(address).content.decode()
    assert "The file does not show which" in page
    assert "3 April 2026, 18:03" in client.get(f"{address}&order=day%20first").content.decode()
