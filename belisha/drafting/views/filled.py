"""The form of a clause as somebody has filled it in."""

from dataclasses import dataclass, field
from typing import Any

from belisha.access.actor import Actor
from belisha.drafting.clause_form import choices
from belisha.drafting.clause_form.lines import Nearest
from belisha.drafting.clause_form.typed import LISTS, ROWS, TEXTS, without_empty_rows
from belisha.drafting.clause_form.written import Read, read_values
from belisha.drafting.queries import model_of
from belisha.drafting.trying import Reading, doubt_about, reading_of
from belisha.people.models import School
from belisha.policies.models import PolicyVersion
from belisha.rules.clauses import Clause, Rule
from belisha.rules.edit import say_clause
from belisha.rules.policy import Policy
from belisha.rules.vocabulary import load_vocabulary

EMPTY: dict[str, Any] = {**dict.fromkeys(TEXTS, ""), **{name: [] for name in (*LISTS, *ROWS)}}


@dataclass
class Filled:
    """The form of a clause as it stands: values, what is wrong, and the clause that it was opened on.

    `near` are words to choose from by the box in which one is not known; `doubt` asks which is meant where
    the words and the force of a rule differ.
    """

    actor: Actor
    school: School
    version: PolicyVersion
    policy: Policy
    values: dict[str, Any]
    was: str = ""
    errors: dict[str, str] = field(default_factory=dict)
    near: dict[str, tuple[Nearest, ...]] = field(default_factory=dict)
    doubt: str = ""
    theirs: Clause | None = None
    is_changed: bool = False

    @property
    def is_new(self) -> bool:
        """Whether the clause is not in the draft yet."""
        return not self.was

    @property
    def theirs_said(self) -> str:
        """How the clause that somebody else has saved reads."""
        titles = {each.id: each.title for each in self.policy.clauses}
        return say_clause(self.theirs, load_vocabulary(), titles) if self.theirs else ""

    def read(self) -> Read:
        """What is understood of the values, rows in which nothing was chosen left out."""
        taken = self.policy.by_id if self.is_new else ()
        return read_values(without_empty_rows(self.values), taken)

    def reading(self) -> Reading:
        """How the whole policy reads with the clause as it stands in the form."""
        read, model = self.read(), model_of(self.version)
        return reading_of(self.policy, read.clause, read.errors, read.text, model.policy if model else None)

    def chosen(self, name: str) -> str:
        """The words of what is ticked in a list, with commas."""
        groups = choices.platform_choices() if name == "platforms" else choices.role_choices()
        ticked = self.values[name]
        return ", ".join(words for _, group in groups for each, words in group if each in ticked)

    def asks_about(self, clause: Clause) -> str:
        """The doubt about a clause that is to be saved; none where it was answered or nothing is new."""
        was = self.policy.by_id.get(clause.id)
        is_as_before = (
            isinstance(was, Rule)
            and isinstance(clause, Rule)
            and ((was.text, was.force) == (clause.text, clause.force))
        )
        doubt = doubt_about(clause)
        return "" if is_as_before or self.values["meant"] == doubt else doubt
