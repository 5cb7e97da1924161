"""What governors see: figures that name nobody, suggestions that open the draft, decisions, the inspection
pack.
"""

from __future__ import annotations

import io
import json
import zipfile
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from openpyxl import load_workbook

from belisha.acknowledgements.queries import policy_binding_on
from belisha.answers.models import AnswerLog
from belisha.base.clock import today
from belisha.base.figures import clause_figures, school_figures
from belisha.complaints.models import HeardBy, Matter, MatterKind
from belisha.duties.models import Duty
from belisha.governance.actions import (
    DecidedAction,
    GovernanceError,
    complete_action,
    record_action,
    set_sharing,
    sharing_schools,
)
from belisha.governance.duty_sources import governors_duties
from belisha.governance.exports import as_xlsx
from belisha.governance.figures import complaints
from belisha.governance.harder import changes_by_role
from belisha.governance.inspection import PackError, check_pack, inspection_pack
from belisha.governance.report import governors_report, values_of, version_in_force
from belisha.people.models import Oversight, School, User
from belisha.policies.models import PolicyVersion
from tests.demo_fixtures import ClientFor
from tests.ratification import ratifying
from tests.ratification.ratifying import person


@pytest.fixture
def grange(demo: None) -> School:
    return School.objects.get(slug="grange")


def log(school: School, verdict: str, count: int, action: str = "befriend", **more: Any) -> None:
    version = PolicyVersion.objects.filter(school=school).first()
    AnswerLog.objects.bulk_create(
        AnswerLog(
            school=school, version=version, asked_at=timezone.now(), role="teacher", action=action,
            verdict=verdict, is_sure=True, **more,
        )
        for _ in range(count)
    )  # fmt: skip


def report(school: School) -> Any:
    return governors_report(school, today() - timedelta(days=60), today())


@pytest.mark.clause("B53")
def test_governors_see_how_the_policy_is_carried_out_in_one_page(
    grange: School, client_for: ClientFor
) -> None:
    """The governing body sees how the policy is carried out: state, acknowledgement, training, duties,
    complaints.
    """
    text = client_for("governor@grange").get("/s/grange/governors/").content.decode()
    for words in (
        "Policy in force",
        "Acknowledgement of the policy",
        "Training and self-checks",
        "Complaints",
    ):
        assert words in text
    assert client_for("parent@grange").get("/s/grange/governors/").status_code == 403


def test_a_matter_about_whoever_hears_them_is_in_no_figure(grange: School) -> None:
    def bring(*, about: bool) -> None:
        Matter.objects.create(
            school=grange, kind=MatterKind.CONCERN, heard_by=HeardBy.GOVERNORS, receipt_hash=uuid4().hex,
            answer_due_on=today(), is_about_school=about,
        )  # fmt: skip

    count = partial(complaints, grange.pk, today() - timedelta(days=60), today())
    before = sum(count().values())
    bring(about=True)
    assert sum(count().values()) == before
    bring(about=False)
    assert sum(count().values()) == before + 1


def test_nobody_is_named_in_any_export(grange: School, client_for: ClientFor) -> None:
    names = set(User.objects.filter(memberships__school=grange).values_list("name", flat=True))
    browser = client_for("chair-of-governors@grange")
    for kind in ("json", "csv"):
        answer = browser.get(f"/s/grange/governors/report.{kind}")
        assert answer.status_code == 200
        assert not [name for name in names if name in answer.content.decode()]
    assert browser.get("/s/grange/governors/report.docx").content[:2] == b"PK"
    assert browser.get("/s/grange/governors/report.pdf").content[:4] == b"%PDF"
    assert browser.get("/s/grange/governors/report.exe").status_code == 404


def test_the_workbook_holds_numbers_and_words_and_no_formula(grange: School, client_for: ClientFor) -> None:
    AnswerLog.objects.filter(school=grange).delete()
    log(grange, "prohibited", 30)
    log(grange, "silent", 2)
    grange.name = "=1+1"
    content = as_xlsx(report(grange))
    book = load_workbook(io.BytesIO(content))
    rows = [row for row in book["Figures"].iter_rows(values_only=True) if row[1] == "Questions asked"]
    counts = {row[2]: row[3] for row in rows}
    assert counts["All together"] == 32
    assert counts["No"] == "withheld"
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert "=1+1" in {cell.value for cell in cells}
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert client_for("governor@grange").get("/s/grange/governors/report.xlsx").content[:2] == b"PK"


