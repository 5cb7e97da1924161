from django.urls import path

from belisha.training import lesson_views, record_views, views

app_name = "training"
urlpatterns = [
    path("s/<slug:school>/training/", views.mine, name="mine"),
    path("s/<slug:school>/training/all/", record_views.state, name="state"),
    path("s/<slug:school>/training/all/<slug:clause>/", record_views.not_yet, name="not_yet"),
    path("s/<slug:school>/training/enter/", record_views.enter, name="enter"),
    path("s/<slug:school>/training/of/<int:person>/", record_views.person, name="person"),
    path("s/<slug:school>/training/entry/<int:entry>/withdraw/", views.withdraw, name="withdraw"),
    path("s/<slug:school>/training/<slug:clause>/", views.item, name="item"),
    path("s/<slug:school>/lessons/", lesson_views.lessons, name="lessons"),
]
