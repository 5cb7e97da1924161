"""What the boxes of the form show for a clause. `written.py` reads the same names back."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from belisha.drafting.clause_form.choices import name_of, person_name
from belisha.rules.clauses import (
    Clause,
    Condition,
    Definition,
    Effect,
    Grant,
    Note,
    Office,
    PlatformFact,
    Procedure,
    Rule,
)
from belisha.rules.edit import kind_name

Row = dict[str, str]


def shown_clause(clause: Clause) -> dict[str, Any]:
    """The values of the form for a clause: text by name, lists of ids, and rows of texts by name."""
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
    return values | SHOWN[type(clause)](clause)


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "who": list(rule.who),
        "force": rule.force.value,
        "action": name_of("actions", rule.action),
        "towards": list(rule.towards),
        "on": _actions(rule.on),
        "when": [
            {"joint": "or" if place else "and", **_condition(part)}
            for line in rule.when
            for place, part in enumerate(line)
        ],
        "unless": [
            {"joint": "and" if place else "or", **_part(part)}
            for way in rule.unless
            for place, part in enumerate(way.parts)
        ],
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
        "in_absence": list(clause.in_absence),
    }


def _procedure(clause: Procedure) -> dict[str, Any]:
    return {"on": _actions(clause.on), "steps": [{"clause": step} for step in clause.steps]}


def _platform(clause: PlatformFact) -> dict[str, Any]:
    return {
        "platforms": list(clause.platforms),
        "minimum_age": "" if clause.minimum_age is None else str(clause.minimum_age),
        "blocked": "" if clause.blocked is None else "yes" if clause.blocked else "no",
        "about": _actions(clause.about),
    }


def _note(clause: Note) -> dict[str, Any]:
    return {"note": clause.kind.value, "who": list(clause.audience), "about": _actions(clause.about)}


def _actions(actions: Iterable[str]) -> list[Row]:
    return [{"action": name_of("actions", each)} for each in actions]


def _condition(condition: Condition) -> Row:
    how = " ".join(filter(None, ("not" if condition.negated else "", condition.comparison)))
    value = "" if condition.value is None else str(condition.value)
    return {"fact": condition.fact, "how": how, "value": name_of("platforms", value)}


def _part(part: Condition | Grant) -> Row:
    if isinstance(part, Condition):
        return {"what": "fact", **_condition(part)}
    forms = {"written": part.written, "prior": part.prior, "reason": part.with_reason, "entry": part.on_entry}
    return {
        "what": part.kind.value,
        "of": _people(part.of),
        "approved": _people(part.approved_by),
        **{name: "yes" for name, holds in forms.items() if holds},
    }


def _effect(effect: Effect) -> Row:
    return {
        "deed": effect.deed.value,
        "what": effect.what,
        "to": _people(effect.to),
        "register": effect.register or "",
        "by": effect.by,
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
}
