"""The initial values of the clause form. `parsing.py` reads the same fields back."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from belisha.drafting.clause_form.choices import name_of, person_name
from belisha.rules.edit import kind_name
from belisha.rules.language.clauses import (
    Clause,
    Condition,
    Definition,
    Effect,
    Grant,
    Note,
    Office,
    Plain,
    PlatformFact,
    Procedure,
    Rule,
)
from belisha.rules.language.fields import ANYONE
from belisha.rules.language.formatting import format_effect
from belisha.rules.language.writing import field_lines

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
    shown = SHOWN[type(clause)](clause)
    return values | shown | {"more": "\n".join(_other_lines(clause))}


def _other_lines(clause: Clause) -> Iterator[str]:
    """Yield the fields that have no box in the form, as they stand in the file."""
    shown = IN_BOXES - {"when", "unless"} if isinstance(clause, Note) else IN_BOXES
    yield from field_lines(clause, shown - {"who"} if isinstance(clause, Plain) else shown)
    if isinstance(clause, Rule):
        yield from (f"then: {format_effect(effect)}" for effect in clause.then if not _fits_row(effect))


def _fits_row(effect: Effect) -> bool:
    return not (effect.to_all or effect.relays or effect.kept)


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "who": [ANYONE] if rule.is_who_unstated else list(rule.who),
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
        "then": [_effect(effect) for effect in rule.then if _fits_row(effect)],
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


def _plain(clause: Plain) -> dict[str, Any]:
    return {"force": clause.force.value}


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
# What the boxes of the form show; the other fields stand as lines in one box.
IN_BOXES = frozenset(
    (
        *("who", "action", "towards", "on", "when", "unless", "then", "every", "by", "defines", "means"),
        *("adds", "office", "answers_for", "in_absence", "steps", "platforms", "minimum_age", "blocked"),
        *("audience", "about", "force", "cites", "since", "until"),
    )
)
