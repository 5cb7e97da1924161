"""A draft with another title than the policy in force is named by its own until it is in force."""

from dataclasses import replace
from typing import Any

from belisha.base.clock import today
from belisha.duties.models import Duty
from belisha.duties.sweeping import sweep_school
from belisha.policies.actions import draft_version
from belisha.policies.models import PolicyVersion
from belisha.policies.queries import policy_of
from belisha.ratification.meeting.actions import signature_wording
from belisha.ratification.models import Ratification
from belisha.rules.language.writing import write_policy
from tests.demo_fixtures import ClientFor
from tests.ratification.ratifying import approved, checked, in_force, met, person

OURS = "Code of Conduct for Social Media"


def called_otherwise() -> PolicyVersion:
    before = in_force()
    policy = policy_of(before)
    source = write_policy(replace(policy, control=replace(policy.control, title=OURS)))
    by = person("slt@grange")
    return draft_version(school=before.school, source=source, label="next", by=by, follows=before)


def test_whoever_signs_signs_for_the_title_of_the_text(client_for: ClientFor) -> None:
    version = called_otherwise()
    assert version.document.title != OURS
    approved(version)
    checked(version)
    met(version)
    version.refresh_from_db()
    said = signature_wording(version, Ratification.objects.get(version=version), "school")
    assert OURS in said
    assert version.document.title not in said
    page: Any = client_for("headteacher@grange").get(f"/s/grange/versions/{version.pk}/").content.decode()
    assert OURS in page
    sweep_school(version.school, today())
    titles = Duty.objects.filter(school=version.school, source="ratification").open()
    assert all(OURS in duty.title for duty in titles)
    assert titles.exists()
