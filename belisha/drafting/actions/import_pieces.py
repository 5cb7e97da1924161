from dataclasses import replace

from django.db import transaction
from django.db.models import F

from belisha.access.actor import Actor
from belisha.drafting.actions.clauses import remove_clause_from_draft, save_clause
from belisha.drafting.actions.imported import SettledMeanwhileError, clause_values, record_of_clause
from belisha.drafting.imported.actions import ActionFinder
from belisha.drafting.imported.mapping import MappedClause, map_clause
from belisha.drafting.models import ImportedClause
from belisha.drafting.permissions import check_can_change
from belisha.drafting.record import DraftingEvent
from belisha.policies.documents.reading import read_source
from belisha.policies.models import PolicyVersion
from belisha.reading.values import ProposedClause
from belisha.rules.edit import EditRefusedError, clause_checksum
from belisha.rules.language.clauses import Clause
from belisha.rules.vocabulary.loading import load_vocabulary

FEWEST_WORDS = 2


@transaction.atomic
def split_clause(*, by: Actor, clause: ImportedClause, lines: str) -> None:
    """Make two clauses of one that was read: `lines` holds its words, with a line break where it is cut.

    Both are looked at anew. Raise SettledMeanwhileError, EditRefusedError, PermissionDenied.
    """
    version, row, stated = _open(by, clause)
    parts = [" ".join(line.split()) for line in lines.splitlines() if line.strip()]
    if len(parts) != 2 or any(len(part.split()) < FEWEST_WORDS for part in parts):
        message = "Put one line break where the second clause begins."
        raise EditRefusedError(message)
    words = row.proposed["text"]
    if " ".join(parts).split() != words.split():
        message = "Keep the document’s words as they are; only put a line break between them."
        raise EditRefusedError(message)
    first, second = (_mapped(row, part, stated, version) for part in parts)
    first = replace(first, clause=replace(first.clause, id=stated.id))
    save_clause(by=by, version=version, clause=first.clause, original_checksum=clause_checksum(stated))
    save_clause(by=by, version=version, clause=second.clause, original_checksum="", after=stated.id)
    row.document.clauses.filter(position__gt=row.position).update(position=F("position") + 1)
    row.proposed, row.confidence = clause_values(first), first.confidence
    row.save(update_fields=["proposed", "confidence"])
    ImportedClause.objects.create(
        school=row.school,
        document=row.document,
        position=row.position + 1,
        clause=second.clause.id,
        proposed=clause_values(second),
        confidence=second.confidence,
    )
    record_of_clause(by, row, DraftingEvent.SPLIT_CLAUSE_THAT_WAS_READ)


@transaction.atomic
def join_clauses(*, by: Actor, clause: ImportedClause) -> None:
    """Make one clause of one that was read and the one after it, which nobody has decided about.

    Raise SettledMeanwhileError, EditRefusedError (with what to do), PermissionDenied.
    """
    version, row, stated = _open(by, clause)
    after: ImportedClause | None = (
        row.document.clauses.select_for_update().filter(position__gt=row.position).first()
    )
    if after is None or after.decision:
        message = "There is no clause after it that is still to be checked. Undo that decision first."
        raise EditRefusedError(message)
    joined = _mapped(row, f"{row.proposed['text']} {after.proposed['text']}", stated, version)
    remove_clause_from_draft(by=by, version=version, clause=after.clause)
    version.refresh_from_db()
    whole = replace(joined.clause, id=stated.id)
    save_clause(by=by, version=version, clause=whole, original_checksum=clause_checksum(stated))
    row.proposed, row.confidence = clause_values(joined), joined.confidence
    row.save(update_fields=["proposed", "confidence"])
    record_of_clause(by, row, DraftingEvent.JOINED_TWO_CLAUSES_THAT_WERE_READ)
    after.delete()


def _open(by: Actor, clause: ImportedClause) -> tuple[PolicyVersion, ImportedClause, Clause]:
    """Return the version, the locked row and the clause in the draft, if the row is still to be checked."""
    version = clause.document.version
    check_can_change(by, version)
    row = ImportedClause.objects.select_for_update().get(pk=clause.pk)
    stated = read_source(version.source).by_id.get(row.clause)
    if row.decision or stated is None:
        message = "Somebody else has decided about this clause meanwhile. Here is the next one."
        raise SettledMeanwhileError(message)
    return version, row, stated


def _mapped(row: ImportedClause, text: str, stated: Clause, version: PolicyVersion) -> MappedClause:
    """Return what some words of a document become, read with what was read of the whole clause."""
    version.refresh_from_db()
    known = row.proposed
    proposed = ProposedClause(
        text=text,
        modality=known["modality"],
        actors=tuple(known["actors"]),
        action=text,
        unless=known["unless"] if known["unless"] and known["unless"] in text else "",
        confidence=row.confidence,
        page=known["page"],
        number=known["number"],
        section=known["section"],
    )
    words = load_vocabulary()
    taken = set(read_source(version.source).by_id)
    return map_clause(proposed, stated.section, taken, words, stated.cites[0], ActionFinder(words))
