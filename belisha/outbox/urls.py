from django.urls import path

from belisha.outbox import views

app_name = "outbox"
urlpatterns = [
    path("s/<slug:school>/mail/", views.mail, name="mail"),
    path("s/<slug:school>/mail/<int:notice>/again/", views.again, name="again"),
]
