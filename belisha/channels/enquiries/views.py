"""Pages: the inbox of enquiries at official accounts, by hand, and one of them."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from belisha.access.actor import Actor
from belisha.base.clock import today
from belisha.base.page_parts import Cell, FormPart, LinksPart, Part, PlainPage, TablePart, TextPart
from belisha.base.templating import day
from belisha.base.text import capital
from belisha.channels.enquiries import actions
from belisha.channels.enquiries.forms import EnquiryAnswerForm, EnquiryForm, OwnerForm, WhyLeftForm
from belisha.channels.enquiries.guidance import first_words, rules_of
from belisha.channels.models import Enquiry
from belisha.channels.permissions import can_see_posts, can_write_posts
from belisha.channels.queries import writing_role
from belisha.channels.record import ChannelEvent
from belisha.channels.states import EnquiryState
from belisha.people.actor import actor_of
from belisha.people.models import School
from belisha.people.shortcuts import bound_data, own_school_or_404
from belisha.policies.queries import policy_in_force
from belisha.retention.pages import tell_look

SHOWN = 200
SAID = {
    "answer": "The answer is kept.",
    "leave": "It is ended without a public answer.",
    "hand": "Handed on.",
    "child": "Saved.",
    "again": "It is open again.",
}


def _place(request: HttpRequest, school: str) -> tuple[Actor, School]:
    actor = actor_of(request)
    place = own_school_or_404(actor, school)
    can_see_posts.check(actor, place)
    return actor, place


def _show(request: HttpRequest, place: School, page: PlainPage) -> HttpResponse:
    return render(request, "base/parts_page.html", {"school": place, "page": page}, status=page.status)


@never_cache
@login_required
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def enquiries(request: HttpRequest, school: str) -> HttpResponse:
    """List the enquiries, those due first; enter one (K66a)."""
    actor, place = _place(request, school)
    may = can_write_posts(actor, place)
    form, refused = EnquiryForm(bound_data(request)), ""
    if request.method == "POST":
        can_write_posts.check(actor, place)
        if form.is_valid():
            try:
                made = actions.enter_enquiry(by=actor, school=place, **form.cleaned_data)
                return redirect("channels:enquiry", school, made.pk)
            except actions.EnquiryError as error:
                refused = str(error)
    rows = Enquiry.objects.visible_to(actor).filter(school=place).select_related("owner")
    parts: list[Part] = [
        TablePart(
            "To answer", ("Due", "Account", "Who answers"), _rows(rows.filter(state=EnquiryState.OPEN))
        ),
    ]
    if may:
        parts.append(FormPart("Enter this enquiry", form, "Enter an enquiry"))
    done = rows.exclude(state=EnquiryState.OPEN).order_by("-ended_at")[:SHOWN]
    parts.append(TablePart("Dealt with", ("Ended", "Account", "What became of it"), _rows(done)))
    back = ("Official posts", reverse("channels:posts", args=[school]))
    lead = "What people ask at the school’s own accounts. Copy it here, so that it is answered in time."
    return _show(request, place, PlainPage("Enquiries at the official page", parts, lead, back, refused))


def _rows(found: Any) -> list[list[Any]]:
    rows: list[list[Any]] = []
    for each in found:
        address = reverse("channels:enquiry", args=[each.school.slug, each.pk])
        if each.state == EnquiryState.OPEN:
            late = " (late)" if each.due_on < today() else ""
            owner = each.owner.name if each.owner else "Nobody yet"
            rows.append([Cell(f"{day(each.due_on)}{late}", address), each.channel, owner])
        else:
            rows.append([Cell(day(each.ended_at), address), each.channel, capital(each.state)])
    return rows


@never_cache
@login_required
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def enquiry(request: HttpRequest, school: str, enquiry: int) -> HttpResponse:
    """Show an enquiry with what the policy says of it; answer, hand on, leave or open it again."""
    actor, place = _place(request, school)
    rows = Enquiry.objects.visible_to(actor).filter(school=place).select_related("school", "owner")
    found: Enquiry = get_object_or_404(rows, pk=enquiry)
    do, refused = request.POST.get("do", ""), ""
    forms = {
        "answer": EnquiryAnswerForm(
            request.POST if do == "answer" else None,
            initial={"words": first_words(about_child=found.about_child)},
        ),
        "leave": WhyLeftForm(request.POST if do == "leave" else None),
        "hand": OwnerForm(request.POST if do == "hand" else None, school=place),
    }
    if request.method == "POST":
        can_write_posts.check(actor, place)
        try:
            if do not in forms or forms[do].is_valid():
                _do(actor, found, do, forms[do].cleaned_data if do in forms else request.POST)
                messages.success(request, SAID[do])
                return redirect("channels:enquiry", school, found.pk)
        except actions.EnquiryError as error:
            refused = str(error)
    tell_look(actor, place, f"enquiry {found.pk}", ChannelEvent.LOOKED_AT_ENQUIRY)
    return _show(request, place, _enquiry_page(actor, found, forms, refused))


def _do(actor: Actor, found: Enquiry, do: str, given: Any) -> None:
    """Do what a button asks. Raise EnquiryError."""
    if do == "answer":
        role = writing_role(actor, found.school)
        actions.answer_enquiry(by=actor, enquiry=found, role=role, words=given["words"], link=given["link"])
    elif do == "leave":
        actions.leave_enquiry(by=actor, enquiry=found, why=given["why"])
    elif do == "hand":
        actions.hand_on(by=actor, enquiry=found, to=given["to"])
    elif do == "child":
        actions.judge_enquiry(by=actor, enquiry=found, about_child=given.get("about") == "yes")
    elif do == "again":
        actions.reopen_enquiry(by=actor, enquiry=found)
    else:
        raise actions.EnquiryError("Choose what to do with this enquiry.")


def _enquiry_page(actor: Actor, found: Enquiry, forms: dict[str, Any], refused: str) -> PlainPage:
    place = found.school
    is_open = found.state == EnquiryState.OPEN
    owner = found.owner.name if found.owner else "nobody yet"
    facts = [f"It arrived on {day(found.arrived_at)} at: {found.channel}."]
    if is_open:
        facts.append(f"{owner} answers it, by {day(found.due_on)}.")
    parts: list[Part] = []
    if found.is_grave and is_open:
        grave = (
            "The words may tell of harm. If somebody is in danger now, call 999. Tell the safeguarding lead "
            "today, and do not answer in public."
        )
        parts.append(TextPart("Read this first", [grave], is_inset=True))
        help_page = reverse("policies:help", args=[place.slug])
        parts.append(LinksPart("", [("Whom to tell at this school", help_page, "")]))
    parts.append(TextPart("What is asked", [actions.words_of(found), *facts]))
    parts += _policy_parts(found)
    if not is_open:
        said = [found.answer, *([found.answer_link] if found.answer_link else [])]
        parts.append(TextPart("Answer" if found.state == EnquiryState.ANSWERED else "Why not", said))
    if can_write_posts(actor, place):
        parts += (
            _form_parts(found, forms)
            if is_open
            else [FormPart("Open it again", do="again", is_secondary=True)]
        )
    back = ("Enquiries at the official page", reverse("channels:enquiries", args=[place.slug]))
    return PlainPage(
        f"Enquiry {found.pk}", parts, back=back, refused=refused, tag=(capital(found.state), "blue")
    )


def _policy_parts(found: Enquiry) -> list[Part]:
    """Return what the policy in force says of it, with links to its clauses."""
    in_force = policy_in_force(found.school.slug)
    if in_force is None:
        return []
    rules = rules_of(in_force)
    grounds = [*rules.answering, *(rules.about_child if found.about_child else ())]
    links = [
        (each.title, reverse("policies:clause", args=[found.school.slug, each.clause]), each.text)
        for each in grounds
    ]
    return [LinksPart("What the policy says", links)] if links else []


def _form_parts(found: Enquiry, forms: dict[str, Any]) -> list[Part]:
    words = "A parent writes about their own child here." if found.about_child else "It is a general enquiry."
    lead = (
        f"{words} The answer below fits that. Post it by hand, then keep it here."
        if not found.is_grave
        else f"{words} Answer in public only when the safeguarding lead agrees."
    )
    other = (
        ("It is a general enquiry", "no")
        if found.about_child
        else ("A parent writes about their child", "yes")
    )
    return [
        FormPart("Keep this answer", forms["answer"], "Answer", lead, do="answer"),
        FormPart(other[0], do="child", hidden=[("about", other[1])], is_secondary=True),
        FormPart("Hand it on", forms["hand"], "Hand it on", do="hand", is_secondary=True),
        FormPart("End it", forms["leave"], "End it without an answer there", do="leave", is_secondary=True),
    ]
