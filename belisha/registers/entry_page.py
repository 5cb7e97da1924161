"""What the page of an entry shows: what it says, what may be done with it, and what was done."""

from datetime import date, timedelta
from typing import Any

from django.urls import NoReverseMatch, reverse

from belisha.access.actor import Actor
from belisha.base.certificates import PERMISSION
from belisha.base.templating import day
from belisha.base.text import capital
from belisha.people.models import School
from belisha.people.roles import role_label
from belisha.policies.documents.verdict_labels import label_for
from belisha.policies.printing.pdf import can_print
from belisha.policies.queries import policy_in_force
from belisha.registers import queries
from belisha.registers.changes import note_words
from belisha.registers.deciders import decider_of
from belisha.registers.documents import asked_words, dates_words, verify_document
from belisha.registers.door import door
from belisha.registers.files import name_of
from belisha.registers.forms import EntryWordsForm, GrantForm
from belisha.registers.models import RegisterEntry
from belisha.registers.permissions import can_change, can_close, can_decide, can_withdraw
from belisha.registers.situations import query_of, read_situation
from belisha.registers.states import OPEN, STANDING, EntryState
from belisha.registers.steps import steps_of
from belisha.registers.text import rows_of, title_of
from belisha.rules.judge import judge
from belisha.rules.language.policy import Policy
from belisha.rules.ruling import Situation
from belisha.rules.vocabulary.loading import load_vocabulary
from belisha.rules.wording.conditions import fact_words

USUAL_DAYS = 42
# What makes a case of an entry, in the room above.
CASE_PAGE, CASE_RIGHT = "cases:from_register", "work-cases"


def entry_context(
    actor: Actor,
    school: School,
    entry: RegisterEntry,
    on: date,
    *,
    forms: dict[str, Any],
    refused: str,
) -> dict[str, Any]:
    """Return the context of the page of an entry."""
    in_force = policy_in_force(school.slug)
    policy = in_force.policy if in_force else None
    decides = entry.state in OPEN and can_decide(actor, entry, on)
    found = decider_of(entry, on, policy) if entry.state in OPEN else None
    register = entry.description
    is_own = actor.user_id == entry.made_by_id
    document = entry.documents.order_by("-pk").first()
    advice = bool(policy and any(rule.action == door().advice_action for rule in policy.rules))
    grant_form = forms.get("grant") or GrantForm(
        initial={
            "from_on": max(entry.from_on or on, on),
            "to_on": entry.to_on or (on + timedelta(days=USUAL_DAYS) if register.longest_days else None),
            "channel": entry.channel,
            "form": "written",
        },
        has_advice=advice and register.name == "exceptions",
        may_last=not register.longest_days,
    )
    return {
        "school": school,
        "entry": entry,
        "register": register,
        "heading": title_of(entry),
        "asked": capital(asked_words(entry)) if entry.situation.get("action") else "",
        "rows": rows_of(entry),
        "conditions": str(entry.values.get("conditions", "")),
        "advice": str(entry.values.get("advice", "")),
        "dates": dates_words(entry),
        "files": [(row.pk, name_of(row)) for row in entry.files.all()],
        "circumstances": circumstances(entry),
        "notes": [(row, note_words(row)) for row in entry.notes.select_related("by")],
        "clauses": [
            policy.by_id[each["clause"]]
            for each in entry.clauses
            if policy and each["clause"] in policy.by_id
        ],
        "office": role_label(entry.office) if entry.office else "",
        "decider_names": [each.name for each in found.people] if found else [],
        "asker_role": role_label(str(entry.situation.get("role", ""))),
        "with_and_without": _with_and_without(policy, entry, on) if decides else None,
        "like": queries.like_cases(actor, entry) if decides else [],
        "decides": decides,
        "is_own": is_own,
        "can_answer": is_own and entry.state == EntryState.ASKED_BACK,
        "can_withdraw": entry.state in (*OPEN, *STANDING) and can_withdraw(actor, entry),
        "can_close": can_close(actor, entry),
        "letter": letter_of(entry, policy) if can_close(actor, entry) else "",
        "can_change": can_change(actor, entry),
        "renew_query": _renew_query(entry) if is_own else "",
        "steps": steps_of(policy, entry),
        "attempts": queries.attempts_of(actor, entry) if register.route_action and not is_own else 1,
        "pattern": door().pattern_count,
        "case_link": _case_link(actor, school, entry) if register.route_action and not is_own else "",
        "other_side": queries.other_side_of(actor, entry),
        "document": document,
        "has_pdf": bool(document and document.kind == PERMISSION and can_print()),
        "check": verify_document(document) if document else None,
        "words_form": forms.get("words") or EntryWordsForm(),
        "grant_form": grant_form,
        "did": _did(forms),
        "refused": refused,
        "has_again": any(due.again for due in register.due),
    }


def letter_of(entry: RegisterEntry, policy: Policy | None) -> str:
    """Return the letter to whoever is told when an entry is closed (H97), or nothing where there is none."""
    register = entry.description
    if register.closing is None or not register.closing.letter:
        return ""
    said = {spec.name: str(entry.values.get(spec.name) or f"[{spec.label}]") for spec in register.fields}
    return register.closing.letter.strip().format_map(
        {
            **said,
            "school": entry.school.name,
            "policy": policy.control.title if policy else "policy",
            "as": register.topic_word(entry.topic).lower(),
            "day": day(entry.made_at),
        }
    )


def circumstances(entry: RegisterEntry) -> list[str]:
    """Return what the asker's question took to hold, in words: "it is a break", "the site is Facebook"."""
    facts = read_situation(entry.situation).facts
    vocabulary = load_vocabulary()
    return [fact_words(name, value, vocabulary) for name, value in facts.items() if name in vocabulary.facts]


def _renew_query(entry: RegisterEntry) -> str:
    """Return the query of the page that asks for the same again; empty where there is nothing to renew."""
    can_be = (EntryState.GRANTED, EntryState.EXPIRED, EntryState.SUPERSEDED, EntryState.DECLINED)
    if entry.state not in can_be or not entry.situation.get("action"):
        return ""
    return f"{query_of(read_situation(entry.situation))}&start={entry.pk}"


def initial_of(entry: RegisterEntry) -> dict[str, Any]:
    """Return what the form of a change begins with."""
    people = {"person": entry.person_id, "other": entry.other_id}
    return {**entry.values, **people, "title": entry.title, "topic": entry.topic, "key": entry.key}


def _did(forms: dict[str, Any]) -> str:
    """Return which form has errors."""
    return next((name for name, form in forms.items() if form is not None and form.errors), "")


def _with_and_without(policy: Policy | None, entry: RegisterEntry, on: date) -> tuple[str, str] | None:
    """Return the answer of the policy without the leave and with it, as words."""
    if policy is None or not entry.situation.get("action"):
        return None
    situation = read_situation(entry.situation)
    facts = dict(situation.facts)
    for each in entry.clauses:
        for who in each["of"]:
            facts |= {f"{each['kind']}-of-{who}": True, f"{each['kind']}-of-{who}-written": True}
            facts[f"{each['kind']}-of-{who}-prior"] = True
    given = Situation(situation.role, situation.action, situation.towards, facts)
    without, with_it = judge(policy, situation, on=on), judge(policy, given, on=on)
    return label_for(without.verdict).word, label_for(with_it.verdict).word


def _case_link(actor: Actor, school: School, entry: RegisterEntry) -> str:
    if not actor.may(CASE_RIGHT, school.pk):
        return ""
    try:
        return reverse(CASE_PAGE, args=[school.slug, entry.register, entry.pk])
    except NoReverseMatch:
        return ""
