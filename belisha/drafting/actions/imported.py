from dataclasses import replace
from functools import partial

from django.db import transaction
from django.utils import timezone

from belisha.access.actor import Actor
from belisha.audit.actions import record
from belisha.audit.verbs import Verb
from belisha.base.encrypted_files import destroy_file, keep_file
from belisha.drafting.actions.clauses import remove_clause_from_draft, restore_clause, save_clause
from belisha.drafting.imported.earlier import YearsChanges
from belisha.drafting.imported.mapping import MappedClause
from belisha.drafting.imported.policy import BroughtDocument
from belisha.drafting.models import ImportDecision, ImportedClause, ImportedDocument
from belisha.drafting.permissions import check_can_change
from belisha.drafting.record import DraftingEvent
from belisha.policies.documents.reading import read_source
from belisha.policies.models import PolicyVersion
from belisha.rules.edit import clause_checksum, read_clause_text
from belisha.rules.language.clauses import Clause, Force, Plain, Rule
from belisha.rules.language.writing import write_clause

MOST_NAMED = 30

DECIDED = {
    ImportDecision.RIGHT: DraftingEvent.CHECKED_CLAUSE_THAT_WAS_READ,
    ImportDecision.GUIDANCE: DraftingEvent.TOOK_CLAUSE_THAT_WAS_READ_AS_GUIDANCE,
    ImportDecision.REMOVED: DraftingEvent.TOOK_OUT_CLAUSE_THAT_WAS_READ,
}


class SettledMeanwhileError(Exception):
    """Somebody else has decided about the clause since the page was opened. The message says so."""


def keep_document(*, by: Actor, version: PolicyVersion, brought: BroughtDocument) -> ImportedDocument:
    """Keep a document beside the draft that was read from it, with each clause to be checked."""
    document = brought.reading.document
    file = keep_file([brought.data])
    kept = ImportedDocument.objects.create(
        school=version.school,
        version=version,
        name=brought.name.replace("\\", "/").rsplit("/", 1)[-1][:200],
        file=file,
        checksum=file.sha256,
        words_in=document.words_in,
        words_placed=document.words_placed,
        blocks=[
            {"kind": block.kind.value, "text": block.text, "number": block.number, "page": block.page}
            for block in document.blocks
        ],
        left_out=[{"why": each.why, "text": each.text} for each in document.left_out],
        notes=[*document.notes, *_compared(brought.changes)],
    )
    ImportedClause.objects.bulk_create(
        ImportedClause(
            school=version.school,
            document=kept,
            position=position,
            clause=each.clause.id,
            proposed=clause_values(each),
            confidence=each.confidence,
        )
        for position, each in enumerate(brought.mapped)
    )
    detail = {"checksum": kept.checksum, "clauses": len(brought.mapped), "words": kept.words_in}
    record(
        school_id=version.school_id,
        by=by.user_id,
        verb=DraftingEvent.READ_DOCUMENT,
        subject=f"version:{version.pk}",
        detail=detail,
    )
    return kept


def forget_document(version: PolicyVersion) -> None:
    """Destroy the file of the document that a version was read from, once the version is deleted."""
    document = ImportedDocument.objects.filter(version=version).select_related("file").first()
    if document is not None and document.file is not None:
        transaction.on_commit(partial(destroy_file, document.file))


def _compared(changes: YearsChanges | None) -> list[str]:
    """Return what a document changes in the policy in force, in sentences."""
    if changes is None:
        return []
    counts = (
        f"Compared with the policy in force: {len(changes.same)} clauses as they were, "
        f"{len(changes.reworded)} worded otherwise, {len(changes.new)} new, {len(changes.gone)} gone. "
        "Rules that still fit were kept; those that are worded otherwise come first."
    )
    return [counts, *(f"Gone: {title}." for title in changes.gone[:MOST_NAMED])]


def clause_values(mapped: MappedClause) -> dict[str, object]:
    """Return what is kept of a proposed clause: its words, its place and the actions it may be about."""
    proposed = mapped.proposed
    return {
        "text": proposed.text,
        "modality": proposed.modality,
        "actors": list(proposed.actors),
        "page": proposed.page,
        "number": proposed.number,
        "section": proposed.section,
        "unless": proposed.unless,
        "unknown": list(mapped.unknown),
        "actions": [action for action, _ in mapped.choice.found],
    }


