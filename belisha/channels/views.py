from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from belisha.access.actor import Actor
from belisha.base.clock import today
from belisha.base.data_keys import KeyLostError
from belisha.base.file_encryption import DamagedFileError
from belisha.channels import actions
from belisha.channels.checking import checksum_of, hindrances
from belisha.channels.connectors import connectors
from belisha.channels.forms import LinkForm, NoteForm, OfficialPostForm, OverrideForm
from belisha.channels.models import OfficialPost, Publication
from belisha.channels.pausing import pause_of
from belisha.channels.permissions import can_approve_post, can_see_posts, can_write_posts
from belisha.channels.pictures import picture_bytes
from belisha.channels.publishing import remove_now
from belisha.channels.queries import minded_clauses, posts_to_take_down, writing_role
from belisha.channels.states import BEFORE, PostState, PublicationState
from belisha.channels.times import goes_out_at, moment
from belisha.checks.permissions import can_allow_words
from belisha.people.actor import actor_of
from belisha.people.models import School, User
from belisha.people.shortcuts import bound_data, own_school_or_404
from belisha.registers.consents import consents_register

SAID = {
    "send": "It waits for somebody else’s approval.",
    "approve": "Approved.",
    "back": "It is sent back to its author.",
    "override": "Your reason is kept with the finding.",
    "posted": "It is marked as posted.",
    "removed": "It is marked as taken down.",
    "take down": "The site removes it.",
    "again": "It is tried again with the next round, within a quarter of an hour.",
    "drop": "It is dropped.",
}
FIRST_OF_TWO = "Approved. It shows children, so a second person has to approve it before it goes out."


@login_required
@never_cache
@require_safe
def posts(request: HttpRequest, school: str) -> HttpResponse:
    """List the official posts, those that wait first."""
    actor, place = _place(request, school)
    rows = list(OfficialPost.objects.visible_to(actor).filter(school=place)[:300])
    context = {
        "school": place,
        "waiting": [row for row in rows if row.state in BEFORE],
        "done": [row for row in rows if row.state not in BEFORE],
        "may_write": can_write_posts(actor, place),
        "may_allow": can_allow_words(actor, place),
        "pause": pause_of(place.pk),
    }
    return render(request, "channels/posts.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_post(request: HttpRequest, school: str) -> HttpResponse:
    """Write an official post; it is checked when it is saved."""
    actor, place = _place(request, school)
    can_write_posts.check(actor, place)
    form = OfficialPostForm(bound_data(request), request.FILES or None, school=place)
    if form.is_valid():
        given, _ = _given(form)
        try:
            made = actions.write_post(by=actor, school=place, given=given, role=writing_role(actor, place))
            return redirect("channels:post", place.slug, made.pk)
        except actions.PostRefusedError as error:
            form.add_error(None, str(error))
    return _form_page(request, place, form)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, school: str, post: int) -> HttpResponse:
    """Change an official post that is not out; approvals are void."""
    actor, place = _place(request, school)
    can_write_posts.check(actor, place)
    found = _post(actor, place, post)
    files = request.FILES or None
    form = OfficialPostForm(bound_data(request), files, school=place, initial=_initial(found))
    if form.is_valid():
        given, seen = _given(form)
        try:
            actions.change_post(by=actor, post=found, given=given, seen=seen)
            return redirect("channels:post", place.slug, found.pk)
        except actions.PostRefusedError as error:
            form.add_error(None, str(error))
    return _form_page(request, place, form)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def post_page(request: HttpRequest, school: str, post: int) -> HttpResponse:
    """Show an official post with its findings, and do the next thing with it."""
    actor, place = _place(request, school)
    found = _post(actor, place, post)
    form, refused, verb = None, "", request.POST.get("do", "")
    if request.method == "POST":
        try:
            form = _do(actor, found, verb, request)
        except (actions.PostRefusedError, PermissionDenied) as error:
            refused = str(error)
        if not refused and not (form and form.errors):
            found.refresh_from_db()
            needs_second = verb == "approve" and found.state == PostState.WAITING
            messages.success(request, FIRST_OF_TWO if needs_second else SAID.get(verb, "Done."))
            return redirect("channels:post", place.slug, found.pk)
    context = _context(actor, place, found) | {"form": form, "refused": refused, "verb": verb}
    status = 400 if refused or (form and form.errors) else 200
    return render(request, "channels/post.html", context, status=status)


@login_required
@never_cache
@require_safe
def figures(request: HttpRequest, school: str) -> HttpResponse:
    """Show what official posts meet most, by clause, without words."""
    actor, place = _place(request, school)
    return render(request, "channels/figures.html", {"school": place, "rows": minded_clauses(actor, place)})


@login_required
@never_cache
@require_safe
def of_child(request: HttpRequest, school: str, child: int) -> HttpResponse:
    """List the official posts that show a child, and by when each is to be taken down."""
    actor, place = _place(request, school)
    rows = OfficialPost.objects.visible_to(actor).filter(school=place, children=child)
    name = User.objects.filter(pk=child, memberships__school=place).values_list("name", flat=True).first()
    if name is None:
        raise Http404
    due = {each.post.pk: each.day for each in posts_to_take_down(place, today())}
    context = {"school": place, "name": name, "rows": [(row, due.get(row.pk)) for row in rows[:300]]}
    return render(request, "channels/of_child.html", context)


