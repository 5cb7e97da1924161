"""The steps that the policy asks for once an entry is there, such as telling pupils of the official page."""

from dataclasses import dataclass

from belisha.registers.models import EntryNoteKind, RegisterEntry
from belisha.rules.language.policy import Policy
from belisha.rules.vocabulary.loading import load_vocabulary
from belisha.rules.wording.effects import obligation_words


@dataclass(frozen=True, slots=True)
class FollowUpStep:
    """A step that a clause asks for after an entry: its words, the clause, and whether it is done."""

    clause: str
    title: str
    words: str
    cites: tuple[str, ...]
    is_done: bool


def steps_of(policy: Policy | None, entry: RegisterEntry) -> list[FollowUpStep]:
    """Return the steps that the policy sets off with the action of the entry's register (H54c)."""
    action = entry.description.route_action
    if policy is None or not action:
        return []
    done = set(
        entry.notes.filter(kind=EntryNoteKind.DONE).exclude(clause="").values_list("clause", flat=True)
    )
    vocabulary = load_vocabulary()
    return [
        FollowUpStep(
            rule.id,
            rule.title,
            "; ".join(obligation_words(effect, vocabulary) for effect in rule.then) or rule.text,
            rule.cites,
            rule.id in done,
        )
        for rule in policy.rules
        if action in rule.on
    ]
