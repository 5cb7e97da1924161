"""Serialise what triage proposes as plain values for JSON."""

from belisha.asking.safeguarding import Source
from belisha.triage.values import Clock, StepOrigin, Triage


def triage_values(found: Triage, *, asked_as: str | None = None) -> dict[str, object]:
    """Return a proposal as a dictionary. `asked_as` is the reporter's own word for the role, if any."""
    return {
        "policy": found.policy,
        "as": asked_as or found.role,
        "story": found.story,
        "category": found.category,
        "also": list(found.also),
        "sure": found.sure,
        "urgent": found.is_urgent,
        "grounds": [{"id": each.id, "cites": list(each.cites), "text": each.text} for each in found.grounds],
        "asks": [
            {"fact": each.fact, "question": each.question, "why": each.why, "cites": list(each.cites)}
            for each in found.asks
        ],
        "people": [{"part": each.part.value, "role": each.role} for each in found.people],
        "route": [
            {
                "office": each.office,
                "name": each.name,
                "why": each.why,
                "cites": list(each.cites),
                "instead_of": list(each.instead_of),
                **_origin(each.origin, each.source),
            }
            for each in found.route
        ],
        "steps": [
            {
                "do": each.do,
                "who": each.who,
                "by": each.by,
                "locked_until": each.locked_until or None,
                "cites": list(each.cites),
                "clause": each.clause or None,
                "warning": each.warning or None,
                **_origin(each.origin, each.source),
            }
            for each in found.steps
        ],
        "do_not": [
            {
                "what": each.what,
                "cites": list(each.cites),
                "clause": each.clause or None,
                **_origin(each.origin, each.source),
            }
            for each in found.do_not
        ],
        "attach": {
            "allowed": found.attach.allowed,
            "kinds": list(found.attach.kinds),
            "says": found.attach.says,
        },
        "clocks": [_clock(each) for each in found.clocks],
    }


def _origin(origin: StepOrigin, source: Source | None) -> dict[str, object]:
    """Return who says so; guidance with its edition and the day since which it is in force."""
    return {
        "origin": origin.value,
        "source": source.cited if source else None,
        "since": source.since.isoformat() if source else None,
    }


def _clock(clock: Clock) -> dict[str, object]:
    return {
        "what": clock.what,
        "within": clock.within,
        "unit": clock.unit,
        "begins": clock.begins,
        "words": clock.words or None,
        "then": clock.then,
        "cites": list(clock.cites),
        "source": clock.source.cited if clock.source else None,
        "since": clock.source.since.isoformat() if clock.source else None,
    }
