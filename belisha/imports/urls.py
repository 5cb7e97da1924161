from django.urls import path

from belisha.imports import check_views, invite_views, push_views, views

app_name = "imports"
urlpatterns = [
    path("s/<slug:school>/roll/", views.start, name="start"),
    path("s/<slug:school>/roll/push/", push_views.push, name="push"),
    path("s/<slug:school>/roll/<int:roll>/columns/", views.columns, name="columns"),
    path("s/<slug:school>/roll/<int:roll>/titles/", views.titles, name="titles"),
    path("s/<slug:school>/roll/<int:roll>/check/", check_views.check, name="check"),
    path("s/<slug:school>/roll/<int:roll>/answer/", check_views.answer, name="answer"),
    path("s/<slug:school>/roll/<int:roll>/begin/", check_views.begin, name="begin"),
    path("s/<slug:school>/roll/<int:roll>/progress/", check_views.progress, name="progress"),
    path("s/<slug:school>/roll/<int:roll>/go-on/", check_views.go_on, name="go_on"),
    path("s/<slug:school>/roll/<int:roll>/done/", check_views.done, name="done"),
    path("s/<slug:school>/roll/<int:roll>/left-out.csv", check_views.left_out_csv, name="left_out_csv"),
    path("s/<slug:school>/roll/<int:roll>/invite/", invite_views.invite, name="invite"),
    path("s/<slug:school>/roll/<int:roll>/drop/", views.drop, name="drop"),
]
