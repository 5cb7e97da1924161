"""Bans for one time of the day, where the policy says nothing of another."""

from collections.abc import Iterator

from belisha.rules.contradictions import ContradictionError
from belisha.rules.judge import CompiledPolicy, compile_policy
from belisha.rules.judging.implications import Implications
from belisha.rules.language.clauses import Rule
from belisha.rules.linting.findings import LintFinding, Severity
from belisha.rules.linting.lint_context import LintContext
from belisha.rules.ruling import Situation, Verdict
from belisha.rules.wording.grammar import and_list

# Times within the school day: a policy that speaks of one should speak of the other.
WITHIN_THE_DAY = ("in-lesson", "in-break")


def check(context: LintContext) -> Iterator[LintFinding]:
    """Yield bans whose circumstance rules out another time of the day, of which the policy says nothing.

    "Not in working time" says nothing of breaks: an author who means "except at breaks" writes `unless`.
    """
    if context.policy is None:
        return
    try:
        compiled = compile_policy(context.policy, context.vocabulary, on=context.on)
    except ContradictionError:
        return
    facts = context.vocabulary.facts
    implications = Implications(context.vocabulary, ())
    for rule in context.policy.rules:
        said = _turns_on(rule)
        if not rule.force.forbids or not said:
            continue
        denied = {fact for name in said for fact, truth in implications.reach(name, True) if not truth}
        times = [each for each in WITHIN_THE_DAY if each in denied and each in facts]
        silent = [each for each in times if _is_silent(rule, each, compiled)]
        if silent:
            held = and_list(facts[each].label for each in said)
            other = facts[silent[0]].label
            yield LintFinding(
                "otherwise-silent",
                Severity.NOTICE,
                f"“{rule.title}” holds where {held}. Where {other} (`{silent[0]}`), the policy says nothing.",
                f"clause `{rule.id}`",
                f"If it is allowed then, write `unless: {silent[0]}` in place of the `when`, or add a `may`.",
                silent[0],
                rule.line,
                rule.cites,
            )


def _turns_on(rule: Rule) -> list[str]:
    """Return the facts that must hold for a rule to apply, each on a line of its own."""
    lines = [line[0] for line in rule.when if len(line) == 1]
    return [each.fact for each in lines if each.comparison is None and not each.negated]


def _is_silent(rule: Rule, time: str, compiled: CompiledPolicy) -> bool:
    towards = rule.towards[0] if rule.towards else None
    return all(
        compiled.judge(Situation(who, rule.action, towards, {time: True})).verdict is Verdict.SILENT
        for who in rule.who
    )