@login_required
@never_cache
@require_safe
def picture(request: HttpRequest, school: str, post: int) -> HttpResponse:
    """Show the picture of an official post, as it is sent."""
    actor, place = _place(request, school)
    found = _post(actor, place, post)
    try:
        content = picture_bytes(found)
    except (KeyLostError, DamagedFileError, FileNotFoundError):
        raise Http404 from None
    if not content:
        raise Http404
    return HttpResponse(content, content_type="image/jpeg")


def _place(request: HttpRequest, school: str) -> tuple[Actor, School]:
    actor = actor_of(request)
    place = own_school_or_404(actor, school)
    can_see_posts.check(actor, place)
    return actor, place


def _post(actor: Actor, place: School, number: int) -> OfficialPost:
    found: OfficialPost = get_object_or_404(
        OfficialPost.objects.visible_to(actor)
        .filter(school=place)
        .select_related("author", "account", "picture"),
        pk=number,
    )
    return found


def _given(form: OfficialPostForm) -> tuple[actions.PostInput, str]:
    given = dict(form.cleaned_data)
    seen = str(given.pop("seen"))
    given["has_picture"] = given["has_picture"] or bool(given["picture"])
    return actions.PostInput(**given, picture_words=form.picture_words), seen


def _initial(post: OfficialPost) -> dict[str, Any]:
    fields = ("channel", "text", "shows_children", "has_picture", "alt_text", "picture_source")
    names = "\n".join(each.name for each in post.children.all())
    given = {each: getattr(post, each) for each in (*fields, "purpose", "post_on")}
    at = f"{post.post_time:%H:%M}" if post.post_time else ""
    account = str(post.account_id or "")
    return given | {"children": names, "seen": checksum_of(post), "post_time": at, "account": account}


def _form_page(request: HttpRequest, place: School, form: OfficialPostForm) -> HttpResponse:
    status = 400 if form.errors else 200
    register = consents_register()
    # Where pictures are published: not on walls, and not the consent to be contacted.
    purposes = [
        (topic, words, "")
        for topic, words in register.topics
        if register.places.get(topic, "network") != "network"
    ]
    context = {"school": place, "form": form, "purposes": purposes, "official": register.official}
    return render(request, "channels/write.html", context, status=status)


def _context(actor: Actor, place: School, post: OfficialPost) -> dict[str, Any]:
    may_write = can_write_posts(actor, place)
    sent = Publication.objects.visible_to(actor).filter(post=post).first()
    account = post.account if post.account is not None and post.account.ended_at is None else None
    return {
        "school": place,
        "post": post,
        "sent": sent,
        "account": account,
        "limits": connectors()[account.kind].limits if account and account.kind in connectors() else "",
        "at": moment(goes_out) if (goes_out := goes_out_at(post)) else "",
        "pause": pause_of(place.pk),
        "may_take_down": may_write
        and account is not None
        and sent is not None
        and sent.state == PublicationState.OUT,
        "may_try_again": may_write
        and sent is not None
        and bool(sent.trouble)
        and sent.state != PublicationState.SENDING,
        "hindrances": list(hindrances(post)) if post.state in BEFORE else [],
        "may_write": may_write,
        "may_change": may_write and post.state in BEFORE,
        "may_send": may_write and post.state == PostState.DRAFT,
        "may_approve": post.state == PostState.WAITING and can_approve_post(actor, post),
        "may_post": may_write and post.state == PostState.READY,
        "may_remove": may_write and post.state == PostState.POSTED,
        "is_author": actor.user_id == post.author_id,
        "checksum": checksum_of(post),
        "children": [each.name for each in post.children.all()],
    }


def _do(actor: Actor, post: OfficialPost, verb: str, request: HttpRequest) -> Form | None:
    """Do what a button asks. Return the form if one was sent, with its errors."""
    form: Form | None = None
    if verb == "send":
        actions.send_for_approval(by=actor, post=post)
    elif verb == "approve":
        actions.approve_post(by=actor, post=post, checksum=request.POST.get("checksum", ""))
    elif verb == "again":
        actions.send_again(by=actor, post=post)
    elif verb == "drop":
        actions.drop_post(by=actor, post=post)
    elif verb in _FORMS:
        form = _FORMS[verb](request.POST)
        if form.is_valid():
            _WITH_WORDS[verb](by=actor, post=post, **form.cleaned_data)
    else:
        raise actions.PostRefusedError("Choose what to do with this post.")
    return form


_FORMS: dict[str, type[Form]] = {
    "override": OverrideForm, "posted": LinkForm, "back": NoteForm, "removed": NoteForm,
    "take down": NoteForm,
}  # fmt: skip


def _take_down(*, by: Actor, post: OfficialPost, note: str) -> None:
    """Remove a post at once; if its account does not answer, every sweep tries again."""
    remove_now(actions.take_down(by=by, post=post, note=note))


_WITH_WORDS: dict[str, Any] = {
    "take down": _take_down,
    "override": actions.override_finding,
    "posted": actions.mark_posted,
    "back": actions.send_back,
    "removed": actions.mark_removed,
}
