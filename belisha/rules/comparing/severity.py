"""Which difference matters more: not allowed against allowed before silent against recommended."""

from belisha.rules.ruling import Verdict

# How far a verdict stands from saying nothing: against the action below 0, for it above.
STRENGTH = {
    Verdict.PROHIBITED: -4.0,
    Verdict.NEEDS_PERMISSION: -3.0,
    Verdict.DISCOURAGED: -2.0,
    Verdict.SILENT: 0.0,
    Verdict.DEPENDS: 0.0,
    Verdict.ALLOWED: 1.0,
    Verdict.RECOMMENDED: 1.5,
    Verdict.REQUIRED: 3.0,
}
# Two that say the contrary of each other come before two of which one says nothing.
OPPOSED = 4.0
# The same verdict, and something else must happen next, or somebody else must be asked.
SAME_VERDICT = 0.5


def gravity(first: Verdict, second: Verdict) -> float:
    """Return how grave it is that two policies give these two verdicts; 0.5 where they agree."""
    if first is second:
        return SAME_VERDICT
    one, other = STRENGTH[first], STRENGTH[second]
    return abs(one - other) + (OPPOSED if one * other < 0 else 0.0)


def direction(verdict: Verdict) -> int:
    """-1 where a verdict speaks against the action, 1 where for it, 0 where neither."""
    strength = STRENGTH[verdict]
    return (strength > 0) - (strength < 0)
