"""The file's own words for one value: a condition, an exception, something set off.

What these give, `reading_conditions` and `reading_effects` read back as the same value.
"""

from collections.abc import Iterable

from belisha.rules.language.clauses import Comparator, Condition, Effect, Exemption, Grant


def format_condition(condition: Condition) -> str:
    """Return `not in-lesson`, `age below 13`."""
    words = "not " if condition.negated else ""
    words += condition.fact
    if condition.comparison is None:
        return words
    upper = f" and {condition.upper}" if condition.comparison is Comparator.BETWEEN else ""
    return f"{words} {condition.comparison} {condition.value}{upper}"


def format_conditions(conditions: Iterable[Condition]) -> str:
    """Return conditions of which one must hold, as one line of `when`."""
    return " or ".join(map(format_condition, conditions))


def format_grant(grant: Grant) -> str:
    """Return `permission of headteacher, written, prior`."""
    forms = {
        "written": grant.written,
        "prior": grant.prior,
        "with reason": grant.with_reason,
        "on entry": grant.on_entry,
        f"approved by {' or '.join(grant.approved_by)}": bool(grant.approved_by),
    }
    said = (form for form, holds in forms.items() if holds)
    return ", ".join((f"{grant.kind} {grant.kind.link} {' or '.join(grant.of)}", *said))


def format_exemption(exemption: Exemption) -> str:
    """Return everything that together lifts a rule, as one line of `unless`."""
    return " and ".join(
        format_grant(part) if isinstance(part, Grant) else format_condition(part) for part in exemption.parts
    )


def format_effect(effect: Effect) -> str:
    """Return `report to dsl in incidents (what was seen), at once`. Raise ValueError for outer spaces."""
    words: str = effect.deed.value
    if any(each != each.strip() for each in (effect.what, effect.by, effect.kept)):
        raise ValueError(f"what is done, and its time, must have no spaces around them: {effect!r}")
    if effect.to:
        words += f" to {(' and ' if effect.to_all else ' or ').join(effect.to)}"
    if effect.relays:
        words += f" who tells {' or '.join(effect.relays)}"
    if effect.register:
        words += f" in {effect.register}"
    if effect.what:
        words += f" ({_in_brackets(effect.what)})"
    return ", ".join(filter(None, (words, effect.kept, effect.by)))


def _in_brackets(what: str) -> str:
    """Return plain words to stand in brackets; brackets that are not in pairs get a backslash."""
    what = what.replace("\\", "\\\\")
    depth = 0
    for sign in what:
        depth += (sign == "(") - (sign == ")")
        if depth < 0:
            break
    return what if depth == 0 else what.replace("(", "\\(").replace(")", "\\)")
