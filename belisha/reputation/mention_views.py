"""Pages: bring in something that was said, and deal with it."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from belisha.access.actor import Actor
from belisha.base.page_parts import FormPart, LinksPart, Part, PlainPage, TablePart, TextPart
from belisha.base.templating import day
from belisha.complaints.models import HeardBy
from belisha.people.models import School
from belisha.people.roles import role_label
from belisha.people.shortcuts import bound_data
from belisha.policies.queries import policy_in_force
from belisha.reputation import actions, watching
from belisha.reputation.decision_path import clause_for, mention_outcomes, path_steps
from belisha.reputation.forms import JudgeForm, MentionForm, MentionNoteForm, PathForm, ReplyForm, SentForm
from belisha.reputation.hearing import title_of
from belisha.reputation.models import Mention, MentionReply, WatchedPlace
from belisha.reputation.pages import show, watcher
from belisha.reputation.permissions import can_approve_reply, can_watch_reputation
from belisha.reputation.place_views import TAGS
from belisha.reputation.record import ReputationEvent
from belisha.reputation.states import MentionState, ReplyState
from belisha.retention.pages import tell_look
from belisha.retention.permissions import can_keep_data_protection

DANGER = "danger"


@login_required
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, school: str) -> HttpResponse:
    """Bring in something that was said, by hand; the share sheet of a phone fills in title, text and url."""
    actor, place = watcher(request, school)
    can_watch_reputation.check(actor, place)
    shared = {"link": request.GET.get("url", ""), "title": request.GET.get("title", "")[:200]}
    if not shared["link"] and request.GET.get("text", "").startswith("http"):
        shared["link"] = request.GET["text"]
    form = MentionForm(bound_data(request), initial=shared)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        number = request.GET.get("place", "")
        rows = WatchedPlace.objects.visible_to(actor).filter(school=place)
        where = rows.filter(
            pk=int(number) if number.isascii() and number.isdigit() and len(number) < 19 else 0
        ).first()
        made, _ = watching.bring_in_mention(
            school=place, link=given["link"], title=given["title"], text=given["text"], by=actor, place=where
        )
        if given["tone"]:
            actions.judge_mention(by=actor, mention=made, topic=given["topic"], tone=given["tone"])
        messages.success(request, "Recorded. Now decide what to do about it.")
        return redirect("reputation:mention", school, made.pk)
    back = ("What is said of the school", reverse("reputation:front", args=[school]))
    lead = "Only what is public, and only about the school. Who wrote it is not kept."
    return show(
        request,
        place,
        PlainPage("Record something that was said", [FormPart("Record it", form)], lead, back),
    )


@login_required
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def mention_page(request: HttpRequest, school: str, mention: int) -> HttpResponse:
    """Show one mention: what it may be, the decision path, what follows, replies."""
    actor, place = watcher(request, school)
    found = get_object_or_404(Mention.objects.visible_to(actor).filter(school=place), pk=mention)
    forms, refused = _forms(request, found), ""
    if request.method == "POST":
        try:
            said = _act(request, actor, found, forms)
            if said:
                messages.success(request, said)
                return redirect("reputation:mention", school, mention)
        except actions.MentionError as error:
            refused = str(error)
            found.refresh_from_db()
    tell_look(actor, place, f"mention {found.pk}", ReputationEvent.LOOKED_AT_MENTION)
    return show(request, place, _page(actor, place, found, forms, refused))


def _forms(request: HttpRequest, found: Mention) -> dict[str, Any]:
    do = request.POST.get("do", "")

    def data(name: str) -> Any:
        return request.POST if do == name else None

    judged = {"topic": found.topic, "tone": found.tone}
    return {
        "judge": JudgeForm(data("judge"), prefix="judge", initial=judged),
        "decide": PathForm(data("decide"), prefix="path", heard=found.heard),
        "draft": ReplyForm(
            data("draft"), prefix="reply", initial={"words": request.GET.get("text", "")[:2000]}
        ),
        "sent": SentForm(data("sent"), prefix="sent"),
        "end": MentionNoteForm(data("end"), prefix="end"),
    }


def _act(request: HttpRequest, actor: Actor, found: Mention, forms: dict[str, Any]) -> str:
    """Do what a button asks, and return what to say; empty if a form has errors."""
    do = request.POST.get("do", "")
    if do in PLAIN:
        return PLAIN[do](actor, found)
    if do in ("approve", "sent"):
        return _act_on_reply(request, actor, found, forms["sent"])
    form = forms.get(do)
    can_watch_reputation.check(actor, found.school)
    if form is None or not form.is_valid():
        return ""
    given = form.cleaned_data
    if do == "judge":
        actions.judge_mention(by=actor, mention=found, **given)
    elif do == "decide":
        actions.decide_mention(by=actor, mention=found, answers=form.answers())
    elif do == "draft":
        actions.draft_reply(by=actor, mention=found, words=given["words"])
        return "Saved. Somebody else has to look at it before it is sent."
    else:
        actions.end_mention(by=actor, mention=found, note=given["note"])
    return "Saved."


def _set_aside(actor: Actor, found: Mention) -> str:
    actions.set_aside(by=actor, mention=found)
    return "Set aside. When the same comes in again, it is set aside by itself."


def _request(actor: Actor, found: Mention) -> str:
    made = actions.start_request(by=actor, mention=found)
    return f"It is request no. {made.pk} about personal data, to be answered by {day(made.due_on)}."


def _complaint(actor: Actor, found: Mention) -> str:
    actions.start_complaint(by=actor, mention=found)
    return "It is with those who hear such matters."


def _about_head(actor: Actor, found: Mention) -> str:
    actions.start_complaint(by=actor, mention=found, about_head=True)
    return "It is with the governors."


def _reopen(actor: Actor, found: Mention) -> str:
    actions.reopen_mention(by=actor, mention=found)
    return "It is open again. Decide what to do about it."


PLAIN = {
    "again": _reopen,
    "aside": _set_aside,
    "request": _request,
    "complaint": _complaint,
    "about-head": _about_head,
}


def _act_on_reply(request: HttpRequest, actor: Actor, found: Mention, form: SentForm) -> str:
    number = request.POST.get("reply", "")
    rows = MentionReply.objects.visible_to(actor).filter(mention=found)
    reply = get_object_or_404(
        rows, pk=int(number) if number.isascii() and number.isdigit() and len(number) < 19 else 0
    )
    if request.POST.get("do") == "approve":
        actions.approve_reply(by=actor, reply=reply)
        return "Approved. Post it by hand, and paste its link here."
    if not form.is_valid():
        return ""
    actions.record_sent(by=actor, reply=reply, link=form.cleaned_data["link"])
    return "Recorded."


def _page(actor: Actor, place: School, found: Mention, forms: dict[str, Any], refused: str) -> PlainPage:
    may = can_watch_reputation(actor, place)
    parts: list[Part] = [
        *_heard(place, found),
        TextPart("What it says", [actions.words_of(found) or "No words were kept."]),
    ]
    parts.append(LinksPart("", [("Open it where it was said", found.link, f"Seen on {day(found.seen_at)}")]))
    if may and found.state in (MentionState.NEW, MentionState.DECIDED):
        parts += _clock_buttons(actor, found)
        parts.append(FormPart("Save", forms["judge"], "Praise or criticism", do="judge", is_secondary=True))
        parts.append(FormPart("Decide", forms["decide"], "What to do", do="decide"))
        parts.append(FormPart("It is not about us", do="aside", is_secondary=True))
    if found.outcome:
        parts += _outcome(actor, place, found, forms, may=may)
    if found.note:
        parts.append(TextPart("How it ended", [found.note]))
    if may and found.state in (MentionState.ENDED, MentionState.NOT_US):
        parts.append(FormPart("Open it again", do="again", is_secondary=True))
    back = ("What is said of the school", reverse("reputation:front", args=[place.slug]))
    return PlainPage(found.title, parts, "", back, refused, (found.state.capitalize(), TAGS[found.state]))


def _heard(place: School, found: Mention) -> list[Part]:
    """Return what the words may be; help comes before everything where somebody may be in danger."""
    if not found.heard:
        return []
    said = [
        f"This may be {', and '.join(title_of(each) for each in found.heard)}. Read it yourself and decide."
    ]
    parts: list[Part] = []
    if DANGER in found.heard:
        said.insert(
            0,
            "If somebody is in danger at this moment, call 999. Then tell the designated safeguarding lead.",
        )
        help_page = reverse("policies:help", args=[place.slug])
        parts.append(LinksPart("", [("Whom to tell, and how to reach them", help_page, "")]))
    return [TextPart("Read this first", said, is_inset=True), *parts]


def _clock_buttons(actor: Actor, found: Mention) -> list[Part]:
    """Return the ways to start a clock, or the day on which one was started."""
    parts: list[Part] = []
    done = actions.follow_ups_of(found)
    if actions.TAKEN_IN in done:
        since = f"Taken in as a request about personal data on {day(done[actions.TAKEN_IN])}."
        parts.append(TextPart("", [since], is_inset=True))
    elif "access" in found.heard:
        if can_keep_data_protection(actor, found.school):
            parts.append(FormPart("Take it in as a request about personal data", do="request"))
        else:
            said = [
                "Tell whoever looks after personal data today: the month runs from the day it was written."
            ]
            parts.append(TextPart("", said, is_inset=True))
    if {"complaint", "allegation"} & set(found.heard):
        parts += _passing_on(found, done)
    return parts


def _passing_on(found: Mention, done: Mapping[str, date]) -> Iterator[Part]:
    """Yield a button for each of those who hear such matters, or when it was passed on to them."""
    buttons = {
        HeardBy.SCHOOL: ("Pass it on to those who hear such matters", "complaint"),
        HeardBy.GOVERNORS: ("It is about the head: pass it on to the governors", "about-head"),
    }
    for heard_by, (words, do) in buttons.items():
        # A complaint goes to the governors whichever button is pressed.
        to = heard_by if "allegation" in found.heard else HeardBy.GOVERNORS
        verb = actions.PASSED_ON[to]
        if verb in done and to != heard_by:
            continue
        if verb in done:
            said = f"{str(verb.label).replace('a mention ', '').capitalize()} on {day(done[verb])}."
            yield TextPart("", [said], is_inset=True)
        else:
            yield FormPart(words, do=do, is_secondary=True)


def _outcome(actor: Actor, place: School, found: Mention, forms: dict[str, Any], *, may: bool) -> list[Part]:
    outcome = mention_outcomes()[found.outcome]
    step = next(each for each in path_steps() if found.steps.get(each.id))
    policy = policy_in_force(place.slug)
    clause = clause_for(step, policy.policy if policy else None)
    said = [outcome.about, f"{role_label(outcome.office).capitalize()}, by {day(found.due_on)}."]
    parts: list[Part] = [TextPart(outcome.title, said)]
    if clause:
        address = reverse("policies:clause", args=[place.slug, clause[0]])
        parts.append(LinksPart("", [(f"The policy: {clause[1]}", address, "")]))
    else:
        parts.append(TextPart("", ["The policy does not say this: it is advice."]))
    if outcome.replies:
        parts += _replies(actor, found, forms, outcome.replies, may=may)
    if may and found.state == MentionState.DECIDED:
        parts.append(FormPart("It is dealt with", forms["end"], "End it", do="end", is_secondary=True))
    return parts


def _replies(
    actor: Actor, found: Mention, forms: dict[str, Any], texts: tuple[str, ...], *, may: bool
) -> list[Part]:
    parts: list[Part] = []
    for reply in found.replies.select_related("drafted_by", "approved_by"):
        who = f"Written by {reply.drafted_by.name}"
        who += f", approved by {reply.approved_by.name}." if reply.approved_by else "."
        parts.append(TextPart(f"Reply: {reply.state}", [reply.words, who], is_inset=True))
        hidden = [("reply", str(reply.pk))]
        if reply.state == ReplyState.DRAFTED and can_approve_reply(actor, reply):
            parts.append(FormPart("Approve this reply", do="approve", hidden=hidden))
        if reply.state == ReplyState.APPROVED and may:
            lead = "Copy it, post it by hand, and paste its link."
            parts.append(FormPart("It is posted", forms["sent"], "Post it", lead, do="sent", hidden=hidden))
    if may and found.state == MentionState.DECIDED:
        parts.append(TablePart("Texts to begin with", ("Text",), [[each] for each in texts]))
        parts.append(
            FormPart("Save for somebody else to look at", forms["draft"], "Write a reply", do="draft")
        )
    return parts
