from collections.abc import Callable
from dataclasses import replace

from django.db import transaction

from belisha.access.actor import Actor
from belisha.drafting.models import RemovedClause
from belisha.drafting.permissions import check_can_change
from belisha.drafting.queries import source_model
from belisha.policies.actions import rewrite_draft
from belisha.policies.documents.reading import read_source
from belisha.policies.models import PolicyVersion
from belisha.rules.edit import (
    ADAPTED,
    ADOPTED,
    EditRefusedError,
    add_clause,
    add_section,
    clause_checksum,
    count_changed,
    move_clause,
    read_clause_text,
    remove_clause,
    remove_section,
    rename_section,
    replace_clause,
)
from belisha.rules.language.clauses import Clause
from belisha.rules.language.policy import Control, Policy
from belisha.rules.language.writing import write_clause, write_policy

Edit = Callable[[Policy], Policy]


class ChangedMeanwhileError(Exception):
    """Someone else has changed the clause since it was opened. `now` is its current content, None if
    removed.
    """

    def __init__(self, now: Clause | None) -> None:
        self.now = now
        super().__init__("Someone else has changed this clause since you opened it.")


@transaction.atomic
def save_clause(
    *, by: Actor, version: PolicyVersion, clause: Clause, original_checksum: str, after: str = ""
) -> PolicyVersion:
    """Save a clause in a draft. `original_checksum` is that of the edited clause; empty for a new one.

    Other clauses may have changed meanwhile and are kept. Raises ChangedMeanwhileError if this one has,
    EditRefusedError if it cannot be placed there, PermissionDenied, TransitionRefusedError, and
    belisha.rules.errors.PolicyError if the whole text could not be read any more.
    """

    def edited(policy: Policy) -> Policy:
        if not original_checksum:
            return add_clause(policy, clause, after=after)
        now = policy.by_id.get(clause.id)
        if now is None or clause_checksum(now) != original_checksum:
            raise ChangedMeanwhileError(now)
        return replace_clause(policy, clause)

    saved = _rewrite(by, version, edited)
    RemovedClause.objects.filter(version=version, clause=clause.id).delete()
    return saved


@transaction.atomic
def remove_clause_from_draft(*, by: Actor, version: PolicyVersion, clause: str) -> None:
    """Remove a clause from a draft; it can be restored. Removing it twice changes nothing.

    Raises EditRefusedError if a procedure uses it, PermissionDenied, TransitionRefusedError.
    """

    def edited(policy: Policy) -> Policy:
        ids = list(policy.by_id)
        if clause not in ids:
            return policy
        stated, place = policy.by_id[clause], ids.index(clause)
        without = remove_clause(policy, clause)
        kept = {
            "school": version.school,
            "title": stated.title,
            "section": stated.section,
            "after": ids[place - 1] if place else "",
            "text": write_clause(stated),
            "removed_by_id": by.user_id,
        }
        RemovedClause.objects.update_or_create(version=version, clause=clause, defaults=kept)
        return without

    _rewrite(by, version, edited)


@transaction.atomic
def restore_clause(*, by: Actor, version: PolicyVersion, clause: str, model: Policy | None = None) -> bool:
    """Restore a removed clause as it was, or else as the model has it. Returns False if it is there
    already.

    Raises EditRefusedError if neither has it, PermissionDenied, TransitionRefusedError.
    """
    removed = RemovedClause.objects.filter(version=version, clause=clause).first()
    is_back = False

    def edited(policy: Policy) -> Policy:
        nonlocal is_back
        if clause in policy.by_id:
            return policy
        if removed is not None:
            found, after = read_clause_text(removed.text, removed.section), removed.after
        elif model is not None and clause in model.by_id:
            ids = list(model.by_id)
            before = [each for each in ids[: ids.index(clause)] if each in policy.by_id]
            found, after = model.by_id[clause], before[-1] if before else ""
        else:
            message = "There is no such clause to put back."
            raise EditRefusedError(message)
        if found.section and found.section not in policy.sections:
            policy = add_section(policy, found.section)
        is_back = True
        return add_clause(policy, found, after=after)

    _rewrite(by, version, edited)
    if removed is not None:
        removed.delete()
    return is_back


@transaction.atomic
def move_clause_in_draft(*, by: Actor, version: PolicyVersion, clause: str, down: bool) -> None:
    """Move a clause one place. Raises EditRefusedError, PermissionDenied, TransitionRefusedError."""
    _rewrite(by, version, lambda policy: move_clause(policy, clause, by=1 if down else -1))


@transaction.atomic
def save_section(*, by: Actor, version: PolicyVersion, section: str, title: str) -> None:
    """Rename a section; without `section` add one, without `title` remove an empty one.

    Raises EditRefusedError, PermissionDenied, TransitionRefusedError.
    """

    def edited(policy: Policy) -> Policy:
        if not section:
            return add_section(policy, title)
        return rename_section(policy, section, title) if title else remove_section(policy, section)

    _rewrite(by, version, edited)


@transaction.atomic
def save_control(*, by: Actor, version: PolicyVersion, control: Control, introduction: str) -> PolicyVersion:
    """Save document control and introduction of a draft.

    Raises PermissionDenied, TransitionRefusedError, belisha.rules.errors.PolicyError.
    """
    return _rewrite(by, version, lambda policy: replace(policy, control=control, introduction=introduction))


def _standing_as_it_is(policy: Policy, version: PolicyVersion) -> Policy:
    """Return the policy, called adapted as soon as a clause differs from the model that it was adopted
    from (K9).
    """
    taken = source_model(version) if policy.control.standing == ADOPTED else None
    if taken is None or not count_changed(taken.policy, policy):
        return policy
    return replace(policy, control=replace(policy.control, standing=ADAPTED))


def _rewrite(by: Actor, version: PolicyVersion, edit: Edit) -> PolicyVersion:
    """Return the draft after the edit of what it says now: whoever else writes at it waits until this is
    done.
    """
    check_can_change(by, version)
    locked: PolicyVersion = (
        PolicyVersion.objects.select_for_update(of=("self",), no_key=True)
        .select_related("school", "document")
        .get(pk=version.pk)
    )
    policy = read_source(locked.source)
    edited = _standing_as_it_is(edit(policy), locked)
    if edited == policy:
        return locked
    try:
        source = write_policy(edited)
    except ValueError as error:
        raise EditRefusedError(str(error)) from error
    return rewrite_draft(by=by, version=locked, source=source, original_checksum=locked.checksum)
