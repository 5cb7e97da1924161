from django.urls import path

from belisha.notices import views

app_name = "notices"
urlpatterns = [
    path("s/<slug:school>/mail/", views.mail, name="mail"),
    path("s/<slug:school>/mail/<int:notice>/again/", views.again, name="again"),
]
