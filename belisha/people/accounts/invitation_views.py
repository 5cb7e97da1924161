"""Inviting people, new to the school or without an account yet, and accepting an invitation."""

from allauth.account.utils import perform_login
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from belisha.access.actor import Actor
from belisha.access.sign_in import sign_in_rules
from belisha.base.row_security import across_schools
from belisha.people.accounts import invitations
from belisha.people.accounts.forms import InvitationForm, NewPasswordForm
from belisha.people.accounts.mail import queue_invitation, send_invitation
from belisha.people.actor import actor_of
from belisha.people.forms import role_choices
from belisha.people.memberships.membership_views import managed_person, managed_school
from belisha.people.models import Invitation, School, User
from belisha.people.permissions import can_manage_people
from belisha.people.queries import person_with_address
from belisha.people.roles import role_groups, role_label
from belisha.people.shortcuts import bound_data, own_school_or_404, qr_svg


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest, school: str) -> HttpResponse:
    """Invite somebody by e-mail. The link is sent, or shown once."""
    actor, place = managed_school(request, school)
    form = InvitationForm(bound_data(request), initial={"role": request.GET.get("role", "")})
    own: User | None = None
    if request.method == "POST" and form.is_valid():
        own = person_with_address(actor, place, form.cleaned_data["email"])
        if own is None:
            return _invited(request, actor, place, form.cleaned_data)
        form.add_error("email", f"This address is {own.name}’s. Give them a role instead?")
    context = {"school": place, "form": form, "roles": role_choices(role_groups()), "own": own}
    context["holds"] = sign_in_rules().invitation_holds
    return render(request, "people/invite.html", context, status=400 if form.errors else 200)


@never_cache
@login_required
@require_POST
def invite_again(request: HttpRequest, school: str, person: int) -> HttpResponse:
    """Invite somebody of the school who has no account. The link is sent, or shown once."""
    actor, place, user = managed_person(request, school, person)
    try:
        return _invited(request, actor, place, user)
    except invitations.HasAccountError:
        messages.error(
            request,
            f"{user.name} cannot be invited: they have an account already, or no role or e-mail address.",
        )
        return redirect("people:person", school=school, person=person)


def _invited(request: HttpRequest, actor: Actor, place: School, whom: User | dict[str, str]) -> HttpResponse:
    """Make and send the invitation, and show its link if it was not sent."""
    with transaction.atomic():
        if isinstance(whom, User):
            invitation, token = invitations.invite_again(by=actor, school=place, user=whom)
        else:
            invitation, token = invitations.invite_person(by=actor, school=place, **whom)
        link = request.build_absolute_uri(reverse("people:accept", args=[token]))
        queue_invitation(invitation, link)
    mail = send_invitation(invitation)
    context = {"school": place, "invitation": invitation, "link": link, "mail": mail, "qr": qr_svg(link)}
    context["holds"] = sign_in_rules().invitation_holds
    return render(request, "people/invited.html", context)


@login_required
@require_POST
def withdraw(request: HttpRequest, school: str, invitation: int) -> HttpResponse:
    """Withdraw an open invitation."""
    actor = actor_of(request)
    place = own_school_or_404(actor, school)
    can_manage_people.check(actor, place)
    found = get_object_or_404(Invitation.objects.visible_to(actor), pk=invitation, school=place)
    try:
        invitations.withdraw_invitation(by=actor, invitation=found)
    except invitations.InvitationClosedError as error:
        raise Http404 from error
    return redirect("people:list", school=school)


@across_schools("an invitation is found by its link")
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """Accept an invitation: choose a password, or add the school to an account.

    A person who has just chosen a password is signed in, unless somebody else is signed in here.
    """
    try:
        invitation = invitations.invitation_by_token(token)
        account = _account_of(request)
        is_own = account is not None and invitations.account_to_join_with(account, invitation)
        person = invitations.invited_person(invitation)
        must_sign_in = person is not None and not invitations.may_open_account(person, invitation)
        form = NewPasswordForm(bound_data(request), email=invitation.email, name=invitation.name)
        if request.method == "POST" and (is_own or must_sign_in):
            invitations.accept_invitation(token=token, account=account)
            return redirect("dashboard:home")
        if request.method == "POST" and form.is_valid():
            user = invitations.accept_invitation(token=token, password=form.cleaned_data["password"])
            if account is None:
                signed_in: HttpResponse = perform_login(request, user, redirect_url=reverse("dashboard:home"))
                return signed_in
            return redirect("dashboard:home")
    except invitations.InvitationClosedError:
        return _closed(request)
    except invitations.SignInFirstError:
        return redirect(f"{reverse('account_login')}?next={request.path}")
    context = {
        "invitation": invitation,
        "role": role_label(invitation.role),
        "form": form,
        "has_account": must_sign_in,
        "is_own": is_own,
    }
    return render(request, "people/accept.html", context, status=400 if form.errors else 200)


def _account_of(request: HttpRequest) -> User | None:
    """Return the account that is signed in, or None, also on a shared device."""
    user = request.user
    return user if isinstance(user, User) and not actor_of(request).is_on_shared_device else None


def _closed(request: HttpRequest) -> HttpResponse:
    context = {"holds": sign_in_rules().invitation_holds}
    return render(request, "people/closed.html", context, status=410)


@require_GET
def no_sign_up(request: HttpRequest) -> HttpResponse:
    """Say that people join by invitation only."""
    return render(request, "people/no_sign_up.html")
