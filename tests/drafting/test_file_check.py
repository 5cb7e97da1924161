"""A file is held up to a version of the policy: is it the one, and does it say the same?"""

from __future__ import annotations

from io import BytesIO

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from belisha.drafting.file_check import check_file
from belisha.policies.models import PolicyVersion
from belisha.rules.language.policy import Policy
from belisha.rules.language.reading import load_policy
from tests.demo_fixtures import ClientFor


@pytest.fixture(scope="module")
def policy() -> Policy:
    return load_policy("calcot")


def passages(policy: Policy) -> list[str]:
    return [part for each in policy.clauses for part in (each.title, each.text)]


def test_the_same_words_are_the_same_however_they_are_set(policy: Policy) -> None:
    shouted = [each.upper().replace(",", " ,").replace("'", "’") for each in passages(policy)]
    found = check_file(policy, shouted)
    assert found.says_the_same
    assert (found.same, found.worded_otherwise, found.missing, found.besides) == (found.total, (), (), ())


def test_a_clause_worded_otherwise_is_shown_beside_the_files_words(policy: Policy) -> None:
    clause = max(policy.clauses, key=lambda each: len(each.text))
    other = clause.text.replace(clause.text.split()[3], "perhaps", 1)
    found = check_file(policy, [other if each == clause.text else each for each in passages(policy)])
    assert [(each.clause.id, each.passage) for each in found.worded_otherwise] == [(clause.id, other)]
    assert not found.missing


def test_what_is_left_out_and_what_is_added_is_told(policy: Policy) -> None:
    gone = max(policy.clauses, key=lambda each: len(each.text))
    added = "Elephants must be washed twice before they are led into the school hall."
    found = check_file(policy, [added, *(each for each in passages(policy) if each != gone.text)])
    assert [each.id for each in found.missing] == [gone.id]
    assert found.besides == (added,)


def address(slug: str = "calcot") -> str:
    version = PolicyVersion.objects.get(school__slug=slug, document__kind="policy", state="published")
    return f"/s/{slug}/policy/versions/{version.pk}/check-file/"


def sent(client: Client, data: bytes, name: str = "policy.docx") -> str:
    return client.post(address(), {"file": SimpleUploadedFile(name, data)}).content.decode()


def test_our_own_word_file_says_the_same_and_a_changed_one_does_not(client_for: ClientFor) -> None:
    client = client_for("governor@calcot")
    ours = client.get("/s/calcot/policy.docx").content
    assert "It says the same." in sent(client, ours)

    changed = docx.Document(BytesIO(ours))
    clause = max(changed.paragraphs, key=lambda each: len(each.text))
    clause.text = clause.text.replace(clause.text.split()[3], "perhaps", 1)
    out = BytesIO()
    changed.save(out)
    page = sent(client, out.getvalue())
    assert "It does not say the same." in page
    assert "Worded otherwise (1)" in page


def test_what_cannot_be_read_is_met_with_a_sentence(client_for: ClientFor) -> None:
    client = client_for("governor@calcot")
    assert "picture" in sent(client, b"\x89PNG\r\n\x1a\n123")
    assert client.post(address()).status_code == 400
