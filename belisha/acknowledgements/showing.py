"""What is put before somebody who is asked to acknowledge a document, and the words that they agree to."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from belisha.acknowledgements.audience import Audience
from belisha.acknowledgements.changes import Changes, changes
from belisha.acknowledgements.models import Shown
from belisha.policies.clause_changes import ClauseChange
from belisha.policies.for_role import GROUPS, Group, groups_for
from belisha.rules.clauses import Clause
from belisha.rules.phrasing import a, and_list
from belisha.rules.policy import Policy
from belisha.rules.vocabulary import load_vocabulary


@dataclass(frozen=True)
class Showing:
    """What is shown: the clauses for some roles, grouped, or only what changed; `text` is its exact words."""

    shown: Shown
    groups: tuple[Group, ...]
    changes: Changes | None
    clauses: tuple[str, ...]
    text: str

    @property
    def hash(self) -> str:
        """The SHA-256 of the text, in hex."""
        return hashlib.sha256(self.text.encode()).hexdigest()


def show_for_roles(policy: Policy, roles: Sequence[str], on: date) -> Showing:
    """What of the document concerns any of the roles."""
    groups = _groups(policy, roles, on)
    clauses = [clause for group in groups for clause in group.clauses]
    text = "\n\n".join(
        part for group in groups for part in (group.heading, *(_words(each) for each in group.clauses))
    )
    return Showing(Shown.ROLE, groups, None, _ids(clauses), text)


def show_changes(before: Policy, after: Policy, roles: Sequence[str], on: date) -> Showing:
    """What changed for the roles since another version; where nothing did for them, all that changed."""
    found = changes(before, after, roles, load_vocabulary(), on)
    listed = found.mine or found.others
    text = "\n\n".join(map(_change_words, listed))
    return Showing(Shown.CHANGES, (), found, tuple(each.id for each in listed), text)


def show_whole(policy: Policy) -> Showing:
    """All of the document, as it is handed out on paper."""
    text = "\n\n".join(map(_words, policy.clauses))
    return Showing(Shown.WHOLE, (), None, _ids(policy.clauses), text)


def wording(policy: Policy, label: str, roles: Sequence[str], audience: Audience) -> tuple[str, ...]:
    """What somebody in these roles agrees to: our sentence, then the document's own words of duty."""
    vocabulary = load_vocabulary()
    control = policy.control
    whom = and_list(a(role, vocabulary) for role in roles)
    document = f"the {control.title} of {control.school} (version: {label})"
    lines = [f"I have read what {document} asks of me as {whom}, and I will keep to it."]
    for statement in audience.saying(roles):
        if statement.clause:
            where = f" ({', '.join(statement.cites)})" if statement.cites else ""
            lines.append(f"It says: “{statement.text}”{where}")
    return tuple(lines)


def paper_wording(policy: Policy, label: str) -> tuple[str, ...]:
    """What a signing sheet asks to agree to: the same for everybody on it, whatever their roles."""
    control = policy.control
    document = f"the {control.title} of {control.school} (version: {label})"
    return (f"I have read {document}, and I will keep to what it asks of me.",)


def _groups(policy: Policy, roles: Sequence[str], on: date) -> tuple[Group, ...]:
    """The groups of all the roles as one, each clause once, in the document's order."""
    place = {clause.id: number for number, clause in enumerate(policy.clauses)}
    found: dict[str, dict[str, Clause]] = {}
    for role in roles:
        for group in groups_for(policy, role, on):
            found.setdefault(group.anchor, {}).update({each.id: each for each in group.clauses})
    return tuple(
        Group(
            heading, anchor, verdict, tuple(sorted(found[anchor].values(), key=lambda each: place[each.id]))
        )
        for heading, anchor, verdict in GROUPS
        if anchor in found
    )


def _ids(clauses: Iterable[Clause]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each.id for each in clauses))


def _words(clause: Clause) -> str:
    return f"{clause.title}\n{clause.text}"


def _change_words(change: ClauseChange) -> str:
    lines = [f"[{change.how}] {change.title}"]
    lines += [f"Before: {''.join(each.words for each in change.before)}"] if change.before else []
    lines += [f"Now: {''.join(each.words for each in change.after)}"] if change.after else []
    lines += [
        f"{row.heading}: {'; '.join(row.before) or 'nothing'} -> {'; '.join(row.after) or 'nothing'}"
        for row in change.rows
    ]
    return "\n".join(lines)
