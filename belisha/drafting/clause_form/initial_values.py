"""The initial values of the clause form. `parsing.py` reads the same fields back."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from belisha.drafting.clause_form.choices import name_of, person_name
from belisha.rules.edit import kind_name
from belisha.rules.language.clauses import (
    Clause,
    Condition,
    Definition,
    Effect,
    Exemption,
    Grant,
    Note,
    Office,
    Plain,
    PlatformFact,
    Procedure,
    Rule,
)
from belisha.rules.language.fields import ANYONE

FormRow = dict[str, str]


def initial_values(clause: Clause) -> dict[str, Any]:
    """Return the form values of a clause: labels as text, lists of ids, and rows of texts by field."""
    values = {
        "kind": kind_name(clause),
        "title": clause.title,
        "id": clause.id,
        "text": clause.text,
        "section": clause.section,
        "cites": ", ".join(clause.cites),
        "since": clause.since.isoformat() if clause.since else "",
        "until": clause.until.isoformat() if clause.until else "",
    }
    doubts = {"doubts": "\n".join(clause.doubts)}
    return values | doubts | SHOWN[type(clause)](clause)


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "who": [ANYONE] if rule.is_who_unstated else list(rule.who),
        "force": rule.force.value,
        "action": name_of("actions", rule.action),
        "towards": list(rule.towards),
        "towards_except": list(rule.towards_except),
        "on": _actions(rule.on),
        "who_except": list(rule.who_except),
        "acting": rule.acting.value,
        "when": _conditions(rule.when),
        "unless": _ways(rule.unless),
        "only_with": _ways(rule.only_with),
        **{name: _rules(getattr(rule, name)) for name in ("exception_to", "despite", "same_as")},
        "then": [_effect(effect) for effect in rule.then],
        "every": rule.every,
        "by": rule.by,
    }


def _definition(clause: Definition) -> dict[str, Any]:
    return {
        "defines": name_of("roles", clause.defines),
        "scope": "means" if clause.means else "adds" if clause.adds else "",
        "roles": list(clause.means or clause.adds),
        "about": _actions(clause.about),
    }


def _office(clause: Office) -> dict[str, Any]:
    return {
        "office": clause.office,
        "action": name_of("actions", clause.answers_for),
        "jointly_with": list(clause.jointly_with),
        "duty": "yes" if clause.is_duty else "",
        "in_absence": list(clause.in_absence),
    }


def _procedure(clause: Procedure) -> dict[str, Any]:
    return {
        "on": _actions(clause.on),
        "steps": _rules(clause.steps),
        "decided_by": list(clause.decided_by),
        "acting": clause.acting.value,
        "options": [{"words": each.words, "steps": ", ".join(each.steps)} for each in clause.options],
    }


def _platform(clause: PlatformFact) -> dict[str, Any]:
    return {
        "platforms": list(clause.platforms),
        "minimum_age": "" if clause.minimum_age is None else str(clause.minimum_age),
        "blocked": "" if clause.blocked is None else "yes" if clause.blocked else "no",
        "about": _actions(clause.about),
    }


def _note(clause: Note) -> dict[str, Any]:
    return {
        "note": clause.kind.value,
        "who": list(clause.audience),
        "about": _actions(clause.about),
        "when": _conditions(clause.when),
        "unless": _ways(clause.unless),
        "ladder": "\n".join(clause.ladder),
    }


def _plain(clause: Plain) -> dict[str, Any]:
    return {
        "force": clause.force.value,
        "plain_who": clause.who,
        "phrases": "\n".join(clause.phrases),
    }


def _rules(ids: Iterable[str]) -> list[FormRow]:
    return [{"clause": each} for each in ids]


def _conditions(lines: Iterable[Iterable[Condition]]) -> list[FormRow]:
    return [
        {"joint": "or" if place else "and", **_condition(part)}
        for line in lines
        for place, part in enumerate(line)
    ]


def _ways(ways: Iterable[Exemption]) -> list[FormRow]:
    return [
        {"joint": "and" if place else "or", **_part(part)}
        for way in ways
        for place, part in enumerate(way.parts)
    ]


def _actions(actions: Iterable[str]) -> list[FormRow]:
    return [{"action": name_of("actions", each)} for each in actions]


def _condition(condition: Condition) -> FormRow:
    how = " ".join(filter(None, ("not" if condition.negated else "", condition.comparison)))
    value = "" if condition.value is None else str(condition.value)
    value += f" and {condition.upper}" if condition.upper is not None else ""
    return {"fact": condition.fact, "how": how, "value": name_of("platforms", value)}


def _part(part: Condition | Grant) -> FormRow:
    if isinstance(part, Condition):
        return {"what": "fact", **_condition(part)}
    forms = {"written": part.written, "prior": part.prior, "reason": part.with_reason, "entry": part.on_entry}
    return {
        "what": part.kind.value,
        "of": _people(part.of),
        "approved": _people(part.approved_by),
        **{name: "yes" for name, holds in forms.items() if holds},
    }


def _effect(effect: Effect) -> FormRow:
    return {
        "deed": effect.deed.value,
        "what": effect.what,
        "to": _people(effect.to),
        "register": effect.register or "",
        "by": effect.by,
        "relays": _people(effect.relays),
        "kept": effect.kept,
        **({"all": "yes"} if effect.to_all else {}),
    }


def _people(words: Iterable[str]) -> str:
    return ", ".join(map(person_name, words))


SHOWN: Mapping[type[Clause], Callable[[Any], dict[str, Any]]] = {
    Rule: _rule,
    Definition: _definition,
    Office: _office,
    Procedure: _procedure,
    PlatformFact: _platform,
    Note: _note,
    Plain: _plain,
}
