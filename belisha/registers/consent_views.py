"""Pages of consents: a parent answers, staff see what may be shown, enter paper, and take in a file."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from belisha.access.actor import Actor
from belisha.base.clock import today
from belisha.people.actor import actor_of
from belisha.people.models import School, User
from belisha.people.queries import people_named
from belisha.people.roles import role_matches
from belisha.people.shortcuts import own_school_or_404
from belisha.registers.consent_actions import ConsentInput, give_consents, link_parent, shown_images
from belisha.registers.consent_forms import ConsentFileForm, ConsentForm, PaperConsentForm, ParentForm
from belisha.registers.consent_import import (
    ConsentFileError,
    import_consents,
    plan_consents,
    pupils_by_name,
    read_consents,
)
from belisha.registers.consents import (
    CONSENTS,
    UNKNOWN,
    children_of,
    consents_of,
    consents_register,
    parents_of,
    speaks,
)
from belisha.registers.door import door, school_year
from belisha.registers.models import RegisterEntry
from belisha.registers.permissions import can_read
from belisha.registers.queries import own_classes, pupils_of
from belisha.registers.states import EntryState
from belisha.registers.text import title_of

PER_PAGE = 40
# Lists the official posts that show a child, in the room above.
POSTS_PAGE = "channels:of_child"


@login_required
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def own_consents(request: HttpRequest, school: str) -> HttpResponse:
    """A parent answers for each child, a pupil says their own view; staff are led to the children."""
    actor = actor_of(request)
    place = own_school_or_404(actor, school)
    children = children_of(actor.user_id, place, today())
    is_pupil = any(role_matches(role, ["pupil"]) for role in actor.roles_at(school))
    speaking = speaks(actor.user_id, place, today()) if is_pupil else False
    if is_pupil and speaking is not False:
        children = [*User.objects.filter(pk=actor.user_id or 0), *children]
    child = _chosen(children, request.POST.get("child", ""))
    is_own = child is not None and child.pk == actor.user_id
    asks_age = is_own and speaking is None
    posted = child if request.method == "POST" else None
    bound = ConsentForm(request.POST, child=posted.pk, asks_age=asks_age) if posted else None
    if bound is not None and child is not None and bound.is_valid():
        said = bound.cleaned_data
        given = ConsentInput(
            child.pk,
            actor.user_id,
            bound.answers(),
            reason=said["reason"],
            is_old_enough=bool(said.get("old_enough")),
        )
        made = give_consents(by=actor, school=place, given=given)
        messages.success(request, _saved(child, made, is_own=is_own))
        return redirect("registers:new_consents", school)
    context = {
        "school": place,
        "register": consents_register(),
        "year": school_year(today()),
        "children": [
            (each, _form_for(actor, place, each, bound, asks_age=speaking is None)) for each in children
        ],
        "is_pupil": is_pupil,
        "own_voice_age": door().own_voice_age,
        "bound": bound,
        "reads_all": can_read(actor, place, consents_register()),
    }
    return render(request, "registers/consents.html", context, status=400 if bound and bound.errors else 200)


def _saved(child: User, made: list[RegisterEntry], *, is_own: bool) -> str:
    """Return what was saved, and what a no sets off."""
    if not made:
        return "Nothing has changed."
    if not is_own and any(entry.answer == "no" for entry in made):
        return (
            f"Saved. Where you said no, nothing new of {child.name} is shown; the school takes down the rest."
        )
    return "Saved. You can change it here at any time."


def _chosen(children: list[User], said: str) -> User | None:
    return next((each for each in children if str(each.pk) == said), None)


def _form_for(
    actor: Actor, school: School, child: User, bound: ConsentForm | None, *, asks_age: bool
) -> ConsentForm:
    """Return the form of one child with the answers that the actor gave this school year."""
    if bound is not None and bound.child == child.pk:
        return bound
    rows = RegisterEntry.objects.filter(
        school=school,
        register=CONSENTS,
        person=child.pk,
        other=actor.user_id,
        year=school_year(today()),
        state=EntryState.RECORDED,
    )
    initial = {f"topic-{row.topic}": row.answer for row in rows}
    initial["reason"] = next((row.values.get("reason", "") for row in rows if row.topic == "contact"), "")
    return ConsentForm(child=child.pk, asks_age=asks_age and child.pk == actor.user_id, initial=initial)


@login_required
@never_cache
@require_safe
def children(request: HttpRequest, school: str) -> HttpResponse:
    """What may be shown of whom: one's own classes for teachers, every pupil for those who keep consents."""
    actor = actor_of(request)
    place = own_school_or_404(actor, school)
    reads_all = can_read(actor, place, consents_register())
    classes = own_classes(actor, place, today())
    if not reads_all and not (classes and _is_staff(actor, school)):
        can_read.check(actor, place, consents_register())
    pupils = pupils_of(place, today(), None if reads_all else classes)
    start = max(int(request.GET.get("from", "0")) if request.GET.get("from", "0").isdecimal() else 0, 0)
    shown = pupils[start : start + PER_PAGE]
    known = consents_of(place, [int(pk) for pk, _ in shown], today())
    topics = consents_register().topics
    context = {
        "school": place,
        "topics": topics,
        "rows": [
            (pk, name, [known.get((int(pk), topic), UNKNOWN) for topic, _ in topics]) for pk, name in shown
        ],
        "reads_all": reads_all,
        "next": start + PER_PAGE if len(pupils) > start + PER_PAGE else None,
        "previous": max(start - PER_PAGE, 0) if start else None,
        "year": school_year(today()),
    }
    return render(request, "registers/children.html", context)


