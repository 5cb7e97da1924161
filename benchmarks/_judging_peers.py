"""The same clauses for the peers that judging is measured against: Cedar, OpenFisca, and a plain walk."""

import json
from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any

import cedarpy
import numpy as np
from openfisca_core import entities, periods, simulations, taxbenefitsystems, variables

from belisha.rules.judging.compiled_policy import CompiledPolicy
from belisha.rules.language.clauses import Rule
from belisha.rules.ruling import Situation


def plain_walk(rules: Sequence[Rule], compiled: CompiledPolicy) -> Callable[[Situation], list[str]]:
    """What one would write by hand: clauses by role and action, true or false; the ids that apply."""
    table: dict[tuple[str, str], list[Rule]] = defaultdict(list)
    for role in compiled.vocabulary.roles:
        for action in compiled.vocabulary.actions:
            wider, roles = compiled.wider_actions(action), compiled.wider_roles(role)
            speak = [rule for rule in rules if rule.action in wider and roles.intersection(rule.who)]
            table[role, action] = speak

    def applies(rule: Rule, facts: Any) -> bool:
        for line in rule.when:
            if facts[line[0].fact] is line[0].negated:
                return False
        return all(facts[each.parts[0].fact] is each.parts[0].negated for each in rule.unless)

    def judge(situation: Situation) -> list[str]:
        facts = situation.facts
        return [rule.id for rule in table[situation.role, situation.action] if applies(rule, facts)]

    return judge


def cedar(rules: Sequence[Rule], compiled: CompiledPolicy) -> Callable[[Situation], Any]:
    """The clauses as Cedar policies, parsed once, with roles and actions as its hierarchies."""
    words = compiled.vocabulary
    text = "\n".join(_cedar_clause(rule) for rule in rules)
    known = [_entity("Role", role.id, role.within) for role in words.roles.values()]
    known += [_entity("Action", action.id, action.within) for action in words.actions.values()]
    known.append(_entity("Thing", "it", ()))
    policies, graph = cedarpy.PolicySet.from_str(text), cedarpy.Entities.from_json_str(json.dumps(known))

    def judge(situation: Situation) -> Any:
        request = {
            "principal": {"type": "Role", "id": situation.role},
            "action": {"type": "Action", "id": situation.action},
            "resource": {"type": "Thing", "id": "it"},
            "context": {fact.replace("-", "_"): value for fact, value in situation.facts.items()},
        }
        answer = cedarpy.is_authorized(request, policies, graph)
        return answer.decision, answer.diagnostics.reasons

    return judge


def _entity(kind: str, name: str, parents: Sequence[str]) -> dict[str, Any]:
    uid = {"type": kind, "id": name}
    return {"uid": uid, "attrs": {}, "parents": [{"type": kind, "id": parent} for parent in parents]}


def _cedar_clause(rule: Rule) -> str:
    effect = "forbid" if rule.force.forbids else "permit"
    head = f'{effect}(principal in Role::"{rule.who[0]}", action in Action::"{rule.action}", resource)'
    when = " && ".join(_cedar_condition(line[0]) for line in rule.when)
    unless = " || ".join(_cedar_condition(exemption.parts[0]) for exemption in rule.unless)
    return (
        f'@id("{rule.id}") {head}'
        + (f" when {{ {when} }}" if when else "")
        + (f" unless {{ {unless} }}" if unless else "")
        + ";"
    )


def _cedar_condition(condition: Any) -> str:
    return f"{'!' if condition.negated else ''}context.{condition.fact.replace('-', '_')}"


def openfisca(
    rules: Sequence[Rule], compiled: CompiledPolicy, situations: Sequence[Situation]
) -> tuple[Callable[[], Any], Callable[[Any], Any]]:
    """The clauses as variables of OpenFisca, one each: what fills the arrays, and what judges them."""
    person = entities.Entity("person", "persons", "", "")
    system = taxbenefitsystems.TaxBenefitSystem([person])
    roles, actions = list(compiled.vocabulary.roles), list(compiled.vocabulary.actions)
    facts = sorted({fact for situation in situations for fact in situation.facts})

    def add(name: str, kind: type, formula: Any = None) -> None:
        fields = {"value_type": kind, "entity": person, "definition_period": periods.MONTH}
        system.add_variable(
            type(name, (variables.Variable,), {**fields, **({"formula": formula} if formula else {})})
        )

    for name in ("role", "action"):
        add(name, int)
    for fact in facts:
        add(fact.replace("-", "_"), bool)
    for rule in rules:
        add(_name(rule), bool, _formula(rule, compiled, roles, actions))

    def verdict(people: Any, period: Any) -> Any:
        return (
            sum((people(_name(rule), period) * rule.force.forbids for rule in rules), np.zeros(people.count))
            > 0
        )

    add("banned", bool, verdict)
    at_role = {name: place for place, name in enumerate(roles)}
    at_action = {name: place for place, name in enumerate(actions)}

    def fill() -> dict[str, Any]:
        columns = {
            "role": np.array([at_role[each.role] for each in situations]),
            "action": np.array([at_action[each.action] for each in situations]),
        }
        for fact in facts:
            columns[fact.replace("-", "_")] = np.array([each.facts.get(fact, False) for each in situations])
        return columns

    def judge(columns: dict[str, Any]) -> Any:
        simulation = simulations.SimulationBuilder().build_default_simulation(system, len(situations))
        for name, column in columns.items():
            simulation.set_input(name, "2026-09", column)
        return simulation.calculate("banned", "2026-09")

    return fill, judge


def _name(rule: Rule) -> str:
    return f"clause_{rule.id.replace('-', '_')}"


def _formula(rule: Rule, compiled: CompiledPolicy, roles: list[str], actions: list[str]) -> Any:
    who = [place for place, role in enumerate(roles) if {*rule.who} & compiled.wider_roles(role)]
    what = [place for place, action in enumerate(actions) if rule.action in compiled.wider_actions(action)]

    def value(people: Any, period: Any, condition: Any) -> Any:
        known = people(condition.fact.replace("-", "_"), period)
        return ~known if condition.negated else known

    def formula(people: Any, period: Any) -> Any:
        applies = np.isin(people("role", period), who) & np.isin(people("action", period), what)
        for line in rule.when:
            applies = applies & value(people, period, line[0])
        for exemption in rule.unless:
            applies = applies & ~value(people, period, exemption.parts[0])
        return applies

    return formula