def test_what_is_late_stands_first_and_what_is_nought_is_one_sentence(
    grange: School, client_for: ClientFor
) -> None:
    Duty.objects.filter(school=grange).delete()
    AnswerLog.objects.filter(school=grange).delete()
    text = client_for("governor@grange").get("/s/grange/governors/").content.decode()
    assert "The policy: its review is overdue" in text
    assert "Questions asked; Requests for permission" in text
    yesterday = today() - timedelta(days=1)
    late = {"source": "x", "title": "x", "due_on": yesterday, "opened_on": yesterday, "office": "clerk"}
    Duty.objects.bulk_create(Duty(school=grange, key=f"x{n}", **late) for n in range(7))
    found = report(grange)
    assert ("Other duties: 7 late", "duties") in found.attention()


def test_a_list_is_offered_only_to_whoever_may_open_it(grange: School, client_for: ClientFor) -> None:
    address = "/s/grange/data/requests/"
    assert address in client_for("headteacher@grange").get("/s/grange/governors/").content.decode()
    assert address not in client_for("governor@grange").get("/s/grange/governors/").content.decode()


def test_a_small_count_is_withheld_in_the_page_and_in_every_file(
    grange: School, client_for: ClientFor
) -> None:
    AnswerLog.objects.filter(school=grange).delete()
    log(grange, "prohibited", 30)
    log(grange, "silent", 7)
    log(grange, "needs-permission", 2)
    cells = values_of(report(grange))["figures"]["questions"]
    assert cells["total"] == 39
    assert sorted(value for value in cells["cells"].values() if value is not None) == [30]
    # What would reveal it elsewhere is withheld as well: the counts by clause, and what was not covered.
    assert report(grange).suggestions == ()
    assert report(grange).clauses == ()


@pytest.mark.parametrize("key", sorted(school_figures()))
def test_every_figure_has_a_definition_and_counts_from_nought(grange: School, key: str) -> None:
    figure = school_figures()[key]
    assert figure.definition.endswith(".")
    counts = figure.count(grange.pk, today() - timedelta(days=365), today())
    assert all(isinstance(count, int) and count >= 0 for count in counts.values())


def test_no_clause_figure_is_without_the_figure_that_it_depends_on() -> None:
    assert {each.base for each in clause_figures().values()} <= set(school_figures())


def test_what_is_not_covered_opens_the_draft_where_a_clause_is_added(grange: School) -> None:
    AnswerLog.objects.filter(school=grange).delete()
    log(grange, "silent", 8, action="livestream")
    log(grange, "prohibited", 9, clauses=["friend-pupil"])
    found = report(grange)
    assert [row.counts for row in found.clauses] == [("9", "–", "–", "–")]
    assert "8 questions" in found.suggestions[0].seen
    assert found.suggestions[0].address.endswith("/drafts/begin/")
    draft = ratifying.new_draft("grange", label="next")
    assert report(grange).suggestions[0].address == f"/s/grange/drafts/{draft.pk}/add/"


@pytest.mark.clause("G56a")
def test_governors_actions_are_decisions_with_dates_and_fall_due(grange: School) -> None:
    """What governors decide to protect the school is recorded with meeting and day, and falls due for an
    office.
    """
    decided = DecidedAction("Answer the reviews", today(), "headteacher", due_on=today() + timedelta(days=30))
    made = record_action(by=person("clerk@grange"), school=grange, decided=decided)
    assert [each.office for each in governors_duties(grange, today())] == ["headteacher"]
    done = complete_action(by=person("clerk@grange"), action=made, outcome="All answered")
    assert done.done_on == today()
    assert list(governors_duties(grange, today())) == []
    with pytest.raises(GovernanceError, match="already"):
        complete_action(by=person("clerk@grange"), action=made, outcome="Again")
    with pytest.raises(PermissionDenied):
        record_action(by=person("teacher@grange"), school=grange, decided=decided)


