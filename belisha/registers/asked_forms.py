"""Read what is asked for from the address of an answer, and the circumstances that the leave needs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict

from belisha.registers.forms import YES_NO
from belisha.registers.leave import PLATFORM, AskedLeave, asked_leave
from belisha.rules.judge import judge
from belisha.rules.language.policy import Policy
from belisha.rules.ruling import FactValue, Ruling, Situation
from belisha.rules.vocabulary.loading import load_vocabulary
from belisha.rules.vocabulary.words import FactKind

MOST_FACTS = 40


def situation_from(data: QueryDict, roles: Iterable[str]) -> Situation | None:
    """Return the situation of an answer's address, for somebody with these roles; None if it names no act.

    What the vocabulary does not know is left out.
    """
    own, vocabulary = list(roles), load_vocabulary()
    role, action = data.get("as", ""), data.get("action", "")
    if role not in own:
        role = own[0] if own else ""
    if not role or action not in vocabulary.actions:
        return None
    towards = data.get("towards", "")
    if towards not in vocabulary.roles and towards not in vocabulary.parties:
        towards = ""
    return Situation(role, action, towards or None, dict(_facts(data.getlist("fact"))))


def _facts(pairs: Iterable[str]) -> Iterable[tuple[str, FactValue]]:
    vocabulary = load_vocabulary()
    for pair in list(pairs)[:MOST_FACTS]:
        name, _, word = pair.partition(":")
        known = vocabulary.facts.get(name)
        if known is None:
            continue
        if known.kind is FactKind.YES_NO and word in ("yes", "no"):
            yield name, word == "yes"
        elif known.kind is FactKind.NUMBER and word.isdecimal() and len(word) <= 4:
            yield name, int(word)
        elif known.kind is FactKind.PLATFORM and (word in vocabulary.platforms or word == "other"):
            yield name, word


def query_of(situation: Situation) -> str:
    """Return the query string that leads to this situation again."""
    pairs = [("as", situation.role), ("action", situation.action), ("towards", situation.towards or "")]
    for name, value in sorted(situation.facts.items()):
        word = ("yes" if value else "no") if isinstance(value, bool) else str(value)
        pairs.append(("fact", f"{name}:{word}"))
    return urlencode([(name, value) for name, value in pairs if value])


def stored_situation(situation: Situation) -> dict[str, Any]:
    """Return a situation as values that JSON can hold."""
    return {
        "role": situation.role,
        "action": situation.action,
        "towards": situation.towards or "",
        "facts": dict(situation.facts),
    }


def read_situation(stored: Mapping[str, Any]) -> Situation:
    """Return what `stored_situation` gave."""
    return Situation(
        str(stored.get("role", "")),
        str(stored.get("action", "")),
        str(stored.get("towards", "")) or None,
        dict(stored.get("facts", {})),
    )


@dataclass(frozen=True, slots=True)
class AskedFor:
    """What somebody wants to do, the ruling on it, and the leave that would lift it."""

    situation: Situation
    ruling: Ruling
    leave: tuple[AskedLeave, ...]

    @property
    def open_conditions(self) -> tuple[str, ...]:
        """Return the circumstances that the leave needs and that are not known, each once."""
        wanted = (each for leave in self.leave for each in leave.conditions)
        facts = self.situation.facts
        return tuple(dict.fromkeys(each for each in wanted if each.removeprefix("not ") not in facts))

    @property
    def channel(self) -> str:
        """Return the service that it is about; empty if none was named."""
        return str(self.situation.facts.get(PLATFORM, "")).replace("other", "")


def asked_for(policy: Policy, situation: Situation, on: date) -> AskedFor:
    """Return the ruling on a situation, and the leave to ask for."""
    ruling = judge(policy, situation, on=on)
    return AskedFor(situation, ruling, asked_leave(policy, ruling, situation))


def add_conditions(form: forms.Form, conditions: Iterable[str]) -> None:
    """Add a question to the form for each circumstance that the leave needs."""
    vocabulary = load_vocabulary()
    for condition in conditions:
        fact = condition.removeprefix("not ")
        known = vocabulary.facts.get(fact)
        if known is None or known.kind is not FactKind.YES_NO:
            continue
        form.fields[f"fact-{fact}"] = forms.ChoiceField(
            label=known.question,
            choices=YES_NO,
            widget=forms.RadioSelect,
            error_messages={"required": f"Answer: {known.question}"},
        )


def said_conditions(form: forms.Form) -> dict[str, bool]:
    """Return what was answered to the questions of `add_conditions`."""
    return {
        name.removeprefix("fact-"): value == "yes"
        for name, value in form.cleaned_data.items()
        if name.startswith("fact-")
    }
