from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from belisha.base.clock import today
from belisha.people import actions, queries
from belisha.people.actor import actor_of
from belisha.people.forms import InvitationForm, NewPasswordForm, role_choices
from belisha.people.mail import send_invitation
from belisha.people.models import Invitation, School, User
from belisha.people.permissions import check_can_manage_people
from belisha.people.roles import role_groups, role_label


@login_required
@require_GET
def me(request: HttpRequest) -> HttpResponse:
    """What the site knows of the person signed in, and where to go from here."""
    actor = actor_of(request)
    memberships = [(row, role_label(row.role)) for row in queries.own_memberships(actor)]
    context = {"memberships": memberships, "email": queries.user_of(actor).email, "today": today()}
    return render(request, "people/me.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def manage(request: HttpRequest, school: str) -> HttpResponse:
    """The people of a school, and invitations to it."""
    actor, place = actor_of(request), get_object_or_404(School, slug=school)
    check_can_manage_people(actor, place)
    form = InvitationForm(request.POST or None)
    link = ""
    if request.method == "POST" and form.is_valid():
        invitation, token = actions.invite_person(by=actor, school=place, **form.cleaned_data)
        link = request.build_absolute_uri(reverse("people:accept", args=[token]))
        was_mailed = send_invitation(invitation, link)
        context = {"school": place, "invitation": invitation, "link": link, "was_mailed": was_mailed}
        return render(request, "people/invited.html", context)
    context = {
        "school": place,
        "form": form,
        "roles": role_choices(role_groups()),
        "members": [(row, role_label(row.role)) for row in queries.memberships_at(actor, place)],
        "invitations": [(row, role_label(row.role)) for row in queries.open_invitations(actor, place)],
    }
    return render(request, "people/manage.html", context, status=400 if form.errors else 200)


@login_required
@require_POST
def withdraw(request: HttpRequest, school: str, invitation: int) -> HttpResponse:
    """End an invitation that nobody has followed."""
    found = get_object_or_404(
        Invitation.objects.visible_to(actor_of(request)), pk=invitation, school__slug=school
    )
    try:
        actions.withdraw_invitation(by=actor_of(request), invitation=found)
    except actions.InvitationClosedError as error:
        raise Http404 from error
    return redirect("people:manage", school=school)


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """Where the link of an invitation leads: a new password, or one more school for an account."""
    actor = actor_of(request)
    try:
        invitation = actions.open_invitation(token)
        account = User.objects.filter(email=invitation.email).first()
        form = NewPasswordForm(request.POST or None, email=invitation.email, name=invitation.name)
        may_accept = request.method == "POST" and (account is not None or form.is_valid())
        if may_accept:
            password = "" if account else form.cleaned_data["password"]
            actions.accept_invitation(token=token, by=actor, password=password)
            return redirect("people:me")
    except actions.InvitationClosedError:
        return render(request, "people/closed.html", status=410)
    except actions.SignInFirstError:
        return redirect(f"{reverse('account_login')}?next={request.path}")
    context = {
        "invitation": invitation,
        "role": role_label(invitation.role),
        "form": form,
        "has_account": account is not None,
        "is_own": account is not None and account.pk == actor.user_id,
    }
    return render(request, "people/accept.html", context, status=400 if form.errors else 200)


@require_GET
def no_sign_up(request: HttpRequest) -> HttpResponse:
    """There is no open sign-up: a school invites."""
    return render(request, "people/no_sign_up.html")
