"""What the registers know of the person who asks, and the door that leads on from an answer."""

from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse

from belisha.access.actor import Actor
from belisha.answers.answering import Answered
from belisha.policies.queries import InForce
from belisha.registers.descriptions import load_registers
from belisha.registers.door import door
from belisha.registers.facts import facts_for
from belisha.registers.leave import asked_leave, authorities, authorities_words
from belisha.registers.permissions import can_make
from belisha.rules.judge import judge
from belisha.rules.language.clauses import Deed, Rule
from belisha.rules.ruling import FORBIDDING, Situation, Verdict


def with_registers(found: InForce, answered: Answered, actor: Actor, on: date) -> Answered:
    """Return the answer with what the registers know of the person who asks for themselves.

    Nothing is looked up for somebody who has not signed in, or who asks as somebody else.
    """
    situation = answered.situation
    if situation.role not in actor.roles_at(found.school.slug):
        return answered
    known = facts_for(actor, found.school, found.policy, situation, on)
    if not known.facts:
        return replace(answered, known=known)
    facts = {**known.facts, **situation.facts}
    ruling = judge(found.policy, Situation(situation.role, situation.action, situation.towards, facts), on=on)
    return replace(answered, ruling=ruling, known=known)


@dataclass(frozen=True, slots=True)
class AnswerDoor:
    """Where an answer leads on: the request door, or a report. `words` is the button."""

    words: str
    link: str
    is_waiting: bool = False
    needs_sign_in: bool = False


def doors_of(found: InForce, answered: Answered, actor: Actor) -> list[AnswerDoor]:
    """Return where an answer leads on: to ask for leave, to report."""
    if answered.help or not answered.situation.action:
        return []
    doors = (
        _request_door(found, answered, actor),
        _attempt_door(found, answered),
        _yearly_door(found, answered, actor),
    )
    return [door for door in doors if door is not None]


def _attempt_door(found: InForce, answered: Answered) -> AnswerDoor | None:
    """Return the form of the register whose action the answer asks for, such as to report an attempt."""
    clauses = (found.policy.by_id.get(each.clause) for each in answered.ruling.duties)
    asked = {rule.action for rule in clauses if isinstance(rule, Rule)} | {answered.situation.action}
    for register in load_registers().values():
        if register.route_action and register.route_action in asked:
            link = reverse(f"registers:new_{register.name}", args=[found.school.slug])
            return AnswerDoor(register.ask_words, link)
    return None


def _yearly_door(found: InForce, answered: Answered, actor: Actor) -> AnswerDoor | None:
    """Return the form in which an answer has something declared, such as a link with a family (G78f)."""
    clauses = (found.policy.by_id.get(each.clause) for each in answered.ruling.duties)
    named = {
        effect.register
        for rule in clauses
        if isinstance(rule, Rule)
        for effect in rule.then
        if effect.deed is Deed.RECORD
    }
    held = {each.register for each in answered.known.held}
    for register in load_registers().values():
        if register.name in held or (actor.is_signed_in and not can_make(actor, found.school, register)):
            continue
        if register.yearly and register.has_form and register.name in named:
            link = reverse("registers:new", args=[found.school.slug, register.name])
            if actor.is_signed_in:
                return AnswerDoor(register.ask_words, link)
            sign_in = f"/account/sign-in/?{urlencode({'next': link})}"
            return AnswerDoor(register.ask_words, sign_in, needs_sign_in=True)
    return None


def _request_door(found: InForce, answered: Answered, actor: Actor) -> AnswerDoor | None:
    situation, ruling = answered.situation, answered.ruling
    is_own = not actor.is_signed_in or situation.role in actor.roles_at(found.school.slug)
    if not is_own or situation.role != answered.question.role:
        return None
    query = answered.address
    link = f"{reverse('registers:ask', args=[found.school.slug])}?{query}"
    if answered.known.waiting:
        register, number = answered.known.waiting[0]
        waiting = reverse("registers:entry", args=[found.school.slug, register, number])
        return AnswerDoor("You have asked. See where your request is", waiting, is_waiting=True)
    leave = asked_leave(found.policy, ruling, situation)
    if leave:
        words = f"Ask {authorities_words(authorities(leave))}"
    elif told := _told_outside(found, answered):
        words = f"Tell {authorities_words(told)} what you propose, and why"
    else:
        return None
    if not actor.is_signed_in:
        return AnswerDoor(words, f"/account/sign-in/?{urlencode({'next': link})}", needs_sign_in=True)
    return AnswerDoor(words, link)


def _told_outside(found: InForce, answered: Answered) -> list[str]:
    """Return whom the policy has told of what it does not cover, or of acting against it (G56b)."""
    verdict = answered.ruling.verdict
    if verdict not in (*FORBIDDING, Verdict.SILENT):
        return []
    outside = judge(found.policy, Situation(answered.situation.role, door().outside_action))
    return list(dict.fromkeys(office for each in outside.duties for office in each.to))
