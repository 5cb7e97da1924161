"""Passwords made of words that everybody at the school knows, or found in a breach."""

import hashlib
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils import timezone

from belisha.people.accounts.passwords import is_listed
from belisha.people.models import Invitation, User

TEACHER = "teacher@grange.example"


@pytest.mark.parametrize(
    "password", ["GrangeInfantSchool1", "Grange-Teacher-2026!", "summerterm2026!!", "safeguarding-policy"]
)
def test_words_of_the_school_are_no_password(demo: None, password: str) -> None:
    with pytest.raises(ValidationError) as caught:
        validate_password(password, User.objects.get(email=TEACHER))
    assert "everybody at the school knows" in str(caught.value)


def test_the_same_words_beside_others_are_one(demo: None) -> None:
    validate_password("grange kerb lantern puffin", User.objects.get(email=TEACHER))


def test_another_schools_name_is_a_word_like_any(demo: None) -> None:
    validate_password("barleylane-barleylane", User.objects.get(email=TEACHER))


def test_whoever_is_invited_is_held_to_it_before_they_have_an_account(demo: None) -> None:
    school = User.objects.get(email=TEACHER).memberships.get().school
    Invitation.objects.create(
        school=school, email="new@x.example", name="Mira Lark", role="teacher", expires_at=timezone.now()
    )
    with pytest.raises(ValidationError):
        validate_password("Grange Infants 26", User(email="new@x.example", name="Mira Lark"))


def test_without_a_person_only_the_common_words_count() -> None:
    with pytest.raises(ValidationError):
        validate_password("headteacher-2026")
    validate_password("kerb-lantern-puffin")


def listed(folder: Path, passwords: list[str], end: str = "\n") -> Path:
    hashes = sorted(
        hashlib.sha1(each.encode(), usedforsecurity=False).hexdigest().upper() for each in passwords
    )
    file = folder / "breached.txt"
    file.write_text("".join(f"{each}:{place}{end}" for place, each in enumerate(hashes)), encoding="utf-8")
    return file


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("count", [1, 2, 3, 500])
def test_a_breached_password_is_found_wherever_it_stands_in_the_list(
    tmp_path: Path, count: int, end: str
) -> None:
    passwords = [f"kerb-lantern-{n}" for n in range(count)]
    file = str(listed(tmp_path, passwords, end))
    assert all(is_listed(each, file) for each in passwords)
    assert not any(is_listed(f"other-{n}", file) for n in range(200))


def test_nobody_may_choose_one_where_the_host_has_the_list(tmp_path: Path, settings: Any) -> None:
    validate_password("kerb-lantern-puffin")
    settings.BELISHA_BREACHED_PASSWORDS = str(listed(tmp_path, ["kerb-lantern-puffin"]))
    with pytest.raises(ValidationError, match="found in a breach"):
        validate_password("kerb-lantern-puffin")
    validate_password("kerb-lantern-harbour")
