from django.urls import path

from belisha.people.accounts import account_views, invitation_views
from belisha.people.devices import card_views, device_views
from belisha.people.memberships import membership_views, role_transition_views, role_views
from belisha.people.settings import settings_views

app_name = "people"
PEOPLE = "s/<slug:school>/people"
PERSON = f"{PEOPLE}/<int:person>"
SET_UP = "s/<slug:school>/set-up"
urlpatterns = [
    path("join/<str:token>/", invitation_views.accept, name="accept"),
    path("device/", device_views.device, name="device"),
    path("device/finish/", device_views.finish, name="finish"),
    path("device/open/<str:token>/", device_views.open_device, name="open_device"),
    path("card/<str:code>/", device_views.card, name="card"),
    path(f"{PEOPLE}/manage/", membership_views.people_list, name="list"),
    path(f"{PEOPLE}/manage/<int:invitation>/withdraw/", invitation_views.withdraw, name="withdraw"),
    path(f"{PEOPLE}/invite/", invitation_views.invite, name="invite"),
    path(f"{PEOPLE}/add/", membership_views.add, name="add"),
    path(f"{PEOPLE}/cards/", card_views.cards, name="cards"),
    path(f"{PEOPLE}/fill/<slug:office>/", role_views.fill_office, name="fill_office"),
    path(f"{PERSON}/", membership_views.person, name="person"),
    path(f"{PERSON}/name/", account_views.rename, name="rename"),
    path(f"{PERSON}/invite/", invitation_views.invite_again, name="invite_again"),
    path(f"{PERSON}/role/", role_views.give_role, name="give_role"),
    path(f"{PERSON}/role/<int:membership>/", role_views.change_role, name="change_role"),
    path(f"{PERSON}/role/<int:membership>/becomes/", role_transition_views.move_to_role, name="move_to_role"),
    path(f"{PERSON}/role/<int:membership>/take-back/", role_views.remove_role, name="remove_role"),
    path(f"{PERSON}/away/", role_views.absent, name="absent"),
    path(f"{PERSON}/away/<int:absence>/remove/", role_views.not_absent, name="not_absent"),
    path(f"{PERSON}/leave/", role_transition_views.leave, name="leave"),
    path(f"{PERSON}/come-back/", role_transition_views.come_back, name="come_back"),
    path(f"{PERSON}/card/", card_views.make_card, name="make_card"),
    path(f"{PERSON}/card/take-away/", card_views.revoke_card, name="revoke_card"),
    path(f"{PERSON}/second-factor/reset/", account_views.reset_second_factor, name="reset_second_factor"),
    path(f"{PERSON}/password/", account_views.new_password_link, name="new_password_link"),
    path("s/<slug:school>/devices/", device_views.devices, name="devices"),
    path("s/<slug:school>/devices/<int:device>/take-away/", device_views.revoke_device, name="revoke_device"),
    path(f"{SET_UP}/", settings_views.school_settings, name="settings"),
    path(f"{SET_UP}/terms/", settings_views.terms, name="terms"),
    path(f"{SET_UP}/terms/calendar/", settings_views.terms_from_calendar, name="terms_from_calendar"),
    path(f"{SET_UP}/terms/<int:term>/", settings_views.terms, name="term"),
    path(f"{SET_UP}/terms/<int:term>/remove/", settings_views.remove_term, name="remove_term"),
    path(f"{SET_UP}/rights/", settings_views.rights, name="rights"),
    path(f"{SET_UP}/rights/<slug:right>/", settings_views.right, name="right"),
    path(f"{SET_UP}/bodies/", settings_views.bodies, name="bodies"),
    path(f"{SET_UP}/bodies/<int:oversight>/end/", settings_views.end_body, name="end_body"),
]