def test_a_decision_in_the_future_gets_a_clear_message(grange: School, client_for: ClientFor) -> None:
    later = (today() + timedelta(days=9)).isoformat()
    answer = client_for("clerk@grange").post(
        "/s/grange/governors/actions/",
        {"do": "record", "what": "Kept words", "decided_on": later, "office": "headteacher"},
    )
    assert answer.status_code == 400
    assert "lies in the future" in answer.content.decode()
    assert "Kept words" in answer.content.decode()


def test_the_inspection_pack_verifies_and_shows_any_change(grange: School) -> None:
    pack = inspection_pack(grange, today())
    assert check_pack(pack).is_whole
    with zipfile.ZipFile(io.BytesIO(pack)) as held:
        names = held.namelist()
        files = {name: held.read(name) for name in names}
    assert {"policy/policy.md", "governors/report.json", "README.txt", "manifest.json"} <= set(names)
    files["policy/policy.md"] += b" "
    assert ("policy/policy.md", "was changed") in check_pack(_zip(files)).wrong
    del files["README.txt"]
    assert ("README.txt", "is missing") in check_pack(_zip(files)).wrong
    manifest = json.loads(files["manifest.json"])
    manifest["statement"]["as of"] = "2020-01-01"
    files["manifest.json"] = json.dumps(manifest).encode()
    assert check_pack(_zip(files)).wrong == (("manifest.json", "is not what was sealed"),)
    with pytest.raises(PackError, match="no inspection pack"):
        check_pack(b"nothing")
    with pytest.raises(PackError, match="future"):
        inspection_pack(grange, today() + timedelta(days=3))


def test_the_pack_of_a_past_day_holds_the_version_of_that_day(grange: School) -> None:
    now = version_in_force(grange, today())
    assert now is not None
    assert now.published_at is not None
    before = timezone.localdate(now.published_at) - timedelta(days=1)
    earlier = version_in_force(grange, before)
    assert earlier is None or earlier.pk != now.pk
    assert check_pack(inspection_pack(grange, before)).is_whole


def test_a_report_on_a_past_day_knows_nothing_that_came_later(grange: School) -> None:
    now = version_in_force(grange, today())
    assert now is not None
    assert now.published_at is not None
    published = timezone.localdate(now.published_at)
    before = governors_report(grange, published - timedelta(days=30), published - timedelta(days=1))
    assert f"version {now.label}" not in dict(before.state).get("Policy in force", "")
    binding = policy_binding_on(grange, today())
    assert binding is not None
    assert binding.version == now
    assert policy_binding_on(grange, published - timedelta(days=3650)) is None


def test_a_body_sees_the_sum_of_the_schools_that_agreed_and_no_other(
    grange: School, client_for: ClientFor
) -> None:
    body = School.objects.get(slug="hr-cooperative")
    with pytest.raises(GovernanceError, match="no oversight"):
        set_sharing(by=person("clerk@grange"), school=grange, body=body, agrees=True)
    Oversight.objects.create(school=grange, body=body, from_on=today())
    assert sharing_schools(body, today()) == []
    set_sharing(by=person("clerk@grange"), school=grange, body=body, agrees=True)
    assert sharing_schools(body, today()) == [grange]
    text = client_for("clerk@grange").get("/s/grange/governors/schools/").content.decode()
    assert "Stop sharing with" in text
    set_sharing(by=person("clerk@grange"), school=grange, body=body, agrees=False)
    assert sharing_schools(body, today()) == []


@pytest.mark.clause("B53")
def test_a_draft_says_which_role_it_binds_harder(grange: School) -> None:
    """The equality check shows by data who is bound harder by a change of the policy."""
    draft = ratifying.new_draft("grange", label="next")
    found = changes_by_role(draft, today())
    assert [each.harder for each in found] == sorted((each.harder for each in found), reverse=True)
    assert any("prohibited now" in example for each in found for example in each.examples)


def _zip(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as held:
        for name, content in files.items():
            held.writestr(name, content)
    return out.getvalue()