def _is_staff(actor: Actor, school: str) -> bool:
    return any(role_matches(role, ["staff"]) for role in actor.roles_at(school))


@login_required
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def child(request: HttpRequest, school: str, number: int) -> HttpResponse:
    """The consents of one child with their history; enter those on paper, and say who the parents are."""
    actor = actor_of(request)
    place = own_school_or_404(actor, school)
    can_read.check(actor, place, consents_register())
    if str(number) not in {pk for pk, _ in pupils_of(place, today())}:
        raise Http404
    found = User.objects.get(pk=number)
    parents = parents_of(number, place, today())
    paper, parent = PaperConsentForm(child=number, parents=parents), ParentForm()
    if request.method == "POST":
        if request.POST.get("do") == "parent":
            parent = ParentForm(request.POST)
            done = parent.is_valid() and _link(actor, place, number, parent)
        else:
            paper = PaperConsentForm(request.POST, child=number, parents=parents)
            done = paper.is_valid() and _from_paper(actor, place, number, paper)
        if done:
            messages.success(request, "Saved.")
            return redirect("registers:child", school, number)
    known = consents_of(place, [number], today())
    history = RegisterEntry.objects.filter(school=place, register=CONSENTS, person=number)
    register = consents_register()
    context = {
        "school": place,
        "child": found,
        "parents": parents,
        "answers": [(label, known.get((number, topic), UNKNOWN)) for topic, label in register.topics],
        "history": [
            (row, register.topic_word(row.topic), row.values)
            for row in history.select_related("made_by", "other").order_by("-made_at", "-pk")[:100]
        ],
        "shown": [
            (row, title_of(row))
            for row in shown_images(place, number, [topic for topic, _ in register.topics])
        ],
        "posts_link": _posts_link(place, number),
        "paper": paper,
        "parent": parent,
    }
    status = 400 if paper.errors or parent.errors else 200
    return render(request, "registers/child.html", context, status=status)


def _posts_link(school: School, number: int) -> str:
    """Return where the room above lists the official posts that show a child; empty without it."""
    try:
        return reverse(POSTS_PAGE, args=[school.slug, number])
    except NoReverseMatch:
        return ""


def _link(actor: Actor, school: School, number: int, form: ParentForm) -> bool:
    people = people_named(school, form.cleaned_data["who"])
    if len(people) != 1:
        said = form.cleaned_data["who"]
        how_many = "Nobody" if not people else f"{len(people)} people"
        form.add_error("who", f"{how_many} at the school: “{said}”. Enter the e-mail address of one person.")
        return False
    link_parent(by=actor, school=school, parent_id=people[0].pk, child_id=number)
    return True


def _from_paper(actor: Actor, school: School, number: int, form: PaperConsentForm) -> bool:
    data = form.cleaned_data
    giver = int(data["giver"]) if data["giver"].isdecimal() else None
    given = ConsentInput(
        number,
        giver,
        form.answers(),
        reason=data["reason"],
        witness=data["witness"],
        values={"signed": data["signed"]},
    )
    give_consents(by=actor, school=school, given=given)
    return True


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def import_file(request: HttpRequest, school: str) -> HttpResponse:
    """Take in the consent columns of a management information system: all of the file, or nothing."""
    actor = actor_of(request)
    place = own_school_or_404(actor, school)
    can_read.check(actor, place, consents_register())
    form = ConsentFileForm(request.POST or None, request.FILES or None)
    problems: tuple[str, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            table = read_consents(form.cleaned_data["file"].read())
            plan = plan_consents(table, pupils_by_name(place))
        except ConsentFileError as error:
            problems = error.problems
        else:
            changed = import_consents(by=actor, school=place, plan=plan, witness=form.cleaned_data["witness"])
            messages.success(
                request, f"{plan.children} children read, {changed} answers are new or different."
            )
            return redirect("registers:children", school)
    context: dict[str, Any] = {
        "school": place,
        "form": form,
        "problems": [("", each) for each in problems],
        "topics": consents_register().topics,
    }
    return render(
        request, "registers/consent_import.html", context, status=400 if form.errors or problems else 200
    )
