from django.urls import path

from belisha.people import views

app_name = "people"
urlpatterns = [
    path("me/", views.me, name="me"),
    path("join/<str:token>/", views.accept, name="accept"),
    path("s/<slug:school>/people/manage/", views.manage, name="manage"),
    path("s/<slug:school>/people/manage/<int:invitation>/withdraw/", views.withdraw, name="withdraw"),
]
