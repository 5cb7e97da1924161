"""What the buttons on the pages of a case do: one small function for each.

From what was posted to an action.
"""

from collections.abc import Callable, Mapping
from typing import TypeVar

from django.http import QueryDict

from belisha.access.actor import Actor
from belisha.cases.actions import cases, outcomes, people, referrals, takedowns, tasks
from belisha.cases.actions.chronology import CaseRefusedError
from belisha.cases.models import (
    Appeal,
    CasePerson,
    CaseTask,
    ChronologyEntry,
    ChronologyKind,
    IncidentCase,
    Referral,
    Takedown,
)

Row = TypeVar("Row")
CaseVerb = Callable[[Actor, IncidentCase, QueryDict], object]


def _words(data: QueryDict) -> dict[str, str]:
    return {"words": data.get("words", "")[:5000], "choice": data.get("choice", "")}


def _number(data: QueryDict, name: str) -> int:
    """Return a number that was posted; 0, which no row has, if it is none."""
    value = data.get(name, "")
    return int(value) if value.isdecimal() and value.isascii() and len(value) < 19 else 0


def _task(case: IncidentCase, data: QueryDict) -> CaseTask:
    return _own(case.tasks.filter(number=_number(data, "task")).select_related("case").first(), "task")


def _referral(case: IncidentCase, data: QueryDict) -> Referral:
    rows = case.referrals.filter(pk=_number(data, "referral")).select_related("case")
    return _own(rows.first(), "referral")


def _takedown(case: IncidentCase, data: QueryDict) -> Takedown:
    rows = case.takedowns.filter(pk=_number(data, "takedown")).select_related("case")
    return _own(rows.first(), "request to remove")


def _own(found: Row | None, what: str) -> Row:
    if found is None:
        raise CaseRefusedError(f"This case has no such {what}. Load the page again.")
    return found


TASKS: Mapping[str, CaseVerb] = {
    "done": lambda by, case, data: tasks.do_task(by=by, task=_task(case, data), **_words(data)),
    "leave_out": lambda by, case, data: tasks.leave_out_task(by=by, task=_task(case, data), **_words(data)),
    "again": lambda by, case, data: tasks.take_up_task(by=by, task=_task(case, data), **_words(data)),
    "pause": lambda by, case, data: tasks.pause_task(by=by, task=_task(case, data), **_words(data)),
    "resume": lambda by, case, data: tasks.resume_task(by=by, task=_task(case, data)),
    "unlock": lambda by, case, data: tasks.open_lock(
        by=by, case=case, lock=_task(case, data).locked_until, **_words(data)
    ),
    "facts": lambda by, case, data: cases.record_image_facts(
        by=by, case=case, facts={name: data.get(name, "")[:120] for name in cases.IMAGE_FACTS}
    ),
}


def _entry(by: Actor, case: IncidentCase, data: QueryDict) -> object:
    kind = data.get("kind", "")
    if kind not in ChronologyKind.values:
        raise CaseRefusedError("Choose what it is.")
    return cases.write_in_case(by=by, case=case, kind=ChronologyKind(kind), **_words(data))


def _correction(by: Actor, case: IncidentCase, data: QueryDict) -> object:
    entry = ChronologyEntry.objects.filter(pk=_number(data, "entry")).select_related("report").first()
    return cases.correct_entry(by=by, case=case, entry=_own(entry, "entry"), **_words(data))


CHRONOLOGY: Mapping[str, CaseVerb] = {"write": _entry, "correct": _correction}


def _person(by: Actor, case: IncidentCase, data: QueryDict) -> object:
    return people.add_case_person(
        by=by,
        case=case,
        part=data.get("part", ""),
        role=data.get("role", "")[:60],
        user_id=_number(data, "user") or None,
        about=data.get("about", "")[:300],
    )


def _end_part(by: Actor, case: IncidentCase, data: QueryDict) -> object:
    person: CasePerson | None = case.people.filter(pk=_number(data, "person")).first()
    return people.end_part(by=by, case=case, person=_own(person, "person"), words=data.get("words", ""))


