from django.urls import path, reverse_lazy
from django.views.generic import RedirectView

from belisha.dashboard import beginning_views, record_views, views

app_name = "dashboard"
# The addresses of pages that became one, which stand in old mail and bookmarks.
to_home = RedirectView.as_view(url=reverse_lazy("dashboard:home"))
urlpatterns = [
    path("me/", views.home, name="home"),
    path("duties/", to_home, name="my_duties"),
    path("begin/", beginning_views.first, name="first"),
    path("s/<slug:school>/desk/", views.school, name="school"),
    path("s/<slug:school>/state/", views.state, name="state"),
    path("s/<slug:school>/new-people/", views.newcomers, name="newcomers"),
    path("s/<slug:school>/record/", record_views.record, name="record"),
    path("s/<slug:school>/record/export/", record_views.export, name="record_export"),
    path("s/<slug:school>/begin/", beginning_views.begin, name="begin"),
    path("s/<slug:school>/begin/in-force/", beginning_views.bring_in, name="bring_in"),
]
