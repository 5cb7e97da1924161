"""Adding, changing, taking away and moving clauses and sections."""

from collections.abc import Iterable
from dataclasses import replace

from belisha.rules.language.clauses import Clause, Procedure
from belisha.rules.language.policy import Policy


class EditRefusedError(ValueError):
    """The policy cannot be changed so. The sentence says why, and what to do."""


def replace_clause(policy: Policy, clause: Clause) -> Policy:
    """Return the policy with this clause in place of the one of the same id, in the section that it names.

    Raise EditRefusedError where there is none.
    """
    before = _present(policy, clause.id)
    if before.section != clause.section:
        return add_clause(_without(policy, clause.id), clause)
    found = tuple(clause if each.id == clause.id else each for each in policy.clauses)
    return replace(policy, clauses=found)


def add_clause(policy: Policy, clause: Clause, *, after: str = "") -> Policy:
    """Return the policy with one more clause: after `after` if that is in its section, else at the end.

    Raise EditRefusedError where the id is taken or there is no such section.
    """
    if clause.id in policy.by_id:
        message = f"There is a clause `{clause.id}` already: give this one another short name."
        raise EditRefusedError(message)
    if clause.section and clause.section not in policy.sections:
        message = f"There is no section `{clause.section}` any more: choose another."
        raise EditRefusedError(message)
    found = list(policy.clauses)
    before = next((each for each in found if each.id == after and each.section == clause.section), None)
    found.insert(found.index(before) + 1 if before else _end_of(policy, clause.section), clause)
    return replace(policy, clauses=tuple(found))


def remove_clause(policy: Policy, clause: str) -> Policy:
    """Return the policy without this clause. Raise EditRefusedError where a procedure goes through it."""
    _present(policy, clause)
    for each in policy.clauses:
        if isinstance(each, Procedure) and clause in each.steps:
            message = f"It is a step of “{each.title}”: take it out of there first."
            raise EditRefusedError(message)
    return _without(policy, clause)


def move_clause(policy: Policy, clause: str, *, by: int) -> Policy:
    """Return the policy with this clause moved up (-1) or down (1); past an edge it enters the next section.

    Where there is nowhere to go the policy stays as it is. Raise EditRefusedError where it is not there.
    """
    stated = _present(policy, clause)
    within = [each for each in policy.clauses if each.section == stated.section]
    place = within.index(stated) + by
    if 0 <= place < len(within):
        found = list(policy.clauses)
        here, there = found.index(stated), found.index(within[place])
        found[here], found[there] = found[there], found[here]
        return replace(policy, clauses=tuple(found))
    named = ("", *policy.sections)
    section = named.index(stated.section) + by
    if not 1 <= section < len(named):
        return policy
    moved = replace(stated, section=named[section])
    rest = list(_without(policy, clause).clauses)
    start = next((at for at, each in enumerate(rest) if each.section == moved.section), None)
    if by > 0 and start is not None:
        rest.insert(start, moved)
    else:
        rest.insert(_end_of(replace(policy, clauses=tuple(rest)), moved.section), moved)
    return replace(policy, clauses=tuple(rest))


def add_section(policy: Policy, title: str) -> Policy:
    """Return the policy with one more section at its end. Raise EditRefusedError if the title is taken."""
    title = _section_title(policy, title)
    return replace(policy, sections=(*policy.sections, title))


def rename_section(policy: Policy, section: str, title: str) -> Policy:
    """Return the policy with another title for this section. Raise EditRefusedError."""
    if section not in policy.sections:
        message = f"There is no section “{section}” any more."
        raise EditRefusedError(message)
    title = _section_title(policy, title) if title.strip() != section else section
    return replace(
        policy,
        sections=tuple(title if each == section else each for each in policy.sections),
        lead_ins=tuple(
            replace(each, section=title) if each.section == section else each for each in policy.lead_ins
        ),
        clauses=tuple(
            replace(each, section=title) if each.section == section else each for each in policy.clauses
        ),
    )


def remove_section(policy: Policy, section: str) -> Policy:
    """Return the policy without this section. Raise EditRefusedError where clauses stand in it."""
    if any(each.section == section for each in policy.clauses):
        message = f"Clauses stand in “{section}”: move them or take them out first."
        raise EditRefusedError(message)
    return replace(
        policy,
        sections=tuple(each for each in policy.sections if each != section),
        lead_ins=tuple(each for each in policy.lead_ins if each.section != section),
    )


def loose_steps(policy: Policy) -> tuple[tuple[Procedure, str], ...]:
    """Return each step of a procedure that is no clause of the policy, with its procedure."""
    procedures: Iterable[Procedure] = (each for each in policy.clauses if isinstance(each, Procedure))
    return tuple((each, step) for each in procedures for step in each.steps if step not in policy.by_id)


def _present(policy: Policy, clause: str) -> Clause:
    if clause not in policy.by_id:
        message = f"There is no clause `{clause}` any more: somebody has taken it out."
        raise EditRefusedError(message)
    return policy.by_id[clause]


def _without(policy: Policy, clause: str) -> Policy:
    return replace(policy, clauses=tuple(each for each in policy.clauses if each.id != clause))


def _end_of(policy: Policy, section: str) -> int:
    """Return the place after the last clause of a section, or where its first would stand."""
    upto = {"", *policy.sections[: policy.sections.index(section) + 1]} if section else {""}
    return sum(each.section in upto for each in policy.clauses)


def _section_title(policy: Policy, title: str) -> str:
    title = " ".join(title.split())
    if not title:
        message = "Give the section a title."
        raise EditRefusedError(message)
    if title in policy.sections:
        message = f"There is a section “{title}” already."
        raise EditRefusedError(message)
    return title
