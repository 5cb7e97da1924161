"""The check door: findings in the words, questions, the photo, and that nothing is kept."""

from __future__ import annotations

import base64
import logging
import os
import secrets
import tempfile
import time
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from belisha.sandbox.recognition import can_recognise
from tests.checks.photos import phone_photo, poster
from tests.demo_fixtures import ClientFor

ADDRESS = "/s/grange/check/"
MARKER = "zebrafinch-marker-5519"


def sent(client: Client, text: str, role: str = "teacher", audience: str = "public", **more: Any) -> Any:
    return client.post(ADDRESS, {"text": text, "role": role, "audience": audience, **more})


@pytest.mark.clause("G36")
def test_findings_stand_in_the_words_with_clause_and_fix(demo: None) -> None:
    """The check page marks the school's name in a draft, cites the clause and says how to put it right."""
    page = sent(Client(), "Lovely assembly at Grange Infant School", "parent").content.decode()
    assert "Take care before you post" in page
    assert 'class="belisha-found belisha-found--warn"' in page
    assert "G36" in page
    assert "Ask the headteacher for written permission first." in page
    assert "Lovely assembly at our school" in page


@pytest.mark.clause("G20")
def test_what_is_doubtful_is_worded_as_such(demo: None) -> None:
    """Where no listed word is minded, the check notes what somebody may read in them, with the clause."""
    text = "Our school is a holding pen with glitter these days"
    page = sent(Client(), text, "parent").content.decode()
    assert "Nothing to stop you, but read it once more" in page
    assert "Somebody may find that this post" in page
    assert "G20" in page


@pytest.mark.clause("G35")
def test_who_works_at_the_school_is_warned_of_names_on_its_roll(client_for: ClientFor) -> None:
    """The check knows the names of the school for its staff, and stops a post that names one of them."""
    from belisha.people.models import Membership

    name = Membership.objects.filter(school__slug="grange", role="governor")[0].user.name
    page = sent(client_for("teacher@grange"), f"{name} came to see us today").content.decode()
    assert "Do not post it like this" in page
    assert "G35" in page


def test_nobody_else_learns_by_it_who_is_at_the_school(client_for: ClientFor) -> None:
    from belisha.people.models import Membership

    name = Membership.objects.filter(school__slug="grange", role="teacher")[0].user.name
    for client in (Client(), client_for("teacher@calcot")):
        page = sent(client, f"{name} bakes bread", "parent").content.decode()
        assert "by their shape alone" in page
        assert "Stop:" not in page


def test_a_child_reads_plain_words(demo: None) -> None:
    page = sent(Client(), "My teacher is a stupid cow", "pupil").content.decode()
    assert "Stop and think" in page
    assert "This could hurt somebody." in page


def test_whoever_may_be_in_danger_meets_help_first(demo: None) -> None:
    page = sent(Client(), "I want to die", "pupil").content.decode()
    assert page.index("Help first") < page.index(
        "Stop and think" if "Stop and think" in page else "This looks fine"
    )


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"text": "", "role": "teacher"}, "Write what you want to post"),
        ({"text": "Hello", "role": ""}, "Choose who you are"),
        ({"text": "Hello", "role": "wizard"}, "is not a role"),
        ({"text": "Hello", "role": "teacher", "audience": "martians"}, "Choose who will see it"),
        ({"text": "a" * 20_001, "role": "teacher"}, "Check at most 20,000"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    demo: None, given: dict[str, str], said: str
) -> None:
    response = Client().post(ADDRESS, given)
    page = response.content.decode()
    assert response.status_code == 400
    assert said in page
    assert given["text"][:100] in page


def test_an_answer_settles_a_question(client_for: ClientFor) -> None:
    from belisha.people.models import Membership

    first = Membership.objects.filter(school__slug="grange", role="teacher")[0].user.name.split()[0]
    client = client_for("teacher@grange")
    asked = sent(client, f"Lunch with my friend {first} in Leeds")
    question = asked.context["checked"].asks[0] if asked.context else ""
    page = asked.content.decode()
    assert "of the school?" in page
    again = sent(
        client, f"Lunch with my friend {first} in Leeds", **{"question-1": question, "answer-1": "no"}
    )
    assert "of the school?" not in again.content.decode() or not question


def test_a_share_sheet_posts_without_a_token_of_ours(demo: None) -> None:
    client = Client(enforce_csrf_checks=True)
    response = client.post(
        ADDRESS, {"title": "Shared", "text": "from a phone", "url": "https://example.org/"}
    )
    assert response.status_code == 400, "who writes is still to be chosen"
    assert "from a phone\nShared\nhttps://example.org/" in response.content.decode()
    told = client.get(f"{ADDRESS}app.webmanifest").json()
    assert told["share_target"]["action"] == ADDRESS
    assert told["share_target"]["params"]["files"][0]["name"] == "photo"


