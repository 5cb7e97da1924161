"""A refusal names whom to ask at the person's own school."""

import pytest

from tests.demo_fixtures import ClientFor


@pytest.mark.usefixtures("demo")
def test_a_refusal_names_whom_to_ask(client_for: ClientFor) -> None:
    page = client_for("teacher@grange").get("/s/grange/drafts/")
    assert page.status_code == 403
    words = " ".join(page.content.decode().split())
    assert "If you think you should have access, ask" in words
    assert "(headteacher)" in words
    assert "at Grange Infant School." in words
    assert "Calcot" not in words
