import hashlib
import json

from django.db import transaction
from django.utils import timezone

from belisha.audit.actions import record
from belisha.base.clock import today
from belisha.people.actor import Actor
from belisha.policies.models import PolicyDocument, PolicyVersion
from belisha.policies.verdict_words import words_for
from belisha.ratification.actions.locking import check_same_text, locked, tell
from belisha.ratification.models import MeantChange, Scenario
from belisha.ratification.permissions import check_holds, id_of
from belisha.ratification.refusals import NotReadyError
from belisha.ratification.scenario_runs import run_scenarios
from belisha.rules.ruling import Situation, Verdict


@transaction.atomic
def add_scenario(
    *, by: Actor, document: PolicyDocument, question: str, situation: Situation, verdict: str
) -> Scenario:
    """Hold a document to a verdict on a situation. The same situation twice is one scenario.

    Raises PermissionDenied, NotReadyError where the situation is there with another verdict.
    """
    check_holds(by, document.school, "write-policy")
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
        word = words_for(scenario.verdict).word
        message = f"This situation is saved already, and expects “{word}”: retire that one first."
        raise NotReadyError(message)
    if is_new:
        _tell(by, scenario, "saved a scenario")
    return scenario


@transaction.atomic
def retire_scenario(*, by: Actor, scenario: Scenario) -> None:
    """Hold the document to it no more. Doing it twice is doing it once. Raises PermissionDenied."""
    check_holds(by, scenario.school, "write-policy")
    if Scenario.objects.filter(pk=scenario.pk, retired_at=None).update(retired_at=timezone.now()):
        _tell(by, scenario, "retired a scenario")


@transaction.atomic
def mark_meant(
    *, by: Actor, version: PolicyVersion, scenario: Scenario, checksum: str, reason: str
) -> MeantChange:
    """Say that a scenario is meant to come out differently under this text, and why.

    It then blocks nothing, and expects the new verdict once the text is published. Raises PermissionDenied,
    NotReadyError where the text is another, the scenario holds, or no reason is given.
    """
    check_holds(by, version.school, "publish-policy")
    version = locked(version)
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
            "by_id": id_of(by),
        },
    )
    if is_new:
        tell(by, version, "meant a scenario to change", scenario=scenario.pk, verdict=run.found)
    return meant


def take_over_meant(*, by: Actor, version: PolicyVersion) -> None:
    """Let the scenarios that were meant to change expect from now on what the published text says."""
    for meant in MeantChange.objects.filter(version=version, checksum=version.checksum):
        changed = Scenario.objects.filter(pk=meant.scenario_id, verdict=meant.was)
        if changed.update(verdict=meant.verdict):
            tell(by, version, "changed what a scenario expects", scenario=meant.scenario_id)


def _hash(situation: Situation) -> str:
    said = [situation.role, situation.action, situation.towards or "", dict(situation.facts)]
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def _tell(by: Actor, scenario: Scenario, verb: str) -> None:
    record(
        school_id=scenario.school_id,
        by=by.user_id,
        verb=verb,
        subject=f"scenario {scenario.pk}",
        detail={"document": scenario.document_id, "verdict": scenario.verdict},
    )
