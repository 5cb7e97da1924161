"""Index a policy's rules by action, for every interpretation of a question."""

from collections.abc import Sequence
from dataclasses import dataclass

from belisha.asking.identity import cached_by_identity
from belisha.rules.judge import CompiledPolicy
from belisha.rules.language.clauses import Office, Rule


@dataclass(frozen=True, slots=True)
class BoundRule:
    """Whom a clause on an action binds, and towards whom (empty: towards anybody)."""

    who: tuple[str, ...]
    towards: tuple[str, ...]


class RuleIndex:
    """Looks up, once for each action, the clauses that bind someone and those that it triggers."""

    def __init__(self, policy: CompiledPolicy) -> None:
        """Take the clauses of a policy that can decide, in its order."""
        self._policy = policy
        self._rules = [each for each in policy.clauses if isinstance(each, Rule)]
        self._bounds = [
            (each.action, BoundRule(each.who, each.towards))
            if isinstance(each, Rule)
            else (each.answers_for, BoundRule(each.holders, ()))
            for each in policy.clauses
            if isinstance(each, Rule | Office)
        ]
        self._binding: dict[str, tuple[BoundRule, ...]] = {}
        self._set_off: dict[str, tuple[Rule, ...]] = {}

    def binding(self, action: str) -> Sequence[BoundRule]:
        """Return whom clauses on the action, or on a wider one, bind."""
        known = self._binding.get(action)
        if known is None:
            wider = self._policy.wider_actions(action)
            known = self._binding[action] = tuple(bound for on, bound in self._bounds if on in wider)
        return known

    def set_off(self, action: str) -> Sequence[Rule]:
        """Return the rules that this action triggers."""
        known = self._set_off.get(action)
        if known is None:
            wider = self._policy.wider_actions(action)
            known = self._set_off[action] = tuple(each for each in self._rules if wider & set(each.on))
        return known


@cached_by_identity
def rule_index_of(policy: CompiledPolicy) -> RuleIndex:
    """Return the rule index of a policy."""
    return RuleIndex(policy)
