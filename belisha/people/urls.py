from django.urls import path

from belisha.people import (
    device_views,
    invite_views,
    moving_views,
    people_views,
    role_views,
    set_up_views,
    sign_in_views,
    views,
)

app_name = "people"
PEOPLE = "s/<slug:school>/people"
PERSON = f"{PEOPLE}/<int:person>"
SET_UP = "s/<slug:school>/set-up"
urlpatterns = [
    path("join/<str:token>/", views.accept, name="accept"),
    path("device/", device_views.device, name="device"),
    path("device/finish/", device_views.finish, name="finish"),
    path("device/open/<str:token>/", device_views.open_device, name="open_device"),
    path("card/<str:code>/", device_views.card, name="card"),
    path(f"{PEOPLE}/manage/", people_views.manage, name="manage"),
    path(f"{PEOPLE}/manage/<int:invitation>/withdraw/", views.withdraw, name="withdraw"),
    path(f"{PEOPLE}/invite/", invite_views.invite, name="invite"),
    path(f"{PEOPLE}/add/", people_views.add, name="add"),
    path(f"{PEOPLE}/cards/", sign_in_views.cards, name="cards"),
    path(f"{PEOPLE}/fill/<slug:office>/", role_views.fill_office, name="fill_office"),
    path(f"{PERSON}/", people_views.person, name="person"),
    path(f"{PERSON}/name/", sign_in_views.rename, name="rename"),
    path(f"{PERSON}/invite/", invite_views.invite_again, name="invite_again"),
    path(f"{PERSON}/role/", role_views.give_role, name="give_role"),
    path(f"{PERSON}/role/<int:membership>/", role_views.change_role, name="change_role"),
    path(f"{PERSON}/role/<int:membership>/becomes/", moving_views.become, name="become"),
    path(f"{PERSON}/role/<int:membership>/take-back/", role_views.remove_role, name="remove_role"),
    path(f"{PERSON}/away/", role_views.absent, name="absent"),
    path(f"{PERSON}/away/<int:absence>/remove/", role_views.not_absent, name="not_absent"),
    path(f"{PERSON}/leave/", moving_views.leave, name="leave"),
    path(f"{PERSON}/come-back/", moving_views.come_back, name="come_back"),
    path(f"{PERSON}/card/", sign_in_views.make_card, name="make_card"),
    path(f"{PERSON}/card/take-away/", sign_in_views.revoke_card, name="revoke_card"),
    path(f"{PERSON}/second-factor/reset/", sign_in_views.reset_second_factor, name="reset_second_factor"),
    path(f"{PERSON}/password/", sign_in_views.new_password_link, name="new_password_link"),
    path("s/<slug:school>/devices/", device_views.devices, name="devices"),
    path("s/<slug:school>/devices/<int:device>/take-away/", device_views.revoke_device, name="revoke_device"),
    path(f"{SET_UP}/", set_up_views.set_up, name="set_up"),
    path(f"{SET_UP}/terms/", set_up_views.terms, name="terms"),
    path(f"{SET_UP}/terms/<int:term>/", set_up_views.terms, name="term"),
    path(f"{SET_UP}/terms/<int:term>/remove/", set_up_views.remove_term, name="remove_term"),
    path(f"{SET_UP}/rights/", set_up_views.rights, name="rights"),
    path(f"{SET_UP}/rights/<slug:right>/", set_up_views.right, name="right"),
    path(f"{SET_UP}/bodies/", set_up_views.bodies, name="bodies"),
    path(f"{SET_UP}/bodies/<int:oversight>/end/", set_up_views.end_body, name="end_body"),
]
