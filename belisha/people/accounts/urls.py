"""The allauth pages that we use, under allauth's names. Signing up is not among them."""

from allauth.account import views
from allauth.socialaccount.views import login_cancelled
from django.urls import include, path, re_path
from django.views.generic import RedirectView

from belisha.people.accounts.account_views import second_factor_needed
from belisha.people.accounts.invitation_views import no_sign_up

urlpatterns = [
    path("sign-in/", views.login, name="account_login"),
    path("sign-out/", views.logout, name="account_logout"),
    path("inactive/", views.account_inactive, name="account_inactive"),
    path("confirm/", views.reauthenticate, name="account_reauthenticate"),
    path("password/", views.password_change, name="account_change_password"),
    path("password/reset/", views.password_reset, name="account_reset_password"),
    path("password/reset/sent/", views.password_reset_done, name="account_reset_password_done"),
    path(
        "password/reset/done/",
        views.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("sign-up/", no_sign_up, name="account_signup"),
    path("email/", RedirectView.as_view(pattern_name="dashboard:home"), name="account_email"),
    path("second-factor/needed/", second_factor_needed, name="second_factor_needed"),
    path("second-factor/", include("allauth.mfa.urls")),
    path("sessions/", include("allauth.usersessions.urls")),
    path("with/cancelled/", login_cancelled, name="socialaccount_login_cancelled"),
    path("with/", RedirectView.as_view(pattern_name="mfa_index"), name="socialaccount_connections"),
    path("with/", include("allauth.socialaccount.providers.openid_connect.urls")),
]
