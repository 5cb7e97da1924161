"""Serialise an answer as plain values for JSON."""

from collections.abc import Callable

from belisha.asking.asking import Answer
from belisha.asking.first_help import FirstHelp
from belisha.asking.interpretations import Interpretation
from belisha.asking.kind_names import WordsKind
from belisha.asking.meanings import PossibleMeaning
from belisha.asking.safeguarding import national_reach
from belisha.rules.language.policy import Policy
from belisha.rules.ruling import GroundStanding, Ruling, Situation

Reach = Callable[[str], tuple[str, str]]
"""Gives the name of an office or body and how to reach it, each empty if it is not known."""


def answer_values(
    policy: Policy, answer: Answer, *, reach: Reach = national_reach, asked_as: str | None = None
) -> dict[str, object]:
    """Return an answer as a dictionary.

    `reach` gives the name and the ways to reach an office or body; without a school, what the nation knows.
    `asked_as` is the asker's own word for the role, if there was one.
    """
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
        "straight": answer.is_straight,
        "readings": [_reading(each) for each in answer.readings],
        "alternatives": [_alternative(each) for each in answer.alternatives],
        **ruling_values(answer.ruling),
        "kind": door_of(answer),
        "words": answer.kind.kind.value,
        "tell": [
            {"office": each, **dict(zip(("name", "how"), reach(each), strict=True))} for each in answer.tell
        ],
        "answers": list(answer.clauses),
        **({"language": answer.language.code, "says": answer.language.says} if answer.language else {}),
        **({"help": _help_values(answer.help)} if answer.help else {}),
    }


def door_of(answer: Answer) -> str:
    """Return how an answer is given: `help` first, `report` first, or as an `answer`."""
    if answer.help:
        return "help"
    return "report" if answer.kind.kind is WordsKind.INCIDENT else "answer"


def _help_values(given: FirstHelp) -> dict[str, object]:
    return {
        "about": given.concern.value,
        "urgent": given.is_urgent,
        "image": given.is_image,
        "do_not": [
            {"says": each.says, "source": each.source.cited, "since": each.source.since.isoformat()}
            for each in given.do_not
        ],
        "policy_do_not": [each.clause for each in given.policy_do_not],
        "procedure": [each.clause for each in given.procedure],
    }


def situation_values(policy: Policy, situation: Situation, ruling: Ruling) -> dict[str, object]:
    """Return a situation that was judged and the ruling on it as a dictionary."""
    return {
        "policy": policy.control.slug,
        "as": situation.role,
        "action": situation.action,
        "towards": situation.towards,
        "facts": dict(situation.facts),
        **ruling_values(ruling),
    }


def ruling_values(ruling: Ruling) -> dict[str, object]:
    """Return a ruling as a dictionary: its verdict, grounds and consequences."""
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
            if ground.standing is not GroundStanding.NOT_MET
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


def _reading(reading: PossibleMeaning) -> dict[str, object]:
    situation = reading.situation
    return {
        "words": reading.words,
        "verdict": reading.verdict.value,
        "action": situation.action,
        "towards": situation.towards,
        "as": situation.role,
        "facts": dict(situation.facts),
        "cites": [cite for ground in reading.ruling.deciding for cite in ground.cites],
    }


def _alternative(interpretation: Interpretation) -> dict[str, object]:
    situation = interpretation.situation
    return {
        "action": situation.action,
        "towards": situation.towards,
        "as": situation.role,
        "fit": round(interpretation.fit, 2),
        "verdict": interpretation.ruling.verdict.value,
    }
