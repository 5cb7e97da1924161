"""A file is held up to a version of the policy: is it the one, and does it say the same?"""

from __future__ import annotations

from io import BytesIO

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from belisha.drafting.views import file_check
from belisha.policies.models import PolicyVersion
from belisha.policies.website.text_similarity import TextSimilarity, passages_besides, text_similarity
from belisha.rules.language.policy import Policy
from belisha.rules.language.reading import load_policy
from tests.demo_fixtures import ClientFor


@pytest.fixture(scope="module")
def policy() -> Policy:
    return load_policy("calcot")


def passages(policy: Policy) -> list[str]:
    return [policy.introduction, *(part for each in policy.clauses for part in (each.title, each.text))]


def compared(policy: Policy, said: list[str]) -> TextSimilarity:
    return text_similarity(policy, "\n\n".join(said), at_most=len(policy.clauses))


def test_the_same_words_are_the_same_however_they_are_set(policy: Policy) -> None:
    shouted = [each.upper().replace(",", " ,").replace("'", "’") for each in passages(policy)]
    assert compared(policy, shouted).is_same
    assert not passages_besides(policy, shouted)


def test_a_clause_worded_otherwise_is_shown_beside_the_files_words(policy: Policy) -> None:
    clause = max(policy.clauses, key=lambda each: len(each.text))
    other = clause.text.replace(clause.text.split()[3], "perhaps", 1)
    found = compared(policy, [other if each == clause.text else each for each in passages(policy)])
    assert [each.clause for each in found.differences] == [clause.id]
    assert "perhaps" in found.differences[0].theirs


def test_what_is_left_out_and_what_is_added_is_told(policy: Policy) -> None:
    gone = max(policy.clauses, key=lambda each: len(each.text))
    added = "Elephants must be washed twice before they are led into the school hall."
    said = [added, *(each for each in passages(policy) if each != gone.text)]
    found = compared(policy, said)
    assert [(each.clause, each.theirs) for each in found.differences] == [(gone.id, "")]
    assert passages_besides(policy, said) == (added,)


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
    texts = [each.text for each in changed.paragraphs]
    clauses = changed.paragraphs[: texts.index("How each clause is read")]
    clause = max(clauses, key=lambda each: len(each.text))
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


def test_a_handbook_is_not_compared(client_for: ClientFor) -> None:
    text = ("What the school does about everything there is. " * 60 + "\n\n") * (file_check.LONGEST // 2000)
    assert "far longer than a policy" in sent(client_for("governor@calcot"), text.encode(), "all.txt")
