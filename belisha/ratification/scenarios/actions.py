import hashlib
import json

from django.db import transaction
from django.utils import timezone

from belisha.audit.actions import record
from belisha.audit.verbs import Verb
from belisha.base.clock import today
from belisha.people.actor import Actor
from belisha.policies.documents.verdict_labels import label_for
from belisha.policies.models import PolicyDocument, PolicyVersion
from belisha.ratification.exceptions import NotReadyError
from belisha.ratification.locks import check_same_text, lock_version, record_event
from belisha.ratification.models import MeantChange, Scenario
from belisha.ratification.permissions import check_has_right, user_id_of
from belisha.ratification.record import RatificationEvent
from belisha.ratification.scenarios.runs import run_scenarios
from belisha.rules.ruling import Situation, Verdict


@transaction.atomic
def add_scenario(
    *, by: Actor, document: PolicyDocument, question: str, situation: Situation, verdict: str
) -> Scenario:
    """Save an answer that the document must keep. The same situation twice is one scenario.

    Raises PermissionDenied, or NotReadyError if the situation is saved with another verdict.
    """
    check_has_right(by, document.school, "write-policy")
    scenario, is_new = Scenario.objects.get_or_create(
        document=document,
        situation_hash=_hash(situation),
        retired_at=None,
        defaults={
            "school": document.school,
            "question": question.strip(),
            "role": situation.role,
            "action": situation.action,
            "towards": situation.towards or "",
            "facts": dict(situation.facts),
            "verdict": Verdict(verdict),
            "added_by_id": by.user_id,
        },
    )
    if scenario.verdict != verdict:
        word = label_for(scenario.verdict).word
        message = f"This situation is saved already, and expects “{word}”: retire that one first."
        raise NotReadyError(message)
    if is_new:
        _tell(by, scenario, RatificationEvent.SAVED_SCENARIO)
    return scenario


@transaction.atomic
def retire_scenario(*, by: Actor, scenario: Scenario) -> None:
    """Stop checking a saved answer. Idempotent. Raises PermissionDenied."""
    check_has_right(by, scenario.school, "write-policy")
    if Scenario.objects.filter(pk=scenario.pk, retired_at=None).update(retired_at=timezone.now()):
        _tell(by, scenario, RatificationEvent.RETIRED_SCENARIO)


@transaction.atomic
def record_intended_change(
    *, by: Actor, version: PolicyVersion, scenario: Scenario, checksum: str, reason: str
) -> MeantChange:
    """Confirm that a saved answer should change under this text, and why.

    It then no longer blocks publication, and expects the new verdict once the text is published. Raises
    PermissionDenied, or NotReadyError if the text is another, the answer does not change, or no reason is
    given.
    """
    check_has_right(by, version.school, "publish-policy")
    version = lock_version(version)
    check_same_text(version, checksum)
    run = next((each for each in run_scenarios(version, today()) if each.scenario.pk == scenario.pk), None)
    if run is None or run.holds or run.found is None:
        raise NotReadyError("This scenario does not come out differently under this text.")
    if not reason.strip():
        raise NotReadyError("Say why this answer is meant to change.")
    meant, is_new = MeantChange.objects.get_or_create(
        scenario=scenario,
        version=version,
        checksum=checksum,
        defaults={
            "school": version.school,
            "was": run.expected,
            "verdict": run.found,
            "reason": reason.strip(),
            "by_id": user_id_of(by),
        },
    )
    if is_new:
        record_event(
            by, version, RatificationEvent.MEANT_SCENARIO_TO_CHANGE, scenario=scenario.pk, verdict=run.found
        )
    return meant


def copy_intended_changes(*, by: Actor, version: PolicyVersion) -> None:
    """Set the confirmed scenarios to expect what the published text says."""
    for meant in MeantChange.objects.filter(version=version, checksum=version.checksum):
        changed = Scenario.objects.filter(pk=meant.scenario_id, verdict=meant.was)
        if changed.update(verdict=meant.verdict):
            record_event(
                by, version, RatificationEvent.CHANGED_WHAT_SCENARIO_EXPECTS, scenario=meant.scenario_id
            )


def _hash(situation: Situation) -> str:
    said = [situation.role, situation.action, situation.towards or "", dict(situation.facts)]
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def _tell(by: Actor, scenario: Scenario, verb: Verb) -> None:
    record(
        school_id=scenario.school_id,
        by=by.user_id,
        verb=verb,
        subject=f"scenario {scenario.pk}",
        detail={"document": scenario.document_id, "verdict": scenario.verdict},
    )
