"""What somebody asks for, and the circumstances that the leave needs."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms

from belisha.access.actor import Actor
from belisha.base.text import capital
from belisha.registers.documents import act_words
from belisha.registers.forms import YES_NO
from belisha.registers.leave import PLATFORM, AskedLeave, asked_leave
from belisha.rules.judge import judge
from belisha.rules.language.policy import Policy
from belisha.rules.ruling import Ruling, Situation
from belisha.rules.vocabulary.loading import load_vocabulary
from belisha.rules.vocabulary.words import FactKind


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


def filled_in(wanted: AskedFor, actor: Actor, on: date) -> dict[str, Any]:
    """Return what the form need not ask again: what, where and from when, and oneself as the owner."""
    platform = load_vocabulary().platforms.get(wanted.channel)
    return {
        "what": capital(act_words(wanted.situation)),
        "where": platform.label if platform else "",
        "platform": wanted.channel,
        "person": actor.user_id,
        "from_on": on,
        "when": on,
    }


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
