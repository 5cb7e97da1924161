"""The text shown to someone who acknowledges a document, and the words that they agree to."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from belisha.acknowledgements.audience import Audience
from belisha.acknowledgements.changes import RoleChanges, changes_for_roles
from belisha.acknowledgements.models import PresentedExtent
from belisha.policies.cards.role_page import GROUPS, ClauseGroup, groups_for
from belisha.policies.versions.clause_diff import ClauseDifference
from belisha.rules.language.clauses import Clause
from belisha.rules.language.policy import Policy
from belisha.rules.vocabulary.loading import load_vocabulary
from belisha.rules.wording.grammar import a, and_list


@dataclass(frozen=True)
class PresentedText:
    """The text shown: the clauses for some roles grouped, or only what changed; `text` is its exact words."""

    shown: PresentedExtent
    groups: tuple[ClauseGroup, ...]
    changes: RoleChanges | None
    clauses: tuple[str, ...]
    text: str

    @property
    def hash(self) -> str:
        """Return the SHA-256 of the text, in hex."""
        return hashlib.sha256(self.text.encode()).hexdigest()


def text_for_roles(policy: Policy, roles: Sequence[str], on: date) -> PresentedText:
    """Return the parts of the document that concern any of the roles."""
    groups = _groups(policy, roles, on)
    clauses = [clause for group in groups for clause in group.clauses]
    text = "\n\n".join(
        part for group in groups for part in (group.heading, *(_words(each) for each in group.clauses))
    )
    return PresentedText(PresentedExtent.ROLE, groups, None, _ids(clauses), text)


def text_of_changes(before: Policy, after: Policy, roles: Sequence[str], on: date) -> PresentedText:
    """Return what changed for the roles since another version; if nothing did, all that changed."""
    found = changes_for_roles(before, after, roles, load_vocabulary(), on)
    listed = found.mine or found.others
    text = "\n\n".join(map(_change_words, listed))
    return PresentedText(PresentedExtent.CHANGES, (), found, tuple(each.id for each in listed), text)


def whole_text(policy: Policy) -> PresentedText:
    """Return the whole document, as handed out on paper."""
    text = "\n\n".join(map(_words, policy.clauses))
    return PresentedText(PresentedExtent.WHOLE, (), None, _ids(policy.clauses), text)


def agreement_wording(
    policy: Policy, label: str, roles: Sequence[str], audience: Audience
) -> tuple[str, ...]:
    """Return what someone in these roles agrees to: our sentence, then the document's own words of duty."""
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
    """Return what a signing sheet asks people to agree to: the same for everyone, whatever their roles."""
    control = policy.control
    document = f"the {control.title} of {control.school} (version: {label})"
    return (f"I have read {document}, and I will keep to what it asks of me.",)


def _groups(policy: Policy, roles: Sequence[str], on: date) -> tuple[ClauseGroup, ...]:
    """Return the groups of all the roles merged, each clause once, in the document's order."""
    place = {clause.id: number for number, clause in enumerate(policy.clauses)}
    found: dict[str, dict[str, Clause]] = {}
    for role in roles:
        for group in groups_for(policy, role, on):
            found.setdefault(group.anchor, {}).update({each.id: each for each in group.clauses})
    return tuple(
        ClauseGroup(
            heading, anchor, verdict, tuple(sorted(found[anchor].values(), key=lambda each: place[each.id]))
        )
        for heading, anchor, verdict in GROUPS
        if anchor in found
    )


def _ids(clauses: Iterable[Clause]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each.id for each in clauses))


def _words(clause: Clause) -> str:
    return f"{clause.title}\n{clause.text}"


def _change_words(change: ClauseDifference) -> str:
    lines = [f"[{change.how.label}] {change.title}"]
    lines += [f"Before: {''.join(each.words for each in change.before)}"] if change.before else []
    lines += [f"Now: {''.join(each.words for each in change.after)}"] if change.after else []
    lines += [
        f"{row.heading}: {'; '.join(row.before) or 'nothing'} -> {'; '.join(row.after) or 'nothing'}"
        for row in change.rows
    ]
    return "\n".join(lines)
