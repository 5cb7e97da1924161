"""The form of a clause as someone has filled it in."""

from dataclasses import dataclass, field
from typing import Any

from belisha.access.actor import Actor
from belisha.drafting.clause_form.choices import WordChoices, choices_for
from belisha.drafting.clause_form.clause_lines import WordSuggestion
from belisha.drafting.clause_form.parsing import ParsedForm, parse_values
from belisha.drafting.clause_form.submitted_values import LISTS, ROWS, TEXTS, without_empty_rows
from belisha.drafting.preview import ClausePreview, preview_of, wording_question
from belisha.drafting.queries import source_model
from belisha.people.models import School
from belisha.policies.documents.clause_text import policy_words
from belisha.policies.models import PolicyVersion
from belisha.rules.edit import clause_in_words
from belisha.rules.language.clauses import Clause, Rule
from belisha.rules.language.policy import Policy
from belisha.rules.language.writing import lead_in_lines

EMPTY: dict[str, Any] = {**dict.fromkeys(TEXTS, ""), **{name: [] for name in (*LISTS, *ROWS)}}


@dataclass
class ClauseFormState:
    """The form of a clause as it stands: values, what is wrong, and the clause that it was opened on.

    `near` are words to choose from by the box in which one is not known; `doubt` asks which is meant where
    the words and the force of a rule differ.
    """

    actor: Actor
    school: School
    version: PolicyVersion
    policy: Policy
    values: dict[str, Any]
    original_checksum: str = ""
    errors: dict[str, str] = field(default_factory=dict)
    near: dict[str, tuple[WordSuggestion, ...]] = field(default_factory=dict)
    doubt: str = ""
    concurrent_clause: Clause | None = None
    is_changed: bool = False

    @property
    def is_new(self) -> bool:
        """Whether the clause is not in the draft yet."""
        return not self.original_checksum

    @property
    def concurrent_clause_text(self) -> str:
        """How the clause that someone else has saved reads."""
        titles = {each.id: each.title for each in self.policy.clauses}
        return (
            clause_in_words(self.concurrent_clause, policy_words(self.policy), titles)
            if self.concurrent_clause
            else ""
        )

    @property
    def choices(self) -> WordChoices:
        """The lists that the boxes offer: with the words of the subjects that the policy speaks of."""
        return choices_for(self.policy, self.values)

    @property
    def lead_in_lines(self) -> tuple[str, ...]:
        """What the clause's section says for all its clauses, as it stands in the file."""
        found = self.policy.lead_in(self.values["section"])
        return lead_in_lines(found) if found else ()

    def read(self) -> ParsedForm:
        """Return what is understood of the values, rows in which nothing was chosen left out."""
        taken = self.policy.by_id if self.is_new else ()
        return parse_values(without_empty_rows(self.values), taken, self.choices)

    def preview(self) -> ClausePreview:
        """How the whole policy reads with the clause as it stands in the form."""
        read, model = self.read(), source_model(self.version)
        return preview_of(self.policy, read.clause, read.errors, read.text, model.policy if model else None)

    def chosen(self, name: str) -> str:
        """Return the labels of what is ticked in a list, separated by commas."""
        groups = self.choices.platform_choices if name == "platforms" else self.choices.role_choices
        ticked = self.values[name]
        return ", ".join(words for _, group in groups for each, words in group if each in ticked)

    def asks_about(self, clause: Clause) -> str:
        """Return the question to answer before the clause is saved; empty if answered or nothing has
        changed.
        """
        was = self.policy.by_id.get(clause.id)
        is_as_before = (
            isinstance(was, Rule)
            and isinstance(clause, Rule)
            and ((was.text, was.force) == (clause.text, clause.force))
        )
        doubt = wording_question(clause)
        return "" if is_as_before or self.values["meant"] == doubt else doubt