@transaction.atomic
def settle_clause(
    *, by: Actor, clause: ImportedClause, decision: str, force: str = "", who: str = "", action: str = ""
) -> None:
    """Decide about a clause that was read: right (with changes), guidance only, or taken out.

    Raise SettledMeanwhileError if somebody else did, PermissionDenied, EditRefusedError.
    """
    version = clause.document.version
    check_can_change(by, version)
    locked = ImportedClause.objects.select_for_update().get(pk=clause.pk)
    if locked.decision:
        message = "Somebody else has decided about this clause meanwhile. Here is the next one."
        raise SettledMeanwhileError(message)
    stated = read_source(version.source).by_id.get(locked.clause)
    if stated is not None:
        locked.before = write_clause(stated)
        if decision == ImportDecision.REMOVED:
            remove_clause_from_draft(by=by, version=version, clause=stated.id)
        else:
            changed = (
                _plain(stated, locked)
                if decision == ImportDecision.GUIDANCE
                else _changed(stated, force, who, action)
            )
            if changed != stated:
                save_clause(by=by, version=version, clause=changed, original_checksum=clause_checksum(stated))
    locked.decision, locked.decided_by_id, locked.decided_at = decision, by.user_id, timezone.now()
    locked.save(update_fields=["decision", "decided_by", "decided_at", "before"])
    record_of_clause(by, locked, DECIDED[ImportDecision(decision)])


def _plain(stated: Clause, row: ImportedClause) -> Clause:
    """Return a rule in plain words that decide nothing."""
    if not isinstance(stated, Rule):
        return stated
    return Plain(
        id=stated.id,
        title=stated.title,
        text=stated.text,
        section=stated.section,
        cites=stated.cites,
        force=stated.force,
        who=", ".join(row.proposed["actors"]) or "everyone",
    )


def _changed(stated: Clause, force: str, who: str, action: str) -> Clause:
    """Return a rule with the force, people and action that the reviewer chose; plain words become a rule."""
    chosen = Force(force) if force else None
    if isinstance(stated, Rule):
        made = replace(stated, force=chosen or stated.force, action=action or stated.action)
        if who and (who,) != made.who:
            made = replace(made, who=(who,), is_who_unstated=False)
        return made if made.action == stated.action else replace(made, towards=())
    if isinstance(stated, Plain) and action and who:
        return Rule(
            id=stated.id,
            title=stated.title,
            text=stated.text,
            section=stated.section,
            cites=stated.cites,
            who=(who,),
            force=chosen or stated.force,
            action=action,
        )
    return stated


@transaction.atomic
def undo_decision(*, by: Actor, document: ImportedDocument) -> ImportedClause | None:
    """Undo the last decision of the actor about a document. Return its clause, or None if there is none."""
    version = document.version
    check_can_change(by, version)
    last: ImportedClause | None = (
        document.clauses.select_for_update()
        .exclude(decision="")
        .filter(decided_by_id=by.user_id)
        .order_by("-decided_at")
        .first()
    )
    if last is None:
        return None
    stated = read_source(version.source).by_id.get(last.clause)
    if stated is None:
        restore_clause(by=by, version=version, clause=last.clause)
    elif last.before:
        earlier = read_clause_text(last.before, stated.section)
        if earlier != stated:
            save_clause(by=by, version=version, clause=earlier, original_checksum=clause_checksum(stated))
    last.decision, last.decided_by, last.decided_at, last.before = "", None, None, ""
    last.save(update_fields=["decision", "decided_by", "decided_at", "before"])
    record_of_clause(by, last, DraftingEvent.UNDID_DECISION)
    return last


def record_of_clause(by: Actor, row: ImportedClause, verb: Verb) -> None:
    """Record what was done with a clause that was read."""
    record(
        school_id=row.school_id,
        by=by.user_id,
        verb=verb,
        subject=f"version:{row.document.version_id}",
        detail={"clause": row.clause},
    )