@pytest.mark.clause("G39")
def test_a_photo_with_a_place_is_stripped(demo: None) -> None:
    """A teacher's photo with a place in it: the page lists the place and offers a copy without it."""
    photo = SimpleUploadedFile("IMG.jpg", phone_photo(), content_type="image/jpeg")
    page = sent(Client(), "", "teaching-assistant", photo=photo).content.decode()
    assert "51.43667, -1.06750" in page
    assert 'download="to-publish.jpg"' in page
    assert "data:image/jpeg;base64," in page


def test_nothing_of_a_private_check_is_kept(
    client_for: ClientFor, tmp_path: Path, caplog: Any, monkeypatch: Any
) -> None:
    """The marker is in words and photo; afterwards it is in no table, log, cookie or temporary file."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    client = client_for("teacher@grange")
    photo = phone_photo(1600, 1200) + MARKER.encode() * 200_000
    upload = SimpleUploadedFile(f"{MARKER}.jpg", photo, content_type="image/jpeg")
    with caplog.at_level(logging.DEBUG):
        response = sent(client, f"Grange Infant School {MARKER} is a mess", photo=upload)
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    assert MARKER not in caplog.text
    assert not any(MARKER in str(cookie) for cookie in client.cookies.values())
    assert [file for file in tmp_path.rglob("*") if file.is_file()] == []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            assert not any(MARKER in str(value) for row in cursor.fetchall() for value in row), table


def places_on_disk() -> set[Path]:
    """Return the files in which something could be left: of the data, the database, and temporary ones."""
    database = str(connection.settings_dict["NAME"])
    files = [Path(f"{database}{ending}") for ending in ("", "-wal", "-journal", "-shm")]
    folders = {
        settings.DATA_DIR,
        Path(tempfile.gettempdir()),
        Path("/tmp"),
        Path("/var/tmp"),
        Path("/dev/shm"),
    }
    for folder in folders:
        for root, inside, names in os.walk(folder, onerror=lambda _: None):
            inside[:] = [each for each in inside if not (Path(root) / each).is_symlink()]
            files += [Path(root) / each for each in names]
    return {each for each in files if each.is_file() and not each.is_symlink()}


def holding(marker: bytes, since: float) -> list[Path]:
    """The files changed since then that hold the marker, as it is or as base 64."""
    found = []
    for file in places_on_disk():
        try:
            if file.stat().st_mtime >= since - 1 and any(
                each in file.read_bytes() for each in (marker, base64.b64encode(marker)[:-4])
            ):
                found.append(file)
        except OSError:
            continue  # gone already, or not ours to read
    return found


def test_a_photo_never_touches_a_disk(demo: None, tmp_path: Path, monkeypatch: Any) -> None:
    """Even while it is read: no temporary file is ever opened."""

    def refuse(*args: Any, **kwargs: Any) -> None:
        pytest.fail("a temporary file was opened")

    for name in ("NamedTemporaryFile", "TemporaryFile", "mkstemp", "SpooledTemporaryFile"):
        monkeypatch.setattr(tempfile, name, refuse)
    photo = SimpleUploadedFile("big.jpg", phone_photo() + b"x" * 6_000_000, content_type="image/jpeg")
    assert sent(Client(), "Hello", photo=photo).status_code == 200


@pytest.mark.skipif(not can_recognise(), reason="Tesseract is not installed")
def test_words_in_the_picture_are_checked_like_those_written(demo: None) -> None:
    """A number on a poster is found there, and the words of the post are left as they are."""
    photo = SimpleUploadedFile(
        "poster.png", poster("Bake sale", "call 07700 900123"), content_type="image/png"
    )
    page = sent(Client(), "Come to our sale!", "teacher", photo=photo).content.decode()
    assert "In the picture: “07700 900123”" in page
    assert "These words were read in the picture" in page
    assert "Come to our sale!</p>" in page


@pytest.mark.skipif(not can_recognise(), reason="Tesseract is not installed")
def test_a_picture_without_words_is_said_to_have_none(demo: None) -> None:
    photo = SimpleUploadedFile("IMG.jpg", phone_photo(), content_type="image/jpeg")
    assert "We found no words in the picture" in sent(Client(), "", "teacher", photo=photo).content.decode()


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("demo")
def test_nothing_of_a_private_check_is_on_a_disk() -> None:
    """The data folder, the file of the database and every temporary folder are searched for the marker."""
    marker = f"heron-{secrets.token_hex(12)}"
    since = time.time()
    photo = phone_photo(1600, 1200) + marker.encode() * 200_000
    upload = SimpleUploadedFile(f"{marker}.jpg", photo, content_type="image/jpeg")
    response = sent(Client(), f"Grange Infant School {marker} is a mess", photo=upload)
    assert response.status_code == 200
    assert "bytes behind the end of the picture" in response.content.decode(), "the photo was read"
    assert holding(marker.encode(), since) == []
    with tempfile.NamedTemporaryFile() as left:
        left.write(marker.encode())
        left.flush()
        assert holding(marker.encode(), since) == [Path(left.name)], "what is left would be found"
