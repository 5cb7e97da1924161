from allauth.account.utils import perform_login
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from belisha.access.sign_in import sign_in_rules
from belisha.people import actions
from belisha.people.actor import actor_of
from belisha.people.forms import NewPasswordForm
from belisha.people.models import Invitation, User
from belisha.people.permissions import check_can_manage_people
from belisha.people.posted import posted
from belisha.people.roles import role_label
from belisha.people.sources import own_school_or_404


@login_required
@require_POST
def withdraw(request: HttpRequest, school: str, invitation: int) -> HttpResponse:
    """End an invitation that nobody has followed."""
    actor = actor_of(request)
    place = own_school_or_404(actor, school)
    check_can_manage_people(actor, place)
    found = get_object_or_404(Invitation.objects.visible_to(actor), pk=invitation, school=place)
    try:
        actions.withdraw_invitation(by=actor, invitation=found)
    except actions.InvitationClosedError as error:
        raise Http404 from error
    return redirect("people:manage", school=school)


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """Where the link of an invitation leads: a new password, or one more school for an account.

    Whoever has just chosen a password is signed in with it, unless somebody else is signed in here.
    """
    actor = actor_of(request)
    try:
        invitation = actions.open_invitation(token)
        account = User.objects.filter(email=invitation.email).first()
        if account is not None and actions.may_begin_account(account, invitation):
            account = None  # a roll brought them in: this is where they choose their first password
        form = NewPasswordForm(posted(request), email=invitation.email, name=invitation.name)
        may_accept = request.method == "POST" and (account is not None or form.is_valid())
        if may_accept:
            password = "" if account else form.cleaned_data["password"]
            user = actions.accept_invitation(token=token, by=actor, password=password)
            if password and actor.user_id is None:
                signed_in: HttpResponse = perform_login(request, user, redirect_url=reverse("desk:me"))
                return signed_in
            return redirect("desk:me")
    except actions.InvitationClosedError:
        return _closed(request)
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


def _closed(request: HttpRequest) -> HttpResponse:
    context = {"holds": sign_in_rules().invitation_holds}
    return render(request, "people/closed.html", context, status=410)


@require_GET
def no_sign_up(request: HttpRequest) -> HttpResponse:
    """There is no open sign-up: a school invites."""
    return render(request, "people/no_sign_up.html")