PEOPLE: Mapping[str, CaseVerb] = {
    "person": _person,
    "end_part": _end_part,
    "mark": lambda by, case, data: people.add_mark(
        by=by, case=case, kind=data.get("kind", ""), value=data.get("value", "")[:500]
    ),
    "member": lambda by, case, data: people.add_member(
        by=by, case=case, user_id=_number(data, "user"), why=data.get("words", "")[:300]
    ),
    "hand_over": lambda by, case, data: people.hand_over(
        by=by, case=case, office=data.get("office", ""), why=data.get("words", "")[:300]
    ),
    "step_aside": lambda by, case, data: people.step_aside(by=by, case=case, why=data.get("words", "")),
}
REFERRALS: Mapping[str, CaseVerb] = {
    "add": lambda by, case, data: referrals.add_referral(by=by, case=case, to=data.get("to", "")),
    "send": lambda by, case, data: referrals.send_referral(
        by=by, referral=_referral(case, data), reference=data.get("reference", "")
    ),
    "acknowledge": lambda by, case, data: referrals.acknowledge_referral(
        by=by, referral=_referral(case, data), reference=data.get("reference", "")
    ),
    "answered": lambda by, case, data: referrals.answer_referral(
        by=by, referral=_referral(case, data), reference=data.get("reference", ""), **_words(data)
    ),
    "not_made": lambda by, case, data: referrals.decide_not_to_refer(
        by=by, referral=_referral(case, data), **_words(data)
    ),
    "ask_removal": lambda by, case, data: takedowns.ask_takedown(
        by=by,
        case=case,
        asked_of=data.get("asked_of", ""),
        platform=data.get("platform", ""),
        address=data.get("address", ""),
        reference=data.get("reference", ""),
    ),
    "refused": lambda by, case, data: takedowns.refuse_takedown(
        by=by, takedown=_takedown(case, data), words=data.get("words", "")
    ),
    "escalate": lambda by, case, data: takedowns.escalate_takedown(
        by=by, takedown=_takedown(case, data), to=data.get("to", ""), words=data.get("words", "")
    ),
    "removed": lambda by, case, data: takedowns.finish_takedown(
        by=by, takedown=_takedown(case, data), words=data.get("words", "")
    ),
    "given_up": lambda by, case, data: takedowns.give_up_takedown(
        by=by, takedown=_takedown(case, data), words=data.get("words", "")
    ),
    "looked": lambda by, case, data: takedowns.look_whether_back(
        by=by, takedown=_takedown(case, data), is_back=data.get("is_back") == "yes"
    ),
}


def _outcome(by: Actor, case: IncidentCase, data: QueryDict) -> object:
    return outcomes.record_outcome(
        by=by,
        case=case,
        words=outcomes.OutcomeWords(
            finding=data.get("finding", ""),
            breached=tuple(data.getlist("breached")),
            follows_from=data.get("follows_from", ""),
            consequence=data.get("consequence", ""),
            reasons=data.get("words", ""),
            lesson=data.get("lesson", ""),
            choice=data.get("choice", ""),
        ),
    )


def _decide(by: Actor, case: IncidentCase, data: QueryDict) -> object:
    rows = Appeal.objects.filter(outcome__case=case, result="").select_related("outcome__case")
    return outcomes.decide_appeal(
        by=by,
        appeal=_own(rows.first(), "appeal"),
        result=data.get("result", ""),
        reasons=data.get("words", ""),
        choice=data.get("choice", ""),
    )


OUTCOME: Mapping[str, CaseVerb] = {
    "outcome": _outcome,
    "appeal": lambda by, case, data: outcomes.record_appeal(
        by=by,
        case=case,
        by_part=data.get("part", ""),
        grounds=data.get("words", ""),
        choice=data.get("choice", ""),
    ),
    "decide": _decide,
    "close": lambda by, case, data: outcomes.close_case(by=by, case=case),  # noqa: ARG005
    "reopen": lambda by, case, data: cases.reopen_case(by=by, case=case, **_words(data)),
    "hold": lambda by, case, data: cases.hold_case(
        by=by, case=case, is_held=data.get("is_held") == "yes", reason=data.get("words", "")
    ),
}
