"""What triage proposes for a report at a school, by the policy in force; None where the school has none."""

from datetime import date

from belisha.cases.intake import SentReport
from belisha.cases.library import about_role
from belisha.people.models import School
from belisha.policies.queries import InForce, policy_in_force
from belisha.rules.vocabulary.loading import load_vocabulary
from belisha.triage import ReportAnswers, Triage, load_playbooks, triage

Proposal = tuple[InForce | None, Triage | None]
ANSWERS = {"yes": True, "no": False}
OTHERWISE = "visitor"


def proposal(school: School, sent: SentReport, on: date) -> Proposal:
    """Return the policy in force, and what triage proposes by it for what was sent."""
    found = policy_in_force(school.slug)
    if found is None:
        return None, None
    role = sent.role if sent.role in load_vocabulary().roles else OTHERWISE
    return found, triage(found.policy, sent.story, role=role, on=on, answers=_answers(sent))


def _answers(sent: SentReport) -> ReportAnswers:
    alleged = about_role(sent.about)
    facts = {"in-danger": ANSWERS[sent.danger]} if sent.danger in ANSWERS else {}
    return ReportAnswers(
        category=sent.choice if sent.choice in load_playbooks() else None,
        alleged=(alleged,) if alleged else (),
        harmed=(sent.harmed,) if sent.harmed in load_vocabulary().roles else (),
        facts=facts,
    )
