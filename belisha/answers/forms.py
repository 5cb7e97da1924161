from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import QueryDict

from belisha.answers.question import (
    LONGEST,
    Question,
    QuestionError,
    known_party,
    read_facts,
    read_others,
)
from belisha.asking.kind_names import WordsKind
from belisha.people.roles import is_known_role
from belisha.rules.vocabulary.loading import load_vocabulary

FACT_FIELD = "fact-"
MOST_CLAUSES = 4
# Words of harm have no address.
KINDS = [(each, each) for each in WordsKind if each is not WordsKind.DISCLOSURE]


class QuestionForm(forms.Form):
    """Read a question from an address or a posted form.

    `question` is set if the form is valid, or if only the reply to a follow-up question is missing.
    """

    q = forms.CharField(
        required=False,
        max_length=LONGEST,
        error_messages={"max_length": f"Ask in at most {LONGEST} characters"},
    )
    action = forms.CharField(required=False, max_length=60)
    by = forms.CharField(required=False, max_length=60)
    towards = forms.CharField(required=False, max_length=60)
    reply = forms.CharField(required=False, max_length=60)
    kind = forms.ChoiceField(required=False, choices=KINDS)

    def __init__(self, data: QueryDict, *, own_roles: tuple[str, ...] = (), **kwargs: Any) -> None:
        super().__init__(data, auto_id="%s", **kwargs)
        self.given, self.own_roles = data, own_roles
        self.question: Question | None = None

    @property
    def role(self) -> str:
        """Return the role that asks: as chosen, or the only role that the person has here."""
        chosen = self.given.get("as", "")
        return chosen or (self.own_roles[0] if len(self.own_roles) == 1 else "")

    def clean(self) -> dict[str, Any]:
        """Assemble the question; each unknown word is an error of its own."""
        cleaned = super().clean() or self.cleaned_data
        if not self.role:
            self.add_error(None, "Choose who you are")
        elif not is_known_role(self.role):
            self.add_error(
                None, f"“{self.role[:60]}” is not a role that this site knows. Choose who you are."
            )
        action = cleaned.get("action", "")
        # Nobody asks as "the school", but the school may be who does it.
        if cleaned.get("by") and cleaned["by"] not in load_vocabulary().roles:
            self.add_error("by", f"“{cleaned['by']}” is not a role that this site knows.")
        if action and action not in load_vocabulary().actions:
            self.add_error("action", f"“{action}” is nothing that this site knows of. Choose from the list.")
        is_asked = cleaned.get("q") or action or cleaned.get("kind") or "or" in self.given
        if not is_asked and not self.errors.get("q"):
            self.add_error("q", "Write your question, or choose from the list")
        if "about" in self.given and "reply" not in self.given:
            self.add_error("reply", "Choose an answer, or “I do not know”")
        # Without a reply the question can still be answered, and the follow-up question is asked again.
        if not set(self.errors) - {"reply"}:
            self._put_together(cleaned)
        return cleaned

    def _put_together(self, cleaned: dict[str, Any]) -> None:
        try:
            towards = known_party(cleaned["towards"]) if cleaned["towards"] else ""
            facts = read_facts([*self.given.getlist("fact"), *self._chosen_facts()])
            skipped = tuple(self.given.getlist("skip"))[:20]
            question = Question(
                role=self.role,
                words=cleaned["q"],
                action=cleaned["action"],
                subject=cleaned["by"],
                towards=towards,
                facts=facts,
                skipped=skipped,
                kind=cleaned["kind"],
                clauses=tuple(self.given.getlist("clause"))[:MOST_CLAUSES],
                others=read_others(self.given.getlist("or"), facts),
                is_unsure=self.given.get("unsure") == "yes",
            )
            if "reply" in self.given:
                question = question.with_fact(str(self.given.get("about", "")), str(self.given["reply"]))
            self.question = question
        except QuestionError as error:
            self.add_error(None, str(error))

    def _chosen_facts(self) -> Iterable[str]:
        for name in self.given:
            if name.startswith(FACT_FIELD) and self.given[name]:
                yield f"{name.removeprefix(FACT_FIELD)}:{self.given[name]}"
