"""What no form of ours sends: it is turned away with a page, on either database, and nothing breaks off."""

import pytest
from django.template.loader import render_to_string
from django.test import Client

from belisha.base.clock import today
from belisha.policies.documents.clause_text import clause_kind
from belisha.policies.documents.version_view import view_version
from belisha.policies.printing import pdf
from belisha.policies.printing.word_documents import word_document
from belisha.policies.queries import policy_of
from belisha.rules.edit import clause_checksum
from belisha.rules.language.writing import write_clause
from tests.demo_fixtures import ClientFor
from tests.ratification.ratifying import CLAUSE, new_draft

NUL = "%00"
HUGE = 10**25


@pytest.mark.parametrize(
    "path", [f"/?q={NUL}", f"/compare/?a={NUL}", f"/s/grange/ask/?q={NUL}", f"/?x{NUL}=1"]
)
def test_anybody_who_sends_a_nul_gets_a_page(demo: None, path: str) -> None:
    assert Client().get(path).status_code in {200, 400}


@pytest.mark.parametrize("path", [f"account/with/x{NUL}/login/", f"join/{NUL}/", f"card/{NUL}/"])
def test_an_address_with_a_nul_leads_nowhere(demo: None, path: str) -> None:
    assert Client().get(f"/{path}").status_code == 404


@pytest.mark.parametrize(
    "path", [f"people/manage/?q={NUL}", f"people/fill/headteacher/?q={NUL}", f"duties/?group={NUL}"]
)
def test_so_does_the_head(client_for: ClientFor, path: str) -> None:
    assert client_for("headteacher@grange").get(f"/s/grange/{path}").status_code == 400


def test_a_form_with_a_nul_is_turned_away(client_for: ClientFor) -> None:
    head = client_for("headteacher@grange")
    answer = head.post("/duties/calendar/", {"office": "headteacher", "school": "grange\0"})
    assert answer.status_code == 400
    assert "govuk" in answer.content.decode()


@pytest.mark.parametrize(
    "path",
    [
        f"/s/grange/people/{HUGE}/",
        f"/s/grange/training/of/{HUGE}/",
        f"/s/grange/versions/{HUGE}/",
        f"/duties/{HUGE}/done/",
        f"/s/grange/acknowledge/receipt/{HUGE}.json",
    ],
)
def test_a_number_that_nothing_has_is_not_there(client_for: ClientFor, path: str) -> None:
    assert client_for("headteacher@grange").get(path).status_code == 404


@pytest.mark.parametrize("mark", ["\x02", "\x0b", "\x0c", "\x1f", "\ufffe", "\r"])
def test_a_clause_pasted_with_marks_of_machines_is_printed(client_for: ClientFor, mark: str) -> None:
    version = new_draft()
    stated = policy_of(version).by_id[CLAUSE]
    text = write_clause(stated).replace("Nobody uses", f"Nobody {mark}uses")
    address = f"/s/grange/drafts/{version.pk}/clauses/{CLAUSE}/text/"
    posted = {"text": text, "was": clause_checksum(stated)}
    assert client_for("slt@grange").post(address, posted).status_code == 302
    version.refresh_from_db()
    shown = view_version(version, today())
    assert mark not in version.source
    assert word_document(shown, "https://school.example/").startswith(b"PK")
    context = {"shown": shown, "clause_kind": clause_kind, "site": "https://school.example", "address": "/"}
    html = render_to_string("policies/print.html", context)
    assert pdf.print_pdf(html, identity=version.checksum).startswith(b"%PDF")
