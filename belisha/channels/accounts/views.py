"""Pages: the accounts that the site sends posts to, connecting one, its health and what was sent."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from belisha.access.actor import Actor
from belisha.base.page_parts import Cell, FormPart, LinksPart, Part, PlainPage, TablePart, TextPart
from belisha.base.templating import day
from belisha.channels.accounts.actions import AccountRefusedError, connect_account, disconnect_account
from belisha.channels.accounts.forms import AccountForm
from belisha.channels.accounts.health import look_at
from belisha.channels.connectors import connectors
from belisha.channels.models import OfficialAccount, Publication
from belisha.channels.permissions import can_keep_accounts, can_see_posts
from belisha.channels.states import PublicationState
from belisha.channels.times import moment
from belisha.people.actor import actor_of
from belisha.people.models import School
from belisha.people.shortcuts import bound_data, own_school_or_404

SHOWN = 100
TAGS = {
    PublicationState.WAITING: "blue",
    PublicationState.SENDING: "blue",
    PublicationState.OUT: "green",
    PublicationState.REMOVING: "yellow",
    PublicationState.REMOVED: "grey",
    PublicationState.GIVEN_UP: "red",
}


@never_cache
@login_required
@require_safe
def accounts(request: HttpRequest, school: str) -> HttpResponse:
    """List the accounts that the site sends posts to, with their health, and the kinds to connect."""
    actor, place = _place(request, school)
    rows = OfficialAccount.objects.visible_to(actor).filter(school=place, ended_at=None)
    table = [
        [
            Cell(each.channel, reverse("channels:account", args=[place.slug, each.pk])),
            connectors()[each.kind].label if each.kind in connectors() else each.kind,
            Cell("Does not work" if each.trouble else "Works", tag="red" if each.trouble else "green"),
        ]
        for each in rows
    ]
    empty = "None yet. Every post is then posted by hand, and its link pasted here."
    parts: list[Part] = [TablePart("Connected accounts", ("Account", "Kind", "Status"), table, empty)]
    if can_keep_accounts(actor, place):
        kinds = [
            (each.label, reverse("channels:connect", args=[place.slug, kind]), each.about)
            for kind, each in connectors().items()
        ]
        parts.append(LinksPart("Connect an account", kinds))
    else:
        who = "Whoever looks after the school’s connections to other systems connects accounts."
        parts.append(TextPart("", [who]))
    lead = (
        "This site sends approved posts to these accounts at their time, and can remove them again. On all "
        "others, such as Facebook, somebody posts by hand: the record is the same."
    )
    back = ("Official posts", reverse("channels:posts", args=[place.slug]))
    return _show(request, place, PlainPage("Accounts that this site posts to", parts, lead, back))


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def connect(request: HttpRequest, school: str, kind: str) -> HttpResponse:
    """Connect an account of a kind, after a try of whether it lets the site in."""
    actor, place = _place(request, school)
    can_keep_accounts.check(actor, place)
    if kind not in connectors():
        raise Http404
    connector, refused = connectors()[kind], ""
    form = AccountForm(bound_data(request), connector=connector)
    if request.method == "POST" and form.is_valid():
        try:
            made = connect_account(by=actor, school=place, kind=kind, **form.cleaned_data)
            messages.success(request, "It is connected: this site was let in just now.")
            return redirect("channels:account", place.slug, made.pk)
        except AccountRefusedError as error:
            refused = str(error)
    lead = f"{connector.about} {connector.limits}".strip()
    part = FormPart("Connect and try it", form)
    back = ("Accounts that this site posts to", reverse("channels:accounts", args=[place.slug]))
    page = PlainPage(f"Connect: {connector.label}", [part], lead, back, refused)
    return _show(request, place, page)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def account(request: HttpRequest, school: str, account: int) -> HttpResponse:
    """Show the health of an account and what was sent to it; look now, or disconnect it."""
    actor, place = _place(request, school)
    rows = OfficialAccount.objects.visible_to(actor).filter(school=place).select_related("school")
    found, refused = get_object_or_404(rows, pk=account), ""
    if request.method == "POST":
        can_keep_accounts.check(actor, place)
        try:
            if request.POST.get("do") == "end":
                disconnect_account(by=actor, account=found)
                messages.success(request, "Disconnected. Its password is erased here.")
                return redirect("channels:accounts", place.slug)
            if request.POST.get("do") != "look" or found.ended_at:
                raise AccountRefusedError("Choose what to do with this account.")
            trouble = look_at(found)
            messages.success(request, trouble or "It works: this site was let in just now.")
            return redirect("channels:account", place.slug, found.pk)
        except AccountRefusedError as error:
            refused = str(error)
    return _show(request, place, _account_page(actor, place, found, refused))


def _account_page(actor: Actor, place: School, found: OfficialAccount, refused: str) -> PlainPage:
    connector = connectors().get(found.kind)
    rows = Publication.objects.visible_to(actor).filter(account=found).select_related("post")
    table: list[list[Any]] = [
        [
            Cell(each.post.text[:60], reverse("channels:post", args=[place.slug, each.post_id])),
            Cell(str(each.state).capitalize(), tag=TAGS[PublicationState(each.state)]),
            each.trouble or (moment(each.out_at) if each.out_at else ""),
        ]
        for each in rows[:SHOWN]
    ]
    facts = [connector.label if connector else found.kind]
    facts += [f"{found.address}"] if found.address else []
    looked = f"Looked at {moment(found.looked_at)}." if found.looked_at else "Not looked at yet."
    if found.trouble:
        since = f"It has not worked since {day(found.fails_since)}."
        parts: list[Part] = [TextPart("", [found.trouble, since, looked], is_inset=True)]
    else:
        parts = [TextPart("", [", ".join(facts) + ".", looked])]
    told = connector.places(place.slug) if connector and found.ended_at is None else ()
    if told:
        parts.append(LinksPart("To tell people", [(words, address, "") for words, address in told]))
    parts.append(TablePart("What was sent", ("Post", "State", "When, or why not"), table, "Nothing yet."))
    if found.ended_at is None and can_keep_accounts(actor, place):
        parts.append(FormPart("Look now", do="look", heading="Try it", is_secondary=True))
        lead = "Posts that are out there stay. This site can no longer remove them."
        parts.append(FormPart("Disconnect", do="end", heading="Disconnect it", lead=lead, is_warning=True))
    tag = (
        ("Disconnected", "grey")
        if found.ended_at
        else ("Does not work", "red")
        if found.trouble
        else ("Works", "green")
    )
    back = ("Accounts that this site posts to", reverse("channels:accounts", args=[place.slug]))
    return PlainPage(found.channel, parts, back=back, refused=refused, tag=tag)


def _place(request: HttpRequest, slug: str) -> tuple[Actor, School]:
    actor = actor_of(request)
    place = own_school_or_404(actor, slug)
    if not can_keep_accounts(actor, place):
        can_see_posts.check(actor, place)
    return actor, place


def _show(request: HttpRequest, place: School, page: PlainPage) -> HttpResponse:
    return render(request, "base/parts_page.html", {"school": place, "page": page}, status=page.status)
