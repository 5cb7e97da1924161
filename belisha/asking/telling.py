"""An answer as plain values, for JSON: the form that programs read."""

from belisha.asking.asking import Answer
from belisha.asking.readings import Reading
from belisha.rules.policy import Policy
from belisha.rules.ruling import Ruling, Situation, Standing


def answer_values(policy: Policy, answer: Answer, *, asked_as: str | None = None) -> dict[str, object]:
    """The whole of an answer. `asked_as` is the asker's own word for the role, where there was one."""
    situation = answer.situation
    return {
        "policy": policy.control.slug,
        "as": asked_as or answer.role,
        "question": answer.question,
        "understood": {
            "action": situation.action if situation else None,
            "towards": situation.towards if situation else None,
            "facts": dict(answer.understood_facts),
            "sure": answer.sure,
            "role": situation.role if situation else answer.role,
        },
        "alternatives": [_alternative(each) for each in answer.alternatives],
        **ruling_values(answer.ruling),
        **({"alarm": answer.alarm} if answer.alarm else {}),
    }


def situation_values(policy: Policy, situation: Situation, ruling: Ruling) -> dict[str, object]:
    """A situation that was judged, and the ruling on it."""
    return {
        "policy": policy.control.slug,
        "as": situation.role,
        "action": situation.action,
        "towards": situation.towards,
        "facts": dict(situation.facts),
        **ruling_values(ruling),
    }


def ruling_values(ruling: Ruling) -> dict[str, object]:
    """A ruling: its verdict, and everything that it rests on and leads to."""
    return {
        "verdict": ruling.verdict.value,
        "clauses": [
            {
                "id": ground.clause,
                "cites": list(ground.cites),
                "force": ground.force,
                "text": ground.text,
                "standing": ground.standing.value,
                "why": ground.why,
            }
            for ground in ruling.grounds
            if ground.standing is not Standing.NOT_MET
        ],
        "way_out": ruling.way_out,
        "note": ruling.note,
        "exceptions": [
            {"clause": each.clause, "exception": each.exception, "state": each.state, "why": each.why}
            for each in ruling.tried
        ],
        "asks": [
            {
                "fact": each.fact,
                "question": each.question,
                "why": each.why,
                "then": {word: verdict.value for word, verdict in each.then.items()},
            }
            for each in ruling.asks
        ],
        "duties": [
            {"do": each.do, "to": list(each.to), "by": each.by, "cites": list(each.cites)}
            for each in ruling.duties
        ],
        "ask_whom": list(ruling.ask_whom),
    }


def _alternative(reading: Reading) -> dict[str, object]:
    situation = reading.situation
    return {
        "action": situation.action,
        "towards": situation.towards,
        "as": situation.role,
        "fit": round(reading.fit, 2),
        "verdict": reading.ruling.verdict.value,
    }
