from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from belisha.access.actor import Actor
from belisha.audit.actions import record
from belisha.audit.verbs import Verb
from belisha.drafting.actions.drafts import DraftStart, start_draft
from belisha.drafting.models import Merging
from belisha.drafting.permissions import check_can_write
from belisha.drafting.queries import SourceModel, newer_model, source_model
from belisha.drafting.record import DraftingEvent
from belisha.policies.documents.reading import read_source
from belisha.policies.models import Origin, PolicyVersion
from belisha.rules.edit import ADAPTED, ADOPTED, DRAFT, count_changed, read_clause_text, revised
from belisha.rules.language.clauses import Clause
from belisha.rules.language.writing import write_policy
from belisha.rules.merge import Merged, merge

THEIRS, OURS, WORDS = "theirs", "ours", "words"


class UndecidedError(Exception):
    """Clauses are still to be decided. The sentence says how many."""


def start_merging(*, by: Actor, version: PolicyVersion) -> Merging:
    """Begin to take a model's new version into the policy in force, or go on with what is open.

    Raises PermissionDenied, UndecidedError where the model has no newer version.
    """
    check_can_write(by, version.school)
    found: Merging | None = Merging.objects.open().filter(document=version.document_id).first()
    if found is not None:
        return found
    base, theirs = source_model(version), newer_model(version)
    if base is None or theirs is None:
        message = "The model has no newer version than the one that you have."
        raise UndecidedError(message)
    try:
        with transaction.atomic():
            return _begin(by, version, base, theirs)
    except IntegrityError:
        begun: Merging = Merging.objects.open().get(document=version.document_id)
        return begun


def _begin(by: Actor, version: PolicyVersion, base: SourceModel, theirs: SourceModel) -> Merging:
    found: Merging = Merging.objects.create(
        school=version.school,
        document=version.document,
        ours=version,
        model=theirs.version,
        library=theirs.library,
        base=base.source,
        theirs=theirs.source,
        begun_by_id=by.user_id,
    )
    _tell(
        by,
        found,
        DraftingEvent.BEGAN_TO_MERGE_MODEL,
        checksum=theirs.version.checksum if theirs.version else "",
    )
    return found


def merged_of(merging: Merging) -> Merged:
    """Return what became of every clause in the three texts."""
    return merge(read_source(merging.base), read_source(merging.ours.source), read_source(merging.theirs))


@transaction.atomic
def record_decisions(*, by: Actor, merging: Merging, decisions: Mapping[str, Mapping[str, str]]) -> None:
    """Keep decisions on clauses, each `{"take": …, "text": …}`. What was decided of others before stays.

    Raises PermissionDenied, UndecidedError where it is finished, belisha.rules.errors.PolicyError where the
    words of a clause cannot be read, KeyError for a clause that is not to be decided.
    """
    check_can_write(by, merging.school)
    locked = _locked(merging)
    steps = {step.id: step for step in merged_of(locked).to_decide}
    for clause, decision in decisions.items():
        step = steps[clause]
        if decision["take"] == WORDS:
            read_clause_text(decision.get("text", ""), step.section)
        locked.decisions[clause] = dict(decision)
    locked.save(update_fields=["decisions"])
    _tell(by, locked, DraftingEvent.DECIDED_ON_CLAUSES_OF_MODEL, clauses=len(decisions))


@transaction.atomic
def finish_merging(*, by: Actor, merging: Merging, label: str) -> PolicyVersion:
    """Return a new draft with everything as it was decided. A second click gives the same draft.

    Raises PermissionDenied, UndecidedError, belisha.rules.errors.PolicyError where the whole cannot be
    read.
    """
    check_can_write(by, merging.school)
    locked = _locked(merging, ended=True)
    if locked.draft is not None:
        return locked.draft
    if locked.ended_at is not None:
        message = "This was dropped. Start again."
        raise UndecidedError(message)
    merged = merged_of(locked)
    left = [step for step in merged.to_decide if step.id not in locked.decisions]
    if left:
        message = (
            f"{len(left)} clauses still need a decision."
            if len(left) > 1
            else "One clause still needs a decision."
        )
        raise UndecidedError(message)
    result = merged.result(chosen(locked, merged))
    result = revised(
        result,
        version=label,
        review_due_on=result.control.review_due_on,
        review_due=result.control.review_due,
    )
    is_adapted = bool(count_changed(merged.theirs, result))
    if result.control.standing in (ADOPTED, ADAPTED, DRAFT):
        result = replace(result, control=replace(result.control, standing=ADAPTED if is_adapted else ADOPTED))
    name = f"{merged.theirs.control.title}, {locked.model.label if locked.model else 'as it ships'}"
    begun = DraftStart(
        source=write_policy(result),
        label=label,
        kind=locked.document.kind,
        origin=Origin.ADAPTED if is_adapted else Origin.ADOPTED,
        reason=f"The model has a new version: {name}.",
        follows=locked.ours,
        model=locked.model,
        library=locked.library,
        library_source=locked.theirs if locked.library else "",
    )
    draft = start_draft(by=by, school=locked.school, begun=begun)
    locked.draft, locked.ended_at = draft, timezone.now()
    locked.save(update_fields=["draft", "ended_at"])
    _tell(by, locked, DraftingEvent.MERGED_MODEL, draft=draft.pk)
    return draft


@transaction.atomic
def drop_merging(*, by: Actor, merging: Merging) -> None:
    """Leave the policy as it is; the new version of the model is still there to be merged later."""
    check_can_write(by, merging.school)
    locked = _locked(merging)
    locked.ended_at = timezone.now()
    locked.save(update_fields=["ended_at"])
    _tell(by, locked, DraftingEvent.DROPPED_MERGER)


def chosen(merging: Merging, merged: Merged) -> dict[str, Clause | None]:
    """Return the clauses that were decided so far, by id; None where one goes."""
    found: dict[str, Clause | None] = {}
    for step in merged.to_decide:
        decision = merging.decisions.get(step.id)
        if decision is None:
            continue
        if decision["take"] == WORDS:
            found[step.id] = read_clause_text(decision["text"], step.section)
        else:
            found[step.id] = step.theirs if decision["take"] == THEIRS else step.ours
    return found


def _locked(merging: Merging, *, ended: bool = False) -> Merging:
    found: Merging = (
        Merging.objects.select_for_update(of=("self",))
        .select_related("school", "document", "ours", "model", "draft")
        .get(pk=merging.pk)
    )
    if found.ended_at is not None and not ended:
        message = "This is finished already."
        raise UndecidedError(message)
    return found


def _tell(by: Actor, merging: Merging, verb: Verb, **detail: Any) -> None:
    record(
        school_id=merging.school_id,
        by=by.user_id,
        verb=verb,
        subject=f"merging {merging.pk}",
        detail={"document": merging.document_id, "ours": merging.ours_id, **detail},
    )
